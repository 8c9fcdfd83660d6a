"""Dates into periods, in plain loops over units and dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

UNITS = (("year", 12), ("half-year", 6), ("quarter", 3), ("month", 1))


def cut(dates: Sequence[date | None]) -> tuple[str, tuple[str, ...]]:
    """The unit, and the periods in order."""
    known = sorted(day for day in dates if day is not None)
    if not known:
        return "year", ()
    end = _end(known)
    n_days = (end - known[0]).days
    found = []
    for unit, step in UNITS:
        counts = Counter((day.year * 12 + day.month - 1) // step for day in known)
        if 2 <= len(counts) <= 12 and median(counts.values()) >= 5 and n_days >= 45 * step:
            found.append((unit, step, len(counts)))
    four = [(unit, step) for unit, step, n in found if n >= 4]
    most = max((n for _, _, n in found), default=0)
    best = four or [(unit, step) for unit, step, n in found if n == most] or [UNITS[0]]
    unit, step = best[0]
    years = {day.year for day in known}
    if not found and n_days < (45 if len(years) == 1 else 540):
        first, last = _name(known[0], "month"), _name(end - timedelta(1), "month")
        return "period", (first if first == last else f"{first} to {last}",)
    return unit, tuple(dict.fromkeys(_name(day, unit) for day in known))


def _end(known: Sequence[date]) -> date:
    """The day after the last; where all dates are first days of years, quarters or months, of a whole one."""
    last = known[-1]
    for _, step in UNITS:
        if all(day.day == 1 and (day.month - 1) % step == 0 for day in known):
            months = last.year * 12 + last.month - 1 + step
            return date(months // 12, months % 12 + 1, 1)
    return last + timedelta(1)


def _name(day: date, unit: str) -> str:
    named = {
        "year": f"{day.year}",
        "half-year": f"{day.year} H{(day.month + 5) // 6}",
        "quarter": f"{day.year} Q{(day.month + 2) // 3}",
        "month": f"{day.year}-{day.month:02d}",
    }
    return named[unit]
