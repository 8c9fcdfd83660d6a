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
SPANNED = 45  # days for each month of the unit, one and a half times its length; less is one period


@dataclass(frozen=True)
class Periods:
    """`codes` has a code in order of time for each date given, `MISSING` for none; `middles` are in years."""

    unit: str  # year, half-year, quarter or month; period where the days are too near to each other to be cut
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

    Only units with 2 to 12 periods, half of which have five dates or more, are considered, and only where the
    days span one and a half times the unit: ten days about the end of a month are not two months. If none is
    like that, years, where the days span those, and otherwise one period, named by its months. Periods in
    which nobody was heard have no code.
    """
    month = np.array([MISSING if day is None else _month(day) for day in dates], np.int64)
    known = month[month != MISSING]
    first, end, n_days = _reach([day for day in dates if day is not None])
    unit = _unit(known, n_days)
    if unit is None:
        label = " to ".join(_label(at, "month") for at in sorted({first, end - 1}))
        codes = np.where(month == MISSING, MISSING, 0).astype(np.int64)
        return Periods("period", (label,), codes, np.array([(first + end) / 24]))
    step = MONTHS[unit]
    starts = np.unique(known // step * step)
    codes = np.searchsorted(starts, month // step * step)
    codes[month == MISSING] = MISSING
    labels = tuple(_label(int(start), unit) for start in starts)
    return Periods(unit, labels, codes.astype(np.int64), (starts + step / 2) / 12)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _reach(known: Sequence[date]) -> tuple[int, int, int]:
    """The first month, the month after the last, and the days between.

    A file that gives only years, quarters or months has the first day of each: the last one then counts
    whole, so that 1 April and 1 May, standing for two months, are 61 days and not 31.
    """
    if not known:
        return 0, 1, 0
    first, last = min(known), max(known)
    if any(day.day > 1 for day in known):
        return _month(first), _month(last) + 1, (last - first).days + 1
    step = next(step for step in MONTHS.values() if all(_month(day) % step == 0 for day in known))
    year, month = divmod(_month(last) + step, 12)
    return _month(first), _month(last) + step, (date(year, month + 1, 1) - first).days


def _unit(known: NDArray[np.int64], n_days: int) -> str | None:
    """None where the days are one period that is not a year."""
    best, most = None, 0
    for unit, step in MONTHS.items():
        counts = np.unique(known // step, return_counts=True)[1]
        if not 2 <= counts.size <= MOST or float(np.median(counts)) < ENOUGH or n_days < SPANNED * step:
            continue
        if counts.size >= WANTED:
            return unit
        if counts.size > most:
            best, most = unit, counts.size
    if best is None and (not known.size or n_days >= SPANNED * (12 if np.ptp(known // 12) else 1)):
        return "year"
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
