"""Which themes a passage speaks of: one as a whole, and others where a sentence of it does.

A passage of several sentences can say several things. As a whole it goes to its nearest theme; a sentence
that stands near another theme, nearer than a tenth of that theme's own passages, adds that theme, with the
sentence as its evidence. Texts are worked on in blocks that know nothing of each other, so that blocks can be
done in any order, on any number of threads or machines, with one result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.embedding import Embedder, Matrix
from reflectory.engine.fitting import ThemeModel, belonging, nearest_fine
from reflectory.engine.segments import n_words

FEWEST_WORDS = 5  # of a sentence that adds a theme: "It did not work." says nothing of its own
CLEARLY = 0.05  # cosine by which it must be nearer to the added theme than to the passage's own


@dataclass(frozen=True)
class Block:
    """Passages to assign, as they are analysed (names masked), and their sentences where they have several.

    `sentence_of[j]` is the passage of the j-th sentence. `fitted_as[i]` is the theme that the fit gave the
    passage, -1 for none, -2 where it was not among those fitted.
    """

    passages: Sequence[str]
    sentences: Sequence[str]
    sentence_of: NDArray[np.int64]
    languages: Sequence[str] | None
    fitted_as: NDArray[np.int64]


@dataclass(frozen=True)
class Assigned:
    """For each passage its theme (-1 none), sub-theme and weight (cosine to the theme's centre), and how much
    it belongs with the fitted ones (nan for one of those).

    For each sentence that adds a theme: its position in `Block.sentences`, its passage, the theme, the
    sub-theme and the weight.
    """

    theme: NDArray[np.int64]
    fine: NDArray[np.int64]
    weight: NDArray[np.float64]
    points: Matrix
    belonging: NDArray[np.float64]
    extra_sentence: NDArray[np.int64]
    extra_passage: NDArray[np.int64]
    extra_theme: NDArray[np.int64]
    extra_fine: NDArray[np.int64]
    extra_weight: NDArray[np.float64]


def assign(model: ThemeModel, embedder: Embedder, block: Block) -> Assigned:
    """The themes of the passages of one block."""
    points, held = model.representation.place_and_measure(block.passages, embedder, block.languages)
    cosine = points @ model.centres.T
    theme = np.asarray(cosine.argmax(axis=1), dtype=np.int64)
    new = block.fitted_as == -2
    belongs = np.full(len(points), np.nan)
    if new.any():
        belongs[new] = belonging(model, points[new], held[new])
        theme[new] = np.where(belongs[new] < model.none_below, -1, theme[new])
    theme = np.where(new, theme, block.fitted_as)
    row = np.arange(len(theme))
    which, extra_theme, near = _extra(model, embedder, block, theme)
    return Assigned(
        theme=theme,
        fine=nearest_fine(model, points, theme),
        weight=np.where(theme >= 0, cosine[row, theme.clip(0)], 0.0).astype(np.float64),
        points=points,
        belonging=belongs,
        extra_sentence=which,
        extra_passage=block.sentence_of[which],
        extra_theme=extra_theme,
        extra_fine=nearest_fine(model, near, extra_theme),
        extra_weight=np.einsum("ij,ij->i", near, model.centres[extra_theme]).astype(np.float64),
    )


def _extra(
    model: ThemeModel, embedder: Embedder, block: Block, theme: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], Matrix]:
    """Sentences that add a theme, the strongest for each passage and theme: positions, themes and places."""
    nothing = np.empty(0, np.int64)
    if not len(block.sentences):
        return nothing, nothing, np.empty((0, model.centres.shape[1]), np.float32)
    languages = None if block.languages is None else [block.languages[i] for i in block.sentence_of]
    points = model.representation.place(block.sentences, embedder, languages)
    cosine = points @ model.centres.T
    best = np.asarray(cosine.argmax(axis=1), dtype=np.int64)
    row = np.arange(len(best))
    strength = cosine[row, best]
    enough = np.array([n_words(sentence) >= FEWEST_WORDS for sentence in block.sentences])
    floors = np.maximum(model.floors, np.median(model.floors))
    adds = (
        enough
        & (strength >= floors[best])
        & (strength >= cosine[row, theme[block.sentence_of].clip(0)] + CLEARLY)
        & (best != theme[block.sentence_of])
        & (theme[block.sentence_of] >= 0)
    )
    candidates = np.flatnonzero(adds)
    order = np.lexsort((candidates, -strength[candidates], best[candidates], block.sentence_of[candidates]))
    candidates = candidates[order]
    pair = block.sentence_of[candidates] * model.n_themes + best[candidates]
    _, first = np.unique(pair, return_index=True)
    kept = np.sort(candidates[first])
    return kept, best[kept], points[kept]
