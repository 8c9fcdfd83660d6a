"""Days out of the many ways in which people and programs write them.

A column is read as a whole: whether 04/03/2021 is in March or in April is decided by the days beyond 12 in
the same column, and where there are none, said. A day is kept as it is written: an offset from UTC does not
move it. Times of files, and today, are never used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache

EARLIEST, LATEST = 1900, 2100
_EXCEL_ZERO = date(1899, 12, 30)  # serial 60 is a day that never was; all later serials count from here
_EXCEL_FIRST, _EXCEL_LAST = 18_264, 73_050  # 1950 to 2099: other whole numbers are seldom days

_CLOCK = r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?"
_ZONE = r"(?:Z|[+-]\d{2}:?\d{0,2}|[A-Z]{2,5})"
_TIME = rf"(?:[T,\s]+(?:at\s+)?{_CLOCK}\s*{_ZONE}?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}}){_TIME}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d{4,6}Z?)?")
_NUMBERS = re.compile(rf"(\d{{1,2}})([-/.])\s?(\d{{1,2}})\2\s?(\d{{4}}|\d{{2}}){_TIME}")
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{1,2})/(\d{4})")
_QUARTER = re.compile(r"(\d{4})[-\s]?Q([1-4])|Q([1-4])[-\s]?(\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})(?:\.0)?")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DAY_NAME = r"(?:[^\W\d_]+\.?,?\s+)?"
_DAY_MONTH = re.compile(
    rf"{_DAY_NAME}(\d{{1,2}})(?:st|nd|rd|th|º|er|\.)?[-\s]+(?:of\s+|de\s+)?([^\W\d_]+)\.?,?[-\s]+(?:de\s+)?(\d{{4}}|\d{{2}}){_TIME}"
)
_MONTH_DAY = re.compile(rf"{_DAY_NAME}([^\W\d_]+)\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}}){_TIME}")
_UNIX = re.compile(r"[A-Za-z]{3},?\s+([A-Za-z]{3})\s+(\d{1,2})\s+\d{1,2}:\d{2}:\d{2}\s+(?:\S+\s+)?(\d{4})")
_MONTH_YEAR = re.compile(r"([^\W\d_]+)\.?,?\s+(?:de\s+)?(\d{4})")

_LOCALES = (
    "en",
    "de",
    "fr",
    "es",
    "pt",
    "it",
    "nl",
    "pl",
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "ro",
    "hu",
    "tr",
    "uk",
    "ru",
)


@dataclass(frozen=True)
class Days:
    """A column of days, value by value, and how it was read."""

    of: dict[str, date | None]  # None where the value is no day
    note: str  # how the column was read, a sentence, or ""
    assumed: frozenset[str]  # values whose day and month the column did not decide


def read_days(values: Iterable[str]) -> Days:
    """Each distinct value of a column with its day."""
    distinct = sorted({value for value in values if value.strip()})
    slashed = {value: match for value in distinct if (match := _NUMBERS.fullmatch(value.strip()))}
    day_first, note, open_values = _order(slashed)
    serials = _are_serials(distinct)
    of = {value: _day(value.strip(), day_first=day_first, serials=serials) for value in distinct}
    return Days(of, " ".join(part for part in (note, _precision(distinct, of)) if part), open_values)


def share_of_days(values: Iterable[str]) -> float:
    """How many of the filled cells are days, written so that they could be nothing else."""
    filled = [value.strip() for value in values if value.strip()]
    found = {
        value: not _NUMBER.fullmatch(value) and _day(value, day_first=True, serials=False) is not None
        for value in set(filled)
    }
    return sum(found[value] for value in filled) / max(1, len(filled))


def share_of_numeric_days(values: Iterable[str]) -> float:
    """How many are numbers that may be years, days, spreadsheet serials, or seconds since 1970."""
    filled = [value.strip() for value in values if value.strip()]
    serials = _are_serials(filled)
    found = {value: _day(value, day_first=True, serials=serials) is not None for value in set(filled)}
    return sum(found[value] for value in filled) / max(1, len(filled))


def day_in_name(name: str) -> date | None:
    """The day in a file's name: 2024-03-01, 2024_03_01 or 20240301.

    >>> day_in_name("2024-03-01 interview.docx"), day_in_name("notes-20240301b.txt"), day_in_name("v1234.md")
    (datetime.date(2024, 3, 1), datetime.date(2024, 3, 1), None)
    """
    for match in re.finditer(r"(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)", name):
        year, _, month, day = match.groups()
        found = _valid(int(year), int(month), int(day))
        if found is not None:
            return found
    return None


def _order(slashed: dict[str, re.Match[str]]) -> tuple[bool, str, frozenset[str]]:
    """Whether the day comes first, how that is known, and the values for which it is not."""
    n_day_first = sum(1 for match in slashed.values() if int(match[1]) > 12 >= int(match[3]))
    n_month_first = sum(1 for match in slashed.values() if int(match[3]) > 12 >= int(match[1]))
    if n_day_first or n_month_first:
        return _decided(slashed, n_day_first, n_month_first)
    undecided = frozenset(
        value for value, match in slashed.items() if match[1] != match[3] and match[2] != "."
    )
    if not undecided:
        return True, "", frozenset()
    note = (
        f"Nothing shows whether {min(undecided)} gives the day or the month first; it was read as day first."
    )
    return True, note, undecided


def _decided(
    slashed: dict[str, re.Match[str]], n_day_first: int, n_month_first: int
) -> tuple[bool, str, frozenset[str]]:
    """With days beyond 12: decided if all agree, else each such date by itself and the rest with most."""
    day_first = n_day_first >= n_month_first
    what = "day first" if day_first else "month first"
    for_it, against = max(n_day_first, n_month_first), min(n_day_first, n_month_first)
    if not against:
        example = min(value for value, match in slashed.items() if int(match[1 if day_first else 3]) > 12)
        return day_first, f"Read as {what}, as {example} shows.", frozenset()
    undecided = frozenset(
        value
        for value, match in slashed.items()
        if max(int(match[1]), int(match[3])) <= 12 and match[1] != match[3]
    )
    note = (
        f"{for_it} different dates can only be {what} and {against} only the other way, and were read so; "
        f"the {len(undecided)} that could be either were read as {what}."
    )
    return day_first, note, undecided


def _precision(distinct: list[str], of: dict[str, date | None]) -> str:
    years = sum(1 for value in distinct if of[value] and _YEAR.fullmatch(value.strip()))
    if years and years * 2 > len(distinct):
        return "Only years are given; each counts as 1 January."
    months = sum(
        1
        for value in distinct
        if of[value] and (_MONTH.fullmatch(value.strip()) or _MONTH_YEAR.fullmatch(value.strip()))
    )
    if months and months * 2 > len(distinct):
        return "Only months are given; each counts as its first day."
    return ""


def _are_serials(values: Iterable[str]) -> bool:
    """Whether the column's numbers are days counted by a spreadsheet."""
    numbers = [
        float(value)
        for value in values
        if _NUMBER.fullmatch(value.strip()) and not _YEAR.fullmatch(value.strip())
    ]
    return bool(numbers) and all(_EXCEL_FIRST <= number <= _EXCEL_LAST for number in numbers)


