"""The whole way from texts to what can be said of them: themes, where they are heard, whether they change.

This puts the engine's parts in order and adds nothing of its own: what counts as one voice is in `voices`,
what a trend is in `change`. Writing it down for people is the work of `press`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.breadth import Spread, spread
from reflectory.engine.campaigns import Campaigns, find_campaigns
from reflectory.engine.change import Change, change
from reflectory.engine.corpus import Corpus
from reflectory.engine.difference import Difference, difference
from reflectory.engine.embedding import Embedder, MultilingualEmbedder
from reflectory.engine.fitting import ThemeModel
from reflectory.engine.language import Languages, detect
from reflectory.engine.parallel import one_blas_thread
from reflectory.engine.periods import Periods, periods
from reflectory.engine.prevalence import Interval, prevalence
from reflectory.engine.saturation import Saturation, saturation_of
from reflectory.engine.themes import MapBlocks, Themes, choose_embedder, find_themes
from reflectory.engine.voices import Column, Voices, gather

Stage = Callable[[str], None]
SMALL = 500  # texts; below, people read it all, and counts of groups say more than percentages


@dataclass(frozen=True)
class Analysis:
    """What was found. Lists of answers have one entry per theme.

    `counted[i]` is false where text i repeats a campaign's letter; `campaigns` says which.
    """

    themes: Themes
    languages: Languages
    campaigns: Campaigns
    counted: NDArray[np.bool_]
    respondents: NDArray[np.int64]
    units: tuple[Column, ...]
    periods: Periods | None
    voices: Voices
    prevalence: list[Interval]
    spread: list[Spread]
    change: list[Change]
    differences: dict[str, list[Difference]]
    saturation: Saturation
    embedding: str

    @property
    def n_themes(self) -> int:
        return self.themes.model.n_themes


def analyse(
    corpus: Corpus,
    *,
    embedder: Embedder | None = None,
    mask: Callable[[str], str] | None = None,
    n_themes: int | None = None,
    seed: int = 0,
    map_blocks: MapBlocks | None = None,
    stage: Stage | None = None,
    fitted: Callable[[ThemeModel], None] | None = None,
) -> Analysis:
    """Everything the engine can say of a corpus. Raises ValueError when there is no word in it."""
    told = stage or (lambda _: None)
    told("languages")
    embedder = embedder or choose_embedder(corpus.texts)
    if isinstance(embedder, MultilingualEmbedder):
        # Half a second for the encoder and half a second for the languages, side by side.
        threading.Thread(target=embedder.make_ready, daemon=True).start()
    languages = detect(corpus.texts)
    told("campaigns")
    respondents = corpus.respondent_codes()
    campaigns = find_campaigns(corpus.texts, respondents.tolist())
    counted = counted_texts(corpus, campaigns)
    told("themes")
    themes = find_themes(
        corpus.texts, embedder=embedder, languages=languages.codes, counts=counted, mask=mask,
        n_themes=n_themes, seed=seed, map_blocks=map_blocks, fitted=fitted,
    )  # fmt: skip
    told("counts")
    units = tuple(corpus.column(name) for name in corpus.groups)
    when = periods(corpus.dates) if corpus.dates is not None and any(corpus.dates) else None
    voices = voices_of(themes, respondents, counted, units, when)
    with one_blas_thread():
        told("trends")
        return Analysis(
            themes=themes,
            languages=languages,
            campaigns=campaigns,
            counted=counted,
            respondents=respondents,
            units=units,
            periods=when,
            voices=voices,
            prevalence=prevalence(voices),
            spread=spread(voices),
            change=change(voices),
            differences={kind.name: difference(voices, kind) for kind in voices.kinds},
            saturation=saturation_of(voices),
            embedding=embedder.name,
        )


def counted_texts(corpus: Corpus, campaigns: Campaigns) -> NDArray[np.bool_]:
    """False for every copy of a campaign's letter but one: the earliest, then the one with the lowest id."""
    counted = np.ones(len(corpus), dtype=bool)
    for members in campaigns.members:
        ranked = sorted(
            members, key=lambda i: (str(corpus.dates[i] or "9") if corpus.dates else "", corpus.ids[i])
        )
        counted[ranked[1:]] = False
    return counted


def voices_of(
    themes: Themes,
    respondents: NDArray[np.int64],
    counted: NDArray[np.bool_],
    units: tuple[Column, ...],
    when: Periods | None,
) -> Voices:
    """Respondents with the themes they speak of, from the texts that count."""
    position = np.cumsum(counted) - 1
    rows = themes.rows
    speaks = (rows.theme >= 0) & counted[rows.text]
    columns = [Column(unit.name, unit.values, unit.codes[counted]) for unit in units]
    return gather(
        respondent=respondents[counted],
        mentions=(position[rows.text[speaks]], rows.theme[speaks]),
        n_themes=themes.model.n_themes,
        group=columns[0] if columns else None,
        period=None if when is None else Column(when.unit, when.labels, when.codes[counted]),
        time=None if when is None else when.time[counted],
        kinds=tuple(columns[1:]),
    )
