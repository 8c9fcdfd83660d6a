"""What came of each row: used, excluded or failed, and why.

Here are the words that every reader of a format shares: the error for a file that cannot be used at all, the
reasons for single rows, and the limits. Nothing here reads a file; see `reading` for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import overload

Progress = Callable[[int, int | None], None]

SAVE_AGAIN = "Open it in the program that made it, save it again and give the new file."
SAVE_PLAIN = "Save the answers as CSV or plain text and give that file."


class Unusable(Exception):
    """The file cannot be used: what is wrong, with which file or column, and what to do now."""


@dataclass(frozen=True)
class Limits:
    """How much one file may ask of this computer."""

    memory_bytes: int = 2 * 1024**3  # of the child process that parses XLSX, DOCX, Parquet and subtitles
    seconds: float = 300.0  # for one file in that child process
    cell_chars: int = 2_000_000  # about 4,000 pages: nobody's answer, but somebody's stray quotation mark
    row_chars: int = 8_000_000
    archive_entries: int = 10_000
    archive_bytes: int = 1_000_000_000  # of an XLSX or DOCX when unpacked
    archive_ratio: float = 200.0  # unpacked to packed; ordinary office files stay below 50
    document_bytes: int = 50_000_000  # of one file in a folder of notes
    folder_files: int = 200_000


@dataclass(frozen=True)
class Reason:
    """Why some rows were excluded, failed or are warned about, and which."""

    reason: str
    rows: tuple[int, ...]
    places: Sequence[str]


class NumberedPlaces(Sequence[str]):
    """The places of rows in a table, in words, made when they are asked for."""

    def __init__(self, word: str, numbers: Sequence[int]) -> None:
        self._word = word
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return NumberedPlaces(self._word, self._numbers[index])
        return f"{self._word} {self._numbers[index]}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash((self._word, tuple(self._numbers)))

    def __repr__(self) -> str:
        return f"NumberedPlaces({self._word!r}, {len(self)} rows)"


class Ledger:
    """Rows by reason, in the order in which the reasons first came up."""

    def __init__(self) -> None:
        self._rows: dict[str, list[int]] = {}
        self._places: dict[str, list[str]] = {}

    def add(self, reason: str, row: int, place: str | None = None) -> None:
        self._rows.setdefault(reason, []).append(row)
        if place is not None:
            self._places.setdefault(reason, []).append(place)

    def add_all(self, reason: str, rows: Iterable[int]) -> None:
        for row in rows:
            self.add(reason, row)

    def reasons(self, word: str = "row") -> tuple[Reason, ...]:
        return tuple(
            Reason(
                reason, tuple(rows), tuple(self._places.get(reason, ())) or NumberedPlaces(word, tuple(rows))
            )
            for reason, rows in self._rows.items()
        )

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._rows.values())


def listed(names: Sequence[str], most: int = 12) -> str:
    """Names in a sentence, the rest as a number.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c"], most=2)
    ('a, b and c', 'a, b and 1 more')
    """
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most:,} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(n: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "row"), counted(2000, "row")
    ('1 row', '2,000 rows')
    """
    return f"{n:,} {one if n == 1 else (many or one + 's')}"
