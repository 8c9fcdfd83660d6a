"""Reads the files of the portfolio as they lie in this package: one dictionary a row, days as days.

Not for files of users, which `intake` reads with limits: these ship with the program and are checked by its tests.
"""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent / "portfolio"
ANSWERS = Path(__file__).parent / "answers.csv"


def read(name: str) -> list[dict[str, str]]:
    """The rows of `portfolio/name.csv`, in order."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def day(text: str) -> date | None:
    """The day; None where the cell is empty.

    >>> day("2021-03-09"), day("")
    (datetime.date(2021, 3, 9), None)
    """
    return date.fromisoformat(text) if text else None


def a_day(text: str) -> date:
    """The day, in a column that is never empty."""
    return date.fromisoformat(text)


def number(text: str) -> int | None:
    """The number; None where the cell is empty."""
    return int(text) if text else None


def words(text: str) -> list[str]:
    """The parts between semicolons.

    >>> words("saint-orme; vantry"), words("")
    (['saint-orme', 'vantry'], [])
    """
    return [part.strip() for part in text.split(";") if part.strip()]
