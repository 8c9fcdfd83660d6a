"""Groups of texts that stand near each other: many small fits, then what they agree on.

One run of k-means on short texts is a matter of luck (two runs agree with an adjusted Rand index of about
.6). In `consensus` several seeded runs are made, their centres pooled, and Ward's method finds the centres
that they share; `most_agreed` takes, of several of those, the one nearest to all the others. How many groups
there should be is decided in `number`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.cluster.hierarchy import fcluster, linkage

from reflectory.engine.embedding import Matrix, unit_rows
from reflectory.engine.parallel import in_threads

FITS = 8
RUNS = 8
FEWEST_DIRECTIONS = 24  # to look for groups in; those beyond differ from draw to draw of texts
MORE_CENTRES = 2.0  # each run looks for twice as many, so that a small group is met by some runs
NEIGHBOURS = 20
NEIGHBOUR_WEIGHT = 3.0
RUNS_AT_ONCE = 8
_MOST_COSINES = 8_000_000  # held at once by a thread, 32 MB
_BLOCK = 512  # rows of a similarity matrix held at once


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
    n_heaps = max(n, round((len(among) * n) ** 0.5))
    missing = -len(among) % max(n_heaps, 1)
    padded = np.vstack([among, np.zeros((missing, among.shape[1]), among.dtype)]).T

    def fill(start: int) -> None:
        stop = min(start + _BLOCK, len(points))
        cosine = points[start:stop] @ padded
        cosine[:, len(among) :] = -3.0
        if leave_out_self:
            cosine[np.arange(stop - start), np.arange(start, stop)] = -2.0
        best = _largest(cosine, n, n_heaps)
        best.sort(axis=1)
        near = np.take_along_axis(cosine, best, axis=1)
        order = np.argsort(-near, axis=1, kind="stable")
        index[start:stop] = np.take_along_axis(best, order, axis=1)
        value[start:stop] = np.take_along_axis(near, order, axis=1)

    if n > 0:
        in_threads(fill, range(0, len(points), _BLOCK))
    return index, value


def _largest(values: Matrix, n: int, n_heaps: int) -> NDArray[np.int64]:
    """Where the `n` largest of each row are, in no order.

    The columns are dealt out to heaps. Only the heaps with the `n` largest tops can hold one of the `n` largest
    values, so most of the row need not be looked at again. `n_heaps` divides the number of columns.
    """
    in_heap = values.shape[1] // n_heaps
    if in_heap < 2:
        return np.argpartition(-values, n - 1, axis=1)[:, :n]
    tops = values.reshape(len(values), in_heap, n_heaps).max(axis=1)
    heaps = np.argpartition(-tops, n - 1, axis=1)[:, :n]
    columns = (heaps[:, None, :] + n_heaps * np.arange(in_heap)[None, :, None]).reshape(len(values), -1)
    chosen = np.argpartition(-np.take_along_axis(values, columns, axis=1), n - 1, axis=1)[:, :n]
    return np.take_along_axis(columns, chosen, axis=1)


def neighbours_for(n: int) -> int:
    """How many neighbours a text of `n` is drawn to: eight in a hundred texts, twenty in a thousand or more.

    >>> [neighbours_for(n) for n in (9, 10, 50, 100, 600, 1000, 9000)]
    [0, 1, 6, 8, 12, 20, 20]
    """
    return min(NEIGHBOURS, max(8, n // 50), n // 8) if n >= 10 else 0


def smooth(points: Matrix, neighbours: tuple[NDArray[np.int64], Matrix] | None = None) -> Matrix:
    """Each text drawn towards its nearest neighbours, which lifts what several say alike above the noise.

    The point plus three times the mean of its neighbours, weighted by cosine, at unit length: one step of
    diffusion on the neighbour graph. `neighbours` are what `nearest` says of these points among themselves,
    where that is known: as many as are needed or more.
    """
    n = len(points)
    n_neighbours = neighbours_for(n)
    if not n_neighbours:
        return points
    index, cosine = neighbours or nearest(points, points, n_neighbours, leave_out_self=True)
    index, cosine = index[:, :n_neighbours], cosine[:, :n_neighbours]
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

    Seeds as in k-means++ (Arthur and Vassilvitskii 2007), with one less the cosine for the squared distance.
    A group that loses all its texts keeps its centre. Ties go to the lower group.
    """
    if centres is None:
        return _k_means(points, weights, _spread_seeds(points, weights, n_groups, [seed]), most_steps)[0]
    return _k_means(points, weights, centres[None], most_steps)[0]


def _k_means(
    points: Matrix, weights: NDArray[np.float64], centres: NDArray[np.float32], most_steps: int
) -> list[Clustering]:
    """Several runs side by side, from centres of shape (runs, groups, dimensions): one large product is
    quicker than many small ones. A run that has settled is worked on no more."""
    n, dimensions = points.shape
    n_runs, n_groups = centres.shape[:2]
    centres = centres.copy()
    labels = np.full((n_runs, n), -1, np.int64)
    light = weights.astype(np.float32)
    moving = np.arange(n_runs)
    for _ in range(most_steps):
        cosine = (points @ centres[moving].reshape(-1, dimensions).T).reshape(n, len(moving), n_groups)
        found = cosine.argmax(axis=2).T
        moving, found = _still(moving, labels, found)
        if not len(moving):
            break
        labels[moving] = found
        column = found + n_groups * np.arange(len(moving))[:, None]
        members = sp.csr_matrix(
            (np.repeat(light, len(moving)), column.T.ravel(), np.arange(0, column.size + 1, len(moving))),
            shape=(n, len(moving) * n_groups),
        )
        sums = (members.T @ points).reshape(len(moving), n_groups, dimensions)
        lost = np.linalg.norm(sums, axis=2) < 1e-6
        sums[lost] = centres[moving][lost]
        centres[moving] = unit_rows(sums.reshape(-1, dimensions)).reshape(sums.shape)
    return [Clustering(labels[run], centres[run]) for run in range(n_runs)]


