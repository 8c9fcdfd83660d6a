"""Programmes and editions: set up, a whole year laid out from its kind in one action, notes kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.editing import save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Organisation
from reflectory.programmes.catalogue import kind_of
from reflectory.programmes.kinds import Kind, PlannedActivity
from reflectory.programmes.models import (
    Activity,
    BudgetLine,
    Deadline,
    Departure,
    Edition,
    EditionNote,
    Phase,
    PlannedAsk,
    Programme,
    ProgrammePartner,
    Team,
)
from reflectory.programmes.policies import (
    check_can_add_programme,
    check_can_run_edition,
    check_can_run_programme,
    check_can_work_with_team,
)

USUAL_TIME = time(10, 0)  # of a session whose time nobody has said yet
USUAL_MINUTES = 60


@transaction.atomic
def add_programme(*, by: Viewer, name: str, kind: str, slug: str = "", **more: Any) -> Programme:
    """A new programme of a kind. `more` are further fields of `Programme`."""
    check_can_add_programme(by)
    _known(kind)
    programme = Programme.objects.create(
        name=name, kind=kind, slug=slug or _free_slug(Programme, name), **more
    )
    audit.record(by=by, verb="add_programme", on=programme)
    return programme


@transaction.atomic
def edit_programme(*, by: Viewer, programme: Programme, values: Mapping[str, Any], version: int) -> Programme:
    """The programme with new values. Raises `Conflict`."""
    check_can_run_programme(by, programme)
    return save_edit(by=by, verb="edit_programme", row=programme, values=values, version=version)


@transaction.atomic
def add_partner(
    *, by: Viewer, programme: Programme, organisation: Organisation, role: str
) -> ProgrammePartner:
    """A partner or funder; naming one twice names it once."""
    check_can_run_programme(by, programme)
    partner, is_new = ProgrammePartner.objects.get_or_create(
        programme=programme, organisation=organisation, role=role
    )
    if is_new:
        audit.record(by=by, verb="add_partner", on=partner)
    return partner


@transaction.atomic
def remove_partner(*, by: Viewer, partner: ProgrammePartner) -> None:
    """The organisation is named as partner or funder no more; the history of the programme says that it was."""
    check_can_run_programme(by, partner.programme)
    audit.record_removal(by=by, verb="remove_partner", row=partner)
    partner.delete()


@dataclass(frozen=True)
class LaidOut:
    """What `lay_out_edition` made."""

    edition: Edition
    n_phases: int
    n_activities: int
    n_asks: int


@transaction.atomic
def lay_out_edition(
    *,
    by: Viewer,
    programme: Programme,
    label: str,
    starts_on: date,
    ends_on: date | None = None,
    time_zone: str = "UTC",
    capacity: int | None = None,
) -> LaidOut:
    """A new edition with its phases, sessions for everybody and planned asks, as its kind says.

    Sessions that each team has for itself come with the team, see `lay_out_team`.
    """
    check_can_run_programme(by, programme)
    kind = _known(programme.kind)
    ends = ends_on or (starts_on + timedelta(weeks=kind.length_weeks, days=-1) if kind.length_weeks else None)
    edition = Edition.objects.create(
        programme=programme, label=label, slug=_free_slug(Edition, label, programme=programme),
        planned_starts_on=starts_on, planned_ends_on=ends, time_zone=time_zone, capacity=capacity,
    )  # fmt: skip
    audit.record(by=by, verb="lay_out_edition", on=edition)
    phases = {phase.key: phase for phase in _phases(edition, kind)}
    activities = _activities(edition, kind, phases, for_whom=("all", "leaders"))
    asks = [
        PlannedAsk(
            edition=edition, key=ask.key, name=ask.name, purpose=ask.purpose, audience=ask.audience,
            identity=ask.identity, on=_day(starts_on, week),
        )
        for ask in kind.asks
        for week in kind.occurrences(ask)
    ]  # fmt: skip
    PlannedAsk.objects.bulk_create(asks)
    audit.record_many(by=by, verb="lay_out_edition", changes=[(activity, None) for activity in activities])
    return LaidOut(edition, len(phases), len(activities), len(asks))


@transaction.atomic
def lay_out_team(*, by: Viewer, team: Team) -> list[Activity]:
    """The sessions that a team has for itself, as the kind says; none a second time."""
    check_can_work_with_team(by, team)
    kind = kind_of(team.edition.programme.kind)
    if kind is None or Activity.objects.filter(team=team).exclude(key="").exists():
        return []
    phases = {phase.key: phase for phase in team.edition.phases.all()}
    made = _activities(team.edition, kind, phases, for_whom=("each_team",), team=team)
    audit.record_many(by=by, verb="lay_out_team", changes=[(activity, None) for activity in made])
    return made


@transaction.atomic
def edit_edition(*, by: Viewer, edition: Edition, values: Mapping[str, Any], version: int) -> Edition:
    """The edition with new values. Raises `Conflict`."""
    check_can_run_edition(by, edition)
    return save_edit(by=by, verb="edit_edition", row=edition, values=values, version=version)


@transaction.atomic
def write_note(*, by: Viewer, edition: Edition, page: str, key: str, text: str, version: int) -> EditionNote:
    """What the edition says under a prompt. `version` is 0 where nobody had written there. Raises `Conflict`."""
    check_can_run_edition(by, edition)
    note, is_new = EditionNote.objects.get_or_create(
        edition=edition, page=page, key=key, defaults={"text": text}
    )
    if is_new:
        audit.record(by=by, verb="write_note", on=note)
        return note
    return save_edit(by=by, verb="write_note", row=note, values={"text": text}, version=version)


@transaction.atomic
def note_departure(*, by: Viewer, team: Team, planned: str, instead: str, reason: str, on: date) -> Departure:
    """Where the team's plan departs from its kind. Refused without a reason."""
    check_can_work_with_team(by, team)
    if not reason.strip():
        raise Refused(_("Say why the plan changes: it is what others will learn from."))
    departure = Departure.objects.create(team=team, planned=planned, instead=instead, reason=reason, on=on)
    audit.record(by=by, verb="note_departure", on=departure)
    return departure


