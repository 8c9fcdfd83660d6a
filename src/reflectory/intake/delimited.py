"""CSV, TSV and their like: how their cells are separated, and their rows.

Row 1 is the header, as a spreadsheet shows it, and a row with line breaks in its cells is still one row. A
row that does not fit its header fails; one that never seems to end is left out without being held (see
`overlong`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from reflectory.intake.accounting import Limits, Unusable
from reflectory.intake.encodings import Encoding
from reflectory.intake.overlong import Pieces, RowTooLong, skip
from reflectory.intake.tables import TELL_EVERY, Position, Row, open_text, unique_names

if TYPE_CHECKING:
    import _csv

_CANDIDATES = (",", ";", "\t", "|")
_NO_DELIMITER = "\x1f"
_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright bars"}
_SNIFFED_CHARS = 1 << 20
_MOST_MENDED = 1_000  # in a file with more, the marks follow no rule: then all is read as it comes


@dataclass(frozen=True)
class Dialect:
    """How the cells of a row are separated."""

    delimiter: str
    quoted: bool = True  # a cell may be in quotation marks, which are then no part of it

    def in_words(self) -> str:
        if self.delimiter == _NO_DELIMITER:
            return "One column; nothing separates cells."
        quotes = "" if self.quoted else ", and quotation marks are part of the text"
        return f"Cells are separated by {_NAMES[self.delimiter]}{quotes}."


class DelimitedTable:
    """A CSV or TSV file."""

    word = "row"

    def __init__(self, path: Path, encoding: Encoding, dialect: Dialect, limits: Limits) -> None:
        self._path = path
        self._encoding = encoding
        self._dialect = dialect
        self._limits = limits
        self.spotless = encoding.spotless
        self.mended: set[int] = set()
        self.names: tuple[str, ...] = ()
        number, header = next(((n, cells) for n, cells in self._records(None) if cells), (0, []))
        if isinstance(header, str) or not number:
            why = header or "every row is empty"
            raise Unusable(
                f"{path.name} has no header: {why}. Put the names of the columns in the first row."
            )
        self._header_at = number
        self.names = unique_names(header)

    def rows(self, told: Position | None = None) -> Iterator[Row]:
        """Every row after the header; empty rows at the end of the file are not rows."""
        width = len(self.names)
        n_empty = 0
        records = self._records(told)
        for number, _ in records:
            if number == self._header_at:
                break
        for number, cells in records:
            if not cells:
                n_empty += 1
                continue
            if n_empty:
                for back in range(n_empty, 0, -1):
                    yield number - back, []
                n_empty = 0
            if len(cells) == width or isinstance(cells, str):
                yield number, cells
            else:
                yield number, _fitted(cells, width)

    def _records(self, told: Position | None) -> Iterator[Row]:
        """The records with their numbers, from 1; an over-long one as a sentence.

        Quotation marks are held to the rules, so that one that is never closed cannot swallow the rows after
        it. Where they break them, the first line is tried as a row by itself; else the record is read as it
        comes.
        """
        longest = self._limits.row_chars
        csv.field_size_limit(max(csv.field_size_limit(), 4 * longest))
        binary, stream = open_text(self._path, self._encoding)
        self.mended.clear()
        with stream:
            number = 0
            left_over = ""
            as_it_comes = False
            while True:
                pieces = Pieces(stream, longest, left_over)
                strict = not as_it_comes and len(self.mended) < _MOST_MENDED
                reader = _reader(chain.from_iterable(pieces), self._dialect, strict=strict)
                try:
                    for cells in reader:
                        pieces.n_lines_done = reader.line_num
                        number += 1
                        if told is not None and not number % TELL_EVERY:
                            told(binary.tell())
                        yield number, cells
                        if as_it_comes and len(self.mended) < _MOST_MENDED:
                            break
                    else:
                        break
                    as_it_comes, left_over = False, pieces.unfinished()
                except RowTooLong:
                    left_over = skip(
                        pieces.unfinished(), stream, self._dialect.delimiter, quoted=self._dialect.quoted
                    )
                    number += 1
                    as_it_comes = False
                    yield number, _too_long(self._limits)
                except csv.Error:
                    left_over = pieces.unfinished()
                    self.mended.add(number + 1)
                    line = next(StringIO(left_over, newline=""))
                    alone = self._alone(line)
                    if alone is None:
                        as_it_comes = True
                        continue
                    number += 1
                    left_over = left_over[len(line) :]
                    yield number, alone
        if told is not None:
            told(self._path.stat().st_size)

    def _alone(self, line: str) -> list[str] | None:
        """The cells of a line whose quotation marks break the rules, if they are as many as the header's."""
        delimiter = self._dialect.delimiter
        plain = next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE))
        usual = next(csv.reader([line], delimiter=delimiter))
        return next((cells for cells in (plain, usual) if len(cells) == len(self.names)), None)