def _still(
    moving: NDArray[np.int64], labels: NDArray[np.int64], found: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The runs in which some text has changed its group, with their groups."""
    changed = (found != labels[moving]).any(axis=1)
    return moving[changed], found[changed]


def _spread_seeds(
    points: Matrix, weights: NDArray[np.float64], n_groups: int, seeds: Sequence[int]
) -> NDArray[np.float32]:
    """For each seed `n_groups` of the points, shape (seeds, groups, dimensions)."""
    chance = [np.random.default_rng(seed) for seed in seeds]
    chosen = np.empty((len(seeds), n_groups), np.int64)
    chosen[:, 0] = [_draw(weights, random) for random in chance]
    distance = np.maximum(1 - points[chosen[:, 0]] @ points.T, 0)
    for group in range(1, n_groups):
        likely = distance * weights
        none_left = likely.sum(axis=1) <= 1e-9
        likely[none_left] = weights
        chosen[:, group] = [_draw(row, random) for row, random in zip(likely, chance, strict=True)]
        distance = np.minimum(distance, np.maximum(1 - points[chosen[:, group]] @ points.T, 0))
    return points[chosen]


def _draw(likely: NDArray[np.floating], random: np.random.Generator) -> int:
    running = np.cumsum(likely, dtype=np.float64)
    return int(min(np.searchsorted(running, random.random() * running[-1], side="right"), len(likely) - 1))


def consensus(
    points: Matrix,
    weights: NDArray[np.float64],
    *,
    n_groups: int,
    runs: int = RUNS,
    seed: int = 0,
    workers: int | None = None,
) -> Clustering:
    """The groups that many runs agree on; groups are numbered by weight, the heaviest first.

    Fewer groups come back where there are fewer different points. `workers` is how many threads help.
    """
    n_groups = max(1, min(n_groups, len(points)))
    if n_groups == 1:
        centre = unit_rows((weights[:, None] * points).sum(axis=0, keepdims=True))
        return Clustering(np.zeros(len(points), np.int64), centre)
    per_run = min(max(n_groups, round(MORE_CENTRES * n_groups)), len(points))

    seeds = [seed * 10_007 + run for run in range(runs)]
    at_once = max(1, min(RUNS_AT_ONCE, _MOST_COSINES // (per_run * len(points))))

    def some_runs(first: int) -> list[Clustering]:
        starts = _spread_seeds(points, weights, per_run, seeds[first : first + at_once])
        return _k_means(points, weights, starts, 12)

    batches = in_threads(some_runs, range(0, runs, at_once), workers=workers)
    pooled = np.vstack([found.centres for batch in batches for found in batch])
    shared = fcluster(linkage(pooled.astype(np.float64), "ward"), n_groups, "maxclust") - 1
    centres = unit_rows(np.array([pooled[shared == group].mean(axis=0) for group in range(shared.max() + 1)]))
    return _by_weight(
        spherical_k_means(points, weights, n_groups=len(centres), centres=centres, most_steps=20), weights
    )


def most_agreed(
    points: Matrix,
    weights: NDArray[np.float64],
    *,
    n_groups: int,
    fits: int = FITS,
    seed: int = 0,
    workers: int | None = None,
) -> Clustering:
    """Of several fits by `consensus` the one that agrees best with the others on average, the first of equals.

    Fitted in the leading directions of the points only, as many as there are groups or `FEWEST_DIRECTIONS`.
    """
    narrow = leading(points, max(n_groups, FEWEST_DIRECTIONS))

    def fit(number: int) -> NDArray[np.int64]:
        return consensus(narrow, weights, n_groups=n_groups, seed=fits * seed + number, workers=1).labels

    found = in_threads(fit, range(fits if n_groups > 1 else 1), workers=workers)
    likeness = np.zeros(len(found))
    for one, other in combinations(range(len(found)), 2):
        alike = agreement(found[one], found[other])
        likeness[one] += alike
        likeness[other] += alike
    chosen = found[int(likeness.argmax())]
    return Clustering(chosen, group_centres(points, weights, chosen, int(chosen.max()) + 1))


def leading(points: Matrix, n_directions: int) -> Matrix:
    """The points at unit length in the directions in which they differ most; as they are where that is all.

    The directions are the leading eigenvectors of the points' products, uncentred.
    """
    if points.shape[1] <= n_directions:
        return points
    _, directions = np.linalg.eigh((points.T @ points).astype(np.float64))
    return unit_rows(points @ directions[:, ::-1][:, :n_directions].astype(np.float32))


def agreement(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    """The adjusted Rand index (Hubert and Arabie 1985): 1 where both put the same texts together, 0 by chance.

    From pairs of texts: a together in both, b in the first alone, c in the second alone, d in neither;
    2 (ad - bc) / ((a + b)(b + d) + (a + c)(c + d)). Groups 0 0 1 1 against 0 0 1 2: a = 1, b = 1, c = 0, d = 4,
    so 2 · 4 / (2 · 5 + 1 · 4) = .57.
    """
    table = np.bincount(one * (int(other.max()) + 1) + other)
    pairs = len(one) * (len(one) - 1) // 2
    a, in_one, in_other = (
        int((counts * (counts - 1)).sum()) // 2 for counts in (table, np.bincount(one), np.bincount(other))
    )
    b, c = in_one - a, in_other - a
    d = pairs - a - b - c
    if not b and not c:
        return 1.0
    return 2 * (a * d - b * c) / ((a + b) * (b + d) + (a + c) * (c + d))


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
