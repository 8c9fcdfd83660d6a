"""Holds a session today: edition, session, teams and people in one action, so that attendance can be marked at once.

Who comes is planned as rows of an import are (`programmes.imports`), and made by `actions.bulk`: a place or person
that is there already is found, never made twice. What was typed is read by `programmes.forms.holding`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.programmes import stages
from reflectory.programmes.actions.activities import plan_activity
from reflectory.programmes.actions.bulk import import_rows, lock_edition
from reflectory.programmes.actions.editions import add_programme, lay_out_edition
from reflectory.programmes.actions.teams import stage_name
from reflectory.programmes.imports.columns import BY_KEY
from reflectory.programmes.imports.people import PersonFinder
from reflectory.programmes.imports.places import OrganisationFinder
from reflectory.programmes.imports.plan import REFUSED, Plan, PlannedOrganisation
from reflectory.programmes.imports.planning import Defaults, Reading
from reflectory.programmes.imports.putting_together import PutTogether
from reflectory.programmes.models import Activity, Edition, Membership, Programme, Team
from reflectory.programmes.policies import check_can_add_programme, check_can_run_edition

SIMPLEST_KIND = "workshops"
EXPECTED = (stages.SELECTED, stages.WITHDREW, *stages.TAKES_PART)  # whose people a session lists


@dataclass(frozen=True)
class Comer:
    """Somebody who is coming: the line they stand on, their name, and the key of their organisation."""

    line: int
    name: str
    place: str


@dataclass
class Places:
    """The organisations that people come for, by their keys, found by one finder."""

    finder: OrganisationFinder
    by_key: dict[str, PlannedOrganisation] = field(default_factory=dict)


@dataclass(frozen=True)
class Room:
    """What is held: its title, when, for how long and where."""

    title: str
    starts_at: datetime
    minutes: int
    where: str


class LinesRefused(Exception):
    """Some lines cannot be used, so nothing was made. `problems` has the line and the sentence of each."""

    def __init__(self, problems: Sequence[tuple[int, str]]) -> None:
        super().__init__("; ".join(sentence for _line, sentence in problems))
        self.problems = problems


@transaction.atomic
def hold_session(
    *, by: Viewer, room: Room, edition: Edition | None, programme_name: str, comers: Sequence[Comer],
    places: Places, role: str,
) -> Activity:  # fmt: skip
    """The session, with everybody who is coming in a team of its edition. Raises `LinesRefused`; then nothing is made.

    Without an edition a programme of that name is set up, with an edition that begins today. Sending it twice
    holds it once.
    """
    if edition is None:
        check_can_add_programme(by)
        same: Activity | None = Activity.objects.filter(
            edition__programme__name__iexact=programme_name, title=room.title, starts_at=room.starts_at
        ).first()
        if same is not None:
            return same
        edition = _new_edition(by, programme_name, room.starts_at)
    check_can_run_edition(by, edition)
    edition = lock_edition(edition)
    day = room.starts_at.astimezone(ZoneInfo(edition.time_zone)).date()
    plan = _plan(by, edition, comers, places, role, day)
    import_rows(by=by, edition=edition, plan=plan)
    held: Activity | None = Activity.objects.filter(
        edition=edition, team__isnull=True, title=room.title, starts_at=room.starts_at
    ).first()
    return held or plan_activity(
        by=by, edition=edition, kind="workshop", title=room.title, starts_at=room.starts_at, minutes=room.minutes,
        where=room.where, is_open=True,
    )  # fmt: skip


def _new_edition(by: Viewer, name: str, at: datetime) -> Edition:
    if Programme.objects.filter(name__iexact=name).exists():
        sentence = _(
            "There is a programme called “{name}” already. Choose it, or give this one another name."
        )
        raise Refused(sentence.format(name=name))
    programme = add_programme(by=by, name=name, kind=SIMPLEST_KIND)
    zone = str(at.tzinfo) if isinstance(at.tzinfo, ZoneInfo) else "UTC"
    day = at.date()
    return lay_out_edition(
        by=by, programme=programme, label=str(day.year), starts_on=day, time_zone=zone
    ).edition


def _plan(
    by: Viewer, edition: Edition, comers: Sequence[Comer], places: Places, role: str, day: date
) -> Plan:
    readings = [_reading(one, places) for one in comers]
    governments = [row.government for row in readings if row.government is not None]
    people = PersonFinder(by, emails=[], governments=governments)
    plan = Plan(edition.pk)
    together = PutTogether(plan, edition=edition, people=people, defaults=Defaults(stages.ACTIVE, role, day))
    for row in readings:
        together.add(row)
    problems = [(row.number, " ".join(row.reasons)) for row in plan.rows if row.outcome == REFUSED]
    problems += _teams_not_expected(edition, readings)
    if problems:
        raise LinesRefused(sorted(problems))
    _leave_out_members(edition, plan, day)
    return plan


def _reading(one: Comer, places: Places) -> Reading:
    organisation = places.by_key[one.place]
    said = {**dict.fromkeys(BY_KEY, ""), "organisation": organisation.name, "person": one.name}
    return Reading(
        one.line, said, organisation=(one.place, organisation), government=places.finder.government_of(organisation)
    )  # fmt: skip


def _teams_not_expected(edition: Edition, readings: Sequence[Reading]) -> list[tuple[int, str]]:
    """The lines of people whose team is here, in a stage whose people no session lists."""
    teams = Team.objects.filter(edition=edition).exclude(stage__in=EXPECTED).select_related("organisation")
    not_yet = {team.organisation_id: team for team in teams}
    sentence = _(
        "the team of {place} is “{stage}” here, so nobody of it is expected. Move it to another stage first."
    )
    found = []
    for row in readings:
        team = not_yet.get(row.organisation[1].pk or 0) if row.organisation else None
        if team is not None:
            found.append(
                (row.number, sentence.format(place=team.organisation.name, stage=stage_name(team.stage)))
            )
    return found


def _leave_out_members(edition: Edition, plan: Plan, day: date) -> None:
    """Whoever is in the team that day, in whatever role, does not join it a second time."""
    known: Mapping[str, int | None] = {key: one.pk for key, one in plan.people.items()}
    held = set(
        Membership.objects.filter(team__edition=edition, person__in=[pk for pk in known.values() if pk])
        .on_day(day)
        .values_list("team", "person")
    )
    plan.memberships[:] = [
        one for one in plan.memberships if (plan.teams[one.team].pk, known[one.person]) not in held
    ]
