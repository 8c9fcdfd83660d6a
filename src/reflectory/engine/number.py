"""How many themes to show.

Two things speak for a number: that the same groups come back when other texts are drawn (stability), and
that the groups stand apart (separation). On what people really say both curves are often flat, and then the
highest point is an accident. So the curve is read together with an expectation that depends only on how many
texts there are and how long: a clear peak wins, a flat curve leaves the expectation.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, islice, product

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.clustering import consensus, group_centres, smooth
from reflectory.engine.embedding import Matrix
from reflectory.engine.parallel import in_threads

MOST_THEMES = 40
FEWEST_TEXTS_PER_THEME = 5
DRAWS = 6
LARGEST_DRAW = 1_500
SHARE_OF_DRAW = 0.7
RUNS_PER_DRAW = 8
LONGEST_COUNTED = 250  # words; what is beyond is more of the same
CLEAR_PEAK = 3.0  # how much the curve weighs against the expectation
WIDTH = 0.45  # of the expectation, in natural logarithms: a factor of 1.6 either way
CERTAIN = 0.95  # stability of groups that come back almost to the text: a single point of the curve is enough
FLAT = 1.15  # a highest point less than this much above the middle one is no peak


@dataclass(frozen=True)
class NumberTried:
    """One number of themes with its stability (adjusted Rand index between draws) and its separation
    (centroid silhouette, -1 to 1)."""

    n_themes: int
    stability: float
    separation: float

    @property
    def score(self) -> float:
        return max(self.stability, 0.0) * max(self.separation, 0.0)


@dataclass(frozen=True)
class Number:
    """The number chosen, what was expected, and the curve it was read from."""

    chosen: int
    expected: float
    curve: tuple[NumberTried, ...]
    flat: bool


def expected_number(n_texts: float, words_per_text: float) -> float:
    """How many themes a corpus of this size usually carries: 0.71 · n^0.2 · w^0.355.

    Fitted to two human codings, 2,225 comments of 12 words and 1,000 summaries of 185 words, where
    8 and 18 themes matched people best; it has not been held against others. 400 notes of 25 words:
    0.71 · 3.31 · 3.14 = 7.4.
    """
    return float(0.71 * max(n_texts, 1.0) ** 0.2 * min(max(words_per_text, 1.0), LONGEST_COUNTED) ** 0.355)


def choose_number(
    points: Matrix, weights: NDArray[np.float64], *, n_texts: float, words_per_text: float, seed: int = 0
) -> Number:
    """The number of themes, with the curve behind it.

    `points` are different texts in canonical order; `n_texts` counts them with their repetitions.
    """
    most = min(MOST_THEMES, len(points) // FEWEST_TEXTS_PER_THEME)
    expected = expected_number(n_texts, words_per_text)
    if most < 2:
        return Number(chosen=min(1, len(points)), expected=expected, curve=(), flat=True)
    expected = min(expected, float(most))
    tried = tuple(_try(points, weights, _numbers_to_try(expected, most), seed))
    scores = np.array([item.score for item in tried])
    scores = np.where([item.stability >= CERTAIN for item in tried], scores, _smoothed(scores))
    numbers = np.array([item.n_themes for item in tried])
    distance = np.log(numbers / expected) / WIDTH
    verdict = CLEAR_PEAK * np.log(np.maximum(scores, 1e-6)) - distance**2 / 2
    middle = float(np.median(scores))
    return Number(
        chosen=int(numbers[int(np.argmax(verdict))]),
        expected=expected,
        curve=tried,
        flat=bool(scores.max() < FLAT * max(middle, 1e-9)),
    )


def _numbers_to_try(expected: float, most: int) -> list[int]:
    low, high = max(2.0, expected / 2.5), min(float(most), max(expected * 2.5, 4.0))
    return sorted({round(value) for value in np.geomspace(low, max(low, high), 14)})


def _try(points: Matrix, weights: NDArray[np.float64], numbers: list[int], seed: int) -> list[NumberTried]:
    """Each number on the same draws of texts, judged on all the texts together."""
    random = np.random.default_rng(seed + 1)
    size = min(LARGEST_DRAW, max(2, int(SHARE_OF_DRAW * len(points))))
    common = points[: 2 * LARGEST_DRAW]
    common_weights = weights[: 2 * LARGEST_DRAW]
    draws = [np.sort(random.choice(len(points), size, replace=False)) for _ in range(DRAWS)]
    smoothed = [smooth(points[draw]) for draw in draws]

    def fit(task: tuple[int, int]) -> tuple[NDArray[np.int64], float]:
        n_themes, which = task
        draw = draws[which]
        found = consensus(
            smoothed[which], weights[draw], n_groups=n_themes, runs=RUNS_PER_DRAW, seed=seed, workers=1
        )
        centres = group_centres(points[draw], weights[draw], found.labels, found.n_groups)
        cosine = common @ centres.T
        return cosine.argmax(axis=1), _silhouette(cosine, common_weights)

    fits = iter(in_threads(fit, product(numbers, range(DRAWS))))
    tried = []
    for n_themes in numbers:
        labels, separations = zip(*islice(fits, DRAWS), strict=True)
        agree = [agreement(one, other) for one, other in combinations(labels, 2)]
        tried.append(NumberTried(n_themes, float(np.mean(agree)), float(np.mean(separations))))
    return tried


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


def separation(points: Matrix, weights: NDArray[np.float64], centres: Matrix) -> float:
    """How much nearer the texts stand to their own centre than to the next: mean of (b - a) / max(a, b).

    The centroid form of the silhouette (Rousseeuw 1987), with a and b the cosine distances to the nearest and
    to the second nearest centre. At distances .2 and .5: (.5 - .2) / .5 = .6.
    """
    return _silhouette(points @ centres.T, weights)


def _silhouette(cosine: Matrix, weights: NDArray[np.float64]) -> float:
    if cosine.shape[1] < 2:
        return 0.0
    two = np.partition(1 - cosine, 1, axis=1)[:, :2].astype(np.float64)
    silhouette = (two[:, 1] - two[:, 0]) / np.maximum(two.max(axis=1), 1e-9)
    return float(np.average(silhouette, weights=weights))


def _smoothed(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """A quarter of each neighbour, half of itself: single points are noisy."""
    padded = np.concatenate([scores[:1], scores, scores[-1:]])
    return padded[:-2] / 4 + padded[1:-1] / 2 + padded[2:] / 4
