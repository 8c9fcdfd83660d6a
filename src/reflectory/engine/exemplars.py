"""The passages that stand for a theme: positions in the texts, never words.

`quotes` chooses among passages at hand; this says which passages are at hand: those near the theme's middle, each
wording once, a campaign's letter once. What a quote looks like is for whoever shows it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.analysis import Analysis
from reflectory.engine.corpus import Corpus
from reflectory.engine.embedding import Matrix
from reflectory.engine.quotes import choose_quotes
from reflectory.engine.segments import n_words

PER_THEME = 5
READ_FOR_QUOTES = 400  # passages nearest to a theme's centre


class Exemplars:
    """Finds the passages to quote. Passage i is `texts[text[i]][start[i]:end[i]]` of `analysis.themes.passages`."""

    def __init__(self, corpus: Corpus, analysis: Analysis) -> None:
        self.corpus, self.analysis = corpus, analysis
        found = analysis.themes
        whole = (found.rows.start == found.passages.start[found.rows.passage]) & (
            found.rows.end == found.passages.end[found.rows.passage]
        )
        self.theme_of = np.full(len(found.passages), -1, np.int64)
        self.weight = np.zeros(len(found.passages))
        self.theme_of[found.rows.passage[whole]] = found.rows.theme[whole]
        self.weight[found.rows.passage[whole]] = found.rows.weight[whole]
        self.fine_of = np.full(len(found.passages), -1, np.int64)
        self.fine_of[found.rows.passage[whole]] = found.rows.fine[whole]
        self.counted = analysis.counted[found.passages.text]
        rank = np.empty(len(corpus), np.int64)
        rank[sorted(range(len(corpus)), key=corpus.ids.__getitem__)] = np.arange(len(corpus))
        # Among the same words from several people the lowest id comes first, whatever the order of rows.
        self.order = (rank[found.passages.text], found.where)

    def words(self, passage: int) -> str:
        """The words of a passage."""
        at = self.analysis.themes.passages
        return self.corpus.texts[int(at.text[passage])][int(at.start[passage]) : int(at.end[passage])]

    def of_theme(self, theme: int, n: int = PER_THEME) -> list[int]:
        """Up to `n` passages near the theme's centre, of different people and places, the best first."""
        centre = self.analysis.themes.model.centres[theme]
        return self.chosen(self.nearest(self.theme_of == theme, READ_FOR_QUOTES), centre, n)

    def of_fine(self, fine: int, n: int = 1) -> list[int]:
        """The same for a sub-theme."""
        centre = self.analysis.themes.model.fine_centres[fine]
        return self.chosen(self.nearest(self.fine_of == fine, READ_FOR_QUOTES), centre, n)

    def of_none(self, n: int) -> list[int]:
        """Passages that no theme fits, in the order of the texts' content."""
        outside = np.flatnonzero((self.theme_of < 0) & self.counted)
        rank, where = self.order
        return [int(one) for one in outside[np.lexsort((rank[outside], where[outside]))][:n]]

    def nearest(self, wanted: NDArray[np.bool_], n: int) -> NDArray[np.int64]:
        """The strongest of the passages wanted, in canonical order where equal; each wording only once."""
        members = np.flatnonzero(wanted & self.counted)
        rank, where = self.order
        order = np.lexsort((rank[members], where[members], -self.weight[members].round(4)))
        distinct: dict[str, int] = {}
        for passage in members[order].tolist():
            distinct.setdefault(" ".join(self.words(passage).casefold().split()).rstrip("."), passage)
            if len(distinct) == n:
                break
        return np.array(list(distinct.values()), np.int64)

    def points(self, passages: NDArray[np.int64]) -> Matrix:
        """Where the passages stand."""
        themes = self.analysis.themes
        return np.asarray(themes.points[themes.where[passages]], np.float32)

    def places(self, texts: NDArray[np.int64]) -> Sequence[str | None] | None:
        """Where these texts come from, in the unit of independence; None where nothing is known of it."""
        unit = self.corpus.unit
        return None if unit is None else [self.corpus.groups[unit][text] for text in texts]

    def chosen(self, members: NDArray[np.int64], centre: Matrix, n: int) -> list[int]:
        """The ones to quote among some passages."""
        texts = self.analysis.themes.passages.text[members]
        picked = choose_quotes(
            self.points(members),
            centre,
            n=n,
            words=np.array([n_words(self.words(int(passage))) for passage in members], np.int64),
            people=self.analysis.respondents[texts].tolist(),
            places=self.places(texts),
        )
        return [int(members[i]) for i in picked]
