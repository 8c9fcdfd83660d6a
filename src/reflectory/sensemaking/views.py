"""The pages of what recurs: runs of the engine, one run with its themes, one theme with its passages.

What they show is put together in `showing`; who may do what is in `policies`. A run is carried out beside the server
(`starting`), and its page says how far it is.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from reflectory.core.exports import export, wants_export
from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.core.thread import THEME, thread_of
from reflectory.evidence.models import Source
from reflectory.sensemaking import showing
from reflectory.sensemaking.actions import begin_again, begin_run, decide_theme
from reflectory.sensemaking.forms import Decision, NewRun, PassageFilter
from reflectory.sensemaking.models import Passage, Recurrence, Run, Theme
from reflectory.sensemaking.policies import makes_sense
from reflectory.sensemaking.starting import start

PER_PAGE = 50
WITH_PROGRAMME = Prefetch("recurrences", Recurrence.objects.select_related("programme"))
THEME_COLUMNS = [
    (gettext_lazy("Number"), lambda row: row.number),
    (gettext_lazy("Name"), lambda row: row.name),
    (gettext_lazy("Label of the engine"), lambda row: row.label),
    (gettext_lazy("State"), lambda row: row.get_state_display()),
    (gettext_lazy("Decided by"), lambda row: row.decided_by_name),
    (gettext_lazy("Decided on"), lambda row: row.decided_on),
    (gettext_lazy("Repeatability"), lambda row: row.repeatability),
    (gettext_lazy("Voices"), lambda row: row.n_voices),
    (gettext_lazy("Governments"), lambda row: row.n_governments),
    (gettext_lazy("Programmes"), lambda row: row.n_programmes),
]
PASSAGE_COLUMNS = [
    (gettext_lazy("Theme"), lambda row: str(row.passage.theme)),
    (gettext_lazy("Rank"), lambda row: row.passage.rank),
    (gettext_lazy("Weight"), lambda row: row.passage.weight),
    (gettext_lazy("Words"), lambda row: row.words),
    (gettext_lazy("Why there are none"), lambda row: row.why),
    (gettext_lazy("Said by"), lambda row: row.source),
    (gettext_lazy("Day"), lambda row: row.passage.excerpt.version.source.said_on),
    (gettext_lazy("Language"), lambda row: row.language),
    (gettext_lazy("Consent"), lambda row: row.quotable),
    (gettext_lazy("Text"), lambda row: row.passage.excerpt.version.source.key),
    (gettext_lazy("From character"), lambda row: row.passage.excerpt.start),
    (gettext_lazy("To character"), lambda row: row.passage.excerpt.end),
]


@signed_in
def themes(request: HttpRequest) -> HttpResponse:
    """All runs, the newest first, with how many of their themes were taken up."""
    by = viewer(request)
    rows = Run.objects.visible_to(by).annotate(
        n_themes=Count("themes"), n_open=Count("themes", filter=Q(themes__state="suggested")),
        n_accepted=Count("themes", filter=Q(themes__state="accepted")),
    )  # fmt: skip
    page = Paginator(rows.order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "sensemaking/themes.html", {
        "page": page, "may_begin": makes_sense(by) or Source.objects.visible_to(by).exists(),
    })  # fmt: skip


@signed_in
def run_new(request: HttpRequest) -> HttpResponse:
    """Asks over which texts the engine looks for themes, and starts it. Sending it twice starts it once."""
    by = viewer(request)

    def save(form: NewRun) -> Run:
        said = form.cleaned_data
        under_way = Run.objects.filter(
            ran_by=by.account_id, title=said["title"], state__in=["waiting", "running"]
        )
        there = under_way.first()
        if there is not None:
            return there
        run = begin_run(by=by, **{**said, "editions": list(said["editions"])})
        start(run)
        return run

    asked = {key: request.GET.getlist(key) for key in ("editions",) if key in request.GET}
    return form_page(request, form=partial(NewRun, by=by, initial=asked), save=save, context={
        "title": _("In whose words do you look for themes?"), "button": _("Look for themes"),
        "lead": _("Only texts of people who agreed that they are analysed are read. Nothing leaves this computer."),
        "back": {"url": reverse("themes"), "label": _("Themes")},
    })  # fmt: skip


def _run_of(request: HttpRequest, pk: int) -> Run:
    return seen(Run.objects.visible_to(viewer(request)).select_related("intake"), pk=pk)


@signed_in
def run(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One run: how far it is, or its themes across programmes with what became of each text."""
    row = _run_of(request, pk)
    found = row.themes.prefetch_related(WITH_PROGRAMME)
    if wants_export(request):
        return export(request, name=row.title, columns=THEME_COLUMNS, rows=list(found))
    programmes, lines = showing.grid(list(found))
    return render(request, "sensemaking/run.html", {
        "run": row, "editions": row.editions.select_related("programme"), "programmes": programmes, "lines": lines,
        "sentence": _sentence(row, lines), "reasons": showing.reasons_of(row),
        "thread": thread_of(viewer(request), row, here=THEME),
        "stage": showing.STAGES.get(row.stage, ""), "n_open": sum(one.theme.state == "suggested" for one in lines),
    })  # fmt: skip


