"""Pairs of passages on the same matter of which one praises and the other complains: a suggestion to read both.

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

CLEAR = 0.6  # polarity; about two cues to none, below which one word decides
LEAST_WORDS = 4  # "All good" disagrees with nothing in particular
MOST_WORDS = 80  # longer passages praise one thing and complain of another
LEAST_SIMILARITY = 0.15
CONSIDERED = (
    400  # of the clearest on either side; a theme of 10,000 passages needs no more to find three pairs
)


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
    values = np.array(polarities(texts, languages))
    is_fit = np.array([LEAST_WORDS <= n_words(text) <= MOST_WORDS for text in texts], bool)
    praise = _clearest(texts, np.where(is_fit, values, 0))
    complaint = _clearest(texts, np.where(is_fit, -values, 0))
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


def _clearest(texts: Sequence[str], values: NDArray[np.float64]) -> NDArray[np.int64]:
    """The clearest passages, clearest first; of equally clear ones in canonical order."""
    clear = [row for row in range(len(texts)) if values[row] >= CLEAR]
    clear.sort(key=lambda row: (-values[row], text_key(texts[row]), row))
    return np.array(clear[:CONSIDERED], np.int64)
