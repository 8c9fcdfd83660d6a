"""A few words that tell one theme from the others, taken from the texts themselves.

Phrases of one to three words are scored by how much more a theme uses them than the rest (c-TF-IDF,
Grootendorst 2022) and by how near they stand to the theme's centre. They are a handle, not a finding: the
sentence that says what a theme means is written by a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

import numpy as np
import scipy.sparse as sp
import snowballstemmer
from numpy.typing import NDArray
from stopwordsiso import has_lang, stopwords

from reflectory.engine.embedding import Embedder, Matrix
from reflectory.engine.plain import without_markup
from reflectory.engine.representation import Representation

PHRASES_PER_LABEL = 3
CANDIDATES = 40  # per theme, scored by meaning after they were found by counting
NEARNESS_FLOOR = 0.25
TOO_COMMON = 0.25
SHORTEST = 3  # letters of a word that can stand in a label, in scripts with spaces
LONGEST = 3  # words
MOST_TEXTS = 20_000
MOST_HYPHENS = 2  # a word with more is the address of a page: "how-we-built-it"
NO_CAPITAL = 0.2  # of a word's uses in lower case: "road" stays so beside "Scottsville Road"
NO_CAPITAL_IN_GERMAN = 0.5  # where every noun has one, and some people leave it out
SAME_START = 4  # letters of a word within another ("fire" in "firefighter") by which both say one thing
SAME_PART = 5  # letters that two compounds share at one end ("Klimarat", "Klimaschutz")
_STEMMED = {
    "en": "english", "de": "german", "es": "spanish", "fr": "french", "pt": "portuguese", "it": "italian",
    "nl": "dutch", "sv": "swedish", "da": "danish", "no": "norwegian", "fi": "finnish", "ru": "russian",
}  # fmt: skip
_COMPOUNDING = frozenset({"de", "nl", "sv", "da", "no", "fi"})
# What a page or a message is written with, and nobody says: tags, addresses, targets of links, templates.
# A number ends a phrase too, since what stands on its two sides was not said together.
_PART_ENDS = re.compile(r"[.!?;:,()\[\]\"\n…|*/]+|(?<![^\W_])\d[\w'’\-]*")
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’\-][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_BEGINS = re.compile(r"(?:^|[.!?:•\n])[\s\"'“‘(*-]*$")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+|[\u0e00-\u0e7f]+")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Words that say nothing of what a text is about and that the lists of stop words leave out: reporting verbs,
# words of degree, months and days.
_ALWAYS_EMPTY = _words(
    """
    also would could really just get got one thing things lot lots way ways told tell replied explained stated
    mentioned advised informed responded absolutely eventually honestly completely totally extremely simply
    basically literally immediately continue continued continues happen happened start started week weeks month
    months day days hour hours minute minutes yesterday tomorrow tonight people person everyone fine okay etc xxx
    january february march april june july august september october november december jan feb apr jun jul aug
    sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday
    januar jänner februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag
    samstag sonntag mehr bitte sowie bzw usw verstärkt vermehrt endlich mal gibt geben jahr tag tage woche wochen
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes
    miércoles jueves viernes sábado domingo
    janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi mercredi jeudi
    vendredi samedi dimanche
    """
)
# Things that the lists of stop words call empty, and that people speak of to those who serve them.
_FULL = {
    "en": _words(
        """
        fire home homes homepage research test tests system systems computer computers website websites bill
        bills information work room rooms mill microsoft young state states
        """
    )
}


class Words:
    """Splits texts into phrases of one to three words that could stand in a label.

    `languages` are those of the texts, the commonest first: stems are taken in that one.
    """

    def __init__(self, languages: Sequence[str]) -> None:
        known = [code for code in languages if code != "und"] or ["en"]
        self._stop = frozenset().union(*(_stop_words(code) for code in known)) | _ALWAYS_EMPTY
        self.language = known[0]
        self._known_empty: dict[str, bool] = {}
        self._stemmer = snowballstemmer.stemmer(_STEMMED[known[0]]) if known[0] in _STEMMED else None

    def phrases(self, text: str) -> list[str]:
        """All phrases, with repetitions, in lower case; they neither begin nor end with an empty word.

        >>> Words(["en"]).phrases("The bus to town was late")
        ['bus', 'bus to town', 'town', 'town was late', 'late']
        """
        found: list[str] = []
        for part in _PART_ENDS.split(without_markup(text, "\n").casefold()):
            words = _split(part)
            full = [not self._is_empty(word) for word in words]
            for start, word in enumerate(words):
                if not full[start]:
                    continue
                found.append(word)
                found.extend(
                    " ".join(words[start:stop])
                    for stop in range(start + 2, min(start + LONGEST, len(words)) + 1)
                    if full[stop - 1]
                )
        return found

    def stem(self, word: str) -> str:
        """What the word shares with its other forms; six letters where the language has no stemmer here."""
        if self._stemmer is None:
            return word[:6]
        return str(self._stemmer.stemWord(word)).removesuffix("e")  # buses is stemmed to "buse", bus to "bus"

    def say_the_same(self, stem: str, other: str) -> bool:
        """Whether two stems have so much in common that a label needs only one of the words.

        >>> Words(["en"]).say_the_same("fire", "firefight"), Words(["de"]).say_the_same("klimarat", "klimaschutz")
        (True, True)
        """
        short, long = sorted((stem, other), key=len)
        if _HAN.search(long):
            return short == long
        if len(short) >= SAME_START and (long.startswith(short) or long.endswith(short)):
            return True
        if self.language not in _COMPOUNDING:
            return short == long
        at_start, at_end = _shared(short, long), _shared(short[::-1], long[::-1])
        return (
            short == long
            or (len(short) >= 3 and long.startswith(short))
            or max(at_start, at_end) >= SAME_PART
        )

    def _is_empty(self, word: str) -> bool:
        empty = self._known_empty.get(word)
        if empty is None:
            too_short = len(word) < SHORTEST and not _HAN.match(word)
            empty = (
                too_short
                or word.count("-") > MOST_HYPHENS
                or word in self._stop
                or word.replace("’", "'") in self._stop
            )
            self._known_empty[word] = empty
        return empty


@dataclass(frozen=True)
class Phrases:
    """Which of the texts uses which phrase, counted once for all levels of themes."""

    words: Words
    names: Sequence[str]
    used: sp.csr_matrix  # (texts, phrases), 1 where the text uses the phrase
    written: Mapping[str, str] = field(default_factory=dict)  # a word in lower case → as most people write it

    def as_written(self, phrase: str) -> str:
        """The phrase with the capitals that the texts mostly give its words."""
        return " ".join(self.written.get(word, word) for word in phrase.split(" "))


def _without_possessive(word: str) -> str:
    return _POSSESSIVE.sub("", word) if "'" in word or "’" in word else word


def _split(part: str) -> list[str]:
    """Words; in scripts without spaces, pairs of characters."""
    words: list[str] = []
    for word in _WORD.findall(part):
        if not _HAN.search(word):
            words.append(_without_possessive(word))
            continue
        for run in _HAN.findall(word):
            words.extend(run[i : i + 2] for i in range(max(1, len(run) - 1)))
    return words


@lru_cache(maxsize=128)
def _stop_words(code: str) -> frozenset[str]:
    return frozenset(stopwords(code)) - _FULL.get(code, frozenset()) if has_lang(code) else frozenset()


def _shared(one: str, other: str) -> int:
    """How many letters both begin with."""
    n = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        n += 1
    return n


def _as_written(texts: Iterable[str], wanted: frozenset[str], no_capital: float) -> dict[str, str]:
    """How each word is mostly written within a sentence; where it only ever begins one, as it does there."""
    within: Counter[str] = Counter()
    first: Counter[str] = Counter()
    for text in texts:
        plain = without_markup(text, "\n")
        for found in _WORD.finditer(plain):
            form = found[0]
            begins = form[0].isupper() and _BEGINS.search(plain, max(found.start() - 6, 0), found.start())
            (first if begins else within)[form] += 1
    written: dict[str, str] = {}
    for seen in (first, within):  # the second goes over the first
        forms: dict[str, Counter[str]] = {}
        for form, n in seen.items():
            plain_form = _without_possessive(form)
            if plain_form.casefold() in wanted:
                forms.setdefault(plain_form.casefold(), Counter())[plain_form] += n
        written |= {word: _usual(word, by_form, no_capital) for word, by_form in forms.items()}
    return written


def _usual(word: str, seen: Counter[str], no_capital: float) -> str:
    """The commonest form; in lower case where a good part is, since names of streets and teams hold words too."""
    if seen[word] >= no_capital * seen.total():
        return word
    return min(seen, key=lambda form: (-seen[form], form))


def count_phrases(texts: Sequence[str], languages: Sequence[str] = ("en",)) -> Phrases:
    """The phrases that enough of the texts use, in alphabetical order."""
    words = Words(languages)
    said = [frozenset(words.phrases(text)) for text in texts[:MOST_TEXTS]]
    n_texts = Counter(chain.from_iterable(said))
    names = sorted(phrase for phrase, n in n_texts.items() if n >= _least_texts(len(texts)))
    place = {phrase: at for at, phrase in enumerate(names)}
    columns = [sorted(place[phrase] for phrase in phrases if phrase in place) for phrases in said]
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.fromiter(chain.from_iterable(columns), np.int64, ends[-1])
    used = sp.csr_matrix((np.ones(len(flat), np.int64), flat, ends), shape=(len(said), len(names)))
    in_names = frozenset(word for name in names for word in name.split(" "))
    no_capital = NO_CAPITAL_IN_GERMAN if words.language == "de" else NO_CAPITAL
    return Phrases(words, names, used, _as_written(texts[:MOST_TEXTS], in_names, no_capital))


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
    phrases: Phrases | None = None,
) -> list[tuple[str, ...]]:
    """Up to three phrases per theme, the best first; no two of one theme share a word's stem.

    `texts` as analysed, that is with names masked, so that no label names a place. `phrases` are theirs,
    where they were counted before.
    """
    phrases = phrases or count_phrases(texts, languages)
    if not phrases.names:
        return [() for _ in range(n_themes)]
    used, weights, labels = phrases.used, weights[:MOST_TEXTS], labels[:MOST_TEXTS]
    inside = labels >= 0
    sizes = np.bincount(labels[inside], weights=weights[inside], minlength=n_themes).astype(np.float64)
    score = c_tf_idf(_by_theme(used, weights, labels, n_themes), sizes)
    if n_themes > 1:
        score[:, np.asarray(used.sum(axis=0)).ravel() > max(TOO_COMMON * used.shape[0], 5)] *= 0.2
    top = [np.argsort(-score[theme], kind="stable")[:CANDIDATES] for theme in range(n_themes)]
    wanted = np.unique(np.concatenate(top))
    placed = representation.place([phrases.names[i] for i in wanted], embedder)
    out = []
    for theme in range(n_themes):
        candidates = top[theme][score[theme, top[theme]] > 0]
        nearness = placed[np.searchsorted(wanted, candidates)] @ centres[theme]
        value = score[theme, candidates] * (NEARNESS_FLOOR + np.maximum(nearness, 0))
        ranked = [phrases.names[i] for i in candidates[np.argsort(-value, kind="stable")]]
        chosen = _without_repeats(ranked, phrases.words)
        out.append(tuple(phrases.as_written(phrase) for phrase in chosen))
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

    Class-based TF-IDF with shares in place of raw counts: share · ln(1 + A / f), with A the mean number of
    texts of a theme and f the phrase's in all themes. A phrase in 30 of a theme's 100 texts and in none
    elsewhere, where themes have 100 on average: .3 · ln(1 + 100 / 30) = .44.
    """
    total = counts.sum(axis=0)
    per_theme = counts / np.maximum(n_texts[:, None], 1.0)
    score: NDArray[np.float64] = per_theme * np.log1p(
        max(float(n_texts.mean()), 1.0) / np.maximum(total, 1e-9)
    )
    return score


def _without_repeats(ranked: list[str], words: Words) -> tuple[str, ...]:
    chosen: list[str] = []
    used: list[str] = []
    for phrase in ranked:
        stems = [words.stem(word) for word in phrase.split()]
        if len(set(stems)) < len(stems) or any(words.say_the_same(a, b) for a in stems for b in used):
            continue
        chosen.append(phrase)
        used += stems
        if len(chosen) == PHRASES_PER_LABEL:
            break
    return tuple(chosen)
