"""What an exploration holds, as plain data: its texts, the passages in them, the themes that were found.

The contract between who reads the files of an exploration (`workspace.explored`) and who makes a draft report of them
(`actions.drafting`). Offsets are code points into a text, end exclusive; a passage says what it holds, and holds it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Text:
    """One row that was analysed, under the number that it has in its file."""

    row: int
    text: str
    respondent: str = ""
    place: str = ""
    role: str = ""
    said_on: date | None = None


@dataclass(frozen=True)
class Segment:
    """A passage of the text of a row in which a theme was found."""

    row: int
    start: int
    end: int
    theme: str  # its key, "T03"
    weight: float


@dataclass(frozen=True)
class FoundTheme:
    """A theme of the machine: its words, how well it was found again, how many speak of it."""

    key: str
    label: str
    repeatability: float | None
    n_respondents: int
    n_groups: int


@dataclass(frozen=True)
class Reason:
    """Why rows were left out, and which."""

    outcome: str  # "excluded" or "failed"
    reason: str
    rows: Sequence[int]


@dataclass(frozen=True)
class Explored:
    """An exploration. `is_whole` where the texts were read from the file itself rather than from their passages."""

    name: str
    file_name: str
    file_hash: str
    texts: Sequence[Text]
    segments: Sequence[Segment]
    themes: Sequence[FoundTheme]
    engine: str
    seed: int
    parameters: Mapping[str, Any]
    n_received: int
    left_out: Sequence[Reason]
    is_whole: bool
