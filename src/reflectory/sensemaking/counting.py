"""What is counted of a run: of each theme who said it, in how many governments, and how often in each programme.

Numbers in, numbers out, through the engine's own `voices` and `prevalence`. A voice in these counts is a person,
once however often they spoke; somebody whose person is not known is a voice of their own. A campaign's letter is
counted once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.analysis import Analysis, voices_of
from reflectory.engine.parallel import one_blas_thread
from reflectory.engine.prevalence import FEW_GROUPS, prevalence
from reflectory.engine.voices import Column, Voices, people
from reflectory.sensemaking.gathering import Text


@dataclass(frozen=True)
class Breadth:
    """How far a theme reaches in the whole run."""

    n_voices: int
    n_governments: int
    n_programmes: int


@dataclass(frozen=True)
class Count:
    """One theme in one programme."""

    n_voices: int
    n_heard: int
    n_governments: int
    n_governments_heard: int
    share: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Counts:
    """All there is to count: per theme its breadth, per programme (by number) and theme its count."""

    n_voices: int
    n_governments: int
    breadth: tuple[Breadth, ...]
    programmes: dict[int, tuple[Count, ...]]


def count(analysis: Analysis, texts: Sequence[Text]) -> Counts:
    """Counts the themes of an analysis of just these texts."""
    unit = _units(texts)
    governments = {text.place for text in texts if text.is_government}
    programmes = sorted({text.programme_id for text in texts if text.programme_id is not None})
    with one_blas_thread():
        every = _voices(analysis, unit, np.ones(len(texts), np.bool_))
        by_programme = {
            programme: _of_programme(
                _voices(analysis, unit, np.array([text.programme_id == programme for text in texts])), governments
            )
            for programme in programmes
        }  # fmt: skip
    breadth = tuple(
        Breadth(
            _n_people(every, every.says[:, theme]),
            _n_governments(every, every.says[:, theme], governments),
            sum(rows[theme].n_heard > 0 for rows in by_programme.values()),
        )
        for theme in range(analysis.n_themes)
    )
    anybody = np.ones(every.n_voices, np.bool_)
    return Counts(
        _n_people(every, anybody), _n_governments(every, anybody, governments), breadth, by_programme
    )


def _units(texts: Sequence[Text]) -> Column:
    """What people may be alike within: a government or another body; somebody of neither is alone."""
    named = [text.place or f"\0{text.respondent}" for text in texts]
    values = tuple(sorted(set(named)))
    number = {value: code for code, value in enumerate(values)}
    return Column("unit", values, np.array([number[value] for value in named], np.int64))


def _voices(analysis: Analysis, unit: Column, wanted: NDArray[np.bool_]) -> Voices:
    return people(voices_of(analysis.themes, analysis.respondents, analysis.counted & wanted, (unit,), None))


def _of_programme(voices: Voices, governments: set[str | None]) -> tuple[Count, ...]:
    n_governments = _n_governments(voices, np.ones(voices.n_voices, np.bool_), governments)
    # Of fewer governments the engine's range would say more of other studies than of these people.
    has_interval = n_governments >= FEW_GROUPS
    return tuple(
        Count(
            n_voices=found.of,
            n_heard=found.says,
            n_governments=n_governments,
            n_governments_heard=_n_governments(voices, voices.says[:, theme], governments),
            share=found.share or 0.0,
            low=found.low if has_interval else None,
            high=found.high if has_interval else None,
        )
        for theme, found in enumerate(prevalence(voices))
    )


def _n_people(voices: Voices, rows: NDArray[np.bool_]) -> int:
    assert voices.respondent is not None
    return len(np.unique(voices.respondent[rows]))


def _n_governments(voices: Voices, rows: NDArray[np.bool_], governments: set[str | None]) -> int:
    assert voices.group is not None
    return sum(voices.group.values[code] in governments for code in np.unique(voices.group.codes[rows]))
