"""Picking people's words: a list of those that may be quoted, searched in words, each with what was agreed to."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reflectory.accounts.roles import ANALYST, EDITOR, LEAD
from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.core.visibility import Viewer
from reflectory.evidence.models import Excerpt, Source
from reflectory.evidence.policies import can_bring_in_quotes
from reflectory.programmes.models import Edition, Programme
from reflectory.reports.actions.letters import Letter, bring_quote_in
from reflectory.reports.actions.pieces import add_quote, edit_piece
from reflectory.reports.forms.letters import LetterForm
from reflectory.reports.forms.quotes import FindQuotesForm, QuoteForm
from reflectory.reports.models import ProgrammeBlock, Quote, Section
from reflectory.reports.policies import can_write_report
from reflectory.reports.quoting import findable, in_report, narrowed, offered, shown, uses_of
from reflectory.reports.views.within import (
    crumbs_to,
    form_context,
    place_of,
    place_title,
    place_url,
    report_of,
)

PER_PAGE = 20


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def quote_new(request: HttpRequest, slug: str, pk: int, where: str) -> HttpResponse:
    """The words that may be quoted here; with POST, those that were picked are put in."""
    place, who = place_of(request, slug, pk, where), viewer(request)
    report = place.report
    every = findable(who)
    problem = ""
    if request.method == "POST":
        number = request.POST.get("excerpt", "")
        rows = every.with_words()
        row: Excerpt = seen(rows, pk=int(number) if number.isdecimal() else 0)
        use = request.POST.get("use", "")
        if not offered([row]) or use not in uses_of(row):
            problem = _("Whoever said it does not let these words be quoted so any more. Nothing was put in.")
        else:
            quote = add_quote(by=who, place=place, excerpt=row, use=use)
            return redirect(f"{place_url(place)}#quote-{quote.pk}")
    form = _filter(request, every, report.year)
    form.full_clean()
    given = form.cleaned_data
    rows = narrowed(
        every, words=given.get("words", ""), programme=given.get("programme"),
        language=given.get("language", ""), year=None if given.get("year") == "any" else report.year,
    )  # fmt: skip
    page = Paginator(rows.with_words(), PER_PAGE).get_page(request.GET.get("page"))
    trail = crumbs_to(place)
    context = {
        **form_context(_("Choose words for “{title}”").format(title=place_title(place)), trail), "filter": form,
        "page": page, "offered": offered(page.object_list, there=in_report(report.pk)), "n_all": every.count(),
        "is_narrowed": any(given.values()), "problem": problem, "report": report,
        "bring_url": _bring_url(place) if can_bring_in_quotes(who) else "",
        "reads_texts": Source.objects.visible_to(who).exists(),
    }  # fmt: skip
    return render(request, "reports/quote_choose.html", context, status=422 if problem else 200)


def _bring_url(place: Section | ProgrammeBlock) -> str:
    name = "section-quote-bring" if isinstance(place, Section) else "report-programme-quote-bring"
    return reverse(name, args=[place.report.slug, place.pk])


def _filter(request: HttpRequest, every: Any, year: int) -> FindQuotesForm:
    languages = every.order_by().values_list("version__source__language", flat=True).distinct()
    inside = every.order_by().values("version__source__edition__programme")
    return FindQuotesForm(
        request.GET, year=year, languages=sorted(one for one in languages if one),
        programmes=Programme.objects.filter(pk__in=inside).order_by("name", "pk"),
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def quote_bring(request: HttpRequest, slug: str, pk: int, where: str) -> HttpResponse:
    """Brings words in that came another way, with what was stated about them, and quotes them here."""
    place, who = place_of(request, slug, pk, where), viewer(request)
    if not (can_bring_in_quotes(who) and can_write_report(who, place.report)):
        raise Http404

    def save(form: Any) -> Quote:
        return bring_quote_in(
            by=who, place=place, letter=Letter(**form.cleaned_data), on=timezone.localdate()
        )

    context = form_context(
        _("Bring in words that came another way"), crumbs_to(place), button=_("Quote these words")
    )
    context["lead"] = _(
        "A letter, a call, a note after a meeting. They are kept as what was said, with what was agreed."
    )
    form = partial(LetterForm, editions=_editions(who, place.report.year), language=place.report.language)
    return form_page(
        request, form=form, save=save, template="reports/form.html", context=context,
        done=lambda quote: f"{place_url(place)}#quote-{quote.pk}",
    )  # fmt: skip


def _editions(who: Viewer, year: int) -> Any:
    rows = Edition.objects.visible_to(who).in_year(year).select_related("programme")
    return rows if who.is_operator else rows.filter(pk__in=who.editions_as(EDITOR, LEAD, ANALYST))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def quote_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Quotes words more guardedly, or as openly as was agreed."""
    report, who = report_of(request, slug), viewer(request)
    rows = report.quotes.select_related(
        "section", "block__programme",
        "excerpt__version__source__voice__person",
        "excerpt__version__source__voice__organisation__counted_as",
        "excerpt__version__source__voice__edition__programme",
        "excerpt__version__source__edition__programme",
    )  # fmt: skip
    row: Quote = seen(rows, pk=pk)
    place = row.section or row.block
    assert place is not None
    place.report = report
    (one,) = shown([row])

    def save(form: Any) -> Quote:
        return edit_piece(by=who, piece=row, values=form.cleaned_data, version=version_of(request))

    context = form_context(
        _("How these words are quoted"), crumbs_to(place), quote=one, report=report,
        may_be_quoted=bool(uses_of(row.excerpt)),
    )  # fmt: skip
    return form_page(
        request, form=partial(QuoteForm, allowed=uses_of(row.excerpt)), save=save, template="reports/quote.html",
        context=context, instance=row, done=lambda _row: place_url(place),
    )  # fmt: skip
