"""Groups of texts that stand near each other: many small fits, then what they agree on.

One run of k-means on short texts is a matter of luck (two runs agree with an adjusted Rand index of about
.6). Here many seeded runs are made, their centres pooled, and Ward's method finds the centres that they
share; each text is then given to its nearest. How many groups there should be is decided in `number`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from reflectory.engine.embedding import Matrix, unit_rows
from reflectory.engine.parallel import in_threads

RUNS = 40
MORE_CENTRES = 1.5  # each run looks for half as many again, so that a small group is met by some runs
NEIGHBOURS = 20
NEIGHBOUR_WEIGHT = 3.0
_BLOCK = 2048  # rows of a similarity matrix held at once


@dataclass(frozen=True)
class Clustering:
    """`labels[i]` is the group of the i-th text, `centres[g]` the direction of group g (unit length)."""

    labels: NDArray[np.int64]
    centres: Matrix

    @property
    def n_groups(self) -> int:
        return len(self.centres)


def nearest(
    points: Matrix, among: Matrix, n: int, *, leave_out_self: bool
) -> tuple[NDArray[np.int64], Matrix]:
    """The `n` most similar rows of `among` for each point, most similar first, and their cosines."""
    n = min(n, len(among) - leave_out_self)
    index = np.empty((len(points), n), np.int64)
    value = np.empty((len(points), n), np.float32)

    def fill(start: int) -> None:
        stop = min(start + _BLOCK, len(points))
        cosine = points[start:stop] @ among.T
        if leave_out_self:
            cosine[np.arange(stop - start), np.arange(start, stop)] = -2.0
        best = np.argpartition(-cosine, n - 1, axis=1)[:, :n]
        best.sort(axis=1)
        near = np.take_along_axis(cosine, best, axis=1)
        order = np.argsort(-near, axis=1, kind="stable")
        index[start:stop] = np.take_along_axis(best, order, axis=1)
        value[start:stop] = np.take_along_axis(near, order, axis=1)

    if n > 0:
        in_threads(fill, range(0, len(points), _BLOCK))
    return index, value


def smooth(points: Matrix) -> Matrix:
    """Each text drawn towards its nearest neighbours, which lifts what several say alike above the noise.

    The point plus three times the mean of its twenty neighbours, weighted by cosine, at unit length: one step
    of diffusion on the neighbour graph.
    """
    n = len(points)
    n_neighbours = min(NEIGHBOURS, max(8, n // 50), max(1, n // 8))
    if n < 10:
        return points
    index, cosine = nearest(points, points, n_neighbours, leave_out_self=True)
    weight = np.maximum(cosine, 0)
    weight /= weight.sum(axis=1, keepdims=True) + 1e-9
    starts = np.arange(0, n * n_neighbours + 1, n_neighbours)
    graph = sp.csr_matrix((weight.ravel(), index.ravel(), starts), shape=(n, n))
    return unit_rows(points + NEIGHBOUR_WEIGHT * (graph @ points))


def spherical_k_means(
    points: Matrix,
    weights: NDArray[np.float64],
    *,
    n_groups: int,
    seed: int = 0,
    centres: Matrix | None = None,
    most_steps: int = 15,
) -> Clustering:
    """Groups by cosine, from `centres` or from seeds drawn far apart.

    Seeds as in k-means++ (Arthur and Vassilvitskii 2007), with one less the cosine for the squared distance. A group that loses all its texts keeps its centre. Ties go to the lower group.
    """
    if centres is None:
        centres = _spread_seeds(points, weights, n_groups, np.random.default_rng(seed))
    labels = np.full(len(points), -1, np.int64)
    everyone = np.arange(len(points))
    light = weights.astype(np.float32)
    for _ in range(most_steps):
        found = np.asarray((points @ centres.T).argmax(axis=1), dtype=np.int64)
        if np.array_equal(found, labels):
            break
        labels = found
        members = sp.csr_matrix((light, (labels, everyone)), shape=(len(centres), len(points)))
        sums = members @ points
        lost = np.linalg.norm(sums, axis=1) < 1e-6
        sums[lost] = centres[lost]
        centres = unit_rows(sums)
    return Clustering(labels, centres)


def _spread_seeds(
    points: Matrix, weights: NDArray[np.float64], n_groups: int, random: np.random.Generator
) -> Matrix:
    chosen = [_draw(weights, random)]
    distance = np.maximum(1 - points @ points[chosen[0]], 0)
    for _ in range(n_groups - 1):
        chance = distance * weights
        chosen.append(_draw(chance if chance.sum() > 1e-9 else weights, random))
        distance = np.minimum(distance, np.maximum(1 - points @ points[chosen[-1]], 0))
    return points[chosen]


def _draw(chance: NDArray[np.floating], random: np.random.Generator) -> int:
    running = np.cumsum(chance, dtype=np.float64)
    return int(min(np.searchsorted(running, random.random() * running[-1], side="right"), len(chance) - 1))


def consensus(
    points: Matrix, weights: NDArray[np.float64], *, n_groups: int, runs: int = RUNS, seed: int = 0
) -> Clustering:
    """The groups that many runs agree on; groups are numbered by weight, the heaviest first.

    Fewer groups come back where there are fewer different points.
    """
    n_groups = max(1, min(n_groups, len(points)))
    if n_groups == 1:
        centre = unit_rows((weights[:, None] * points).sum(axis=0, keepdims=True))
        return Clustering(np.zeros(len(points), np.int64), centre)
    per_run = min(max(n_groups, round(MORE_CENTRES * n_groups)), len(points))

    def one_run(run: int) -> Matrix:
        found = spherical_k_means(points, weights, n_groups=per_run, seed=seed * 10_007 + run, most_steps=12)
        return found.centres

    pooled = np.vstack(in_threads(one_run, range(runs)))
    shared = fcluster(linkage(pooled.astype(np.float64), "ward"), n_groups, "maxclust") - 1
    centres = unit_rows(np.array([pooled[shared == group].mean(axis=0) for group in range(shared.max() + 1)]))
    return _by_weight(
        spherical_k_means(points, weights, n_groups=len(centres), centres=centres, most_steps=20), weights
    )


def _by_weight(found: Clustering, weights: NDArray[np.float64]) -> Clustering:
    """Groups without a text are dropped; the others are numbered from the heaviest to the lightest."""
    heaviness = np.bincount(found.labels, weights=weights, minlength=found.n_groups)
    order = [group for group in np.argsort(-heaviness, kind="stable") if heaviness[group] > 0]
    number = np.full(found.n_groups, -1, np.int64)
    number[order] = np.arange(len(order))
    return Clustering(number[found.labels], found.centres[order])


def group_centres(
    points: Matrix, weights: NDArray[np.float64], labels: NDArray[np.int64], n_groups: int
) -> Matrix:
    """The direction of each group, from the texts in it (label -1 is in none); zeros for an empty group."""
    inside = labels >= 0
    members = sp.csr_matrix(
        (weights[inside].astype(np.float32), (labels[inside], np.flatnonzero(inside))),
        shape=(n_groups, len(points)),
    )
    return unit_rows(members @ points)