def _sentence(row: Run, lines: list[showing.Line]) -> str:
    """The title of the page as a sentence."""
    if row.state == "done":
        voices = row.accounting.get("heard", {}).get("voices", 0)
        themes_ = ngettext("{n} theme", "{n} themes", len(lines)).format(n=len(lines))
        return ngettext("{themes} in what {n} voice said", "{themes} in what {n} voices said", voices).format(
            themes=themes_, n=voices
        )
    if row.state == "failed":
        return _("No themes were found")
    return (
        _("Looking for themes was interrupted")
        if row.was_interrupted
        else _("The engine is looking for themes")
    )


@signed_in
@require_POST
def run_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Starts a run again that was interrupted, failed or never began."""
    row = begin_again(by=viewer(request), run=_run_of(request, pk))
    if row.state == "waiting":
        start(row)
    return redirect(row)


def _theme_of(request: HttpRequest, pk: int) -> Theme:
    return seen(Theme.objects.visible_to(viewer(request)).select_related("run"), pk=pk)


@signed_in
def theme(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One theme: its best passages, where it recurs, every passage, and what people decided."""
    row = _theme_of(request, pk)
    form = PassageFilter(request.GET, theme=row)
    form.full_clean()
    wanted = form.cleaned_data.get("programme")
    rows = _passages(row)
    if wanted:
        rows = rows.filter(excerpt__version__source__edition__programme=wanted)
    if wants_export(request):
        return export(
            request, name=str(row), columns=PASSAGE_COLUMNS, rows=showing.shown(rows, by=viewer(request))
        )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "sensemaking/theme.html", {
        **_about(request, row), "form": form, "page": page,
        "shown": showing.shown(page.object_list, by=viewer(request)),
        "is_narrowed": bool(wanted),
        "best": showing.shown(_passages(row).filter(rank__isnull=False).order_by("rank"), by=viewer(request)),
        "decision": _decision(row),
        "version": row.version,
    })  # fmt: skip


def _passages(row: Theme) -> QuerySet[Passage]:
    strongest = ("-weight", "excerpt__version__source__key", "pk")
    return row.passages.select_related(*showing.PASSAGE_READS).order_by(*strongest)


def _about(request: HttpRequest, row: Theme) -> dict[str, Any]:
    recurrences = row.recurrences.select_related("programme").order_by("-share", "programme__name")
    return {
        "theme": row, "run": row.run, "breadth": showing.breadth(row),
        "thread": thread_of(viewer(request), row, here=THEME),
        "steadiness": showing.steadiness(row), "cells": [(one, showing.cell(one)) for one in recurrences],
        "crumbs": [(_("Themes"), reverse("themes")), (row.run.title, row.run.get_absolute_url())],
    }  # fmt: skip


def _decision(row: Theme) -> Decision:
    return Decision(initial={"state": row.state, "name": row.name})


@signed_in
def theme_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """What becomes of a theme, and under which name."""
    row = _theme_of(request, pk)

    def save(form: Decision) -> Theme:
        return decide_theme(by=viewer(request), theme=row, version=version_of(request), **form.cleaned_data)

    def form(*given: Any, **_instance: Any) -> Decision:
        return Decision(*given) if given else _decision(row)

    return form_page(request, form=form, save=save, instance=row, context={
        "title": _("What becomes of “{theme}”?").format(theme=row), "button": _("Keep this decision"),
        "back": {"url": row.get_absolute_url(), "label": str(row)},
        "thread": thread_of(viewer(request), row, here=THEME),
    })  # fmt: skip
