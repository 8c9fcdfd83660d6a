"""Feeding a delimited file to `csv` in large pieces, and leaving out a row that never seems to end.

The `csv` module finds the ends of ordinary rows. When a row outgrows the limit, `Pieces` raises `RowTooLong`,
and `skip` looks for the row's end without holding the row, with the same rules: quotation marks count at the
start of a cell and are doubled inside it. Memory stays at a few rows' worth, however large a cell is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO, TextIOWrapper
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reflectory.intake.tables import Bytes

_PIECE = 1 << 18
_QUOTED = re.compile('[^"]*+(?:""[^"]*+)*+')  # possessive: no memory is kept for going back


class RowTooLong(Exception):
    """A row outgrew what may be held of it; raised from inside the lines that `csv` is fed."""


class Pieces:
    """The lines of a stream, in pieces that end where lines end, remembered until their rows are whole.

    Whoever reads sets `n_lines_done` to the reader's `line_num` after each row.
    """

    def __init__(self, stream: TextIOWrapper[Bytes], longest: int, left_over: str = "") -> None:
        self._stream = stream
        self._longest = longest
        self._left_over = left_over
        self._kept: list[str] = []
        self._n_lines_before = 0  # lines fed before those in `_kept`
        self._tail = ""  # the beginning of a line that is too long to be fed
        self.n_lines_done = 0

    def __iter__(self) -> Iterator[StringIO]:
        n_lines_fed = before_last = 0
        while not self._tail:
            if self.n_lines_done == n_lines_fed:
                self._kept, self._n_lines_before = [], n_lines_fed
            elif self.n_lines_done > before_last:
                self._kept, self._n_lines_before = self._kept[-1:], before_last
            if sum(map(len, self._kept)) >= self._longest:
                raise RowTooLong
            piece = self._next()
            if not piece:
                return
            self._kept.append(piece)
            before_last = n_lines_fed
            n_lines_fed += _n_lines(piece)
            yield StringIO(piece, newline="")
        raise RowTooLong

    def _next(self) -> str:
        piece = self._left_over or self._stream.read(_PIECE)
        self._left_over = ""
        if piece.endswith("\n"):
            return piece
        rest = self._stream.readline(self._longest)
        if len(rest) < self._longest or rest.endswith("\n"):
            return piece + rest
        piece += rest
        end = max(piece.rfind("\n"), piece.rfind("\r")) + 1
        self._tail = piece[end:]
        return piece[:end] or "\n"

    def unfinished(self) -> str:
        """What has been read of the row that is not whole."""
        fed = StringIO("".join(self._kept), newline="")
        for _ in islice(fed, self.n_lines_done - self._n_lines_before):
            pass
        return fed.read() + self._tail


def _n_lines(piece: str) -> int:
    """Lines as `csv` counts them: ended by LF, CR LF or CR."""
    n = piece.count("\n")
    if "\r" in piece:
        n += piece.count("\r") - piece.count("\r\n")
    return n + (not piece.endswith(("\n", "\r")))


def skip(unfinished: str, stream: TextIOWrapper[Bytes], delimiter: str, *, quoted: bool) -> str:
    """Reads on to the end of the row that begins with `unfinished`; what was read beyond it is given back."""
    end = _End(delimiter, quoted=quoted)
    piece = unfinished
    while piece:
        at = end.find(piece)
        if at is not None:
            beyond = piece[at:]
            if not beyond and piece.endswith("\r"):
                beyond = stream.read(1)
                return "" if beyond == "\n" else beyond
            return beyond[1:] if piece[at - 1] == "\r" and beyond.startswith("\n") else beyond
        piece = stream.read(1 << 20)
    return ""


class _End:
    """Follows one row, piece by piece, until it has ended."""

    def __init__(self, delimiter: str, *, quoted: bool) -> None:
        self._delimiter = delimiter
        self._quoted = quoted
        self._events = ("\n", "\r", f'{delimiter}"') if quoted else ("\n", "\r")
        self._at_start = True
        self._inside = False
        self._after_quote = False

    def find(self, piece: str) -> int | None:
        """Where the row has ended in this piece, just after its line end; None where it goes on."""
        at = 0
        following = dict.fromkeys(self._events, -1)
        while at < len(piece):
            if self._after_quote:
                at = self._leave_or_stay(piece, at)
            elif self._inside:
                at = self._to_quote(piece, at)
            elif self._at_start and self._quoted and piece[at] == '"':
                self._inside, self._at_start, at = True, False, at + 1
            else:
                event, where = self._next_event(piece, at, following)
                if event == "":
                    self._at_start = piece.endswith(self._delimiter)
                    return None
                if event in "\r\n":
                    return where + 1
                self._at_start, at = True, where + 1
        return None

    def _next_event(self, piece: str, at: int, following: dict[str, int]) -> tuple[str, int]:
        """The next line end or opening quotes; what was found ahead is not looked for again."""
        for event, where in following.items():
            if where < at:
                found = piece.find(event, at)
                following[event] = found if found >= 0 else len(piece)
        event = min(following, key=following.__getitem__)
        return (event, following[event]) if following[event] < len(piece) else ("", len(piece))

    def _leave_or_stay(self, piece: str, at: int) -> int:
        """After a quotation mark inside quotes: another one is a letter, anything else ends the quotes."""
        self._after_quote = False
        if piece[at] == '"':
            return at + 1
        self._inside = False
        self._at_start = piece[at] == self._delimiter
        return at + 1 if self._at_start else at

    def _to_quote(self, piece: str, at: int) -> int:
        match = _QUOTED.match(piece, at)
        end = match.end() if match else at
        self._after_quote = end < len(piece)
        return end + 1
