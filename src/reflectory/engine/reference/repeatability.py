"""The best overlap of a theme with another grouping, by sets."""

from __future__ import annotations

from collections.abc import Sequence


def best_overlap(theme: set[int], groups: Sequence[set[int]]) -> float:
    """The largest Jaccard overlap, intersection over union, with any of the groups."""
    return max((len(theme & group) / len(theme | group) for group in groups if theme | group), default=0.0)
