"""Broader and finer than the themes shown: groups of themes above them, sub-themes within them.

The three levels nest strictly: a fine theme lies in one medium theme and that in one coarse theme. The
medium level is the one that was fitted and chosen; the others are read from it, so that a theme does not
change when somebody looks at it more closely or from further away.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from reflectory.engine.clustering import consensus, group_centres
from reflectory.engine.embedding import Matrix

THEMES_PER_COARSE = 2.5
FINE_PER_THEME = 3.0
FEWEST_TEXTS_TO_SPLIT = 24
FEWEST_TEXTS_PER_FINE = 8
MOST_FINE_IN_ONE = 8
MOST_TEXTS_TO_SPLIT_BY = 4_000
RUNS = 16


def coarse_groups(centres: Matrix) -> NDArray[np.int64]:
    """Which coarse theme each theme belongs to: Ward's method on the centres, numbered as first met.

    Up to three themes are one coarse theme each: there is nothing to gather.
    """
    k = len(centres)
    if k <= 3:
        return np.arange(k)
    wanted = max(2, round(k / THEMES_PER_COARSE))
    found = fcluster(linkage(centres.astype(np.float64), "ward"), wanted, "maxclust")
    _, first = np.unique(found, return_index=True)
    number = {found[position]: rank for rank, position in enumerate(sorted(first))}
    return np.array([number[value] for value in found], dtype=np.int64)


def fine_groups(
    points: Matrix, weights: NDArray[np.float64], labels: NDArray[np.int64], n_themes: int, *, seed: int
) -> tuple[Matrix, NDArray[np.int64]]:
    """The centres of the sub-themes and the theme of each; too small a theme is its own sub-theme."""
    total = max(float(weights[labels >= 0].sum()), 1.0)
    centres: list[Matrix] = []
    theme_of: list[int] = []
    for theme in range(n_themes):
        members = np.flatnonzero(labels == theme)[:MOST_TEXTS_TO_SPLIT_BY]
        wanted = _n_parts(len(members), float(weights[members].sum()) / total, n_themes)
        if wanted > 1:
            found = consensus(
                points[members], weights[members], n_groups=wanted, runs=RUNS, seed=seed + theme
            )
            parts = group_centres(points[members], weights[members], found.labels, found.n_groups)
        else:
            parts = group_centres(points[members], weights[members], np.zeros(len(members), np.int64), 1)
        centres.append(parts)
        theme_of.extend([theme] * len(parts))
    return np.vstack(centres), np.array(theme_of, dtype=np.int64)


def _n_parts(n_texts: int, share: float, n_themes: int) -> int:
    if n_texts < FEWEST_TEXTS_TO_SPLIT:
        return 1
    in_proportion = round(share * n_themes * FINE_PER_THEME)
    return int(np.clip(in_proportion, 2, min(MOST_FINE_IN_ONE, n_texts // FEWEST_TEXTS_PER_FINE)))
