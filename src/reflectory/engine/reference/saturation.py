"""Coverage and the curve of themes met, by counting."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations


def coverage(rows: Sequence[Sequence[bool]]) -> float:
    """Chao and Jost's estimate, from how many respondents each theme was met in."""
    n = len(rows)
    met = [sum(row[theme] for row in rows) for theme in range(len(rows[0]))]
    once = sum(count == 1 for count in met)
    twice = sum(count == 2 for count in met)
    if once == 0:
        return 1.0
    if twice:
        factor = (n - 1) * once / ((n - 1) * once + 2 * twice)
    else:
        factor = (n - 1) * (once - 1) / ((n - 1) * (once - 1) + 2)
    return 1 - once / sum(met) * factor


def themes_met(rows: Sequence[Sequence[bool]], of: int) -> float:
    """Themes met on average over every choice of so many respondents."""
    counts = [
        sum(any(row[theme] for row in chosen) for theme in range(len(rows[0])))
        for chosen in combinations(rows, of)
    ]
    return sum(counts) / len(counts)
