"""What a column looks like: counts over a sample of its cells, and what its name says.

A name says what a column may be, never what it is: `columns` asks the cells as well. The words are in
`vocabulary`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reflectory.intake.dates import share_of_days, share_of_numeric_days
from reflectory.intake.vocabulary import COLUMNS, GROUP_RANKS

_TOKEN = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]?[^\W\d_A-Z]+|[^\W\d_]+|\d+")
_LETTER = re.compile(r"[^\W\d_]")
_WORD = re.compile(r"\S+")
# Scripts that put no spaces between words: about two characters make a word.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_ADDRESS = re.compile(r"\s*(?:https?://\S+|\S+@\S+\.\w+|[\w./\\-]+\.\w{2,4})\s*")


@dataclass(frozen=True)
class Profile:
    """One column, by a sample of its cells."""

    at: int
    name: str
    cells: Sequence[str]

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        return tuple(token.casefold() for token in _TOKEN.findall(self.name))

    def called(self, role: str) -> bool:
        """Whether the name is one that columns of this role have."""
        if role == "group":
            return self.group_rank is not None
        if role == "respondent":
            whole = self.tokens in {("name",), ("full", "name"), ("your", "name")}
            return whole or (self._has("respondent") and not self._has("not respondent"))
        return self._has(role)

    def _has(self, role: str) -> bool:
        return any(token in COLUMNS[role] for token in self.tokens)

    @cached_property
    def group_rank(self) -> int | None:
        """How soon such a column is taken for the unit of independence, from 0; None where it is no group."""
        ranks = [
            rank for rank, words in enumerate(GROUP_RANKS) if any(token in words for token in self.tokens)
        ]
        return min(ranks, default=None)

    @cached_property
    def filled(self) -> list[str]:
        return [cell for cell in self.cells if cell and not cell.isspace()]

    @property
    def n_filled(self) -> int:
        return len(self.filled)

    @property
    def filled_share(self) -> float:
        return self.n_filled / max(1, len(self.cells))

    @cached_property
    def _distinct(self) -> set[str]:
        return {cell.strip() for cell in self.filled}

    @property
    def n_distinct(self) -> int:
        return len(self._distinct)

    @property
    def distinct_share(self) -> float:
        return self.n_distinct / max(1, self.n_filled)

    @property
    def longest(self) -> int:
        return max(map(len, self.filled), default=0)

    @cached_property
    def words_per_cell(self) -> float:
        return sum(map(n_words, self.filled)) / max(1, self.n_filled)

    @cached_property
    def distinct_words(self) -> int:
        """Words in the cells, the same cell counted once: a question repeated in every row is no answer."""
        return sum(map(n_words, self._distinct))

    @cached_property
    def has_letters(self) -> bool:
        return sum(1 for cell in self.filled if _LETTER.search(cell)) >= 0.5 * self.n_filled

    @cached_property
    def like_addresses(self) -> bool:
        return sum(1 for cell in self.filled if _ADDRESS.fullmatch(cell)) >= 0.8 * max(1, self.n_filled)

    @property
    def varied(self) -> bool:
        """Whether the cells differ as answers do; a handful of rows, or a name that says so, is enough."""
        return self.called("text") or self.n_filled < 20 or self.distinct_share > 0.1 or self.n_distinct > 200

    @property
    def is_key(self) -> bool:
        """Whether the cells tell rows or people apart, however many words a key has."""
        return (self.called("id") or self.called("respondent")) and self.words_per_cell <= 8

    @cached_property
    def days_share(self) -> float:
        return share_of_days(self.filled)

    @cached_property
    def numeric_days_share(self) -> float:
        return share_of_numeric_days(self.filled)

    @property
    def could_group(self) -> bool:
        """Few values, each repeated, none of them long."""
        return (
            self.filled_share >= 0.5
            and 2 <= self.n_distinct <= 1000
            and self.n_distinct * 2 <= self.n_filled
            and self.longest <= 120
            and self.words_per_cell <= 8
            and self.days_share < 0.8
        )


def n_words(text: str) -> int:
    """Words, also where a script puts no spaces between them.

    >>> n_words("three short words"), n_words("我们的城市需要公园")
    (3, 5)
    """
    if text.isascii():
        return len(text.split())
    unspaced = len(_UNSPACED.findall(text))
    return len(_WORD.findall(_UNSPACED.sub(" ", text))) + (unspaced + 1) // 2
