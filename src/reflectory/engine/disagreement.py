"""Pairs of passages on one matter of which one praises and the other complains: a suggestion to read both.

A pair is never shown as a finding. How often it is right was measured on comments that people had coded
(`python -m bench.disagreement`). What counts as praise is in `polarity`, and in which languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.canonical import text_key
from reflectory.engine.polarity import polarities
from reflectory.engine.segments import n_words

CLEAR = 0.65  # polarity; two cues to none (2 / 3), below which one word decides
LEAST_WORDS = 4  # "All good" disagrees with nothing in particular
MOST_WORDS = 80  # longer passages praise one thing and complain of another
LEAST_SIMILARITY = 0.25
CONSIDERED = 150  # of the clearest on either side
READ_AT_MOST = 3_000  # passages of a theme, the first in canonical order: enough to find three pairs


@dataclass(frozen=True)
class Pair:
    """Two passages by their place in the input: the one that praises, the one that complains."""

    praise: int
    complaint: int
    score: float
    similarity: float


def disagreements(
    texts: Sequence[str],
    embeddings: NDArray[np.floating],
    groups: Sequence[object] | None = None,
    k: int = 3,
    *,
    languages: Sequence[str] | None = None,
) -> list[Pair]:
    """The `k` pairs within one theme that most likely disagree, best first; each passage is in one pair only.

    A pair scores its cosine similarity times the weaker of the two polarities. With `groups`, of pairs that
    score alike to a hundredth the one between two groups comes first.
    """
    values = _clear_values(texts, languages)
    praise, complaint = _clearest(texts, values), _clearest(texts, -values)
    lengths = np.maximum(np.linalg.norm(embeddings, axis=1, keepdims=True), 1e-12)
    unit = embeddings / lengths
    similarity = unit[praise] @ unit[complaint].T
    weaker = np.minimum(values[praise][:, None], -values[complaint][None, :])
    score = np.where(similarity >= LEAST_SIMILARITY, similarity * weaker, 0)
    ranked = sorted(
        (
            -round(float(score[i, j]), 2),
            groups is not None and groups[praise[i]] == groups[complaint[j]],
            -round(float(score[i, j]), 5),
            int(i),
            int(j),
        )
        for i, j in zip(*np.nonzero(score > 0), strict=True)
    )
    pairs: list[Pair] = []
    used: set[tuple[str, str]] = set()
    for _, _, negative_score, i, j in ranked:
        names = {("+", texts[praise[i]]), ("-", texts[complaint[j]])}
        if len(pairs) < k and not used & names:
            used |= names
            pairs.append(Pair(int(praise[i]), int(complaint[j]), -negative_score, float(similarity[i, j])))
    return pairs


def _clear_values(texts: Sequence[str], languages: Sequence[str] | None) -> NDArray[np.float64]:
    """The polarity of each passage of a fit length, 0 for the others and for those not read."""
    fit = [row for row, text in enumerate(texts) if LEAST_WORDS <= n_words(text) <= MOST_WORDS]
    if len(fit) > READ_AT_MOST:
        fit = sorted(fit, key=lambda row: (text_key(texts[row]), row))[:READ_AT_MOST]
    values = np.zeros(len(texts))
    values[fit] = polarities(
        [texts[row] for row in fit], [languages[row] for row in fit] if languages else None
    )
    return values


def _clearest(texts: Sequence[str], values: NDArray[np.float64]) -> NDArray[np.int64]:
    """The clearest passages, clearest first; of equally clear ones in canonical order."""
    clear = [row for row in range(len(texts)) if values[row] >= CLEAR]
    clear.sort(key=lambda row: (-values[row], text_key(texts[row]), row))
    return np.array(clear[:CONSIDERED], np.int64)
