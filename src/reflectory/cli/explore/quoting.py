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
from reflectory.engine.exemplars import READ_FOR_QUOTES, Exemplars
from reflectory.engine.polarity import polarities
from reflectory.press.exploration.content import Disagreement, Quote

PAIRS_PER_THEME = 3
READ_FOR_DISAGREEMENT = 1_500
READ_FOR_JUDGEMENT = 1_000
JUDGING = 0.1  # share of passages that clearly praise or complain; at .06 none of 90 pairs was right


class Quoting:
    """Finds the passages to quote. Each is `texts[text][start:end]`, with what is known of it."""

    def __init__(
        self, corpus: Corpus, rows: Sequence[int], places: Sequence[str], analysis: Analysis
    ) -> None:
        self.corpus, self.rows, self.places, self.analysis = corpus, rows, places, analysis
        self.exemplars = Exemplars(corpus, analysis)
        self.counted, self.order = self.exemplars.counted, self.exemplars.order

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

    def nearest(self, theme: int) -> NDArray[np.int64]:
        """The passages that stand nearest to a theme's centre."""
        return self.exemplars.nearest(self.exemplars.theme_of == theme, READ_FOR_QUOTES)

    def of_theme(self, theme: int) -> tuple[Quote, ...]:
        """Verbatim passages near the theme's centre, of different people and places."""
        return tuple(self.passage(one) for one in self.exemplars.of_theme(theme))

    def of_fine(self, fine: int) -> Quote | None:
        return next((self.passage(one) for one in self.exemplars.of_fine(fine)), None)

    def of_none(self, n: int) -> tuple[Quote, ...]:
        """Passages that no theme fits, in the order of the texts' content."""
        return tuple(self.passage(one) for one in self.exemplars.of_none(n))

    def disagreeing(self, theme: int) -> list[tuple[int, int]]:
        """Pairs of passages of one theme that seem to disagree: the one that praises, the one that complains."""
        members = self.exemplars.nearest(self.exemplars.theme_of == theme, READ_FOR_DISAGREEMENT)
        if len(members) < 2 or not self.people_judge:
            return []
        texts = self.analysis.themes.passages.text[members]
        pairs = disagreements(
            [self.exemplars.words(int(passage)) for passage in members],
            self.exemplars.points(members),
            self.exemplars.places(texts),
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
            [self.exemplars.words(int(passage)) for passage in looked_at],
            [self.analysis.languages.codes[text] for text in texts],
        )
        return sum(abs(value) >= CLEAR for value in found) >= JUDGING * len(found)

    def pairs(self, theme: int) -> tuple[Disagreement, ...]:
        return tuple(
            Disagreement(self.passage(one), self.passage(other)) for one, other in self.disagreeing(theme)
        )
