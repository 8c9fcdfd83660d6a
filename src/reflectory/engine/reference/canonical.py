"""Canonical order by a dictionary and a sort."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b


def canonical(texts: Sequence[str]) -> tuple[list[int], list[int]]:
    """Where each different text first occurs, in the order of the texts' hashes, and which of them each text is."""
    first: dict[str, int] = {}
    for position, text in enumerate(texts):
        first.setdefault(text, position)
    order = sorted(
        first, key=lambda text: blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
    )
    rank = {text: number for number, text in enumerate(order)}
    return [first[text] for text in order], [rank[text] for text in texts]
