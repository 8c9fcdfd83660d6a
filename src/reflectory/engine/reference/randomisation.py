"""Every order of labels, one by one, where the engine takes draws."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product
from math import sqrt


def share_as_large(
    turned: Sequence[Sequence[float]], dealt: Sequence[float], labels: Sequence[Sequence[float]]
) -> float:
    """Share of all patterns of signs and orders of labels whose largest contrast is at least the observed.

    `turned` holds a score per contrast for each group, `labels` a centred label per contrast.
    """
    observed = _largest(turned, dealt, labels)
    found = [
        _largest(
            [[sign * each for each in group] for sign, group in zip(signs, turned, strict=True)], dealt, order
        )
        for signs in product((-1, 1), repeat=len(turned))
        for order in permutations(labels)
    ]
    return sum(each >= observed * (1 - 1e-9) for each in found) / len(found)


def _largest(
    turned: Sequence[Sequence[float]], dealt: Sequence[float], labels: Sequence[Sequence[float]]
) -> float:
    n_contrasts = len(labels[0]) if labels else len(turned[0])
    best = 0.0
    for contrast in range(n_contrasts):
        parts = [group[contrast] for group in turned]
        parts += [value * label[contrast] for value, label in zip(dealt, labels, strict=True)]
        spread = sum(part * part for part in parts)
        if spread > 0:
            best = max(best, abs(sum(parts)) / sqrt(spread))
    return best
