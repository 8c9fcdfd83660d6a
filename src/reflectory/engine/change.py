"""Whether a theme is said by more or by fewer respondents over time, and whether that could be chance.

One respondent counts once per period, and groups (usually governments) are what is compared, so that one loud
group cannot make a trend. It says so where the data cannot carry an answer. A slope is measured in `slopes`,
chance tried in `randomisation`, the tests gathered in `change_tests`, the words are in `change_words`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reflectory.engine import respondents
from reflectory.engine.change_tests import Tested, by_respondents, by_units, leave_one_out
from reflectory.engine.change_words import METHODS, Facts, sentence
from reflectory.engine.multiplicity import FALSE_DISCOVERY_RATE, benjamini_hochberg
from reflectory.engine.randomisation import TIE, Floats
from reflectory.engine.voices import MISSING, Column, Tally, Voices, periods_of, tally

LEVEL = 0.05
FEWEST_QUOTED = 10  # respondents in a period that is put at either end of a sentence; "0 of 1" shows nothing


@dataclass(frozen=True)
class Point:
    period: str
    says: int
    of: int


@dataclass(frozen=True)
class Change:
    """What can be said of one theme. `verdict` is one of

    rises, falls, no change seen, too few groups, too few respondents, one period, no dates.

    `p` is None where nothing was tested; `q` is p after control for the number of themes. `per_year` is the
    yearly change of the share, `low` to `high` its 95 % interval. `fragile` names the groups without which a
    rise or a fall could no longer be claimed. `rose` and `fell` count the groups heard more than once.
    """

    verdict: str
    sentence: str
    method: str
    p: float | None = None
    q: float | None = None
    per_year: float | None = None
    low: float | None = None
    high: float | None = None
    fragile: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    n_says: int = 0
    n_groups: int = 0
    rose: int = 0
    fell: int = 0


def change(voices: Voices) -> list[Change]:
    """One answer per theme. A rise or a fall needs p of .05 and, among all themes tested, q of .10."""
    period = periods_of(voices)
    known = np.zeros(voices.n_voices, dtype=np.bool_) if period is None else period.codes != MISSING
    if voices.group is not None:
        known &= voices.group.codes != MISSING
    if period is None or not known.any():
        return [_silence("no dates")] * voices.n_themes
    dated, codes = voices.only(known), period.codes[known]
    if np.unique(codes).size < 2:
        return [_silence("one period", period.values[codes[0]])] * voices.n_themes
    times, in_years = _times(dated, codes, len(period.values))
    course, unit = tally(dated.says, codes), _unit(dated)
    of_totals, years = totals(course, times), float(np.ptp(times[course.codes[:, 0]]))
    if unit is None:
        tested = by_respondents(course, times[course.codes[:, 0]])
    else:
        tested = by_units(dated, unit.codes, codes, times)
    q = benjamini_hochberg(tested.p)
    claimed = (tested.p <= LEVEL) & (q <= FALSE_DISCOVERY_RATE)
    fragile: dict[int, tuple[str, ...]] = {}
    if unit is not None and unit.values and claimed.any():
        fragile = _fragile(dated, unit, codes, times, claimed, _bar(tested.p, q))
    return [
        _answer(
            tested,
            theme,
            float(q[theme]),
            claimed=bool(claimed[theme]),
            points=_points(course, theme, period.values),
            fragile=fragile.get(theme, ()),
            total=float(of_totals[theme]),
            alone=voices.group is None,
            years=years if in_years else None,
        )
        for theme in range(voices.n_themes)
    ]


def _bar(p: Floats, q: Floats) -> float:
    """The p value up to which, the other themes staying as they are, a claim stands."""
    n_tested, n_found = int((~np.isnan(p)).sum()), int((q <= FALSE_DISCOVERY_RATE).sum())
    return min(LEVEL, FALSE_DISCOVERY_RATE * n_found / n_tested)


def totals(course: Tally, times: Floats) -> Floats:
    """The slope of the share of all who were heard, per theme, each respondent weighing the same.

    It is told where it runs against the verdict, and never tested. Nought but for rounding is nought.
    """
    at = times[course.codes[:, 0]]
    slope = respondents.slope(course.says, course.of, at)[0]
    return np.where(np.abs(slope) * np.ptp(at) <= TIE, 0.0, slope)


def _silence(verdict: str, period: str = "") -> Change:
    return Change(verdict, sentence(verdict, Facts(first=(period, 0, 0))), METHODS["none"])


def _times(voices: Voices, codes: NDArray[np.int64], n_periods: int) -> tuple[Floats, bool]:
    """The time of each period in years, or its place in the order where times are not known."""
    times = np.full(n_periods, np.inf)
    if voices.time is not None:
        np.minimum.at(times, codes, voices.time)
    if np.isfinite(times[codes]).all():
        return times, True
    return np.arange(n_periods, dtype=np.float64), False


def _unit(voices: Voices) -> Column | None:
    """What is independent of what: the groups; or people heard in several periods; or, None, each row."""
    if voices.group is not None or voices.respondent is None:
        return voices.group
    people, codes = np.unique(voices.respondent, return_inverse=True)
    if people.size == voices.n_voices:
        return None
    return Column("", (), codes.astype(np.int64))


def _points(course: Tally, theme: int, labels: tuple[str, ...]) -> tuple[Point, ...]:
    return tuple(
        Point(labels[period], int(says), int(of))
        for period, says, of in zip(course.codes[:, 0], course.says[:, theme], course.of, strict=True)
    )


def _ends(points: tuple[Point, ...]) -> tuple[Point, Point]:
    """What a sentence opens with: first and last of the periods with ten respondents, if there are two."""
    large = [point for point in points if point.of >= FEWEST_QUOTED]
    ends = large if len(large) > 1 else points
    return ends[0], ends[-1]


def _fragile(
    dated: Voices,
    unit: Column,
    codes: NDArray[np.int64],
    times: Floats,
    claimed: NDArray[np.bool_],
    bar: float,
) -> dict[int, tuple[str, ...]]:
    """For each theme that is claimed to change, the groups without which that could not be claimed."""
    only = Voices(dated.says[:, claimed])
    groups, stands = leave_one_out(only, unit.codes, codes, times, bar)
    return {
        int(theme): tuple(sorted(unit.values[group] for group in groups[~stands[:, column]]))
        for column, theme in enumerate(np.flatnonzero(claimed))
    }


def _answer(
    tested: Tested,
    theme: int,
    q: float,
    *,
    claimed: bool,
    points: tuple[Point, ...],
    fragile: tuple[str, ...],
    total: float,
    alone: bool,
    years: float | None,
) -> Change:
    closed = str(tested.closed[theme])
    slope, low, high = (
        float(values[theme]) if years is not None and not closed else None
        for values in (tested.slope, tested.low, tested.high)
    )
    first, last = _ends(points)
    facts = Facts(
        kind=tested.kind,
        first=(first.period, first.says, first.of),
        last=(last.period, last.says, last.of),
        total=total,
        years=years,
        n_says=sum(point.says for point in points),
        n_groups=tested.n_groups,
        n_again=tested.n_again,
        rose=int(tested.rose[theme]),
        fell=int(tested.fell[theme]),
        n_hold=int(tested.hold[theme]),
        p=None if closed else float(tested.p[theme]),
        slope=slope,
        low=low,
        high=high,
        alone=alone,
        fragile=fragile,
    )
    verdict = closed or "no change seen"
    if claimed:
        verdict = "rises" if tested.slope[theme] > 0 else "falls"
    return Change(
        verdict=verdict,
        sentence=sentence(verdict, facts),
        method=METHODS["none" if closed else tested.kind],
        p=facts.p,
        q=None if closed else q,
        per_year=slope,
        low=low,
        high=high,
        fragile=fragile,
        points=points,
        n_says=facts.n_says,
        n_groups=facts.n_groups,
        rose=facts.rose,
        fell=facts.fell,
    )
