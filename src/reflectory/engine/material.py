"""What themes are found in: texts cut into passages, the same passage once, in canonical order.

Everything after this works on the different passages alone; `themes` gives the answers back to every text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.canonical import Canonical, canonical
from reflectory.engine.plain import plain
from reflectory.engine.segments import excerpts

_A_WORD = re.compile(r"\w")
_LEAST_WEIGHT = 1e-3  # of a passage that is only a copy: it is assigned, and moves nothing


@dataclass(frozen=True)
class Passages:
    """Passage i is `texts[text[i]][start[i]:end[i]]`, in code points."""

    text: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.text)


@dataclass(frozen=True)
class Material:
    """The different passages, how much each weighs and in which language it is; `mask` takes names out.

    `different` are the words as they were said; `analysed` gives them as they are analysed.
    """

    passages: Passages
    order: Canonical
    different: list[str]
    weights: NDArray[np.float64]
    languages: list[str] | None
    mask: Callable[[str], str] | None

    def analysed(self, first: int, stop: int) -> list[str]:
        """Some of the different passages as they are analysed."""
        return [self.as_analysed(word) for word in self.different[first:stop]]

    def as_analysed(self, words: str) -> str:
        """Names masked, markup and capitals throughout taken away."""
        return plain(words if self.mask is None else self.mask(words))

    def spoken(self, first: int, stop: int) -> list[str] | None:
        """The languages of some of the different passages, where they are known."""
        return None if self.languages is None else self.languages[first:stop]


def cut(texts: Sequence[str], languages: Sequence[str] | None = None) -> Passages:
    """The passages of all texts, in the order of the texts."""
    text: list[int] = []
    start: list[int] = []
    end: list[int] = []
    for number, words in enumerate(texts):
        for span in excerpts(words, languages[number] if languages else "und"):
            text.append(number)
            start.append(span.start)
            end.append(span.end)
    return Passages(np.array(text, np.int64), np.array(start, np.int64), np.array(end, np.int64))


def read(
    texts: Sequence[str],
    *,
    languages: Sequence[str] | None = None,
    counts: NDArray[np.bool_] | None = None,
    mask: Callable[[str], str] | None = None,
) -> Material:
    """The texts as material. Raises ValueError when no text has a word in it."""
    passages = cut(texts, languages)
    spans = zip(passages.text.tolist(), passages.start.tolist(), passages.end.tolist(), strict=True)
    words = [texts[text][start:end] for text, start, end in spans]
    order = canonical(words)
    different = [words[i] for i in order.first]
    if not any(_A_WORD.search(word) for word in different):
        raise ValueError("there is nothing to find themes in: no text has a word in it")
    spoken = _languages(order, passages, languages) if languages else None
    return Material(passages, order, different, _weights(order, passages, counts), spoken, mask)


def _weights(order: Canonical, passages: Passages, counts: NDArray[np.bool_] | None) -> NDArray[np.float64]:
    """How much each different passage weighs; counted first, so that no sum depends on the texts' order."""
    if counts is None:
        return order.counts()
    counted = order.counts(counts[passages.text].astype(np.float64))
    return counted + _LEAST_WEIGHT * (order.counts() - counted)


def _languages(order: Canonical, passages: Passages, languages: Sequence[str]) -> list[str]:
    """The language of each different passage: of its texts' languages the first in the alphabet.

    A text is in one language, but two texts in different ones may share a passage.
    """
    names, codes = np.unique(np.array(languages, dtype=object).astype(str), return_inverse=True)
    lowest = np.full(order.n_different, len(names), np.int64)
    np.minimum.at(lowest, order.where, codes[passages.text])
    return [str(name) for name in names[lowest]]
