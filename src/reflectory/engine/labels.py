"""A few words that tell one theme from the others, taken from the texts themselves.

Phrases of one to three words are scored by how much more a theme uses them than the rest (c-TF-IDF,
Grootendorst 2022) and by how near they stand to the theme's centre. They are a handle, not a finding: the
sentence that says what a theme means is written by a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import scipy.sparse as sp
import snowballstemmer
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer
from stopwordsiso import has_lang, stopwords

from reflectory.engine.embedding import Embedder, Matrix
from reflectory.engine.representation import Representation

PHRASES_PER_LABEL = 3
CANDIDATES = 40  # per theme, scored by meaning after they were found by counting
NEARNESS_FLOOR = 0.25
TOO_COMMON = 0.25
SHORTEST = 3
MOST_TEXTS = 20_000
_STEMMED = {
    "en": "english", "de": "german", "es": "spanish", "fr": "french", "pt": "portuguese", "it": "italian",
    "nl": "dutch", "sv": "swedish", "da": "danish", "no": "norwegian", "fi": "finnish", "ru": "russian",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|[\u0e00-\u0e7f]+")
_ALWAYS_EMPTY = frozenset({"also", "would", "could", "really", "just", "get", "got", "one", "thing", "things", "lot"})


class Words:
    """Splits texts into phrases of one to three words that could stand in a label."""

    def __init__(self, languages: Sequence[str]) -> None:
        known = sorted({code for code in languages if code != "und"}) or ["en"]
        self.stop = frozenset().union(*(_stop_words(code) for code in known)) | _ALWAYS_EMPTY
        self._stemmer = snowballstemmer.stemmer(_STEMMED.get(known[0], "english")) if len(known) == 1 else None

    def phrases(self, text: str) -> list[str]:
        """All phrases, with repetitions, in lower case; they neither begin nor end with an empty word.

        >>> Words(["en"]).phrases("The bus was late")
        ['bus', 'late']
        """
        found: list[str] = []
        for part in re.split(r"[.!?;:,()\[\]\"\n]+", text.casefold()):
            words = _split(part)
            for start in range(len(words)):
                if self._is_empty(words[start]):
                    continue
                for length in (1, 2, 3):
                    phrase = words[start : start + length]
                    if len(phrase) == length and not self._is_empty(phrase[-1]):
                        found.append(" ".join(phrase))
        return found

    def stem(self, word: str) -> str:
        if self._stemmer is None:
            return word[:6]
        return str(self._stemmer.stemWord(word))

    def _is_empty(self, word: str) -> bool:
        unspaced = bool(_HAN.match(word))
        return word in self.stop or word.replace("’", "'") in self.stop or (len(word) < SHORTEST and not unspaced)


def _split(part: str) -> list[str]:
    """Words; in scripts without spaces, pairs of characters."""
    words: list[str] = []
    for word in _WORD.findall(part):
        if not _HAN.search(word):
            words.append(word)
            continue
        for run in _HAN.findall(word):
            words.extend(run[i : i + 2] for i in range(max(1, len(run) - 1)))
    return words


@lru_cache(maxsize=128)
def _stop_words(code: str) -> frozenset[str]:
    return frozenset(stopwords(code)) if has_lang(code) else frozenset()


def label_themes(
    texts: Sequence[str],
    weights: NDArray[np.float64],
    labels: NDArray[np.int64],
    n_themes: int,
    *,
    centres: Matrix,
    representation: Representation,
    embedder: Embedder,
    languages: Sequence[str] = ("en",),
) -> list[tuple[str, ...]]:
    """Up to three phrases per theme, the best first; no two of one theme share a word's stem.

    `texts` as analysed, that is with names masked, so that no label names a place.
    """
    words = Words(languages)
    vectoriser = CountVectorizer(analyzer=words.phrases, binary=True, min_df=_least_texts(len(texts)))
    try:
        found = vectoriser.fit_transform(texts[:MOST_TEXTS])
    except ValueError:  # no phrase is left: nothing but empty words, or nothing said twice
        return [() for _ in range(n_themes)]
    phrases = vectoriser.get_feature_names_out()
    counts = _by_theme(found, weights[:MOST_TEXTS], labels[:MOST_TEXTS], n_themes)
    score = c_tf_idf(counts, np.bincount(labels[:MOST_TEXTS].clip(0), minlength=n_themes).astype(float))
    everywhere = np.asarray(found.sum(axis=0)).ravel() > max(TOO_COMMON * found.shape[0], 5)
    score[:, everywhere & (n_themes > 1)] *= 0.2
    top = [np.argsort(-score[theme], kind="stable")[:CANDIDATES] for theme in range(n_themes)]
    wanted = np.unique(np.concatenate(top)) if top else np.empty(0, np.int64)
    placed = representation.place([str(phrases[i]) for i in wanted], embedder)
    position = {int(phrase): at for at, phrase in enumerate(wanted)}
    out = []
    for theme in range(n_themes):
        candidates = [int(i) for i in top[theme] if score[theme, i] > 0]
        nearness = [float(placed[position[i]] @ centres[theme]) for i in candidates]
        value = [score[theme, i] * (NEARNESS_FLOOR + max(near, 0)) for i, near in zip(candidates, nearness, strict=True)]
        ranked = [str(phrases[candidates[at]]) for at in np.argsort(-np.array(value), kind="stable")]
        out.append(_without_repeats(ranked, words))
    return out


def _least_texts(n: int) -> int:
    return 1 if n < 40 else 2 if n < 1_000 else 3 if n < 10_000 else 5


def _by_theme(
    found: sp.csr_matrix, weights: NDArray[np.float64], labels: NDArray[np.int64], n_themes: int
) -> NDArray[np.float64]:
    inside = labels >= 0
    gather = sp.csr_matrix(
        (weights[inside], (labels[inside], np.flatnonzero(inside))), shape=(n_themes, found.shape[0])
    )
    return np.asarray((gather @ found).todense())


def c_tf_idf(counts: NDArray[np.float64], n_texts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of a theme's texts that use the phrase, times how little the other themes use it.

    Class-based TF-IDF with shares in place of raw counts, ln(1 + A / f) with A the mean theme's total and f the
    phrase's total: in 30 of 100 texts of one theme and 30 in all of a mean of 100: .3 · ln(1 + 100 / 30) = .44.
    """
    total = counts.sum(axis=0)
    per_theme = counts / np.maximum(n_texts[:, None], 1.0)
    score: NDArray[np.float64] = per_theme * np.log1p(max(float(n_texts.mean()), 1.0) / np.maximum(total, 1e-9))
    return score


def _without_repeats(ranked: list[str], words: Words) -> tuple[str, ...]:
    chosen: list[str] = []
    used: set[str] = set()
    for phrase in ranked:
        stems = {words.stem(word) for word in phrase.split()}
        if len(stems) < len(phrase.split()) or used & stems:
            continue
        chosen.append(phrase)
        used |= stems
        if len(chosen) == PHRASES_PER_LABEL:
            break
    return tuple(chosen)
