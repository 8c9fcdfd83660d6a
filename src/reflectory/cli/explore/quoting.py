"""Quotes for the report: positions in the texts, turned into words only at the very end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from reflectory.cli.explore.naming import campaign_key
from reflectory.engine.analysis import Analysis
from reflectory.engine.corpus import Corpus
from reflectory.engine.disagreement import CLEAR, disagreements
from reflectory.engine.polarity import polarities
from reflectory.engine.quotes import choose_quotes
from reflectory.engine.segments import n_words
from reflectory.press.exploration.content import Disagreement, Quote

PER_THEME = 5
PAIRS_PER_THEME = 3
READ_FOR_QUOTES = 400  # passages nearest to a theme's centre
READ_FOR_DISAGREEMENT = 1_500
READ_FOR_JUDGEMENT = 1_000
JUDGING = 0.1  # share of passages that clearly praise or complain; at .06 none of 90 pairs was right


class Quoting:
    """Finds the passages to quote. Each is `texts[text][start:end]`, with what is known of it."""

    def __init__(
        self, corpus: Corpus, rows: Sequence[int], places: Sequence[str], analysis: Analysis
    ) -> None:
        self.corpus, self.rows, self.places, self.analysis = corpus, rows, places, analysis
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

    def quote(self, text: int, start: int, end: int) -> Quote:
        """The words with their source."""
        corpus = self.corpus
        groups = ((name, values[text]) for name, values in corpus.groups.items())
        return Quote(
            text=corpus.texts[text][start:end],
            id=corpus.ids[text],
            place=self.places[text],
            row=self.rows[text],
            start=start,
            end=end,
            language=self.analysis.languages.codes[text],
            groups=tuple((name, value) for name, value in groups if value),
            said_on=corpus.dates[text] if corpus.dates is not None else None,
            campaign=campaign_key(int(self.analysis.campaigns.label[text])) or None,
        )

    def passage(self, passage: int) -> Quote:
        at = self.analysis.themes.passages
        return self.quote(int(at.text[passage]), int(at.start[passage]), int(at.end[passage]))

    def words(self, passage: int) -> str:
        at = self.analysis.themes.passages
        return self.corpus.texts[int(at.text[passage])][int(at.start[passage]) : int(at.end[passage])]

    def nearest(self, theme: int) -> NDArray[np.int64]:
        """The passages that stand nearest to a theme's centre."""
        return self._nearest(self.theme_of == theme, READ_FOR_QUOTES)

    def of_theme(self, theme: int) -> tuple[Quote, ...]:
        """Verbatim passages near the theme's centre, of different people and places."""
        centre = self.analysis.themes.model.centres[theme]
        return self._chosen(self.nearest(theme), centre, PER_THEME)

    def of_fine(self, fine: int) -> Quote | None:
        members = self._nearest(self.fine_of == fine, READ_FOR_QUOTES)
        quotes = self._chosen(members, self.analysis.themes.model.fine_centres[fine], 1)
        return quotes[0] if quotes else None

    def of_none(self, n: int) -> tuple[Quote, ...]:
        """Passages that no theme fits, in the order of the texts' content."""
        outside = np.flatnonzero((self.theme_of < 0) & self.counted)
        rank, where = self.order
        chosen = outside[np.lexsort((rank[outside], where[outside]))][:n]
        return tuple(self.passage(int(passage)) for passage in chosen)

    def disagreeing(self, theme: int) -> list[tuple[int, int]]:
        """Pairs of passages of one theme that seem to disagree: the one that praises, the one that complains."""
        members = self._nearest(self.theme_of == theme, READ_FOR_DISAGREEMENT)
        if len(members) < 2 or not self.people_judge:
            return []
        texts = self.analysis.themes.passages.text[members]
        unit = self.corpus.unit
        pairs = disagreements(
            [self.words(int(passage)) for passage in members],
            self._points(members),
            None if unit is None else [self.corpus.groups[unit][text] for text in texts],
            k=PAIRS_PER_THEME,
            languages=[self.analysis.languages.codes[text] for text in texts],
        )
        return [(int(members[pair.praise]), int(members[pair.complaint])) for pair in pairs]

    @cached_property
    def people_judge(self) -> bool:
        """Whether enough passages praise or complain for a disagreement to be recognised at all."""
        rank, where = self.order
        looked_at = np.lexsort((rank, where))[:READ_FOR_JUDGEMENT]
        texts = self.analysis.themes.passages.text[looked_at]
        found = polarities(
            [self.words(int(passage)) for passage in looked_at],
            [self.analysis.languages.codes[text] for text in texts],
        )
        return sum(abs(value) >= CLEAR for value in found) >= JUDGING * len(found)

    def pairs(self, theme: int) -> tuple[Disagreement, ...]:
        return tuple(
            Disagreement(self.passage(one), self.passage(other)) for one, other in self.disagreeing(theme)
        )

    def _nearest(self, wanted: NDArray[np.bool_], n: int) -> NDArray[np.int64]:
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

    def _points(self, passages: NDArray[np.int64]) -> NDArray[np.float32]:
        themes = self.analysis.themes
        return themes.points[themes.where[passages]].astype(np.float32)

    def _chosen(self, members: NDArray[np.int64], centre: NDArray[np.float32], n: int) -> tuple[Quote, ...]:
        texts = self.analysis.themes.passages.text[members]
        unit = self.corpus.unit
        picked = choose_quotes(
            self._points(members),
            centre,
            n=n,
            words=np.array([n_words(self.words(int(passage))) for passage in members], np.int64),
            people=self.analysis.respondents[texts].tolist(),
            places=None if unit is None else [self.corpus.groups[unit][text] for text in texts],
        )
        return tuple(self.passage(int(members[i])) for i in picked)