@transaction.atomic
def add_deadline(*, by: Viewer, edition: Edition, what: str, due_on: date, **more: Any) -> Deadline:
    """Something that is due. `more` are further fields of `Deadline`."""
    check_can_run_edition(by, edition)
    deadline = Deadline.objects.create(edition=edition, what=what, due_on=due_on, **more)
    audit.record(by=by, verb="add_deadline", on=deadline)
    return deadline


@transaction.atomic
def meet_deadline(*, by: Viewer, deadline: Deadline, on: date) -> Deadline:
    """It is done."""
    check_can_run_edition(by, deadline.edition)
    return save_edit(
        by=by, verb="meet_deadline", row=deadline, values={"done_on": on}, version=deadline.version
    )


@transaction.atomic
def add_budget_line(*, by: Viewer, edition: Edition, **values: Any) -> BudgetLine:
    """An amount set aside. `values` are fields of `BudgetLine`."""
    check_can_run_edition(by, edition)
    line = BudgetLine.objects.create(edition=edition, **values)
    audit.record(by=by, verb="add_budget_line", on=line)
    return line


def _known(key: str) -> Kind:
    kind = kind_of(key)
    if kind is None:
        raise Refused(
            _("There is no kind of programme called “{key}”. Add its file to the folder kinds.").format(
                key=key
            )
        )
    return kind


def _phases(edition: Edition, kind: Kind) -> list[Phase]:
    phases = []
    for order, phase in enumerate(kind.phases):
        last = kind.last_week_of(phase)
        phases.append(
            Phase(
                edition=edition, key=phase.key, name=phase.name, order=order,
                planned_starts_on=_day(edition.planned_starts_on, phase.starts_in_week),
                planned_ends_on=None if last is None else _day(edition.planned_starts_on, last) + timedelta(days=6),
                entry=phase.entry or "", exit=phase.exit or "",
            )
        )  # fmt: skip
    return Phase.objects.bulk_create(phases)


def _activities(
    edition: Edition,
    kind: Kind,
    phases: Mapping[str, Phase],
    *,
    for_whom: tuple[str, ...],
    team: Team | None = None,
) -> list[Activity]:
    planned = [
        (activity, week)
        for activity in kind.activities
        if activity.for_whom in for_whom
        for week in kind.occurrences(activity)
    ]
    made = Activity.objects.bulk_create(
        _activity(edition, activity, week, phases, team) for activity, week in planned
    )
    return list(made)


def _activity(
    edition: Edition, planned: PlannedActivity, week: int, phases: Mapping[str, Phase], team: Team | None
) -> Activity:
    at = datetime.combine(
        _day(edition.planned_starts_on, week), USUAL_TIME, tzinfo=ZoneInfo(edition.time_zone)
    )
    return Activity(
        edition=edition, team=team, phase=phases.get(planned.phase or ""), key=planned.key, kind=planned.kind,
        title=planned.name, planned_starts_at=at, starts_at=at, minutes=planned.minutes or USUAL_MINUTES,
        confidentiality=planned.confidentiality, is_for_leaders=planned.for_whom == "leaders",
    )  # fmt: skip


def _day(start: date, week: int) -> date:
    return start + timedelta(weeks=week - 1)


def _free_slug(model: Any, words: str, **within: Any) -> str:
    """A short name for addresses that nothing else has."""
    base = slugify(words)[:70] or "x"
    slug, n = base, 2
    while model.objects.filter(slug=slug, **within).exists():
        slug, n = f"{base}-{n}", n + 1
    return slug
