"""Files of any size for timing, resampled from real corpora: never to be read as what anybody said.

A text is two to four pieces of sentences of one source (NHS comments, SAFENET narratives, English Polis
statements), about 25 words, with some words dropped. The pieces come from different texts of the source:
taken from a single text, a million rows would be near-copies of twelve thousand, and a run would mostly count
form letters.
"""

from __future__ import annotations

import csv
import datetime
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.corpora import pools

COLUMNS = ("id", "respondent", "government", "date", "text")
TARGET_WORDS = 25
LONGEST_PIECE = 14
DROPPED_WORDS = 0.08
CAMPAIGN_SHARE = 0.01
"""This share of the rows is one of a few letters word for word, as a campaign would send them."""
N_LETTERS = 3
TEXTS_PER_RESPONDENT = 1.25
FIRST_DAY = datetime.date(2021, 1, 1)
N_DAYS = 4 * 365


@dataclass(frozen=True)
class Resampler:
    """The sentences of each source as lists of words, in a fixed order."""

    sources: tuple[tuple[tuple[str, ...], ...], ...]

    def texts(self, n: int, *, seed: int) -> Iterator[str]:
        """`n` texts; with the same seed, a shorter series is the beginning of a longer one."""
        chance = random.Random(seed)
        letters = [self._text(chance) for _ in range(N_LETTERS)]
        for _ in range(n):
            yield chance.choice(letters) if chance.random() < CAMPAIGN_SHARE else self._text(chance)

    def _text(self, chance: random.Random) -> str:
        source = chance.choice(self.sources)
        pieces: list[str] = []
        n_words = 0
        while len(pieces) < 2 or (n_words < TARGET_WORDS - LONGEST_PIECE // 4 and len(pieces) < 4):
            words = chance.choice(source)
            start = chance.randrange(max(1, len(words) - LONGEST_PIECE + 1))
            kept = [w for w in words[start : start + LONGEST_PIECE] if chance.random() >= DROPPED_WORDS]
            piece = " ".join(kept).strip()
            if piece:
                n_words += len(kept)
                pieces.append(piece[0].upper() + piece[1:].rstrip(".,;:!? ") + ".")
        return " ".join(pieces)


def from_corpora() -> Resampler:
    """The resampler over the three real sources; `MissingCorpora` where they are absent."""
    return Resampler(tuple(sentences(texts) for texts in pools().values()))


def sentences(texts: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The distinct sentences of three words or more, each as its words."""
    parts = (part.split() for text in texts for part in re.split(r"(?<=[.!?])\s+|\n+", text))
    return tuple(dict.fromkeys(tuple(words) for words in parts if len(words) >= 3))


def n_governments(n_texts: int) -> int:
    """12 governments for small files up to 40 for large ones."""
    return max(12, min(40, n_texts // 50))


def write(path: Path, n: int, resampler: Resampler, *, seed: int = 0) -> None:
    """A CSV of `n` rows with the columns of `COLUMNS`; each respondent belongs to one government."""
    chance = random.Random(seed + 1)
    n_respondents = max(1, round(n / TEXTS_PER_RESPONDENT))
    groups = n_governments(n)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number, text in enumerate(resampler.texts(n, seed=seed)):
            who = chance.randrange(n_respondents)
            day = FIRST_DAY + datetime.timedelta(days=chance.randrange(N_DAYS))
            writer.writerow(
                (f"t{number:07d}", f"r{who:07d}", f"Government {who % groups + 1:02d}", day, text)
            )


def shuffled(source: Path, target: Path, *, seed: int = 0) -> None:
    """The same rows in another order."""
    with source.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    random.Random(seed).shuffle(rows)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
