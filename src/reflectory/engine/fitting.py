"""A theme model from passages: where themes lie, how they nest, and when a passage has none.

The model is small (centres, thresholds, at most 20,000 places) and frozen: assigning new passages with it
never moves old ones. It sees different passages in canonical order; `themes` brings a corpus into that form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reflectory.engine import representation as representing
from reflectory.engine.clustering import group_centres, most_agreed, nearest, neighbours_for, smooth
from reflectory.engine.embedding import Embedder, Matrix
from reflectory.engine.labels import count_phrases, label_themes
from reflectory.engine.levels import coarse_groups, fine_groups
from reflectory.engine.number import Number, choose_number
from reflectory.engine.repeatability import repeatability
from reflectory.engine.representation import Representation
from reflectory.engine.segments import n_words

MOST_FITTED = 20_000
MOST_FOR_NEIGHBOURS = 50_000  # passages; above, belonging is judged by the centre alone
NEIGHBOURS_FOR_BELONGING = 5
FLOOR_PERCENTILE = 10  # a sentence says a theme when it stands nearer than a tenth of its passages
FEWEST_TO_EXCLUDE = 20  # passages; among fewer, nothing is an outlier
RARE_LANGUAGE = 0.01
FAR_OUT = 2.0  # standard deviations, robustly, below the middle: one or two of a hundred passages


@dataclass(frozen=True)
class ThemeModel:
    """Everything needed to say which themes a passage speaks of.

    Shapes: k themes, f sub-themes, d dimensions, m fitted passages. Belonging is the mean cosine to the five
    nearest fitted passages where `by_neighbours`, else the cosine to the nearest centre, times how much of the
    passage the dimensions hold; below `none_below` a passage has no theme.
    """

    representation: Representation
    centres: Matrix  # (k, d)
    floors: NDArray[np.float64]  # (k,)
    labels: tuple[tuple[str, ...], ...]
    coarse_of: NDArray[np.int64]  # (k,)
    fine_centres: Matrix  # (f, d)
    fine_of: NDArray[np.int64]  # (f,) the theme of each sub-theme
    fine_labels: tuple[tuple[str, ...], ...]
    coarse_labels: tuple[tuple[str, ...], ...]
    repeatability: NDArray[np.float64]  # (k,)
    number: Number
    fitted: Matrix  # (m, d), canonical order
    fitted_labels: NDArray[np.int64]  # (m,) the theme of each fitted passage, -1 for none
    fitted_belonging: NDArray[np.float64]  # (m,)
    none_below: float
    by_neighbours: bool

    @property
    def n_themes(self) -> int:
        return len(self.centres)


def fit_themes(
    passages: Sequence[str],
    weights: NDArray[np.float64],
    embedder: Embedder,
    *,
    n_passages: int,
    languages: Sequence[str] | None = None,
    n_themes: int | None = None,
    seed: int = 0,
) -> ThemeModel:
    """The themes of at most `MOST_FITTED` different passages, given in canonical order.

    `weights` says how often each passage was said (a campaign once); `n_passages` is how many different ones
    there are in all, fitted or not. `n_themes` overrides the choice of number.
    """
    representation, points, held = representing.fit(passages, embedder, languages=languages, seed=seed)
    words = float(np.average([n_words(passage) for passage in passages], weights=weights))
    said = float(weights.sum()) * max(1.0, n_passages / len(passages))
    number = choose_number(points, weights, n_texts=said, words_per_text=words, seed=seed)
    wanted = number.chosen if n_themes is None else n_themes
    n_near = max(neighbours_for(len(points)), NEIGHBOURS_FOR_BELONGING)
    near = nearest(points, points, n_near, leave_out_self=True)
    clustering = most_agreed(smooth(points, near), weights, n_groups=wanted, seed=seed)
    labels, k = clustering.labels, clustering.n_groups
    centres = group_centres(points, weights, labels, k)
    by_neighbours = n_passages <= MOST_FOR_NEIGHBOURS and len(passages) > NEIGHBOURS_FOR_BELONGING
    belonging = held * (_mean_of_nearest(near[1]) if by_neighbours else _nearest_cosine(points, centres))
    none_below = _threshold(belonging, weights)
    again = repeatability(points, weights, labels, k, seed=seed)
    labels = np.where(belonging < none_below, -1, labels)
    fine_centres, fine_of = fine_groups(points, weights, labels, k, seed=seed)
    fine_labels = _nearest_fine(points, labels, fine_centres, fine_of)
    coarse_of = coarse_groups(centres)
    phrases = count_phrases(passages, _spoken(languages))

    def words_for(where: NDArray[np.int64], among: Matrix) -> tuple[tuple[str, ...], ...]:
        return tuple(
            label_themes(
                passages, weights, where, len(among),
                centres=among, representation=representation, embedder=embedder, phrases=phrases,
            )
        )  # fmt: skip

    in_coarse = np.where(labels >= 0, coarse_of[labels.clip(0)], -1)
    return ThemeModel(
        representation=representation,
        centres=centres,
        floors=_floors(points, centres, labels),
        labels=words_for(labels, centres),
        coarse_of=coarse_of,
        fine_centres=fine_centres,
        fine_of=fine_of,
        fine_labels=words_for(fine_labels, fine_centres),
        coarse_labels=words_for(
            in_coarse, group_centres(points, weights, in_coarse, int(coarse_of.max()) + 1)
        ),
        repeatability=again,
        number=number,
        fitted=points,
        fitted_labels=labels,
        fitted_belonging=belonging,
        none_below=none_below,
        by_neighbours=by_neighbours,
    )


def _spoken(languages: Sequence[str] | None) -> list[str]:
    """The languages that shape labels, the commonest first; one text in a hundred is mostly a wrong guess."""
    if languages is None:
        return ["en"]
    often = Counter(languages)
    return sorted(
        (c for c in often if often[c] >= RARE_LANGUAGE * len(languages)), key=lambda c: (-often[c], c)
    )


def belonging(model: ThemeModel, points: Matrix, held: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much each passage belongs with those that were fitted; below `model.none_below` it has no theme.

    `points` and `held` as `Representation.place_and_measure` gives them.
    """
    if not model.by_neighbours:
        return held * _nearest_cosine(points, model.centres)
    return held * _mean_of_nearest(
        nearest(points, model.fitted, NEIGHBOURS_FOR_BELONGING, leave_out_self=False)[1]
    )


