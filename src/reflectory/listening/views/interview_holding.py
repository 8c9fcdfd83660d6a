"""The page on which an interview is held: consent first, then the guide with room for notes; and the second reading.

Notes are saved every few seconds where there is JavaScript, and with the button where there is none. Nothing that
was typed is lost: what somebody else changed meanwhile is shown beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reflectory.core.pages import signed_in, viewer
from reflectory.core.refusal import Refused
from reflectory.listening import interview_states as states
from reflectory.listening.actions import interview_notes as actions
from reflectory.listening.actions.interview_notes import Noted, Saved
from reflectory.listening.actions.interviews import move_interview
from reflectory.listening.consenting import asking
from reflectory.listening.grid import SYMBOLS, domains_of
from reflectory.listening.identities import TOLD
from reflectory.listening.models import Interview, InterviewCell
from reflectory.listening.policies import interviews as policies
from reflectory.listening.queries import allows, uses_allowed
from reflectory.listening.questions.piping import piped
from reflectory.listening.uses import ANALYSE, USES
from reflectory.listening.views.interviews import crumbs_to_interview, interview_of


@dataclass(frozen=True)
class Asked:
    """One question as the page shows it: what stands there, and what somebody else wrote meanwhile."""

    key: str
    label: str
    hint: str
    state: str = states.NOT_ASKED
    notes: str = ""
    version: int = 0
    theirs: InterviewCell | None = None


STATES = [(key, SYMBOLS[key], name) for key, name in states.CELL_STATES]


def _language(row: Interview) -> str:
    return row.ask.languages[0] if row.ask.languages else "en"


def _guide(
    row: Interview, typed: Mapping[str, Noted] | None = None, saved: Saved | None = None
) -> list[tuple[str, list[Asked]]]:
    """The pinned guide, domain by domain, with what stands there or what was just typed."""
    if row.guide_version is None:
        return []
    document, language = row.guide_version.document, _language(row)
    cells = {cell.question: cell for cell in row.cells.all()}
    conflicts = saved.conflicts if saved else {}

    def shown(question: Any) -> Asked:
        cell = cells.get(question.key)
        one = Asked(
            question.key, piped(question.label.in_(language), document=document, answers={}, language=language),
            question.hint.in_(language), cell.state if cell else states.NOT_ASKED, cell.notes if cell else "",
            cell.version if cell else 0, conflicts.get(question.key),
        )  # fmt: skip
        mine = (typed or {}).get(question.key)
        return replace(one, state=mine.state, notes=mine.notes) if mine else one

    return [(label, [shown(q) for q in asked]) for _key, label, asked in domains_of(document, language)]


def noted_in(posted: Mapping[str, str]) -> list[Noted]:
    """The notes as they were sent: one for each question that the page had."""
    found = []
    for name in posted:
        if name.startswith("state-"):
            key = name.removeprefix("state-")
            version = posted.get(f"version-{key}", "0")
            found.append(
                Noted(
                    key,
                    posted[name],
                    posted.get(f"notes-{key}", ""),
                    int(version) if version.isdecimal() else 0,
                )
            )
    return found


def _consent(row: Interview) -> dict[str, Any]:
    """What is asked before the first question, with what stands."""
    on = timezone.localdate()
    given = uses_allowed([row.voice_id], on=on)[row.voice_id] if row.voice_id else frozenset()
    ask = row.ask
    if not ask.uses_asked:
        ask.uses_asked = [use for use, _name in USES]  # shown, never saved: this page asks each
    return {
        "told": TOLD[ask.identity], "asking": asking(ask, _language(row), given=given),
        "agrees": allows(given, ANALYSE), "today": on,
    }  # fmt: skip


@signed_in
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks for consent, then shows the guide; saves, ends, and says that the notes can be used."""
    row = interview_of(request, pk)
    by = viewer(request)
    policies.check_can_hold_interview(by, row)
    policies.check_can_read_notes(by, row)
    typed: dict[str, Noted] = {}
    saved: Saved | None = None
    refused = ""
    if request.method == "POST":
        typed = {one.question: one for one in noted_in(request.POST)}
        try:
            saved = _do(request, row, list(typed.values()))
        except Refused as why:
            refused = str(why)
        if not refused and not (saved and saved.conflicts):
            return redirect(row if request.POST.get("do") == "written" else request.path)
        row = interview_of(request, pk)
    status = 409 if saved and saved.conflicts else (422 if refused else 200)
    return render(request, "listening/interviews/hold.html", {
        "interview": row, "domains": _guide(row, typed, saved), "states": STATES, "refused": refused,
        "conflicts": _differences(row, typed, saved), "crumbs": crumbs_to_interview(row, by), **_consent(row),
        "may_write": row.state not in (states.WRITTEN_UP, states.SECOND_READ),
    }, status=status)  # fmt: skip


