"""Holds the interviews of the demonstration's present year: `hold_interviews`, eight of twelve.

From the invitation to the second reading each step is the one that interviewers take; the words lie in
portfolio/asked.yaml.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from reflectory.core.visibility import Viewer
from reflectory.demonstration.directory import Directory
from reflectory.listening import identities, purposes
from reflectory.listening import interview_states as states
from reflectory.listening.actions.asks import lay_out_ask
from reflectory.listening.actions.forms import add_form
from reflectory.listening.actions.interview_notes import Noted, begin_interview, read_again, save_notes
from reflectory.listening.actions.interviews import (
    Wanted,
    add_interview,
    lay_out_frame,
    move_interview,
    schedule_interview,
)
from reflectory.listening.models import Interview, SamplingFrame, Stratum
from reflectory.programmes.models import Edition, Membership

# How the file writes what is no answer.
MARKS = {"no": states.ASKED_NO, "-": states.SILENT, ".": states.NOT_ASKED}
MINUTES = 60
PLACE = "By telephone"

At = Callable[[int], datetime]


def hold_interviews(
    *, by: Viewer, edition: Edition, directory: Directory, said: dict[str, Any], at: At
) -> SamplingFrame:
    """The series with all its people, each as far as they have come."""
    version = add_form(
        by=by, title=said["guide_title"], purpose=purposes.INTERVIEW, body=said["form"],
        programme=edition.programme,
    )  # fmt: skip
    guide = lay_out_ask(
        by=by, edition=edition, form_version=version, title=said["guide_title"], purpose=purposes.INTERVIEW,
        identity=identities.CONFIDENTIAL, opens_at=at(said["opens"]),
    )  # fmt: skip
    frame = lay_out_frame(
        by=by, edition=edition, title=said["title"], question=said["question"], guide=guide,
        strata=[Wanted(**one) for one in said["strata"]],
    )  # fmt: skip
    cells = {row.size or row.role: row for row in frame.strata.all()}
    for one in said["people"]:
        _interview(by, frame, cells, directory, said, one, at)
    return frame


def _interview(
    by: Viewer, frame: SamplingFrame, cells: dict[str, Stratum], directory: Directory, said: dict[str, Any],
    one: dict[str, Any], at: At,
) -> None:  # fmt: skip
    person = directory.people[one["person"]]
    member = Membership.objects.filter(team__edition=frame.edition, person=person).select_related(
        "team__organisation"
    )
    row = add_interview(
        by=by, frame=frame, person=person, membership=member.first(), at=at(said["opens"] + 1),
        strata=[cells[one["cell"]]], interviewer=directory.people[said["interviewer"]],
        second_reader=directory.people[said["second_reader"]],
    )  # fmt: skip
    to, moment = one["to"], at(one["day"])
    if to in (states.AGREED, states.DECLINED):
        move_interview(by=by, interview=row, to=to, at=moment, reason=one.get("why", ""))
        return
    schedule_interview(
        by=by, interview=row, scheduled_at=moment, time_zone=frame.edition.time_zone, minutes=MINUTES,
        place=PLACE, at=at(said["opens"] + 4),
    )  # fmt: skip
    if to != states.SCHEDULED:
        _hold(by, row, said["asked_in_order"], one, moment)


def _hold(by: Viewer, row: Interview, questions: list[str], one: dict[str, Any], moment: datetime) -> None:
    """What was asked and noted, and how far the notes have come since."""
    on = moment.date()
    begin_interview(by=by, interview=row, uses=one["uses"], at=moment, on=on)
    noted = [_noted(key, text) for key, text in zip(questions, one["notes"], strict=True)]
    ends = moment + timedelta(minutes=MINUTES)
    save_notes(by=by, interview=row, noted=noted, at=ends, on=on)
    move_interview(by=by, interview=row, to=states.HELD, at=ends)
    if one["to"] == states.HELD:
        return
    written = ends + timedelta(hours=one["hours_until_usable"])
    move_interview(by=by, interview=row, to=states.WRITTEN_UP, at=written)
    if one["to"] == states.SECOND_READ:
        later = written + timedelta(days=2)
        read_again(by=by, interview=row, noted=[], at=later, on=later.date(), is_done=True)


def _noted(question: str, text: str) -> Noted:
    state = MARKS.get(text)
    return Noted(question, states.ANSWERED, text) if state is None else Noted(question, state)
