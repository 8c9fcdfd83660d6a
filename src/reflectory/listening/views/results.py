"""Pages on which the team reads what was answered: the sum, each question counted or compared, and people's words."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reflectory.core.exports import export, wants_export
from reflectory.core.pages import seen, signed_in, viewer
from reflectory.listening.models import Ask
from reflectory.listening.questions.kinds import CHOICE, CHOICES, TRIAD
from reflectory.listening.results.groups import BY, comparisons
from reflectory.listening.results.reading import Results, results_of
from reflectory.listening.results.stories import columns_of, stories
from reflectory.listening.results.summaries import Bar, Summary, region_in_words, summaries

ON_A_PAGE = 50


def _results(request: HttpRequest, pk: int) -> Results:
    rows = Ask.objects.visible_to(viewer(request)).select_related("form_version", "edition__programme")
    return results_of(viewer(request), seen(rows, pk=pk))


def _language(ask: Ask) -> str:
    """The reader's, where the form has it; else the form's first."""
    wanted = (get_language() or "en").partition("-")[0]
    there = ask.form_version.document.languages
    return wanted if wanted in there else there[0]


@signed_in
def ask_answers(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How many answered, and what: each question counted, or compared by one kind of group."""
    results = _results(request, pk)
    ask, language = results.ask, _language(results.ask)
    if wants_export(request):
        if results.why_not:
            raise Http404
        return export(request, name=ask.title, columns=columns_of(results, language), rows=results.given)
    document = ask.form_version.document
    by = request.GET.get("by", "") if not ask.is_anonymous else ""
    asked = {"language": language, "floor": results.floor}
    counted = [] if results.why_not else summaries(document, results.given, **asked)
    compared = [] if results.why_not else comparisons(document, results.given, by=by, **asked)
    return render(request, "listening/results/answers.html", {
        "ask": ask, "results": results, "sum": results.accounting, "by": by if by in BY else "",
        "kinds_of_groups": [] if ask.is_anonymous or results.why_not else list(BY.items()),
        "summaries": [_shown(ask, one) for one in counted], "comparisons": compared,
        "crumbs": [(_("Asks"), reverse("ask-list")), (ask.title, ask.get_absolute_url())],
    })  # fmt: skip


def _shown(ask: Ask, one: Summary) -> dict[str, Any]:
    """A summary with where each of its lines leads: to the words of those who answered so."""
    to = reverse("ask-said", args=[ask.pk, one.question.key])

    def url(bar: Bar) -> str:
        if not bar.n or one.shape not in ("bars", "triad"):
            return ""
        if bar.key:
            return "" if ask.is_anonymous else f"{to}?at={bar.key}"
        return to if one.question.has_other and one.question.kind in (CHOICE, CHOICES) else ""

    bars = [{"label": bar.label, "n": bar.n, "note": bar.note, "url": url(bar)} for bar in one.bars]
    return {"one": one, "bars": bars, "url": to}


@signed_in
def ask_said(request: HttpRequest, pk: int, question: str) -> HttpResponse:
    """What was answered to one question in words; or what those said who answered it in one way."""
    results = _results(request, pk)
    document, language = results.ask.form_version.document, _language(results.ask)
    asked = document.question(question)
    if asked is None or results.why_not:
        raise Http404
    at = request.GET.get("at", "")
    found = stories(results, asked, at=at, language=language)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    ask = results.ask
    return render(request, "listening/results/said.html", {
        "ask": ask, "question": asked, "label": asked.label.in_(language), "page": page, "at": _at(asked, at, language),
        "crumbs": [
            (_("Asks"), reverse("ask-list")), (ask.title, ask.get_absolute_url()),
            (_("Answers"), reverse("ask-answers", args=[ask.pk])),
        ],
    })  # fmt: skip


def _at(question: Any, at: str, language: str) -> str:
    if question.kind == TRIAD and at:
        try:
            return region_in_words(at, [end.in_(language) for end in question.ends])
        except (ValueError, IndexError):
            return ""
    return next((one.label.in_(language) for one in question.options if one.key == at), at)