def _mean_of_nearest(cosine: Matrix) -> NDArray[np.float64]:
    return np.asarray(cosine[:, :NEIGHBOURS_FOR_BELONGING].mean(axis=1), dtype=np.float64)


def _nearest_cosine(points: Matrix, centres: Matrix) -> NDArray[np.float64]:
    return np.asarray((points @ centres.T).max(axis=1), dtype=np.float64)


def _threshold(belonging: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Two robust standard deviations below the median, the deviation taken from the lower half.

    The lower quartile stands .6745 deviations below the median of a normal distribution.
    """
    if weights.sum() < FEWEST_TO_EXCLUDE:
        return -2.0
    low, middle = np.percentile(belonging, [25, 50])
    return float(middle - FAR_OUT * (middle - low) / 0.6745)


def _floors(points: Matrix, centres: Matrix, labels: NDArray[np.int64]) -> NDArray[np.float64]:
    floors = np.ones(len(centres))
    for theme in range(len(centres)):
        members = labels == theme
        if members.any():
            floors[theme] = np.percentile(points[members] @ centres[theme], FLOOR_PERCENTILE)
    return floors


def _nearest_fine(
    points: Matrix, labels: NDArray[np.int64], fine_centres: Matrix, fine_of: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The sub-theme of each passage, among those of its own theme; -1 without a theme."""
    cosine = points @ fine_centres.T
    cosine[fine_of[None, :] != labels[:, None]] = -2.0
    return np.where(labels >= 0, cosine.argmax(axis=1), -1)


def nearest_fine(model: ThemeModel, points: Matrix, themes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sub-theme of each passage within its theme, -1 where it has none."""
    return _nearest_fine(points, themes, model.fine_centres, model.fine_of)
