"""The cells of a CSV, TSV or XLSX file that is brought in: read whole, within limits, formulas marked.

The hard part is done by `reflectory.intake`: encodings, what separates cells, and XLSX in a child process. What a
column means is for `columns` and `planning`.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from reflectory.intake.accounting import Limits, Unusable
from reflectory.intake.archive import check_office_archive
from reflectory.intake.child import Child
from reflectory.intake.delimited import DelimitedTable, sniff
from reflectory.intake.encodings import Detector
from reflectory.intake.workbook import SpooledTable

__all__ = ["MOST_BYTES", "MOST_ROWS", "Sheet", "SheetRow", "Unusable", "read_sheet"]

# Twice as many hold everybody else up for longer than SQLite lets a writer wait.
MOST_ROWS = 5_000
MOST_BYTES = 25_000_000
SUFFIXES = (".csv", ".tsv", ".xlsx")
_LIMITS = Limits(
    memory_bytes=1024**3, seconds=60.0, cell_chars=20_000, row_chars=200_000, archive_bytes=400_000_000
)
_PIECE = 1 << 20
_FORMULA = ("=", "+", "@", "\t")
_ESCAPED = ("'=", "'+", "'-", "'@", "'\t")
_FORMULA_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*>\s*<(?:\w+:)?f[\s/>]')
_LONGEST_TAG = 4_096
_MOST_XML = 4_000_000  # bytes of a workbook's table of contents


@dataclass(frozen=True)
class SheetRow:
    """One row as it stands in the file. `broken` says why it could not be read; then there are no cells."""

    number: int
    cells: tuple[str, ...]
    formulas: frozenset[int] = frozenset()  # positions of cells that hold a formula
    broken: str = ""


@dataclass(frozen=True)
class Sheet:
    """A file, read: its columns, its rows that are not empty, and how it was read, in sentences."""

    names: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    notes: tuple[str, ...]


def read_sheet(path: Path, name: str) -> Sheet:
    """The first sheet with rows. Raises `Unusable` with a sentence where the file cannot be used.

    `name` is what whoever sent the file calls it; the file itself may lie under another name.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in SUFFIXES:
        sentence = _(
            "{name} is of a kind that is not read here. Save it as .xlsx or .csv and send that file."
        )
        raise Unusable(sentence.format(name=name))
    if path.stat().st_size == 0:
        raise Unusable(
            _("{name} is empty. Send a file with the names of the columns in its first row.").format(
                name=name
            )
        )
    with ExitStack() as stack:
        table, notes, in_cells = _opened(path, name, suffix, stack)
        rows = tuple(_rows(table, in_cells, name))
    if not rows:
        raise Unusable(
            _(
                "{name} has the columns {columns} and no rows beneath them. Put one team or person in each row."
            ).format(name=name, columns=", ".join(table.names))
        )
    return Sheet(table.names, rows, notes)


def _opened(
    path: Path, name: str, suffix: str, stack: ExitStack
) -> tuple[Any, tuple[str, ...], dict[int, set[int]]]:
    if suffix == ".xlsx":
        check_office_archive(path, _LIMITS, name=name, part="xl/workbook.xml", modern=".xlsx")
        table = SpooledTable(stack.enter_context(Child(_LIMITS)).ask("workbook", path, name))
        return table, table.notes, _formula_cells(path, table.notes)
    detector = Detector()
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            detector.feed(piece)
    encoding = detector.result(name)
    dialect = sniff(path, encoding, _LIMITS)
    note = encoding.note[:1].upper() + encoding.note[1:]
    return DelimitedTable(path, encoding, dialect, _LIMITS), (f"{note}.", dialect.in_words()), {}


def _rows(table: Any, in_cells: dict[int, set[int]], name: str) -> Iterator[SheetRow]:
    n = 0
    for number, cells in table.rows():
        if isinstance(cells, str):
            yield SheetRow(number, (), broken=cells)
        elif any(cell.strip() for cell in cells):
            marked = in_cells.get(number, set()) | {
                at for at, cell in enumerate(cells) if cell.lstrip(" ").startswith(_FORMULA)
            }
            yield SheetRow(number, tuple(_unescaped(cell) for cell in cells), frozenset(marked))
        else:
            continue
        n += 1
        if n > MOST_ROWS:
            raise Unusable(
                _("{name} has more than {most:,} rows, which is the most that is brought in at once. Split it into "
                  "files of at most {most:,} rows, each with the names of the columns in its first row, and keep the "
                  "rows of one team in one file.").format(name=name, most=MOST_ROWS))  # fmt: skip


def _unescaped(cell: str) -> str:
    """Without the apostrophe that an export puts before what a spreadsheet would take for a formula."""
    said = cell.strip()
    return said[1:] if said.startswith(_ESCAPED) else said


def _formula_cells(path: Path, notes: tuple[str, ...]) -> dict[int, set[int]]:
    """Row → positions of the cells that hold a formula, in the sheet that was read."""
    found: dict[int, set[int]] = {}
    with zipfile.ZipFile(path) as archive:
        part = _part_of_sheet(archive, notes)
        if part is None:
            return found
        with archive.open(part) as stream:
            kept = b""
            while piece := stream.read(_PIECE):
                kept += piece
                for match in _FORMULA_CELL.finditer(kept):
                    found.setdefault(int(match[2]), set()).add(_position(match[1]))
                kept = kept[-_LONGEST_TAG:]
    return found


def _part_of_sheet(archive: zipfile.ZipFile, notes: tuple[str, ...]) -> str | None:
    """The part of the archive in which the sheet lies that the first note names."""
    relations = {
        one.get("Id"): one.get("Target", "") for one in _xml(archive, "xl/_rels/workbook.xml.rels").iter()
    }
    for one in _xml(archive, "xl/workbook.xml").iter():
        if one.tag.rpartition("}")[2] != "sheet" or f"“{one.get('name')}”" not in notes[0]:
            continue
        target = next(
            (relations.get(value, "") for key, value in one.attrib.items() if key.endswith("}id")), ""
        )
        part = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        return part if part in archive.namelist() else None
    return None


def _xml(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    try:
        with archive.open(part) as stream:
            return ElementTree.fromstring(stream.read(_MOST_XML))
    except (KeyError, ElementTree.ParseError):
        return ElementTree.Element("none")


def _position(letters: bytes) -> int:
    """A column's letters as a position from 0.

    >>> _position(b"A"), _position(b"AA")
    (0, 26)
    """
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at - 1
