"""How many segments, texts and people each theme has: lengths of lists of rows in excerpts.csv, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reflectory.engine.analysis import Analysis


@dataclass(frozen=True)
class ThemeCounts:
    """Per theme. Segments and texts with all copies of a campaign's letter: they are rows too.

    Respondents without the copies, each once, and also those of whom no group is known; `heard` are all of them.
    """

    segments: list[int]
    texts: list[int]
    respondents: list[int]
    heard: int


def theme_counts(analysis: Analysis) -> ThemeCounts:
    rows, k = analysis.themes.rows, analysis.n_themes
    said = rows.theme >= 0
    pairs = np.unique(rows.text[said] * k + rows.theme[said])
    once = said & analysis.counted[rows.text]
    speakers = np.unique(analysis.respondents[rows.text[once]] * k + rows.theme[once])
    return ThemeCounts(
        segments=np.bincount(rows.theme[said], minlength=k).tolist(),
        texts=np.bincount(pairs % k, minlength=k).tolist(),
        respondents=np.bincount(speakers % k, minlength=k).tolist(),
        heard=len(np.unique(analysis.respondents[analysis.counted])),
    )
