"""What stands in sections: figures, programmes, recommendations, share texts, corrections; moving and removing."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from reflectory.core import ledger
from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.core.refusal import Refused
from reflectory.reports.actions import corrections as correction_actions
from reflectory.reports.actions import pieces as actions
from reflectory.reports.composing import compose
from reflectory.reports.counted import choices, counted, scope_of
from reflectory.reports.forms import pieces as forms
from reflectory.reports.models import (
    Erratum,
    Figure,
    ProgrammeBlock,
    Quote,
    Recommendation,
    Report,
    Section,
    ShareText,
    Takeaway,
)
from reflectory.reports.models.pieces import InReport
from reflectory.reports.quoting import shown
from reflectory.reports.standing import told
from reflectory.reports.views.within import (
    block_of,
    button_of,
    crumbs,
    crumbs_to,
    form_context,
    place_of,
    place_title,
    place_url,
    report_of,
    where_of,
)

WRITES = ["GET", "HEAD", "POST"]
# The word in the address, the rows, and in which kind of section those stand that belong to the whole report.
KINDS: dict[str, tuple[type[InReport], tuple[str, ...]]] = {
    "section": (Section, ()),
    "figure": (Figure, ()),
    "quote": (Quote, ()),
    "programme": (ProgrammeBlock, ("programmes", "supporters")),
    "takeaway": (Takeaway, ("takeaways",)),
    "recommendation": (Recommendation, ("recommendations",)),
    "share-text": (ShareText, ("share",)),
}


@signed_in
@require_http_methods(WRITES)
def figure_new(request: HttpRequest, slug: str, pk: int, where: str) -> HttpResponse:
    """Chooses a figure of the ledger, then its words and its rounding."""
    place, by = place_of(request, slug, pk, where), viewer(request)
    scope = scope_of(place)
    trail = crumbs_to(place)
    found = ledger.definition(request.GET.get("key", ""))
    if found is None:
        context = form_context(_("Choose a figure for “{title}”").format(title=place_title(place)), trail)
        return render(request, "reports/figure_choose.html", {**context, "groups": choices(scope)})
    value = found.value(scope)

    def save(form: Any) -> Figure:
        return actions.add_figure(by=by, place=place, key=found.key, **form.cleaned_data)

    form = partial(forms.FigureForm, value=value, label=str(found.name), rounding=found.rounding)
    context = form_context(
        _("{value} {name}").format(value=value, name=found.name), trail, definition=found,
        button=_("Put it into the report"),
    )  # fmt: skip
    return form_page(
        request, form=form, save=save, template="reports/figure.html", context=context,
        done=lambda _row: place_url(place),
    )  # fmt: skip


@signed_in
@require_http_methods(WRITES)
def figure_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Changes the words and rounding of a figure."""
    report, by = report_of(request, slug), viewer(request)
    row: Figure = seen(report.figures.select_related("section", "block__programme"), pk=pk)
    place = row.section or row.block
    assert place is not None
    place.report = report
    (one,) = counted([row], scope_of(place))

    def save(form: Any) -> Figure:
        return actions.edit_piece(by=by, piece=row, values=form.cleaned_data, version=version_of(request))

    title = _("The figure “{label}”").format(label=row.label)
    context = form_context(title, crumbs_to(place), definition=one.definition, figure=one, report=report)
    return form_page(
        request, form=partial(forms.FigureForm, value=one.value), save=save, template="reports/figure.html",
        context=context, instance=row, done=lambda _row: place_url(place),
    )  # fmt: skip


@signed_in
@require_http_methods(WRITES)
def block_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Puts a programme into the report."""
    report, by = report_of(request, slug), viewer(request)

    def save(form: Any) -> ProgrammeBlock:
        return actions.add_programme_block(by=by, report=report, **form.cleaned_data)

    trail = crumbs(report, (_("Programmes"), where_of(report, "programmes", "supporters")))
    context = form_context(_("Put a programme into the report"), trail, button=_("Put it into the report"))
    form = partial(forms.NewBlockForm, viewer=by, report=report)
    return form_page(
        request, form=form, save=save, template="reports/form.html", context=context, done=place_url
    )


@signed_in
@require_http_methods(WRITES)
def block_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """What the report says of a programme, with its figures and quotes."""
    block, by = block_of(request, slug, pk), viewer(request)
    report = block.report

    def save(form: Any) -> ProgrammeBlock:
        return actions.edit_piece(by=by, piece=block, values=form.cleaned_data, version=version_of(request))

    figures, quotes = list(block.figures.all()), list(quotes_in(block))
    mine = {f"figure {row.pk}" for row in figures} | {f"quote {row.pk}" for row in quotes}
    problems = [one for one in told(report, compose(report).problems) if one.piece in mine]
    trail = crumbs(report, (_("Programmes"), where_of(report, "programmes", "supporters")))
    context = form_context(
        block.name, trail, button=_("Save the words"), report=report, entry=block, problems=problems,
        figures=counted(figures, scope_of(block)), quotes=shown(quotes), has_figures=True,
    )  # fmt: skip
    return form_page(
        request, form=forms.BlockForm, save=save, template="reports/programme_in_report.html", context=context,
        instance=block, done=place_url,
    )  # fmt: skip


def quotes_in(place: Section | ProgrammeBlock) -> Any:
    """The quotes of a section or programme with all that is shown of them."""
    return place.quotes.select_related(
        "excerpt__version__source__voice__person",
        "excerpt__version__source__voice__organisation__counted_as",
        "excerpt__version__source__voice__edition__programme",
        "excerpt__version__source__edition__programme",
    )


@signed_in
@require_http_methods(WRITES)
def recommendation(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Writes a recommendation, or changes one."""
    report, by = report_of(request, slug), viewer(request)
    row = seen(report.recommendations.all(), pk=pk) if pk is not None else None

    def save(form: Any) -> Recommendation:
        given = {**form.cleaned_data}
        if row is None:
            return actions.add_recommendation(by=by, report=report, **given)
        programmes = list(given.pop("programmes"))
        return actions.edit_recommendation(
            by=by, row=row, values=given, programmes=programmes, version=version_of(request)
        )

    title = _("A new recommendation") if row is None else _("A recommendation")
    back = where_of(report, "recommendations")
    context = form_context(title, crumbs(report, (_("Recommendations"), back)))
    form = partial(forms.RecommendationForm, report=report, viewer=by)
    return form_page(
        request, form=form, save=save, template="reports/form.html", context=context, instance=row,
        done=lambda _row: back,
    )  # fmt: skip


