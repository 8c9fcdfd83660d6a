"""Spherical k-means, one text after the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.floating]


def k_means(
    points: Rows, weights: NDArray[np.float64], centres: Rows, most_steps: int
) -> tuple[list[int], Rows]:
    """The group of each text and the centres; a group that lost its texts keeps its centre."""
    centres = np.array(centres, dtype=float)
    labels: list[int] = []
    for _ in range(most_steps):
        found = [
            max(range(len(centres)), key=lambda group: (float(point @ centres[group]), -group))
            for point in points
        ]
        if found == labels:
            break
        labels = found
        for group in range(len(centres)):
            total = np.zeros(points.shape[1])
            for point, weight, label in zip(points, weights, labels, strict=True):
                if label == group:
                    total += weight * point
            if np.linalg.norm(total) >= 1e-6:
                centres[group] = total / np.linalg.norm(total)
    return labels, centres


def spread_seeds(points: Rows, weights: NDArray[np.float64], n_groups: int, draws: list[float]) -> list[int]:
    """Which points are the first centres, given numbers from 0 to 1 that decide: k-means++ for cosine."""
    chosen: list[int] = []
    for draw in draws[:n_groups]:
        likely = [
            float(weight) * min((max(1 - float(point @ points[seed]), 0.0) for seed in chosen), default=1.0)
            for point, weight in zip(points, weights, strict=True)
        ]
        if sum(likely) <= 1e-9:
            likely = [float(weight) for weight in weights]
        left = draw * sum(likely)
        row = 0
        while row < len(points) - 1 and left >= likely[row]:
            left -= likely[row]
            row += 1
        chosen.append(row)
    return chosen
