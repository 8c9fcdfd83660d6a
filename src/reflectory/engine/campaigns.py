"""Campaigns: the same letter sent by many, found, counted once and listed in full.

Finds exact copies, copies with a few words changed, and form letters behind a personal opening line. It never
removes a text: it labels, and the counting is done by whoever counts. How two texts are compared is in
`near_texts`; the plain version is `reference/campaigns.py`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.canonical import text_key
from reflectory.engine.near_texts import I64, WordSequences, candidates, hash_words, near
from reflectory.engine.segments import n_words

MIN_WORDS = 12  # "Better parking" twice is two people who agree; twelve words in the same order are one text
SIMILARITY = 0.6
MIN_SENDERS = 3  # two copies are mostly one person who pressed Send twice, or a couple; three are a campaign
ALL_PAIRS_UP_TO = 300  # distinct texts; below, comparing all is quicker than being clever

_WORDS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W_]+"
)


@dataclass(frozen=True)
class Campaigns:
    """What was sent by several people, and what was sent twice.

    `label` has the number of the campaign of each text, -1 for none; campaign 0 is the largest. `repeats` are
    rows of near-identical texts that are no campaign: too few senders, mostly the same person sending again.
    """

    label: NDArray[np.int64]
    members: tuple[tuple[int, ...], ...]
    representative: tuple[int, ...]
    repeats: tuple[tuple[int, ...], ...]


def words_of(text: str) -> list[str]:
    """What two texts are compared by: words without case and marks, characters where nothing is spaced.

    >>> words_of("It's a LONG way, 公園!")
    ['it', 's', 'a', 'long', 'way', '公', '園']
    """
    return _WORDS.findall(text.casefold())


def find_campaigns(
    texts: Sequence[str],
    respondents: Sequence[object] | None = None,
    *,
    min_words: int = MIN_WORDS,
    similarity: float = SIMILARITY,
    min_senders: int = MIN_SENDERS,
    all_pairs_up_to: int = ALL_PAIRS_UP_TO,
) -> Campaigns:
    """The campaigns among the texts; the same whatever the order of the rows.

    Distinct texts are taken by how often they were sent, then shortest first, then by hash. Each joins the
    letter that it is most like, or stands as a letter of its own; it is never joined through a third text, so
    a chain of small changes cannot tie together what is not alike. Without `respondents` each text has its
    own sender.
    """
    letter_of_row, sequences = _distinct_letters(texts, min_words)
    later, earlier = _pairs(sequences, all_pairs_up_to)
    leader = _join(sequences, later, earlier, similarity, min_words)
    groups: dict[int, list[int]] = {}
    for row in np.flatnonzero(letter_of_row >= 0).tolist():
        groups.setdefault(int(leader[letter_of_row[row]]), []).append(row)
    campaigns, repeats = [], []
    for letter, rows in groups.items():
        n_senders = len({respondents[row] for row in rows}) if respondents is not None else len(rows)
        if n_senders >= min_senders:
            campaigns.append((-len(rows), letter, rows))
        elif len(rows) > 1:
            repeats.append((letter, tuple(rows)))
    label = np.full(len(texts), -1, np.int64)
    campaigns.sort()
    for number, (_, _, rows) in enumerate(campaigns):
        label[rows] = number
    return Campaigns(
        label=label,
        members=tuple(tuple(rows) for _, _, rows in campaigns),
        representative=tuple(
            next(row for row in rows if letter_of_row[row] == letter) for _, letter, rows in campaigns
        ),
        repeats=tuple(rows for _, rows in sorted(repeats)),
    )


def _distinct_letters(texts: Sequence[str], min_words: int) -> tuple[I64, WordSequences]:
    """The distinct text of each row (-1 where too short), and the distinct texts in canonical order."""
    vocabulary: defaultdict[str, int] = defaultdict()
    vocabulary.default_factory = vocabulary.__len__
    ids: list[NDArray[np.int32]] = []
    number_of: dict[bytes, int] = {}
    digests: list[bytes] = []
    of_row = np.full(len(texts), -1, np.int64)
    for row, text in enumerate(texts):
        words = words_of(text)
        if len(words) < min_words or (not text.isascii() and n_words(text) < min_words):
            continue
        digest = text_key(" ".join(words))
        number = number_of.setdefault(digest, len(ids))
        of_row[row] = number
        if number == len(ids):
            digests.append(digest)
            ids.append(np.array([vocabulary[word] for word in words], np.int32))
    sent = np.bincount(of_row[of_row >= 0], minlength=len(ids))
    order = sorted(range(len(ids)), key=lambda k: (-sent[k], len(ids[k]), digests[k]))
    rank = np.empty(len(ids) + 1, np.int64)
    rank[order] = np.arange(len(ids))
    rank[-1] = -1
    lengths = np.array([0, *(len(ids[k]) for k in order)], np.int64)
    flat = np.concatenate([ids[k] for k in order]) if ids else np.zeros(0, np.int32)
    return rank[of_row], WordSequences(hash_words(list(vocabulary))[flat], np.cumsum(lengths))


def _pairs(texts: WordSequences, all_pairs_up_to: int) -> tuple[I64, I64]:
    if texts.n_texts <= all_pairs_up_to:
        later, earlier = np.tril_indices(texts.n_texts, -1)
        return later.astype(np.int64), earlier.astype(np.int64)
    return candidates(texts)


def _join(texts: WordSequences, later: I64, earlier: I64, similarity: float, min_words: int) -> I64:
    """The leader of each text: the earlier leader that it is most like, or itself.

    A candidate that turns out to follow a leader itself proposes that leader, which is then verified too;
    this is repeated until nobody is proposed who was not compared.
    """
    alike: dict[int, dict[int, float]] = {}
    tried: set[tuple[int, int]] = set()
    while True:
        scores = near(texts, later, earlier, similarity=similarity, min_words=min_words)
        alike_now = np.flatnonzero(scores)
        for at in alike_now.tolist():
            alike.setdefault(int(later[at]), {})[int(earlier[at])] = float(scores[at])
        leader = _leaders(texts.n_texts, alike)
        proposed = {
            (i, leader[j])
            for i, others in alike.items()
            for j in others
            if leader[j] not in others and leader[j] != i and (i, leader[j]) not in tried
        }
        if not proposed:
            return np.array(leader, np.int64)
        tried |= proposed
        asked = np.array(sorted(proposed), np.int64)
        later, earlier = asked[:, 0], asked[:, 1]


def _leaders(n: int, alike: dict[int, dict[int, float]]) -> list[int]:
    leader = list(range(n))
    for i in sorted(alike):
        standing = [(-score, j) for j, score in alike[i].items() if leader[j] == j]
        if standing:
            leader[i] = min(standing)[1]
    return leader
