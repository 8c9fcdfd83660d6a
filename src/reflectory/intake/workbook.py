"""Rows of an XLSX or Parquet file.

The two `parse_` functions run in the child process and write JSON lines; `SpooledTable` walks through those.
Formulas are never computed: a cell has the value that was saved with it. Numbers become their text and dates
the ISO form, so that all later steps see the same kind of cell as in a CSV.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from reflectory.intake.accounting import SAVE_AGAIN, Unusable, listed
from reflectory.intake.child import lines_of
from reflectory.intake.jsonl import as_text
from reflectory.intake.tables import Position, Row, unique_names

_LOOK_FOR_HEADER = 20
_FETCH = 1_000


class SpooledTable:
    """A table that a child process has written down: one line about it, then one line per row."""

    word = "row"
    spotless = False

    def __init__(self, out: Path) -> None:
        self._out = out
        self.mended: set[int] = set()
        first = next(lines_of(out))
        self.names = unique_names(first["header"])
        self.notes: tuple[str, ...] = tuple(first["notes"])

    def rows(self, told: Position | None = None) -> Iterator[Row]:
        width = len(self.names)
        values = lines_of(self._out)
        next(values)
        for number, cells in values:
            yield number, cells + [""] * (width - len(cells)) if cells else []
        if told is not None:
            told(self._out.stat().st_size)


def parse_workbook(path: Path, name: str) -> Iterator[Any]:
    """The first sheet with rows beneath a header."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    except PasswordError:
        raise Unusable(
            f"{name} is password-protected. Save it without a password and give that file."
        ) from None
    except CalamineError:
        raise Unusable(f"{name} is broken: its sheets cannot be read. {SAVE_AGAIN}") from None
    sheets.sort(key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible)
    for sheet in sheets:
        rows = _sheet_rows(book.get_sheet_by_name(sheet.name).iter_rows())
        head = [row for _, row in zip(range(_LOOK_FOR_HEADER), rows, strict=False)]
        at = _header_at([cells for _, cells in head])
        if at is None or not any(cells for _, cells in head[at + 1 :]):
            continue
        others = [other.name for other in sheets if other.name != sheet.name]
        above = sum(1 for _, cells in head[:at] if cells)
        yield {"header": _widened(head, at), "notes": _notes(sheet.name, others, head[at][0], above)}
        yield from head[at + 1 :]
        yield from rows
        return
    raise Unusable(
        f"{name} has no sheet with a header and rows beneath it. "
        "Put the column names in the first row of a sheet and one answer in each row below."
    )


def _sheet_rows(rows: Iterator[list[Any]]) -> Iterator[tuple[int, list[str]]]:
    """Rows with their numbers in the sheet; an empty row has no cells, and those at the end are no rows."""
    n_empty = 0
    for number, values in enumerate(rows, start=1):
        cells = [cell_text(value) for value in values]
        if not any(cells):
            n_empty += 1
            continue
        for back in range(n_empty, 0, -1):
            yield number - back, []
        n_empty = 0
        yield number, cells


def cell_text(value: object) -> str:
    """A cell as text: dates in the ISO form."""
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ") if value.time() != datetime.time() else value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, datetime.timedelta | Decimal | UUID):
        return str(value)
    return as_text(value)


def _header_at(rows: list[list[str]]) -> int | None:
    """The first row that is not a title: where rows have several cells, one with at least half as many."""
    widths = [sum(1 for cell in cells if cell) for cells in rows]
    widest = max(widths, default=0)
    for at, width in enumerate(widths):
        if width and width * 2 >= widest:
            return at
    return None


def _widened(head: list[tuple[int, list[str]]], at: int) -> list[str]:
    """The header, with a place for columns that have cells but no name."""
    width = max(len(cells) for _, cells in head)
    return head[at][1] + [""] * (width - len(head[at][1]))


def _notes(sheet: str, others: list[str], header_row: int, above: int) -> list[str]:
    notes = [f"The sheet “{sheet}” was read."]
    if others:
        notes.append(f"Also in the file, and not read: {listed([f'“{other}”' for other in others])}.")
    if above:
        notes.append(f"Row {header_row} was taken for the header; the rows above it were not read.")
    return notes


def parse_parquet(path: Path, name: str) -> Iterator[Any]:
    """All rows of a Parquet file, numbered from 1 as it has no header row."""
    import duckdb

    connection = duckdb.connect(
        config={"threads": 1, "memory_limit": "1GB", "autoinstall_known_extensions": False}
    )
    try:
        found = connection.execute("SELECT * FROM read_parquet(?, binary_as_string=true)", [str(path)])
    except duckdb.Error:
        raise Unusable(
            f"{name} is no whole Parquet file. "
            "Write it again from the program that made it, or export the answers as CSV."
        ) from None
    yield {"header": [column[0] for column in found.description or ()], "notes": []}
    number = 0
    while rows := found.fetchmany(_FETCH):
        for row in rows:
            number += 1
            cells = [cell_text(value) for value in row]
            yield number, cells if any(cells) else []
