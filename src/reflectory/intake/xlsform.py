"""The rows of an XLSForm: a workbook in which Kobo and ODK write their forms.

`parse_xlsform` runs in the child process: pyxform says whether it is such a form, as those tools would, and the rows
of its sheets are written down with their numbers. What they mean is read by the room that has forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reflectory.intake.accounting import SAVE_AGAIN, Limits, Unusable
from reflectory.intake.archive import check_office_archive
from reflectory.intake.child import Child, lines_of
from reflectory.intake.workbook import cell_text

SHEETS = ("survey", "choices", "settings")
MOST_ROWS = 5_000
# A form is small: what needs more than this is no form.
LIMITS = Limits(memory_bytes=1024**3, seconds=60.0, archive_bytes=100_000_000)


@dataclass(frozen=True)
class SheetRow:
    """One row: its number in the sheet, and its cells by the names of the columns."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Workbook:
    """The rows of each sheet, and what pyxform says about the form besides."""

    survey: tuple[SheetRow, ...]
    choices: tuple[SheetRow, ...]
    settings: tuple[SheetRow, ...]
    warnings: tuple[str, ...]


def read_xlsform(path: Path, *, name: str, limits: Limits = LIMITS) -> Workbook:
    """The form in a workbook. Raises `Unusable`, which says why it cannot be read."""
    check_office_archive(path, limits, name=name, part="xl/workbook.xml", modern="XLSX")
    sheets: dict[str, list[SheetRow]] = {sheet: [] for sheet in SHEETS}
    with Child(limits) as child:
        lines = lines_of(child.ask("xlsform", path, name))
        warnings = tuple(next(lines)["warnings"])
        for sheet, number, cells in lines:
            sheets[sheet].append(SheetRow(number, cells))
    survey, choices, settings = (tuple(sheets[sheet]) for sheet in SHEETS)
    return Workbook(survey, choices, settings, warnings)


def parse_xlsform(path: Path, name: str) -> Iterator[Any]:
    """What pyxform says, then every row of the three sheets."""
    from python_calamine import CalamineError, CalamineWorkbook
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    with TemporaryDirectory() as folder:
        # pyxform goes by the end of the name, which an upload does not have.
        copy = Path(folder) / "form.xlsx"
        copy.write_bytes(path.read_bytes())
        try:
            told = convert(str(copy), validate=False).warnings
        except PyXFormError as error:
            raise Unusable(f"{name} is no form that Kobo or ODK would take: {str(error).strip()}") from None
    yield {"warnings": [str(one) for one in told]}
    try:
        book = CalamineWorkbook.from_path(path)
    except CalamineError:
        raise Unusable(f"{name} is broken: its sheets cannot be read. {SAVE_AGAIN}") from None
    known = {sheet.lower().strip(): sheet for sheet in book.sheet_names}
    for wanted in SHEETS:
        if wanted in known:
            yield from _rows(wanted, book.get_sheet_by_name(known[wanted]).iter_rows(), name)


def _rows(sheet: str, rows: Iterator[list[Any]], name: str) -> Iterator[Any]:
    header: list[str] = []
    for number, values in enumerate(rows, start=1):
        cells = [cell_text(value).strip() for value in values]
        if number > MOST_ROWS:
            raise Unusable(f"{name} has more than {MOST_ROWS:,} rows in “{sheet}”. Divide the form.")
        if not any(cells):
            continue
        if not header:
            header = cells
            continue
        yield sheet, number, {head: cell for head, cell in zip(header, cells, strict=False) if head and cell}
