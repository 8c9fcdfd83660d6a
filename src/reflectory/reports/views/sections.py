"""The page of a section: its words, and beneath them what stands in it; adding, hiding, and its picture."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reflectory.core.pages import form_page, signed_in, version_of, viewer
from reflectory.core.refusal import Refused
from reflectory.reports.actions import pictures as picture_actions
from reflectory.reports.actions.corrections import is_published
from reflectory.reports.actions.pieces import add_section, edit_piece
from reflectory.reports.composing import compose
from reflectory.reports.composing.sections import LONGEST_SHARE
from reflectory.reports.counted import counted, scope_of
from reflectory.reports.forms.pictures import PictureForm
from reflectory.reports.forms.pieces import NewSectionForm, SectionForm
from reflectory.reports.models import Image, Section
from reflectory.reports.outline import by_section
from reflectory.reports.quoting import shown
from reflectory.reports.section_kinds import SECTION_KINDS
from reflectory.reports.standing import takeaway_url, told
from reflectory.reports.views.pieces import quotes_in
from reflectory.reports.views.within import crumbs, form_context, place_url, report_of, section_of

PROSE = ("introduction", "gratitude", "next", "method", "text")
WITH_FIGURES = ("where", "impact")
TYPES = {"png": "image/png", "jpg": "image/jpeg", "webp": "image/webp"}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def section_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Adds a section at the end."""
    report, by = report_of(request, slug), viewer(request)

    def save(form: Any) -> Section:
        given = form.cleaned_data
        return add_section(by=by, report=report, kind=given["kind"], title=given["title"])

    context = form_context(_("Add a section"), crumbs(report), button=_("Add the section"))
    form = partial(NewSectionForm, report=report)
    return form_page(
        request, form=form, save=save, template="reports/form.html", context=context, done=place_url
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def section_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The section: its title and paragraphs to change, and what stands in it."""
    section, by = section_of(request, slug, pk), viewer(request)
    name = str(section)

    def save(form: Any) -> Section:
        return edit_piece(by=by, piece=section, values=form.cleaned_data, version=version_of(request))

    context = form_context(name, crumbs(section.report), button=_("Save the words"), **contents(section))
    return form_page(
        request, form=SectionForm, save=save, template="reports/section.html", context=context, instance=section,
        done=place_url,
    )  # fmt: skip


def contents(section: Section) -> dict[str, Any]:
    """What stands in a section besides its paragraphs, and what is in the way of it."""
    report = section.report
    problems = told(report, compose(report).problems)
    found: dict[str, Any] = {
        "report": report, "section": section, "kind": SECTION_KINDS[section.kind], "is_prose": section.kind in PROSE,
        "has_figures": section.kind in WITH_FIGURES,
        "problems": by_section(report, report.sections.all(), problems).get(section.pk, []),
    }  # fmt: skip
    if section.kind in WITH_FIGURES:
        found["figures"] = counted(section.figures.all(), scope_of(section))
    if section.kind in PROSE:
        found["picture"] = Image.objects.defer("data").filter(section=section).first()
    listing = _LISTINGS.get(section.kind)
    return found | (listing(section) if listing else {})


def _quotes(section: Section) -> dict[str, Any]:
    return {"quotes": shown(quotes_in(section))}


def _programmes(section: Section) -> dict[str, Any]:
    return {"blocks": list(section.report.programmes.select_related("programme"))}


def _takeaways(section: Section) -> dict[str, Any]:
    rows = section.report.takeaways.all()
    return {"takeaways": [(row, takeaway_url(section.report, row)) for row in rows]}


def _recommendations(section: Section) -> dict[str, Any]:
    rows = section.report.recommendations.select_related("takeaway").prefetch_related("programmes")
    return {"recommendations": list(rows)}


def _share(section: Section) -> dict[str, Any]:
    rows = section.report.share_texts.select_related("takeaway")
    return {"share_texts": [(row, len(row.text)) for row in rows], "longest": LONGEST_SHARE}


def _corrections(section: Section) -> dict[str, Any]:
    rows = list(section.report.errata.all())
    for row in rows:
        row.report = section.report
    return {"corrections": [(row, is_published(row)) for row in rows]}


_LISTINGS = {
    "quotes": _quotes,
    "programmes": _programmes,
    "supporters": _programmes,
    "takeaways": _takeaways,
    "recommendations": _recommendations,
    "share": _share,
    "corrections": _corrections,
}


@signed_in
@require_POST
def section_show(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Shows a section or hides it; hidden, it keeps all that stands in it."""
    section, by = section_of(request, slug, pk), viewer(request)
    values = {"is_shown": request.POST.get("shown") == "yes"}
    edit_piece(by=by, piece=section, values=values, version=section.version)
    return redirect(f"{reverse('report', args=[slug])}#show-section-{pk}")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def section_picture(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Puts a picture into a section, or changes it and its words."""
    section, by = section_of(request, slug, pk), viewer(request)
    if section.kind not in PROSE:
        raise Http404
    there = Image.objects.filter(section=section).first()

    def save(form: Any) -> Image:
        given, file = form.cleaned_data, request.FILES.get("file")
        return picture_actions.put_picture(
            by=by, section=section, alt=given["alt"], credit=given["credit"], data=given["file"],
            file_name=file.name if file else "", version=version_of(request),
        )  # fmt: skip

    initial = {"alt": there.alt, "credit": there.credit} if there else None
    form = partial(PictureForm, has_picture=there is not None, initial=initial)
    trail = crumbs(section.report, (str(section), place_url(section)))
    context = form_context(
        _("The picture of “{title}”").format(title=section), trail, button=_("Save the picture"),
        version=there.version if there else 0, picture=there, section=section, report=section.report,
    )  # fmt: skip
    return form_page(
        request, form=form, save=save, template="reports/picture.html", context=context,
        done=lambda _row: place_url(section),
    )  # fmt: skip


@signed_in
@require_safe
def section_picture_file(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The picture itself."""
    section = section_of(request, slug, pk)
    row = Image.objects.filter(section=section).first()
    if row is None:
        raise Http404
    response = HttpResponse(bytes(row.data), content_type=TYPES[row.name.rpartition(".")[2]])
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@signed_in
@require_POST
def section_picture_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Takes the picture out."""
    section = section_of(request, slug, pk)
    try:
        picture_actions.take_picture_out(by=viewer(request), section=section)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The picture was taken out."))
    return redirect(place_url(section))
