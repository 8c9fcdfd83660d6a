"""Disagreements by looking at every pair in turn: the rule itself, for passages that do not repeat."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reflectory.engine.disagreement import CLEAR, LEAST_SIMILARITY, LEAST_WORDS, MOST_WORDS
from reflectory.engine.polarity import polarity
from reflectory.engine.reference.segments import n_words


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    lengths = math.hypot(*one) * math.hypot(*other)
    return sum(a * b for a, b in zip(one, other, strict=True)) / lengths if lengths else 0.0


def best_pairs(texts: Sequence[str], vectors: Sequence[Sequence[float]], k: int) -> list[tuple[int, int]]:
    """The `k` best pairs (praise, complaint) without groups, taken greedily, each passage once."""
    values = [polarity(text).value if LEAST_WORDS <= n_words(text) <= MOST_WORDS else 0.0 for text in texts]
    scored = []
    for i, praise in enumerate(values):
        for j, complaint in enumerate(values):
            similarity = cosine(vectors[i], vectors[j])
            if praise >= CLEAR and complaint <= -CLEAR and similarity >= LEAST_SIMILARITY:
                scored.append((similarity * min(praise, -complaint), i, j))
    pairs: list[tuple[int, int]] = []
    for _, i, j in sorted(scored, reverse=True):
        if len(pairs) < k and all(i != one and j != other for one, other in pairs):
            pairs.append((i, j))
    return pairs
