"""Dates into periods: years, half-years, quarters or months, whichever the dates can fill.

It cuts time for counting. It does not test anything; `change` does, on the voices that carry these periods.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.voices import MISSING, Column

MONTHS = {"year": 12, "half-year": 6, "quarter": 3, "month": 1}  # coarse to fine
WANTED = 4  # periods enough to see a course, not only a before and an after
MOST = 12  # more than this and nobody reads the axis
ENOUGH = 5  # dates that half of the periods should have, at least


@dataclass(frozen=True)
class Periods:
    """`codes` has a code in order of time for each date given, `MISSING` for none; `middles` are in years."""

    unit: str  # year, half-year, quarter or month
    labels: tuple[str, ...]
    codes: NDArray[np.int64]
    middles: NDArray[np.float64]

    @property
    def column(self) -> Column:
        return Column(self.unit, self.labels, self.codes)

    @property
    def time(self) -> NDArray[np.float64]:
        """The middle of the period of each date given, `nan` where there is none."""
        return np.append(self.middles, np.nan)[self.codes]


def periods(dates: Sequence[date | None]) -> Periods:
    """The coarsest unit that gives four periods or more; failing that, the one that gives most.

    Only units with 2 to 12 periods, half of which have five dates or more, are considered; if none is like
    that, years. Periods in which nobody was heard have no code.
    """
    month = np.array([MISSING if day is None else day.year * 12 + day.month - 1 for day in dates], np.int64)
    known = month[month != MISSING]
    unit = _unit(known)
    step = MONTHS[unit]
    starts = np.unique(known // step * step)
    codes = np.searchsorted(starts, month // step * step)
    codes[month == MISSING] = MISSING
    labels = tuple(_label(int(start), unit) for start in starts)
    return Periods(unit, labels, codes.astype(np.int64), (starts + step / 2) / 12)


def _unit(known: NDArray[np.int64]) -> str:
    best, most = "year", 0
    for unit, step in MONTHS.items():
        counts = np.unique(known // step, return_counts=True)[1]
        if not 2 <= counts.size <= MOST or float(np.median(counts)) < ENOUGH:
            continue
        if counts.size >= WANTED:
            return unit
        if counts.size > most:
            best, most = unit, counts.size
    return best


def _label(start: int, unit: str) -> str:
    year, month = divmod(start, 12)
    match unit:
        case "half-year":
            return f"{year} H{month // 6 + 1}"
        case "quarter":
            return f"{year} Q{month // 3 + 1}"
        case "month":
            return f"{year}-{month + 1:02d}"
    return str(year)
