"""One order for all texts, whatever order they came in.

Anything seeded is done in this order, so that shuffling the rows of a file changes no theme. Texts that are
the same to the letter are one entry: they must meet the same fate, and they are worked on once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Canonical:
    """The different texts in canonical order.

    `first[j]` is the position in the input of the j-th different text, and `where[i]` says which of the
    different texts the i-th input is.
    """

    first: NDArray[np.int64]
    where: NDArray[np.int64]

    @property
    def n_different(self) -> int:
        return len(self.first)

    def counts(self, weights: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """How often each different text occurs, or the sum of its occurrences' weights."""
        return np.bincount(self.where, weights=weights, minlength=self.n_different).astype(np.float64)


def text_key(text: str) -> bytes:
    """Sixteen bytes that stand for the text: the same in every process, on every machine."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def canonical(texts: Sequence[str]) -> Canonical:
    """The different texts, ordered by the hash of their content.

    >>> order = canonical(["b", "a", "b"])
    >>> order.n_different, order.where.tolist().count(order.where[0])
    (2, 2)
    """
    keys = np.array([text_key(text) for text in texts], dtype="S16") if len(texts) else np.empty(0, "S16")
    # numpy strips trailing NUL bytes of fixed-width strings: compare two integers instead.
    halves = np.frombuffer(keys.tobytes(), dtype=">u8").reshape(-1, 2).astype(np.uint64)
    order = np.lexsort((np.arange(len(halves)), halves[:, 1], halves[:, 0]))
    ordered = halves[order]
    is_new = np.ones(len(ordered), dtype=bool)
    is_new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    where = np.empty(len(ordered), dtype=np.int64)
    where[order] = np.cumsum(is_new) - 1
    return Canonical(first=order[is_new].astype(np.int64), where=where)
