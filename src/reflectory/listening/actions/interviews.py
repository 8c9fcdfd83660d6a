"""A series of interviews is laid out, people enter it, times are agreed, and each interview moves on with its instant.

What happens from the first question on is in `interview_notes`; transcripts are in `interview_transcripts`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.editing import save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Organisation, Person
from reflectory.listening import interview_states as states
from reflectory.listening.identities import ANONYMOUS
from reflectory.listening.models import Ask, Interview, InterviewMove, SamplingFrame, Stratum
from reflectory.listening.policies.interviews import check_can_hold_interview, check_can_plan_interviews
from reflectory.listening.purposes import INTERVIEW
from reflectory.programmes.models import Edition, Membership


@dataclass(frozen=True)
class Wanted:
    """One cell of a frame as it is typed. `pk` is there where it stands already."""

    wanted: int
    region: str = ""
    size: str = ""
    role: str = ""
    why_fewer: str = ""
    pk: int | None = None


@transaction.atomic
def lay_out_frame(
    *, by: Viewer, edition: Edition, title: str, question: str, guide: Ask, strata: Sequence[Wanted] = ()
) -> SamplingFrame:
    """A new series with its cells."""
    check_can_plan_interviews(by, edition)
    _check_guide(guide, edition)
    frame = SamplingFrame.objects.create(edition=edition, title=title, question=question, guide=guide)
    audit.record(by=by, verb="lay_out_frame", on=frame)
    if strata:
        set_strata(by=by, frame=frame, strata=strata)
    return frame


@transaction.atomic
def edit_frame(*, by: Viewer, frame: SamplingFrame, values: Mapping[str, Any], version: int) -> SamplingFrame:
    """The series with other words or another guide, for interviews that have not begun. Raises `Conflict`."""
    check_can_plan_interviews(by, frame.edition)
    if "guide" in values:
        _check_guide(values["guide"], frame.edition)
    changed = save_edit(by=by, verb="edit_frame", row=frame, values=values, version=version)
    Interview.objects.filter(frame=frame, begun_at__isnull=True).update(ask=changed.guide)
    return changed


def _check_guide(guide: Ask, edition: Edition) -> None:
    if guide.purpose != INTERVIEW or guide.edition_id != edition.pk:
        raise Refused(_("“{ask}” is no interview guide of {edition}.").format(ask=guide, edition=edition))
    if guide.identity == ANONYMOUS:
        raise Refused(
            _(
                "“{ask}” is anonymous, and whoever interviews knows who answers. Choose a named or confidential guide."
            ).format(ask=guide)
        )


@transaction.atomic
def set_strata(*, by: Viewer, frame: SamplingFrame, strata: Sequence[Wanted]) -> list[Stratum]:
    """The cells of the series as given. One that is left out goes, unless somebody is in it."""
    check_can_plan_interviews(by, frame.edition)
    there = {row.pk: row for row in frame.strata.select_for_update()}
    meant = [(one.region.strip(), one.size.strip(), one.role.strip()) for one in strata]
    for names in meant:
        if not any(names):
            raise Refused(_("A cell needs a region, a size or a role."))
        if meant.count(names) > 1:
            raise Refused(_("The cell “{cell}” is there twice. Put both numbers into one.").format(
                cell=", ".join(filter(None, names))))  # fmt: skip
    kept = {one.pk for one in strata if one.pk in there}
    _take_out(by, [row for pk, row in there.items() if pk not in kept])
    for one in strata:  # two cells may have swapped their names, so those that stand make room first
        if one.pk in there:
            Stratum.objects.filter(pk=one.pk).update(role=f"#{one.pk}")
    found = []
    for one, (region, size, role) in zip(strata, meant, strict=True):
        values = {
            "region": region,
            "size": size,
            "role": role,
            "wanted": one.wanted,
            "why_fewer": one.why_fewer.strip(),
        }
        row = there.get(one.pk) if one.pk else None
        was = audit.snapshot(row) if row is not None else None
        row = row or Stratum(frame=frame)
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        audit.record(by=by, verb="set_stratum", on=row, was=was)
        found.append(row)
    return found


def _take_out(by: Viewer, rows: Sequence[Stratum]) -> None:
    for row in rows:
        n = row.interviews.count()
        if n:
            raise Refused(_("{n} are in the cell “{cell}”. Move them to another cell first.").format(
                n=n, cell=row))  # fmt: skip
        audit.record_removal(by=by, verb="remove_stratum", row=row)
        row.delete()


@transaction.atomic
def add_interview(
    *,
    by: Viewer,
    frame: SamplingFrame,
    person: Person,
    at: datetime,
    organisation: Organisation | None = None,
    membership: Membership | None = None,
    strata: Collection[Stratum] = (),
    interviewer: Person | None = None,
    second_reader: Person | None = None,
    state: str = states.INVITED,
) -> Interview:
    """The person enters the series. Once: adding somebody again gives the interview that there is."""
    check_can_plan_interviews(by, frame.edition)
    there: Interview | None = Interview.objects.filter(frame=frame, person=person).first()
    if there is not None:
        return there
    if state not in states.FIRST:
        raise Refused(_("An interview begins as invited or agreed."))
    _check_strata(frame, strata)
    _check_two(interviewer, second_reader)
    if organisation is None and membership is not None:
        organisation = membership.team.organisation
    interview = Interview.objects.create(
        frame=frame, ask=frame.guide, person=person, organisation=organisation, membership=membership, state=state,
        interviewer=interviewer, second_reader=second_reader,
    )  # fmt: skip
    interview.strata.set(strata)
    InterviewMove.objects.create(interview=interview, from_state=None, to_state=state, at=at, by_name=by.name)
    audit.record(by=by, verb="add_interview", on=interview)
    return interview


def _check_strata(frame: SamplingFrame, strata: Collection[Stratum]) -> None:
    if any(one.frame_id != frame.pk for one in strata):
        raise Refused(_("That cell belongs to another series."))


def _check_two(interviewer: Person | None, second_reader: Person | None) -> None:
    if interviewer is not None and interviewer == second_reader:
        raise Refused(
            _("{person} cannot be both: the second reader is a second person.").format(person=interviewer)
        )


@transaction.atomic
def edit_interview(
    *,
    by: Viewer,
    interview: Interview,
    values: Mapping[str, Any],
    strata: Collection[Stratum] | None = None,
    version: int,
) -> Interview:
    """Other cells, another interviewer or second reader. Raises `Conflict`."""
    check_can_plan_interviews(by, interview.frame.edition)
    allowed = {
        name: values[name] for name in ("organisation", "interviewer", "second_reader") if name in values
    }
    _check_two(
        allowed.get("interviewer", interview.interviewer),
        allowed.get("second_reader", interview.second_reader),
    )
    changed = save_edit(by=by, verb="edit_interview", row=interview, values=allowed, version=version)
    if strata is not None:
        _check_strata(interview.frame, strata)
        changed.strata.set(strata)
    return changed


@transaction.atomic
def schedule_interview(
    *,
    by: Viewer,
    interview: Interview,
    scheduled_at: datetime,
    time_zone: str,
    minutes: int,
    place: str,
    at: datetime,
) -> Interview:
    """When and where it takes place; again moves it to another time. `at` is now."""
    check_can_hold_interview(by, interview)
    row: Interview = (
        Interview.objects.select_for_update(of=("self",))
        .select_related("frame__edition", "person")
        .get(pk=interview.pk)
    )
    if row.state not in (states.INVITED, states.AGREED, states.SCHEDULED):
        raise Refused(_("This interview is {state}; no time is set for it any more.").format(
            state=row.get_state_display()))  # fmt: skip
    was = audit.snapshot(row)
    if row.state != states.SCHEDULED:
        step(by, row, states.SCHEDULED, at=at)
    row.scheduled_at, row.time_zone, row.minutes, row.place = scheduled_at, time_zone, minutes, place.strip()
    if audit.snapshot(row) == was:
        return row
    row.version += 1
    row.save()
    audit.record(by=by, verb="schedule_interview", on=row, was=was)
    return row


@transaction.atomic
def move_interview(*, by: Viewer, interview: Interview, to: str, at: datetime, reason: str = "") -> Interview:
    """The interview in its next state. Refused where the table does not allow it or wants a reason."""
    check_can_hold_interview(by, interview)
    row: Interview = (
        Interview.objects.select_for_update(of=("self",))
        .select_related("frame__edition", "person")
        .get(pk=interview.pk)
    )
    was = audit.snapshot(row)
    step(by, row, to, at=at, reason=reason)
    row.version += 1
    row.save()
    audit.record(by=by, verb="move_interview", on=row, was=was)
    return row


def step(by: Viewer, row: Interview, to: str, *, at: datetime, reason: str = "") -> None:
    """The move itself, on a row that is locked and saved by whoever calls."""
    names = dict(states.STATES)
    if to not in states.MOVES[row.state]:
        allowed = ", ".join(str(names[key]) for key in states.MOVES[row.state]) or _("nothing")
        raise Refused(_("This interview is {now} and cannot become {to}. From here it can become: {allowed}.").format(
            now=names[row.state], to=names.get(to, to), allowed=allowed))  # fmt: skip
    if row.begun_at is not None and to in (*states.OFF, states.AGREED):
        raise Refused(_("This interview has begun. Say that it was held, or take back what was noted."))
    if to == states.HELD and row.begun_at is None:
        raise Refused(_("Say first what the person agrees to, on the page where the interview is held."))
    if to in states.NEEDS_REASON and not reason.strip():
        raise Refused(_("Say why it is called off: whoever meets it later will ask."))
    InterviewMove.objects.create(
        interview=row, from_state=row.state, to_state=to, at=at, reason=reason.strip()[:500], by_name=by.name
    )
    row.state = to
    if to in (states.AGREED, *states.OFF):
        row.scheduled_at, row.time_zone, row.place = None, "", ""
    if to == states.HELD:
        row.held_at = at
    if to == states.WRITTEN_UP:
        row.written_up_at = at
    if to == states.SECOND_READ:
        row.second_read_at = at