def _reader(lines: Iterator[str], dialect: Dialect, *, strict: bool = False) -> _csv.Reader:
    if dialect.quoted:
        return csv.reader(lines, delimiter=dialect.delimiter, strict=strict)
    return csv.reader(lines, delimiter=dialect.delimiter, quoting=csv.QUOTE_NONE)


def _too_long(limits: Limits) -> str:
    return (
        f"the row is too long: a cell may have {limits.cell_chars:,} characters, a row {limits.row_chars:,}"
        "; a quotation mark may be missing"
    )


def _fitted(cells: list[str], width: int) -> list[str] | str:
    """Cells as many as the header has, or why not. Empty cells too many at the end carry nothing."""
    if len(cells) > width and not any(cells[width:]):
        return cells[:width]
    hint = "; a quotation mark may be missing" if any("\n" in cell for cell in cells) else ""
    n = f"{len(cells)} cell{'s' if len(cells) != 1 else ''}"
    return f"the row has {n} where the header has {width}{hint}"


def sniff(path: Path, encoding: Encoding, limits: Limits) -> Dialect:
    """How the cells are separated, from how well the first rows agree with the header."""
    lines = _first_lines(path, encoding, limits)
    tabs_first = path.suffix.lower() in {".tsv", ".tab"}
    best, best_score = _by_header(lines), (0.0, 0.0)
    for delimiter in _CANDIDATES:
        for quoted in (True, False) if delimiter in "\t|" else (True,):
            dialect = Dialect(delimiter, quoted)
            agreement, width, orderly = _agreement(lines, dialect)
            if width < 2 or agreement < 0.1:
                continue
            preferred = 0.2 if tabs_first and delimiter == "\t" else 0.0
            usual = 0.02 if quoted and orderly else -0.02 if quoted else 0.0
            score = (round(agreement + preferred + usual, 2), float(width))
            if score > best_score:
                best, best_score = dialect, score
    return best


def _by_header(lines: list[str]) -> Dialect:
    """Where no row agrees with the header: what separates its names, if they are as short as names are."""
    header = next((line for line in lines if line.strip()), "")
    for delimiter in _CANDIDATES:
        names = header.split(delimiter)
        if len(names) > 1 and all(0 < len(name.split()) <= 3 for name in names):
            return Dialect(delimiter)
    return Dialect(_NO_DELIMITER)


def _first_lines(path: Path, encoding: Encoding, limits: Limits) -> list[str]:
    """The first lines, over-long ones cut."""
    lines: list[str] = []
    n_chars = 0
    longest = min(limits.row_chars, _SNIFFED_CHARS)
    _, stream = open_text(path, encoding)
    with stream:
        while n_chars < _SNIFFED_CHARS and (line := stream.readline(longest)):
            lines.append(line)
            n_chars += len(line)
            while line and len(line) == longest and not line.endswith(("\n", "\r")):
                line = stream.readline(longest)
    return lines


def _agreement(lines: list[str], dialect: Dialect) -> tuple[float, int, bool]:
    """The share of rows as wide as the header, how wide that is, and whether quotes are in order."""
    csv.field_size_limit(max(csv.field_size_limit(), 4 * _SNIFFED_CHARS))
    widths = [len(row) for row in _reader(iter(lines), dialect) if row]
    if not widths:
        return 0.0, 0, True
    rest = widths[1:] or widths
    agreement = sum(1 for width in rest if width == widths[0]) / len(rest)
    try:
        for _ in _reader(iter(lines[:-1]), dialect, strict=True):
            pass
    except csv.Error:
        return agreement, widths[0], False
    return agreement, widths[0], True
