"""How many themes to show.

Two things speak for a number: that the same groups come back when other texts are drawn (stability), and
that the groups stand apart (separation). On what people really say both curves are often flat, and then the
highest point is an accident. So the curve is read together with an expectation that depends only on how many
texts there are and how long: a clear peak wins, a flat curve leaves the expectation itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, islice, product

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.clustering import agreement, consensus, group_centres, smooth
from reflectory.engine.embedding import Matrix
from reflectory.engine.parallel import in_threads

MOST_THEMES = 40
FEWEST_TEXTS_PER_THEME = 5
DRAWS = 6
LARGEST_DRAW = 1_500
SHARE_OF_DRAW = 0.7
RUNS_PER_DRAW = 8
LONGEST_COUNTED = 250  # words; what is beyond is more of the same
CLEAR_PEAK = 5.0  # how much a peak weighs against the expectation
STEPS = 7  # numbers tried on either side of the expectation
FARTHEST = 2.5  # times the expectation, or one part in so many of it
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
    """How many themes a corpus of this size usually carries: 0.54 · n^0.2 · w^0.458.

    Fitted to two human codings, 2,225 comments of 12.6 words and 1,000 summaries cut into 2,710 passages of
    68 words, where 8 and 18 themes matched people best; it has not been held against others. 400 notes of
    25 words: 0.54 · 3.31 · 4.37 = 7.8.
    """
    return float(0.54 * max(n_texts, 1.0) ** 0.2 * min(max(words_per_text, 1.0), LONGEST_COUNTED) ** 0.458)


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
    return read_curve(tuple(_try(points, weights, _numbers_to_try(expected, most), seed)), expected)


def read_curve(tried: tuple[NumberTried, ...], expected: float) -> Number:
    """The number that a clear peak or else the expectation speaks for.

    A score within a factor of `FLAT` of the middle one counts as the middle one: the ups and downs of a flat
    curve move nothing. Above the expectation a peak is `FLAT` squared, since separation grows with the number.
    Expected 8, and at 5 a peak of 1.3 times the middle: 5 · ln 1.3 = 1.31 for it, and against it
    (ln(5/8) / .45)² / 2 = .55; so 5.
    """
    scores = np.array([item.score for item in tried])
    scores = np.where([item.stability >= CERTAIN for item in tried], scores, _smoothed(scores))
    numbers = np.array([item.n_themes for item in tried])
    distance = np.log(numbers / expected) / WIDTH
    middle = max(float(np.median(scores)), 1e-9)
    needed = np.where(numbers > expected, FLAT**2, FLAT)
    height = np.maximum(scores / middle, 1e-9)
    height[(height > 1 / FLAT) & (height < needed)] = 1.0
    verdict = CLEAR_PEAK * np.log(height) - distance**2 / 2
    return Number(
        chosen=int(numbers[int(np.argmax(verdict))]),
        expected=expected,
        curve=tried,
        flat=bool(scores.max() < FLAT * middle),
    )


def _numbers_to_try(expected: float, most: int) -> list[int]:
    """The expectation itself and evenly spaced steps on either side, in proportion to it."""
    factors = np.geomspace(1 / FARTHEST, FARTHEST, 2 * STEPS + 1)
    return sorted({round(min(max(expected * factor, 2.0), float(most))) for factor in factors})


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
