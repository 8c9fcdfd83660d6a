"""From what a method found to one row of a table: the measures of `bench.measures` on one corpus.

Corpora with one label per text give P1, ARI and NMI; those with several give the best F1 per label. What a
row looks like in print is in `tables.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench import measures
from bench.corpora import Labelled
from bench.themes.job import Job, Level

FLAG_GAP = 0.02
"""How far below the best ours may be before the tables say so."""


@dataclass(frozen=True)
class Row:
    """One method on one corpus; measures that do not apply are None."""

    corpus: str
    method: str
    n_labels: int
    n_themes: int
    unassigned: float
    p1: float | None = None
    ari: float | None = None
    nmi: float | None = None
    f1_weighted: float | None = None
    f1_unweighted: float | None = None
    agreement: float | None = None
    cpu_s: float | None = None
    peak_mb: float | None = None
    is_ours: bool = False
    is_rival: bool = False


def score(
    job: Job,
    corpus: Labelled,
    method: str,
    level: Level,
    *,
    cpu_s: float | None = None,
    peak_mb: float | None = None,
    is_ours: bool = False,
    is_rival: bool = False,
) -> Row:
    """The row of one method on one corpus; for several labels per text, `says` is used where there is one."""
    common = {
        "corpus": corpus.name,
        "method": method,
        "n_labels": corpus.n_labels,
        "n_themes": measures.n_themes(level.labels),
        "unassigned": measures.share_unassigned(level.labels),
        "agreement": measures.agreement(job.rows, level.subsampled) if len(level.subsampled) > 1 else None,
        "cpu_s": cpu_s,
        "peak_mb": peak_mb,
        "is_ours": is_ours,
        "is_rival": is_rival,
    }
    if corpus.is_single:
        return Row(
            **common,
            p1=measures.harmonic_purity(corpus.labels, level.labels),
            ari=measures.adjusted_rand(corpus.labels, level.labels),
            nmi=measures.mutual_information(corpus.labels, level.labels),
        )
    says = measures.one_theme_matrix(level.labels) if level.says is None else level.says
    found = measures.best_f1(corpus.label_sets, says)
    return Row(**common, f1_weighted=found.weighted, f1_unweighted=found.unweighted)


def one_theme_for_all(job: Job, corpus: Labelled) -> Row:
    """The row of a method that puts every text in one theme: what P1 and F1 give for nothing."""
    everything = np.zeros(len(corpus.texts), dtype=np.int64)
    return score(job, corpus, "(one theme for all)", Level(everything, ()))


@dataclass(frozen=True)
class Flag:
    """A measure on which a level of ours is below the best rival by more than `FLAG_GAP`."""

    corpus: str
    measure: str
    method: str
    value: float
    best_rival: str
    best_value: float


MEASURES = {
    "P1": "p1",
    "ARI": "ari",
    "best F1 (weighted)": "f1_weighted",
    "best F1 (unweighted)": "f1_unweighted",
}


def flags(rows: list[Row]) -> list[Flag]:
    """Every corpus, measure and level of ours that is below the best rival by more than `FLAG_GAP`."""
    found = []
    for corpus in dict.fromkeys(row.corpus for row in rows):
        here = [row for row in rows if row.corpus == corpus]
        for measure, key in MEASURES.items():
            rivals = [
                (value, row.method)
                for row in here
                if row.is_rival and (value := getattr(row, key)) is not None
            ]
            if not rivals:
                continue
            best_value, best = max(rivals)
            for row in here:
                value = getattr(row, key)
                if row.is_ours and value < best_value - FLAG_GAP:
                    found.append(Flag(corpus, measure, row.method, value, best, best_value))
    return found


@dataclass(frozen=True)
class Mean:
    """A method's mean over the corpora that it was run on."""

    method: str
    n_corpora: int
    p1: float | None = None
    ari: float | None = None
    nmi: float | None = None
    f1_weighted: float | None = None
    f1_unweighted: float | None = None
    agreement: float | None = None


def means(rows: list[Row]) -> list[Mean]:
    """The mean of each measure for each method, over the corpora where it applies."""
    keys = ("p1", "ari", "nmi", "f1_weighted", "f1_unweighted", "agreement")
    result = []
    for method in dict.fromkeys(row.method for row in rows):
        own = [row for row in rows if row.method == method]
        values = {}
        for key in keys:
            given = [value for row in own if (value := getattr(row, key)) is not None]
            values[key] = float(np.mean(given)) if given else None
        result.append(Mean(method, len(own), **values))
    return result
