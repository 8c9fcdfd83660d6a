"""Files made for tests, small and made anew each time."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl

from reflectory.intake import Reading, Unusable, read


def refusal(path: Path, **options) -> str:
    """The sentence with which a file is refused."""
    try:
        read(path, **options)
    except Unusable as error:
        return str(error)
    raise AssertionError(f"{path.name} was read.")


def plant(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def plant_workbook(
    folder: Path, name: str, sheets: dict[str, list[list[object]]], hidden: tuple[str, ...] = ()
) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title in hidden:
            sheet.sheet_state = "hidden"
    book.save(folder / name)
    return folder / name


def plant_docx(folder: Path, name: str, paragraphs: list[str], table: list[list[str]] | None = None) -> Path:
    import docx

    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        rows = document.add_table(len(table), len(table[0]))
        for at, cells in enumerate(table):
            for cell, text in zip(rows.rows[at].cells, cells, strict=True):
                cell.text = text
    document.save(folder / name)
    return folder / name


def plant_bomb(folder: Path, name: str, part: str, n_bytes: int) -> Path:
    """An archive whose part unpacks to very many spaces."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open(part, "w", force_zip64=True) as stream:
            for _ in range(n_bytes // 1_000_000):
                stream.write(b" " * 1_000_000)
    return plant(folder, name, packed.getvalue())


def claim_size(path: Path, part: str, n_bytes: int) -> Path:
    """Lets the archive's table of contents say that a part unpacks to so many bytes."""
    content = bytearray(path.read_bytes())
    at = content.rfind(part.encode()) - 46  # the fixed fields of an entry stand before its name
    content[at + 24 : at + 28] = n_bytes.to_bytes(4, "little")
    path.write_bytes(content)
    return path


def reasons(found) -> dict[str, tuple[int, ...]]:
    """Reasons with their rows."""
    return {reason.reason: reason.rows for reason in found}


def use(reading: Reading, role: str) -> str | None:
    """The column used in a role."""
    return next((column.column for column in reading.columns if column.role == role), None)


def why(reading: Reading, role: str) -> str:
    return next(column.why for column in reading.columns if column.role == role)