def _do(request: HttpRequest, row: Interview, noted: list[Noted]) -> Saved | None:
    """What the button that was pressed says. The notes are saved with every one of them."""
    by, now, today = viewer(request), timezone.now(), timezone.localdate()
    asked = request.POST.get("do", "save")
    uses = request.POST.getlist("uses")
    if asked == "begin":
        actions.begin_interview(by=by, interview=row, uses=uses, at=now, on=today)
        return None
    if asked == "consent":
        actions.note_consent(by=by, interview=row, uses=uses, at=now, on=today)
        messages.success(request, _("What was agreed is noted."))
        return None
    saved = actions.save_notes(by=by, interview=row, noted=noted, at=now, on=today) if noted else None
    if saved and saved.conflicts:
        return saved
    if asked == "end":
        move_interview(by=by, interview=row, to=states.HELD, at=now)
        messages.success(
            request,
            _("The interview is held. Bring the notes into shape, then say that others can use them."),
        )
    elif asked == "written":
        move_interview(by=by, interview=row, to=states.WRITTEN_UP, at=now)
        messages.success(request, _("The notes can be used. Who reads them again finds them here."))
    else:
        messages.success(request, _("Saved."))
    return saved


def _differences(row: Interview, typed: Mapping[str, Noted], saved: Saved | None) -> list[dict[str, str]]:
    if not saved or not saved.conflicts:
        return []
    names = dict(states.CELL_STATES)
    labels = {one.key: one.label for _label, asked in _guide(row) for one in asked}
    return [
        {
            "label": labels.get(key, key), "theirs": f"{names[cell.state]}: {cell.notes}",
            "yours": f"{names[typed[key].state]}: {typed[key].notes}",
        }
        for key, cell in saved.conflicts.items()
    ]  # fmt: skip


@signed_in
@require_POST
def notes(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What the page sends every few seconds; answers with what is kept, as JSON."""
    row = interview_of(request, pk)
    by = viewer(request)
    now = timezone.now()
    try:
        policies.check_can_read_notes(by, row)
        found = actions.save_notes(
            by=by, interview=row, noted=noted_in(request.POST), at=now, on=timezone.localdate()
        )
    except Refused as why:
        return JsonResponse({"refused": str(why)}, status=422)
    told = _("Saved at {time}.").format(time=formats.time_format(timezone.localtime(now), "H:i:s"))
    if found.conflicts:
        told = _("Somebody else changed the same answer. Press “Save” to see both.")
    return JsonResponse({
        "said": told, "versions": {key: n for key, n in found.versions.items() if key not in found.conflicts},
        "conflicts": sorted(found.conflicts),
    }, status=409 if found.conflicts else 200)  # fmt: skip


@signed_in
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The notes, what the second reader changed, and for a second reader the same to change."""
    row = interview_of(request, pk)
    by = viewer(request)
    policies.check_can_read_notes(by, row)
    may_change = policies.can_read_again(by, row) and row.state in (states.WRITTEN_UP, states.SECOND_READ)
    agrees = _consent(row)["agrees"]
    typed: dict[str, Noted] = {}
    saved, refused = None, ""
    if request.method == "POST":
        typed = {one.question: one for one in noted_in(request.POST)}
        try:
            saved = actions.read_again(
                by=by, interview=row, noted=list(typed.values()), at=timezone.now(), on=timezone.localdate(),
                why=request.POST.get("why", ""), is_done=request.POST.get("do") == "done",
            )  # fmt: skip
        except Refused as why:
            refused = str(why)
        else:
            if not saved.conflicts:
                messages.success(request, _("Saved. What you changed stands beside what stood there before."))
                return redirect(request.path)
    labels = {one.key: one.label for _label, asked in _guide(row) for one in asked}
    readings = [(one, _changed(one, labels)) for one in row.readings.all()] if agrees else []
    return render(request, "listening/interviews/read.html", {
        "interview": row, "domains": _guide(row, typed, saved) if agrees else [], "states": STATES,
        "may_change": may_change, "readings": readings, "refused": refused, "agrees": agrees,
        "conflicts": _differences(row, typed, saved), "crumbs": crumbs_to_interview(row, by),
        "why": request.POST.get("why", ""),
    }, status=409 if saved and saved.conflicts else (422 if refused else 200))  # fmt: skip


def _changed(reading: Any, labels: Mapping[str, str]) -> list[dict[str, str]]:
    names = dict(states.CELL_STATES)
    return [{
        "label": labels.get(reading.question, reading.question),
        "theirs": f"{names[reading.from_state]}: {reading.before}",
        "yours": f"{names[reading.to_state]}: {reading.after}",
    }]  # fmt: skip


@signed_in
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks once more, then takes out all that was said."""
    row = interview_of(request, pk)
    by = viewer(request)
    policies.check_can_hold_interview(by, row)
    if request.method == "POST":
        actions.take_back(by=by, interview=row, at=timezone.now(), on=timezone.localdate())
        messages.success(request, _("Nothing is kept of what was said."))
        return redirect(row)
    return render(request, "listening/interviews/take_back.html", {
        "interview": row, "crumbs": crumbs_to_interview(row, by),
    })  # fmt: skip
