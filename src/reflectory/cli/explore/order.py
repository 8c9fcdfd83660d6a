"""The order of reading for a small collection: every theme, sub-theme and suggested disagreement met once."""

from __future__ import annotations

import numpy as np

from reflectory.cli.explore.naming import label_text, theme_key
from reflectory.cli.explore.quoting import Quoting
from reflectory.engine.analysis import Analysis
from reflectory.engine.reading_order import reading_order
from reflectory.press.exploration.content import Step

TYPICAL = 3  # passages per theme that may stand for it


def reading_steps(analysis: Analysis, quoting: Quoting) -> tuple[Step, ...]:
    """The passages to read first, with what each is the first to show."""
    themes, model = analysis.themes, analysis.themes.model
    rank, where = quoting.order
    order = np.lexsort((rank, where))
    order = order[quoting.counted[order]]
    position = {int(passage): at for at, passage in enumerate(order)}
    spoken: list[set[int]] = [set() for _ in order]
    said = themes.rows.theme >= 0
    for passage, theme in zip(
        themes.rows.passage[said].tolist(), themes.rows.theme[said].tolist(), strict=True
    ):
        if passage in position:
            spoken[position[passage]].add(theme)
    pairs = [
        (theme, position[one], position[other])
        for theme in range(model.n_themes)
        for one, other in quoting.disagreeing(theme)[:1]
    ]
    typical = {
        position[int(passage)]
        for theme in range(model.n_themes)
        for passage in quoting.nearest(theme)[:TYPICAL]
    }
    unit = quoting.corpus.unit
    texts = themes.passages.text[order]
    steps = reading_order(
        [quoting.exemplars.words(int(passage)) for passage in order],
        spoken,
        [(one, other) for _, one, other in pairs],
        groups=None if unit is None else [quoting.corpus.groups[unit][text] for text in texts],
        representative=typical,
    )
    return tuple(
        Step(
            quote=quoting.passage(int(order[step.passage])),
            meets=tuple(
                (theme_key(theme, model.n_themes), label_text(model.labels[theme]))
                for theme in sorted(step.themes)
            ),
            disagrees=tuple(theme_key(pairs[pair][0], model.n_themes) for pair in step.disagreements),
        )
        for step in steps
    )
