"""Looking into an XLSX or DOCX before anything is unpacked.

Both are zip archives, and a small one can unpack to more than a computer holds. The table of contents says
how large the parts will be; an archive whose contents lie about it is stopped by the child process's memory
limit.
"""

from __future__ import annotations

import mmap
import zipfile
from pathlib import Path

from reflectory.intake.accounting import SAVE_AGAIN, SAVE_PLAIN, Limits, Unusable

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_SMALL = 10_000_000  # bytes; below it no ratio is dangerous


def check_office_archive(path: Path, limits: Limits, *, name: str, part: str, modern: str) -> None:
    """Passes, or says in `Unusable` why the file is not opened. `part` must be in it ("xl/workbook.xml")."""
    with path.open("rb") as stream:
        head = stream.read(8)
    if head == _OLD_OFFICE:
        raise Unusable(_old_office(path, name, modern))
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unusable(f"{name} is broken: it is not a whole {modern} file. {SAVE_AGAIN}") from None
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unusable(f"{name} is password-protected. Save it without a password and give that file.")
    _check_sizes(entries, path.stat().st_size, limits, name)
    if all(entry.filename.lstrip("/") != part for entry in entries):
        raise Unusable(f"{name} is an archive but no {modern} file. Give the file with the answers itself.")


def _check_sizes(entries: list[zipfile.ZipInfo], packed: int, limits: Limits, name: str) -> None:
    if len(entries) > limits.archive_entries:
        raise Unusable(
            f"{name} holds {len(entries):,} parts, more than the {limits.archive_entries:,} that are opened. "
            f"{SAVE_PLAIN}"
        )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.archive_bytes or (unpacked > _SMALL and unpacked > limits.archive_ratio * packed):
        raise Unusable(
            f"{name} would unpack from {_megabytes(packed)} to {_megabytes(unpacked)}, more than is safe to "
            f"open. {SAVE_PLAIN}"
        )


def _megabytes(n_bytes: int) -> str:
    return f"{n_bytes / 1e6:,.1f} MB" if n_bytes < 1e7 else f"{n_bytes / 1e6:,.0f} MB"


def _old_office(path: Path, name: str, modern: str) -> str:
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        encrypted = content.find(_ENCRYPTED) >= 0
    if encrypted:
        return f"{name} is password-protected. Save it without a password and give that file."
    return f"{name} is in an old Office format. Open it, save it as {modern} and give that file."
