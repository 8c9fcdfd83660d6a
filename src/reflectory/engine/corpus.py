"""What people said, with who said it, where and when: the engine's whole input.

Columns of equal length, one entry per text. Nothing here is guessed or cleaned; whoever reads the file does
that and accounts for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.voices import MISSING, Column


@dataclass(frozen=True)
class Corpus:
    """`respondents` is None where each text is its own respondent. The first of `groups` is the unit of
    independence, usually the government; the others are kinds of respondent to compare."""

    ids: Sequence[str]
    texts: Sequence[str]
    respondents: Sequence[str] | None = None
    groups: Mapping[str, Sequence[str | None]] = field(default_factory=dict)
    dates: Sequence[date | None] | None = None

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def unit(self) -> str | None:
        """The name of the unit of independence."""
        return next(iter(self.groups), None)

    def respondent_codes(self) -> NDArray[np.int64]:
        """A code for each text's respondent; a text without one is a respondent of its own."""
        if self.respondents is None:
            return np.arange(len(self), dtype=np.int64)
        codes: dict[str, int] = {}
        found = np.empty(len(self), np.int64)
        for position, respondent in enumerate(self.respondents):
            key = respondent or f"\0{position}"
            found[position] = codes.setdefault(key, len(codes))
        return found

    def column(self, name: str) -> Column:
        """The values of a group column as codes, in alphabetical order."""
        values = self.groups[name]
        names = tuple(sorted({value for value in values if value}))
        number = {value: code for code, value in enumerate(names)}
        codes = np.array([number[value] if value else MISSING for value in values], dtype=np.int64)
        return Column(name, names, codes)
