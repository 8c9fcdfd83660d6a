"""What many runs of k-means agree on, with Ward's method written out as repeated merging."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.reference.k_means import k_means, spread_seeds

Rows = NDArray[np.floating]


def ward(points: Rows, n_groups: int) -> list[list[int]]:
    """The groups left when those two are joined, again and again, whose joining adds least to the squared
    distances from the groups' means."""
    groups = [[row] for row in range(len(points))]

    def cost(one: list[int], other: list[int]) -> float:
        apart = points[one].mean(axis=0) - points[other].mean(axis=0)
        return len(one) * len(other) / (len(one) + len(other)) * float(apart @ apart)

    while len(groups) > n_groups:
        pairs = [(i, j) for i in range(len(groups)) for j in range(i + 1, len(groups))]
        i, j = min(pairs, key=lambda pair: cost(groups[pair[0]], groups[pair[1]]))
        groups[i] += groups.pop(j)
    return groups


def consensus(
    points: Rows, weights: NDArray[np.float64], n_groups: int, per_run: int, draws: list[list[float]]
) -> list[list[int]]:
    """The texts of each group, the heaviest group first; `draws` has the random numbers of each run."""
    pooled: list[Rows] = []
    for run in draws:
        seeds = points[spread_seeds(points, weights, per_run, run)]
        pooled.extend(k_means(points, weights, seeds, 12)[1])
    centres = np.array(
        [np.mean([pooled[i] for i in group], axis=0) for group in ward(np.array(pooled), n_groups)]
    )
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    labels, _ = k_means(points, weights, centres, 20)
    groups = [[row for row, label in enumerate(labels) if label == group] for group in range(n_groups)]
    return sorted((group for group in groups if group), key=lambda group: -float(weights[group].sum()))


def agreement(one: Sequence[int], other: Sequence[int]) -> float:
    """The adjusted Rand index, by looking at every pair of texts."""
    a = b = c = d = 0
    for i, j in combinations(range(len(one)), 2):
        in_one, in_other = one[i] == one[j], other[i] == other[j]
        a += in_one and in_other
        b += in_one and not in_other
        c += in_other and not in_one
        d += not in_one and not in_other
    return 1.0 if not b and not c else 2 * (a * d - b * c) / ((a + b) * (b + d) + (a + c) * (c + d))


def most_agreed(groupings: Sequence[Sequence[int]]) -> int:
    """Which grouping agrees best with the others on average; the first of equals."""

    def likeness(one: int) -> float:
        return sum(agreement(groupings[one], groupings[i]) for i in range(len(groupings)) if i != one)

    return max(range(len(groupings)), key=lambda one: (round(likeness(one), 9), -one))


def leading(points: Rows, n_directions: int) -> Rows:
    """The points at unit length in their leading directions, by a singular value decomposition."""
    turned = points @ np.linalg.svd(points, full_matrices=False)[2][:n_directions].T
    return np.asarray(turned / np.linalg.norm(turned, axis=1, keepdims=True))
