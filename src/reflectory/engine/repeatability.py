"""Whether a theme is found again: fitted anew without a fifth of the texts, is it still there?

It says how much of a theme is in the material and how much in the luck of the fit. It does not say that the
theme is right: a form letter repeats perfectly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.clustering import FEWEST_DIRECTIONS, consensus, leading, smooth
from reflectory.engine.embedding import Matrix
from reflectory.engine.parallel import in_threads

FITS = 10
LEFT_OUT = 0.2
RUNS = 8
MOST_TEXTS = 3_000


def repeatability(
    points: Matrix, weights: NDArray[np.float64], labels: NDArray[np.int64], n_themes: int, *, seed: int
) -> NDArray[np.float64]:
    """For each theme the mean best Jaccard overlap with the groups of ten fits on 80 % of the texts, 0 to 1.

    Hennig (2007), cluster-wise stability. A theme of 40 texts of which a fit puts 30 into one group together
    with 10 others has 30 / (40 + 10) = .6 in that fit. Judged on at most `MOST_TEXTS` texts.
    """
    points, weights, labels = points[:MOST_TEXTS], weights[:MOST_TEXTS], labels[:MOST_TEXTS]
    random = np.random.default_rng(seed + 2)
    size = max(1, round((1 - LEFT_OUT) * len(points)))
    draws = [
        np.sort(random.choice(len(points), size, replace=False)) for _ in range(FITS if n_themes > 1 else 0)
    ]

    def fit_anew(fit: int) -> NDArray[np.float64]:
        draw = draws[fit]
        narrow = leading(smooth(points[draw]), max(n_themes, FEWEST_DIRECTIONS))
        again = consensus(narrow, weights[draw], n_groups=n_themes, runs=RUNS, seed=seed + fit, workers=1)
        return best_overlap(labels[draw], again.labels, weights[draw], n_themes, again.n_groups)

    total = np.zeros(n_themes)
    judged = np.zeros(n_themes)
    for draw, best in zip(draws, in_threads(fit_anew, range(len(draws))), strict=True):
        there = np.bincount(labels[draw][labels[draw] >= 0], minlength=n_themes) > 0
        total += np.where(there, best, 0.0)
        judged += there
    return np.where(judged > 0, total / np.maximum(judged, 1), 1.0 if n_themes == 1 else 0.0)


def best_overlap(
    themes: NDArray[np.int64],
    groups: NDArray[np.int64],
    weights: NDArray[np.float64],
    n_themes: int,
    n_groups: int,
) -> NDArray[np.float64]:
    """For each theme the largest Jaccard overlap with any of the groups; texts in no theme are left aside."""
    inside = themes >= 0
    table = np.zeros((n_themes, n_groups))
    np.add.at(table, (themes[inside], groups[inside]), weights[inside])
    together = table.sum(axis=1, keepdims=True) + table.sum(axis=0, keepdims=True) - table
    overlap: NDArray[np.float64] = (table / np.where(together > 0, together, 1.0)).max(axis=1)
    return overlap
