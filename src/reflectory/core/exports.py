"""Lists that leave as CSV or XLSX: streamed row by row, and safe to open in a spreadsheet.

A cell that begins like a formula is given an apostrophe before it (CSV and XLSX; JSON is verbatim), so that
opening a file runs nothing. `columns` say what a row shows; the rows have been through `visible_to` already.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import IO, Any

from django.db import models
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from reflectory.press.plain import harmless as harmless  # used by the rooms above, from here

Column = tuple[Any, Callable[[Any], Any]]
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MOST_IN_A_CELL = 32_767  # characters, in XLSX
_AT_ONCE = 500


def wants_export(request: HttpRequest) -> bool:
    """Whether a list was asked for as a file."""
    return request.GET.get("format") in FORMATS


def export(
    request: HttpRequest, *, name: str, columns: Sequence[Column], rows: Iterable[Any]
) -> HttpResponseBase:
    """The rows as the file that was asked for, under a name that is safe in every file system."""
    wanted = request.GET.get("format", "csv")
    file = f"{slugify(name) or 'list'}.{wanted}"
    if wanted == "xlsx":
        return FileResponse(
            as_xlsx(columns, rows), as_attachment=True, filename=file, content_type=FORMATS[wanted]
        )
    return StreamingHttpResponse(
        as_csv(columns, rows),
        content_type=FORMATS["csv"],
        headers={"Content-Disposition": f'attachment; filename="{file}"'},
    )


def as_csv(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[str]:
    """The lines of a CSV file, with the mark by which spreadsheets know UTF-8."""
    line = _Line()
    writer = csv.writer(line)
    yield "\ufeff" + line.written(writer, [harmless(str(header)) for header, _value in columns])
    for row in _each(rows):
        yield line.written(writer, [harmless(_text(value(row))) for _header, value in columns])


def as_xlsx(columns: Sequence[Column], rows: Iterable[Any]) -> IO[bytes]:
    """A workbook of one sheet, in a temporary file that goes when it is closed."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([harmless(str(header)) for header, _value in columns])
    for row in _each(rows):
        sheet.append([_cell(value(row)) for _header, value in columns])
    file = tempfile.TemporaryFile()  # noqa: SIM115  FileResponse closes it once it was sent
    book.save(file)
    file.seek(0)
    return file


def _each(rows: Iterable[Any]) -> Iterable[Any]:
    """Without holding all of a queryset in memory."""
    return rows.iterator(chunk_size=_AT_ONCE) if isinstance(rows, models.QuerySet) else rows


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _cell(value: Any) -> Any:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float) or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    return harmless(ILLEGAL_CHARACTERS_RE.sub("", _text(value)))[:_MOST_IN_A_CELL]


class _Line:
    """What csv writes to, handed on line by line."""

    def __init__(self) -> None:
        self._held = ""

    def write(self, text: str) -> int:
        self._held += text
        return len(text)

    def written(self, writer: Any, cells: Sequence[str]) -> str:
        writer.writerow(cells)
        held, self._held = self._held, ""
        return held