@signed_in
@require_http_methods(WRITES)
def share_text(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """Writes a text to share, or changes one; how long it is, is said when it is saved."""
    report, by = report_of(request, slug), viewer(request)
    row = seen(report.share_texts.all(), pk=pk) if pk is not None else None

    def save(form: Any) -> ShareText:
        if row is None:
            return actions.add_share_text(by=by, report=report, **form.cleaned_data)
        return actions.edit_piece(by=by, piece=row, values=form.cleaned_data, version=version_of(request))

    title = _("A new text to share") if row is None else _("A text to share")
    back = where_of(report, "share")
    context = form_context(title, crumbs(report, (_("Share"), back)))
    if row is not None:
        context["lead"] = _("It has {n} characters.").format(n=len(row.text))
    form = partial(forms.ShareTextForm, report=report)
    return form_page(
        request, form=form, save=save, template="reports/form.html", context=context, instance=row,
        done=lambda _row: back,
    )  # fmt: skip


@signed_in
@require_http_methods(WRITES)
def correction_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Tells readers what was put right."""
    report, by = report_of(request, slug), viewer(request)

    def save(form: Any) -> Erratum:
        return correction_actions.add_correction(by=by, report=report, **form.cleaned_data)

    back = where_of(report, "corrections")
    context = form_context(_("Say what was put right"), crumbs(report, (_("Corrections"), back)))
    return form_page(
        request, form=forms.CorrectionForm, save=save, template="reports/form.html", context=context,
        done=lambda _row: back,
    )  # fmt: skip


@signed_in
@require_POST
def correction_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Takes out a correction that nobody has read."""
    report = report_of(request, slug)
    row = seen(report.errata.all(), pk=pk)
    row.report = report
    correction_actions.take_correction_out(by=viewer(request), correction=row)
    messages.success(request, _("The correction was taken out."))
    return redirect(where_of(report, "corrections"))


def _piece(request: HttpRequest, slug: str, kind: str, pk: int) -> tuple[Report, InReport, str]:
    """The report, the piece in the address, and the page on which it stands."""
    report = report_of(request, slug)
    if kind not in KINDS:
        raise Http404
    model, home = KINDS[kind]
    row = seen(model._default_manager.filter(report=report), pk=pk)
    row.report = report
    if kind == "section":
        return report, row, f"{report.get_absolute_url()}#section-{pk}"
    if isinstance(row, Figure | Quote):
        place = row.section or row.block
        assert place is not None
        place.report = report
        return report, row, f"{place_url(place)}#{kind}-{pk}"
    return report, row, f"{where_of(report, *home)}#{kind}-{pk}"


@signed_in
@require_POST
def piece_move(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Moves a piece one place up or down."""
    _report, row, back = _piece(request, slug, kind, pk)
    to = request.POST.get("to", "")
    moved = actions.move_piece(by=viewer(request), piece=row, steps=-1 if to == "up" else 1)
    return redirect(f"{back.partition('#')[0]}#{button_of(kind, pk, to, moved)}")


@signed_in
@require_http_methods(WRITES)
def piece_remove(request: HttpRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Says what goes, then takes it out."""
    report, row, back = _piece(request, slug, kind, pk)
    refused = ""
    if request.method == "POST":
        try:
            actions.remove_piece(by=viewer(request), piece=row)
        except Refused as said:
            refused = str(said)
        else:
            messages.success(request, _("It was taken out of the report."))
            return redirect(reverse("report", args=[slug]) if kind == "section" else back.partition("#")[0])
    figures = row.figures.count() if isinstance(row, Section | ProgrammeBlock) else 0
    quotes = row.quotes.count() if isinstance(row, Section | ProgrammeBlock) else 0
    named = row.name if isinstance(row, ProgrammeBlock) else str(row)
    return render(
        request, "reports/piece_remove.html",
        {
            "report": report, "kind": kind, "named": "" if kind == "quote" else named, "n_figures": figures,
            "n_quotes": quotes, "n_links": row.links.count() if isinstance(row, Takeaway) else 0, "refused": refused,
            "crumbs": crumbs(report), "back": back,
        },
        status=422 if refused else 200,
    )  # fmt: skip
