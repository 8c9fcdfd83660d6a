"""Which themes can be tested for change, what the tests gave, and on which groups that rests.

Figures without verdicts: `change` decides what may be claimed of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

from reflectory.engine import respondents
from reflectory.engine.randomisation import Floats
from reflectory.engine.slopes import Slopes, contributions, p_values, per_year, slopes
from reflectory.engine.voices import Tally, Voices, tally

FEWEST_GROUPS = 6  # five coins fall alike once in 16 times: two-sided .06, so five groups can never show 5 %
FEWEST_WAYS = 40  # the same bound for groups heard once: 2 of 40 is 5 %
FEWEST_SAY = 10  # respondents who say it; below, one answer more or less decides
FEWEST_HOLD = 3  # groups in which it is said, where groups are compared with each other
EACH_GROUP_UP_TO = 40  # leaving out one group repeats the whole test up to here, and takes t for it above
AT_ONCE = 50_000_000  # cells times themes held in memory


@dataclass(frozen=True)
class Tested:
    """One value per theme. `closed` says why a theme was not tested, and is empty where it was."""

    closed: NDArray[np.str_]
    p: Floats
    slope: Floats
    low: Floats
    high: Floats
    rose: NDArray[np.int64]  # groups heard more than once whose share grew
    fell: NDArray[np.int64]
    hold: NDArray[np.int64]  # groups that can show something
    kind: str  # again, once, both, respondents or none
    n_groups: int  # that can be compared
    n_again: int  # of those, heard more than once


def by_respondents(course: Tally, at: Floats) -> Tested:
    """Each respondent stands alone (periods × themes)."""
    enough = course.says.sum(axis=0) >= FEWEST_SAY
    p = np.full(enough.size, np.nan)
    p[enough] = respondents.over_time(course.says[:, enough], course.of, at)
    closed = np.where(enough, "", "too few respondents")
    none = np.zeros(enough.size, dtype=np.int64)
    slope = respondents.slope(course.says, course.of, at)
    return Tested(closed, p, *slope, none, none, none, "respondents", 0, 0)


def by_units(voices: Voices, unit: NDArray[np.int64], period: NDArray[np.int64], times: Floats) -> Tested:
    """Groups, or people heard in several periods; in parts where there are very many of them."""
    width = max(1, AT_ONCE // max(voices.n_voices, 1))
    parts = [
        _by_groups(_found(voices.says[:, start : start + width], unit, period, times))
        for start in range(0, voices.n_themes, width)
    ]
    return replace(
        parts[0],
        closed=np.concatenate([part.closed for part in parts]),
        p=np.concatenate([part.p for part in parts]),
        slope=np.concatenate([part.slope for part in parts]),
        low=np.concatenate([part.low for part in parts]),
        high=np.concatenate([part.high for part in parts]),
        rose=np.concatenate([part.rose for part in parts]),
        fell=np.concatenate([part.fell for part in parts]),
        hold=np.concatenate([part.hold for part in parts]),
    )


def _found(
    says: NDArray[np.bool_], unit: NDArray[np.int64], period: NDArray[np.int64], times: Floats
) -> Slopes:
    return slopes(tally(says, unit, period), times)


def _by_groups(found: Slopes) -> Tested:
    n_themes = found.pooled.size
    p = np.full(n_themes, np.nan)
    slope = (p, p, p)
    enough, hold = found.n_says >= FEWEST_SAY, _hold(found)
    closed = np.where(
        enough, np.where(hold >= _fewest_hold(found), "", "too few groups"), "too few respondents"
    )
    if not _can_be_tried(found):
        closed = np.full(n_themes, "too few groups")
    tested = closed == ""
    if tested.any():
        p[tested] = p_values(found.of_themes(tested))
        slope = per_year(found)
    rose, fell = ((found.scores * sign > 0).sum(axis=0) for sign in (1, -1))
    return Tested(closed, p, *slope, rose, fell, hold, found.parts, found.n_groups, int(found.again.size))


def _can_be_tried(found: Slopes) -> bool:
    return found.n_groups >= FEWEST_GROUPS and found.arrangements() >= FEWEST_WAYS


def _hold(found: Slopes) -> NDArray[np.int64]:
    """Groups that can show something: some there say it and some do not, or, heard once, somebody does."""
    return np.asarray(found.varied.sum(axis=0) + (found.shares > 0).sum(axis=0), dtype=np.int64)


def _fewest_hold(found: Slopes) -> int:
    return FEWEST_GROUPS if found.parts == "again" else FEWEST_HOLD


def leave_one_out(
    voices: Voices,
    unit: NDArray[np.int64],
    period: NDArray[np.int64],
    times: Floats,
    bar: float,
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Groups, and for each (groups × themes) whether p stays within the bar without it.

    A group without which the theme could not be tested at all is one without which nothing can be claimed.
    """
    counts = tally(voices.says, unit, period)
    found = slopes(counts, times)
    groups, added = contributions(found)
    stands = np.zeros((groups.size, voices.n_themes), dtype=np.bool_)
    for row, group in enumerate(groups):
        rest = found.without(int(group))
        if not _can_be_tried(rest):
            continue
        says = found.n_says - counts.says[counts.codes[:, 0] == group].sum(axis=0)
        enough = (says >= FEWEST_SAY) & (_hold(rest) >= _fewest_hold(rest))
        p = p_values(rest) if groups.size <= EACH_GROUP_UP_TO else _limit(np.delete(added, row, axis=0))
        stands[row] = enough & (p <= bar)
    return groups, stands


def _limit(added: Floats) -> Floats:
    """What the tests come to with many groups: t on what each adds."""
    n = added.shape[0]
    deviation = np.maximum(added.std(axis=0, ddof=1) * np.sqrt(n), np.finfo(np.float64).tiny)
    return np.asarray(2 * stdtr(n - 1, -np.abs(added.sum(axis=0)) / deviation), dtype=np.float64)
