"""The way from texts to our themes, as `bench.themes` measures it; another engine can stand in with `--ours`.

Nothing is told or tuned here: `find_themes` gets what `reflectory explore` would give it, without labels and
without a number of themes. What runs this is `ours_worker.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bench.themes.ours_worker import Found
from reflectory.engine.embedding import Embedder
from reflectory.engine.language import detect
from reflectory.engine.themes import Remembering, Themes, choose_embedder, find_themes


def ours(texts: Sequence[str], embedder: Embedder | None = None) -> Found:
    """Our themes at three levels. The main theme of a text is the one that most of it is about.

    The embedder that comes back remembers the texts it has seen: a text has the same vector in every
    subsample.
    """
    given = embedder or choose_embedder(texts)
    remembering = given if isinstance(given, Remembering) else Remembering(given)
    languages = detect(texts).codes
    found = find_themes(texts, embedder=remembering, languages=languages)
    medium = found.main_theme(len(texts))
    model, rows = found.model, found.rows
    said = rows.theme >= 0
    by_theme = _matrix(rows.text[said], rows.theme[said], (len(texts), model.n_themes))
    by_fine = _matrix(rows.text[said], rows.fine[said], (len(texts), len(model.fine_of)))
    return Found(
        labels={
            "coarse": np.where(medium >= 0, model.coarse_of[medium], -1),
            "medium": medium,
            "fine": _main_fine(found, medium),
        },
        says={
            "coarse": np.stack(
                [by_theme[:, model.coarse_of == group].any(axis=1) for group in np.unique(model.coarse_of)],
                axis=1,
            ),
            "medium": by_theme,
            "fine": by_fine,
        },
        embed=lambda: model.representation.place(texts, Remembering(given), languages),
        embedder=remembering,
    )


def _matrix(row: NDArray[np.int64], column: NDArray[np.int64], shape: tuple[int, int]) -> NDArray[np.bool_]:
    matrix = np.zeros(shape, dtype=bool)
    matrix[row, column] = True
    return matrix


def _main_fine(found: Themes, medium: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sub-theme, within each text's main theme, that most of the text is about."""
    rows = found.rows
    inside = (rows.theme >= 0) & (rows.theme == medium[rows.text])
    table = np.zeros((len(medium), len(found.model.fine_of)))
    size = np.maximum(rows.weight, 0.01) * (rows.end - rows.start)
    np.add.at(table, (rows.text[inside], rows.fine[inside]), size[inside])
    return np.where(medium >= 0, table.argmax(axis=1), -1)
