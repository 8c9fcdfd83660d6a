"""What a reader hands on: the used rows, column by column, and the account of all the others.

Plain values only. The texts are verbatim: whatever is later said with offsets refers to `Records.texts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from reflectory.intake.accounting import Reason


@dataclass(frozen=True)
class ColumnUse:
    """Which column was taken for what, and why."""

    role: str  # text, id, respondent, group, kind, date
    column: str
    guessed: bool
    why: str


@dataclass(frozen=True)
class Records:
    """The used rows: lists of equal length."""

    ids: list[str]
    rows: list[int]
    places: Sequence[str]
    texts: list[str]
    respondents: list[str] | None = None
    groups: dict[str, list[str | None]] = field(default_factory=dict)
    dates: list[date | None] | None = None

    def __post_init__(self) -> None:
        lengths = {len(self.ids), len(self.rows), len(self.places), len(self.texts)}
        lengths |= {len(values) for values in self.groups.values()}
        lengths |= {len(values) for values in (self.respondents, self.dates) if values is not None}
        if len(lengths) != 1:
            raise ValueError(f"The columns of the records differ in length: {sorted(lengths)}.")

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True)
class Reading:
    """A file or a folder, read: received = used + excluded + failed."""

    records: Records
    format: str
    encoding: str | None
    encoding_note: str
    sha256: str  # of the bytes of the file, or of the folder's names and bytes in order of name
    n_bytes: int
    columns: tuple[ColumnUse, ...]
    received: int
    excluded: tuple[Reason, ...] = ()
    failed: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()  # about the whole file: which sheet was read, how cells are separated

    def __post_init__(self) -> None:
        accounted = self.used + self.n_excluded + self.n_failed
        if self.received != accounted:
            raise ValueError(
                f"{self.received} rows were received, but {self.used} used, {self.n_excluded} excluded "
                f"and {self.n_failed} failed make {accounted}."
            )

    @property
    def used(self) -> int:
        return len(self.records)

    @property
    def n_excluded(self) -> int:
        return sum(len(reason.rows) for reason in self.excluded)

    @property
    def n_failed(self) -> int:
        return sum(len(reason.rows) for reason in self.failed)
