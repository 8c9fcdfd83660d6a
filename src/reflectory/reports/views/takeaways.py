"""The page of a takeaway, and everything that is written, linked and held against it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.core.refusal import Refused
from reflectory.core.thread import TAKEAWAY, thread_of
from reflectory.evidence.actions.excerpts import excerpt_of
from reflectory.reports import evidencing, quoting
from reflectory.reports.actions import takeaways as actions
from reflectory.reports.actions.pieces import edit_piece
from reflectory.reports.claims import is_bare, judged_with, questioned
from reflectory.reports.forms.takeaways import (
    DissentForm,
    EvidenceForm,
    FindWordsForm,
    JudgementForm,
    NewTakeawayForm,
    PointForm,
    ReadyForm,
    TakeawayForm,
    hint,
)
from reflectory.reports.models import EvidenceLink, Report, SubPoint, Takeaway, TakeawayTheme
from reflectory.reports.policies import can_write_report
from reflectory.reports.views.within import button_of, crumbs, form_context, report_of
from reflectory.sensemaking.models import Theme
from reflectory.sensemaking.recurrence import WITH_RECURRENCES, recurrence_of

GET_OR_POST = ["GET", "HEAD", "POST"]
FORM = "reports/form.html"


def takeaway_of(request: HttpRequest, slug: str, takeaway: str) -> Takeaway:
    """The takeaway in the address, of a report that the reader may see."""
    report = report_of(request, slug)
    found: Takeaway = seen(report.takeaways.all(), slug=takeaway)
    found.report = report
    return found


def _written_by(request: HttpRequest, report: Report) -> None:
    if not can_write_report(viewer(request), report):
        raise Http404


def _trail(takeaway: Takeaway) -> list[tuple[str, str]]:
    return crumbs(takeaway.report, (takeaway.claim, takeaway.get_absolute_url()))


def _tell_of_bare(request: HttpRequest, claim: str) -> None:
    if is_bare(claim):
        messages.warning(request, hint(claim))


@signed_in
@require_safe
def takeaway_page(request: HttpRequest, slug: str, takeaway: str) -> HttpResponse:
    """The claim, its points, what is for and against it, where it recurs, and what is held against it."""
    row, by = takeaway_of(request, slug, takeaway), viewer(request)
    columns = evidencing.columns(row, by)
    linked = list(
        row.themes.select_related("theme__run").prefetch_related(f"theme__{WITH_RECURRENCES}").order_by("pk")
    )
    context = {
        "report": row.report, "takeaway": row, "crumbs": crumbs(row.report), "columns": columns,
        "n_links": sum(len(one.items) for one in columns), "n_contrary": evidencing.contrary(columns),
        "hint": hint(row.claim) if is_bare(row.claim) else "", "points": list(row.points.all()),
        "themes": [(one, recurrence_of(one.theme)) for one in linked],
        "themes_to_link": evidencing.themes_to_link(row, by),
        "dissents": list(row.dissents.select_related("review")), "may_write": can_write_report(by, row.report),
        "recommendations": list(row.recommendations.all()), "thread": thread_of(by, row, here=TAKEAWAY),
    }  # fmt: skip
    return render(request, "reports/takeaway.html", context)


@signed_in
@require_http_methods(GET_OR_POST)
def takeaway_new(request: HttpRequest, slug: str) -> HttpResponse:
    """A draft, from its claim."""
    report, by = report_of(request, slug), viewer(request)
    _written_by(request, report)

    def save(form: Any) -> Takeaway:
        _tell_of_bare(request, form.cleaned_data["claim"])
        return actions.add_takeaway(by=by, report=report, **form.cleaned_data)

    context = form_context(_("Write a takeaway"), crumbs(report), button=_("Keep it as a draft"))
    return form_page(request, form=NewTakeawayForm, save=save, template=FORM, context=context)


@signed_in
@require_http_methods(GET_OR_POST)
def takeaway_edit(request: HttpRequest, slug: str, takeaway: str) -> HttpResponse:
    """All that is said about it."""
    row, by = takeaway_of(request, slug, takeaway), viewer(request)
    _written_by(request, row.report)

    def save(form: Any) -> Takeaway:
        _tell_of_bare(request, form.cleaned_data["claim"])
        return edit_piece(by=by, piece=row, values=form.cleaned_data, version=version_of(request))

    context = form_context(_("Change the takeaway"), _trail(row), button=_("Save the takeaway"))
    return form_page(request, form=TakeawayForm, save=save, template=FORM, context=context, instance=row)


@signed_in
@require_http_methods(GET_OR_POST)
def takeaway_ready(request: HttpRequest, slug: str, takeaway: str) -> HttpResponse:
    """Asks what would make the claim wrong and whether that was looked for; then it is ready."""
    row, by = takeaway_of(request, slug, takeaway), viewer(request)
    _written_by(request, row.report)
    with override(row.report.language):
        before = questioned(row.judged)
    version = version_of(request) if request.method == "POST" else row.version

    def save(form: Any) -> Takeaway:
        with override(row.report.language):
            judged = judged_with(form.cleaned_data["rest"], looked=form.cleaned_data["looked"])
        return actions.make_ready(
            by=by, takeaway=row, judged=judged, wrong_if=form.cleaned_data["wrong_if"], version=version
        )

    columns = evidencing.columns(row, by)
    context = form_context(
        _("Before this claim is ready"), _trail(row), button=_("Call it ready"), version=version, takeaway=row,
        n_contrary=evidencing.contrary(columns), n_supports=len(columns[0].items),
    )  # fmt: skip
    form = partial(
        ReadyForm, initial={"wrong_if": row.wrong_if, "looked": before.looked, "rest": before.rest}
    )
    return form_page(request, form=form, save=save, template="reports/takeaway_ready.html", context=context)


@signed_in
@require_POST
def takeaway_draft(request: HttpRequest, slug: str, takeaway: str) -> HttpResponse:
    """Back into draft: it then stands in no release."""
    row = takeaway_of(request, slug, takeaway)
    actions.finish_takeaway(by=viewer(request), takeaway=row, version=row.version, is_draft=True)
    messages.success(request, _("It is a draft again, and stands in no release until it is ready."))
    return redirect(row)


@signed_in
@require_http_methods(GET_OR_POST)
def point_new(request: HttpRequest, slug: str, takeaway: str) -> HttpResponse:
    """A point under the claim."""
    row, by = takeaway_of(request, slug, takeaway), viewer(request)
    _written_by(request, row.report)

    def save(form: Any) -> SubPoint:
        return actions.add_point(by=by, takeaway=row, **form.cleaned_data)

    context = form_context(_("Add a point"), _trail(row), button=_("Add the point"))
    return form_page(
        request,
        form=PointForm,
        save=save,
        template=FORM,
        context=context,
        done=lambda point: _part(row, f"point-{point.pk}"),
    )


@signed_in
@require_http_methods(GET_OR_POST)
def point_edit(request: HttpRequest, slug: str, takeaway: str, pk: int) -> HttpResponse:
    """Another wording or moment of a point."""
    row, by = takeaway_of(request, slug, takeaway), viewer(request)
    _written_by(request, row.report)
    point: SubPoint = seen(row.points.all(), pk=pk)
    point.takeaway = row

    def save(form: Any) -> SubPoint:
        return actions.edit_point(by=by, point=point, version=version_of(request), **form.cleaned_data)

    context = form_context(_("Change the point"), _trail(row), button=_("Save the point"))
    return form_page(
        request, form=PointForm, save=save, template=FORM, context=context, instance=point,
        done=lambda _point: _part(row, f"point-{pk}"),
    )  # fmt: skip


@signed_in
@require_http_methods(GET_OR_POST)
def evidence(request: HttpRequest, slug: str, takeaway: str) -> HttpResponse:
    """Looking for words in what people said, and putting some beneath the claim."""
    row = takeaway_of(request, slug, takeaway)
    _written_by(request, row.report)
    find = FindWordsForm(request.GET)
    words = find.cleaned_data["q"] if find.is_valid() else ""
    if request.method == "POST":
        return _put_beneath(request, row, words)
    return _evidence_page(request, row, words, find)


def _evidence_page(
    request: HttpRequest,
    row: Takeaway,
    words: str,
    find: FindWordsForm,
    bound: tuple[str, EvidenceForm] | None = None,
) -> HttpResponse:
    by = viewer(request)
    listed = evidencing.candidates(row, by, words=words) if words else evidencing.suggestions(row, by)
    if bound is not None and bound[0] not in {one.key for one in listed}:
        again = evidencing.candidate(by, bound[0])
        listed = [again, *listed] if again is not None else listed
    found = [(one, bound[1] if bound and bound[0] == one.key else _evidence_form(one)) for one in listed]
    context = {
        "report": row.report, "takeaway": row, "crumbs": _trail(row), "find": find, "words": words, "found": found,
        "has_themes": row.themes.exists(),
    }  # fmt: skip
    return render(request, "reports/takeaway_evidence.html", context, status=422 if bound else 200)


def _evidence_form(one: evidencing.Candidate, data: Any = None) -> EvidenceForm:
    form = EvidenceForm(data, allowed=one.allowed, prefix=one.key, initial={"words": one.words})
    if one.excerpt is not None:
        del form.fields["words"]
    return form


def _put_beneath(request: HttpRequest, row: Takeaway, words: str) -> HttpResponse:
    by = viewer(request)
    key = request.POST.get("key", "")
    chosen = evidencing.candidate(by, key)
    if chosen is None:
        raise Http404
    form = _evidence_form(chosen, request.POST)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("kind", "use", "why")}
        try:
            excerpt = chosen.excerpt or excerpt_of(
                by=by, version=chosen.version, words=form.cleaned_data["words"]
            )
            link = actions.link_evidence(by=by, takeaway=row, excerpt=excerpt, **given)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("These words stand beneath the claim now."))
            return redirect(_part(row, f"evidence-{link.pk}"))
    return _evidence_page(request, row, words, FindWordsForm(request.GET), (key, form))


@signed_in
@require_http_methods(GET_OR_POST)
def link_edit(request: HttpRequest, slug: str, takeaway: str, pk: int) -> HttpResponse:
    """Another judgement of a piece of evidence."""
    row, by = takeaway_of(request, slug, takeaway), viewer(request)
    _written_by(request, row.report)
    link: EvidenceLink = seen(row.links.select_related("excerpt__version__source"), pk=pk)
    link.takeaway = row
    # A use that is no longer allowed stays on offer while it is the one chosen, so that the page can say so.
    allowed = tuple(dict.fromkeys([*quoting.uses_of(link.excerpt), link.use]))

    def save(form: Any) -> EvidenceLink:
        return actions.edit_link(by=by, link=link, version=version_of(request), **form.cleaned_data)

    context = form_context(_("What these words do to the claim"), _trail(row), button=_("Save the judgement"))
    return form_page(
        request, form=partial(JudgementForm, allowed=allowed), save=save, template=FORM, context=context,
        instance=link, done=lambda _link: _part(row, f"evidence-{pk}"),
    )  # fmt: skip


@signed_in
@require_POST
def take_out(request: HttpRequest, slug: str, takeaway: str, what: str, pk: int) -> HttpResponse:
    """Takes a point, a piece of evidence or a theme from beneath the claim. Pressing twice is harmless."""
    row = takeaway_of(request, slug, takeaway)
    rows: Any = {"point": row.points, "evidence": row.links, "theme": row.themes}.get(what)
    if rows is None:
        raise Http404
    found: SubPoint | EvidenceLink | TakeawayTheme | None = rows.filter(pk=pk).first()
    if found is not None:
        found.takeaway = row
        actions.unlink(by=viewer(request), row=found)
        messages.success(request, _("It was taken out. The history keeps that it stood here."))
    return redirect(_part(row, {"point": "points", "evidence": "evidence", "theme": "themes"}[what]))


@signed_in
@require_POST
def move(request: HttpRequest, slug: str, takeaway: str, what: str, pk: int) -> HttpResponse:
    """Moves a point, or a piece of evidence within its column, one place up or down."""
    row = takeaway_of(request, slug, takeaway)
    rows: Any = {"point": row.points, "evidence": row.links}.get(what)
    if rows is None:
        raise Http404
    found: SubPoint | EvidenceLink = seen(rows.all(), pk=pk)
    found.takeaway = row
    to = request.POST.get("to", "")
    moved = actions.move_beneath(by=viewer(request), row=found, steps=-1 if to == "up" else 1)
    return redirect(_part(row, button_of(what, pk, to, moved)))


@signed_in
@require_POST
def theme_link(request: HttpRequest, slug: str, takeaway: str) -> HttpResponse:
    """Puts a theme that people have accepted beneath the claim."""
    row, by = takeaway_of(request, slug, takeaway), viewer(request)
    number = request.POST.get("theme", "")
    theme: Theme = seen(Theme.objects.visible_to(by), pk=int(number) if number.isdecimal() else 0)
    try:
        actions.link_theme(by=by, takeaway=row, theme=theme)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(_part(row, "themes"))


@signed_in
@require_http_methods(GET_OR_POST)
def dissent_new(request: HttpRequest, slug: str, takeaway: str) -> HttpResponse:
    """What somebody holds against the claim."""
    row, by = takeaway_of(request, slug, takeaway), viewer(request)
    _written_by(request, row.report)

    def save(form: Any) -> Any:
        return actions.record_dissent(by=by, takeaway=row, **form.cleaned_data)

    context = form_context(_("Record dissent"), _trail(row), button=_("Record the dissent"))
    return form_page(
        request,
        form=DissentForm,
        save=save,
        template=FORM,
        context=context,
        done=lambda _row: _part(row, "dissent"),
    )


def _part(row: Takeaway, part: str) -> str:
    return f"{reverse('takeaway', args=[row.report.slug, row.slug])}#{part}"
