"""What an import would do: plain values, without a database. `planning` makes a plan, `actions.bulk` carries it out.

Rows that are not there yet are named by keys of the plan; those that are, by their number. A plan made of the same
file and the same portfolio has the same digest, so that what was confirmed is what is done.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

NEW, KNOWN, REFUSED = "new", "known", "refused"


@dataclass(frozen=True)
class PlannedOrganisation:
    """An organisation: one that is there by its `pk`, or a new one by its values."""

    pk: int | None
    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    parent: str = ""  # key of the government, for a new department


@dataclass(frozen=True)
class PlannedPerson:
    """A person: one who is there, or a new one. `email` is to be added where it is not empty."""

    pk: int | None
    name: str
    email: str = ""


@dataclass(frozen=True)
class PlannedTeam:
    """A team by its organisation's key: one that is there, or a new one in its first stage."""

    pk: int | None
    stage: str = ""
    on: date = date.min  # a new team always has its day
    coach: int | None = None
    focus: str = ""


@dataclass(frozen=True)
class PlannedMembership:
    """Somebody who joins a team."""

    team: str
    person: str
    role: str
    joined_on: date
    seniority: str = ""
    department: str = ""


@dataclass(frozen=True)
class PlannedRow:
    """What becomes of one row of the file, in sentences: what is made, what was found, what is refused and why."""

    number: int
    outcome: str  # new, known or refused
    place: str
    person: str
    made: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class Plan:
    """Everything that confirming would make, and what became of every row."""

    edition: int
    organisations: dict[str, PlannedOrganisation] = field(default_factory=dict)
    people: dict[str, PlannedPerson] = field(default_factory=dict)
    teams: dict[str, PlannedTeam] = field(default_factory=dict)
    memberships: list[PlannedMembership] = field(default_factory=list)
    rows: list[PlannedRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each table would be new."""
        return {
            "organisations": sum(1 for one in self.organisations.values() if one.pk is None),
            "teams": sum(1 for one in self.teams.values() if one.pk is None),
            "people": sum(1 for one in self.people.values() if one.pk is None),
            "contacts": sum(1 for one in self.people.values() if one.email),
            "memberships": len(self.memberships),
        }

    @property
    def outcomes(self) -> dict[str, int]:
        """How many rows of the file come to each end; together they are all rows."""
        found = dict.fromkeys((NEW, KNOWN, REFUSED), 0)
        for row in self.rows:
            found[row.outcome] += 1
        return found

    @property
    def is_empty(self) -> bool:
        """Whether carrying it out would change nothing."""
        return not any(self.counts.values())

    @property
    def digest(self) -> str:
        """The same for the same plan: what is shown is what is confirmed."""
        said = json.dumps(asdict(self), sort_keys=True, default=str, ensure_ascii=False)
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]
