"""What all tables have in common, whatever file they come from.

A `Table` can be walked through any number of times and holds only a little of the file at a time, so a file
may be far larger than memory. Cells are text; an empty string is an empty cell. See `delimited`, `jsonl` and
`workbook` for the three that there are. No column has a meaning yet: that is for `columns`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from io import BufferedReader, FileIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from reflectory.intake.encodings import ON_ERROR, Encoding

Row = tuple[int, list[str] | str]  # the number as a person counts it; its cells, or why it failed
Position = Callable[[int], None]  # told how many bytes have been read

if TYPE_CHECKING:
    Bytes = BufferedReader[FileIO]

TELL_EVERY = 8192  # rows
_BUFFER = 1 << 18


class Table(Protocol):
    """Something with named columns whose rows can be walked through."""

    names: tuple[str, ...]
    word: str  # what a row is called in this format: row, line
    spotless: bool  # no cell holds NUL or undecodable bytes
    mended: set[int]  # rows of the last walk whose quotation marks broke the rules

    def rows(self, told: Position | None = None) -> Iterator[Row]: ...


def open_text(path: Path, encoding: Encoding) -> tuple[Bytes, TextIOWrapper[Bytes]]:
    """A file's bytes and, over them, its text: line ends as they are, undecodable bytes as marks."""
    binary = BufferedReader(FileIO(path), _BUFFER)
    return binary, TextIOWrapper(binary, encoding=encoding.codec, errors=ON_ERROR, newline="")


def unique_names(header: Sequence[str]) -> tuple[str, ...]:
    """Names for all columns: those without one, or with one already used, are named by their number.

    >>> unique_names(["id", "", "id "])
    ('id', 'column 2', 'id (column 3)')
    """
    names: list[str] = []
    for number, cell in enumerate(header, start=1):
        name = " ".join(cell.split()) or f"column {number}"
        names.append(sys.intern(name if name not in names else f"{name} (column {number})"))
    return tuple(names)
