"""How many segments and texts each theme has: lengths of lists of rows in excerpts.csv, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reflectory.engine.analysis import Analysis


@dataclass(frozen=True)
class ThemeCounts:
    """Per theme, all copies of a campaign's letter included: they are rows too."""

    segments: list[int]
    texts: list[int]


def theme_counts(analysis: Analysis) -> ThemeCounts:
    rows, k = analysis.themes.rows, analysis.n_themes
    said = rows.theme >= 0
    pairs = np.unique(rows.text[said] * k + rows.theme[said])
    return ThemeCounts(
        segments=np.bincount(rows.theme[said], minlength=k).tolist(),
        texts=np.bincount(pairs % k, minlength=k).tolist(),
    )
