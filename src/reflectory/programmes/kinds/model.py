"""What a kind of programme is: frozen values, and the arithmetic that lays its plan out in weeks.

Weeks are counted from 1, the week in which an edition starts. Dates, teams and people come with an edition and are
not here. Files become these values in `loading`.
"""

from __future__ import annotations

from dataclasses import dataclass

# Ten years. Longer plans are slips of the finger.
MOST_WEEKS = 520

# A programme without an end is planned a year at a time.
OPEN_ENDED_HORIZON = 52


@dataclass(frozen=True)
class Phase:
    """A stretch of the programme; `weeks` is None where it goes on to the end."""

    key: str
    name: str
    starts_in_week: int
    weeks: int | None = None
    entry: str | None = None
    exit: str | None = None


@dataclass(frozen=True)
class Rhythm:
    """When something happens: listed weeks, or a series. With neither it happens when it is needed."""

    weeks: tuple[int, ...] = ()
    every_weeks: int | None = None
    from_week: int | None = None
    to_week: int | None = None

    @property
    def is_when_needed(self) -> bool:
        return not self.weeks and self.every_weeks is None


@dataclass(frozen=True)
class PlannedActivity:
    """Something people come together for, as the kind foresees it; `phase` is None where it runs through several."""

    key: str
    name: str
    kind: str
    for_whom: str
    confidentiality: str
    rhythm: Rhythm
    phase: str | None = None
    minutes: int | None = None


@dataclass(frozen=True)
class Role:
    """What a person is in a team; `seniority` is given where the role implies one."""

    key: str
    name: str
    side: str
    seniority: str | None = None


@dataclass(frozen=True)
class Prompt:
    """A sentence that asks somebody to write something down."""

    key: str
    prompt: str


@dataclass(frozen=True)
class PlannedAsk:
    """Something people are asked, as the kind foresees it."""

    key: str
    name: str
    purpose: str
    audience: str
    identity: str
    rhythm: Rhythm
    questions: tuple[Prompt, ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of programme: everything that "new edition from this kind" lays out."""

    key: str
    name: str
    summary: str
    team_is: str
    length_weeks: int | None
    follow_up_weeks: int
    stages: tuple[str, ...]
    phases: tuple[Phase, ...]
    activities: tuple[PlannedActivity, ...]
    roles: tuple[Role, ...]
    artefacts: tuple[str, ...]
    asks: tuple[PlannedAsk, ...]
    figures: tuple[str, ...]
    before: tuple[Prompt, ...]
    during: tuple[Prompt, ...]

    @property
    def last_week(self) -> int | None:
        """The last week of the follow-up; None for a programme without an end."""
        return None if self.length_weeks is None else self.length_weeks + self.follow_up_weeks

    def phase(self, key: str) -> Phase:
        """The phase with this key."""
        return next(phase for phase in self.phases if phase.key == key)

    def last_week_of(self, phase: Phase) -> int | None:
        """The week in which the phase ends; None where neither it nor the programme has an end.

        >>> from reflectory.programmes.kinds import load_kind, shipped_folder
        >>> sprint = load_kind(shipped_folder() / "opportunity-sprint.yaml")
        >>> [(phase.key, phase.starts_in_week, sprint.last_week_of(phase)) for phase in sprint.phases][-1]
        ('upkeep', 19, 70)
        """
        return last_week_of_phase(phase, length_weeks=self.length_weeks, last_week=self.last_week)

    def occurrences(
        self, planned: PlannedActivity | PlannedAsk, *, until_week: int | None = None
    ) -> list[int]:
        """The weeks in which it happens, rising; none where it happens when it is needed.

        A series without a last week ends with its phase, or else with the programme. `until_week` cuts the plan
        short; without it a programme that has no end is laid out for one year.
        """
        rhythm = planned.rhythm
        horizon = until_week if until_week is not None else (self.last_week or OPEN_ENDED_HORIZON)
        last = min(horizon, self.last_week or MOST_WEEKS)
        if rhythm.every_weeks is None:
            return [week for week in rhythm.weeks if week <= last]
        series_ends = (rhythm.to_week, self._end_without_last_week(planned), last)
        ends = next(week for week in series_ends if week is not None)
        return list(range(rhythm.from_week or 1, min(ends, last) + 1, rhythm.every_weeks))

    def _end_without_last_week(self, planned: PlannedActivity | PlannedAsk) -> int | None:
        """Where a series stops that does not say it itself."""
        if isinstance(planned, PlannedActivity) and planned.phase is not None:
            return self.last_week_of(self.phase(planned.phase))
        return self.length_weeks


def last_week_of_phase(phase: Phase, *, length_weeks: int | None, last_week: int | None) -> int | None:
    """The week in which a phase ends: its own, or the programme's, or that of the follow-up it belongs to."""
    if phase.weeks is not None:
        return phase.starts_in_week + phase.weeks - 1
    if length_weeks is not None and phase.starts_in_week > length_weeks:
        return last_week
    return length_weeks
