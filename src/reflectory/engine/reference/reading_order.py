"""The cheapest reading list by trying every list: for a handful of passages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations


def least_cost(
    themes: Sequence[Collection[int]], costs: Sequence[float], disagreements: Sequence[tuple[int, int]]
) -> float:
    """What the cheapest set of passages costs that meets all themes and holds both sides of all pairs."""
    wanted = {theme for found in themes for theme in found}
    both_sides = {row for pair in disagreements for row in pair}
    rows = range(len(themes))
    return min(
        sum(costs[row] for row in chosen)
        for n in range(len(themes) + 1)
        for chosen in combinations(rows, n)
        if both_sides <= set(chosen) and wanted <= {theme for row in chosen for theme in themes[row]}
    )
