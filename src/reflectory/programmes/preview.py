"""What "new edition from this kind" would lay out, before anything is written.

The same weeks and days as `actions.editions.lay_out_edition` makes; a test lays every kind out and compares the two.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from reflectory.programmes.kinds import Kind
from reflectory.programmes.models import PlannedAsk
from reflectory.programmes.models.activities import ACTIVITY_KINDS


@dataclass(frozen=True)
class PhaseAhead:
    """A phase with its days; `ends_on` is None where it goes on without an end."""

    name: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True)
class Series:
    """Sessions of one kind: how many for everybody, and how many more each team has for itself."""

    kind: Any
    n_for_all: int
    n_for_each_team: int


@dataclass(frozen=True)
class AskAhead:
    """Something that people will be asked, and on which days."""

    name: str
    audience: str
    identity: Any
    days: list[date]


@dataclass(frozen=True)
class YearAhead:
    """Everything that one edition would begin with."""

    starts_on: date
    ends_on: date | None
    phases: list[PhaseAhead]
    sessions: list[Series]
    asks: list[AskAhead]
    roles: list[str]

    @property
    def n_sessions(self) -> int:
        """Sessions that are made at once; those of single teams come with the teams."""
        return sum(series.n_for_all for series in self.sessions)

    @property
    def n_asks(self) -> int:
        """How often somebody is asked something."""
        return sum(len(ask.days) for ask in self.asks)


def preview_edition(kind: Kind, starts_on: date) -> YearAhead:
    """The year of an edition of this kind that starts on this day."""
    ends_on = starts_on + timedelta(weeks=kind.length_weeks, days=-1) if kind.length_weeks else None
    return YearAhead(
        starts_on=starts_on,
        ends_on=ends_on,
        phases=[_phase(kind, phase, starts_on) for phase in kind.phases],
        sessions=_sessions(kind),
        asks=[_ask(kind, ask, starts_on) for ask in kind.asks],
        roles=[role.name for role in kind.roles],
    )


def _phase(kind: Kind, phase: Any, starts_on: date) -> PhaseAhead:
    last = kind.last_week_of(phase)
    ends_on = None if last is None else _day(starts_on, last) + timedelta(days=6)
    return PhaseAhead(phase.name, _day(starts_on, phase.starts_in_week), ends_on)


def _sessions(kind: Kind) -> list[Series]:
    for_all: Counter[str] = Counter()
    for_each_team: Counter[str] = Counter()
    for planned in kind.activities:
        counted = for_each_team if planned.for_whom == "each_team" else for_all
        counted[planned.kind] += len(kind.occurrences(planned))
    return [
        Series(name, for_all[key], for_each_team[key])
        for key, name in ACTIVITY_KINDS
        if for_all[key] or for_each_team[key]
    ]


def _ask(kind: Kind, ask: Any, starts_on: date) -> AskAhead:
    identities = dict(PlannedAsk._meta.get_field("identity").flatchoices)
    days = [_day(starts_on, week) for week in kind.occurrences(ask)]
    return AskAhead(ask.name, ask.audience, identities.get(ask.identity, _("named")), days)


def _day(start: date, week: int) -> date:
    return start + timedelta(weeks=week - 1)
