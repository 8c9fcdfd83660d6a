"""Benjamini and Hochberg's q values, as their definition reads."""

from __future__ import annotations

from collections.abc import Sequence


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """q of a test: the least rate at which it would be among those called."""
    return [
        min(min(1.0, other * len(p) / sum(each <= other for each in p)) for other in p if other >= own)
        for own in p
    ]
