"""Nearest neighbours by sorting all the others, and the smoothing that rests on them, text by text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.floating]


def nearest(points: Rows, among: Rows, n: int, *, leave_out_self: bool) -> list[list[int]]:
    """For each point the `n` rows with the largest cosine, largest first; of equals the first row first."""
    found = []
    for own, point in enumerate(points):
        others = [row for row in range(len(among)) if not (leave_out_self and row == own)]
        others.sort(key=lambda row: (-float(point @ among[row]), row))
        found.append(others[:n])
    return found


def smooth(points: Rows, n_neighbours: int, times: float) -> Rows:
    """Each point plus `times` the mean of its neighbours, weighted by cosine, at length one."""
    out = np.zeros(points.shape)
    for own, neighbours in enumerate(nearest(points, points, n_neighbours, leave_out_self=True)):
        weights = [max(float(points[own] @ points[other]), 0.0) for other in neighbours]
        mean = sum(
            (w * points[other] for w, other in zip(weights, neighbours, strict=True)),
            np.zeros(points.shape[1]),
        )
        moved = points[own] + times * mean / (sum(weights) + 1e-9)
        out[own] = moved / np.linalg.norm(moved)
    return out