def _day(value: str, *, day_first: bool, serials: bool) -> date | None:
    if not value or len(value) > 60 or not any(char.isdigit() for char in value):
        return None
    if _NUMBER.fullmatch(value):
        return _from_number(value, serials=serials)
    if match := _NUMBERS.fullmatch(value):
        day, month = (int(match[1]), int(match[3])) if day_first else (int(match[3]), int(match[1]))
        if month > 12:
            day, month = month, day
        return _valid(_full_year(match[4]), month, day)
    for pattern, build in _SHAPES:
        if (match := pattern.fullmatch(value)) and (found := build(match)) is not None:
            return found
    return None


def _from_number(value: str, *, serials: bool) -> date | None:
    if match := _YEAR.fullmatch(value):
        return _valid(int(match[1]), 1, 1)
    if (match := _COMPACT.fullmatch(value)) and (found := _valid(*(int(part) for part in match.groups()))):
        return found
    number = float(value)
    if serials:
        return _EXCEL_ZERO + timedelta(days=int(number))
    for scale in (1, 1000, 1_000_000, 1_000_000_000):  # seconds, and what programs count in instead
        if 1e8 * scale <= number < 4.2e9 * scale:
            return datetime.fromtimestamp(number / scale, tz=UTC).date()
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    if not EARLIEST <= year <= LATEST:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full_year(digits: str) -> int:
    """Two digits up to 68 are of this century, as POSIX has it."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year <= 68 else 1900 + year


def _named(year: str, month: str, day: str | int) -> date | None:
    number = _months().get(month.casefold())
    return _valid(_full_year(year), number, int(day)) if number else None


@cache
def _months() -> dict[str, int]:
    """Names of months and their short forms in the languages of `_LOCALES`, the first language first."""
    from babel import Locale  # kept here: only columns with written months need it

    names: dict[str, int] = {}
    for code in _LOCALES:
        months = Locale(code).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    names.setdefault(name.casefold().rstrip("."), number)
    names.setdefault("sept", 9)
    return names


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date | None]], ...] = (
    (_YEAR_FIRST, lambda match: _valid(int(match[1]), int(match[2]), int(match[3]))),
    (_COMPACT, lambda match: _valid(int(match[1]), int(match[2]), int(match[3]))),
    (_MONTH, lambda match: _valid(int(match[1] or match[4]), int(match[2] or match[3]), 1)),
    (_QUARTER, lambda match: _valid(int(match[1] or match[4]), int(match[2] or match[3]) * 3 - 2, 1)),
    (_UNIX, lambda match: _named(match[3], match[1], match[2])),
    (_DAY_MONTH, lambda match: _named(match[3], match[2], match[1])),
    (_MONTH_DAY, lambda match: _named(match[3], match[1], match[2])),
    (_MONTH_YEAR, lambda match: _named(match[2], match[1], 1)),
)
