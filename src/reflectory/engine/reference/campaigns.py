"""Campaigns by comparing every text with every letter, with Python sets: the rule without the hashing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reflectory.engine.campaigns import MIN_SENDERS, MIN_WORDS, SIMILARITY, words_of
from reflectory.engine.canonical import text_key
from reflectory.engine.near_texts import CONTAINED_AT_LEAST, CONTAINED_SHARE, SHARED_PAIRS
from reflectory.engine.reference.segments import n_words


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Jaccard similarity of the pairs of neighbouring words, 0 where the two are not near."""
    words, other_words = set(one), set(other)
    pairs, other_pairs = set(pairwise(one)), set(pairwise(other))
    both = len(pairs & other_pairs)
    fewer, more = sorted((len(pairs), len(other_pairs)))
    has_same_words = len(words & other_words) >= SIMILARITY * len(words | other_words)
    is_same = has_same_words and both >= MIN_WORDS - 1
    is_inside = fewer >= CONTAINED_SHARE * more and both >= CONTAINED_AT_LEAST
    is_near = both >= SHARED_PAIRS * fewer and (is_same or is_inside)
    return both / len(pairs | other_pairs) if is_near else 0.0


def groups(texts: Sequence[str]) -> dict[str, list[str]]:
    """The texts of each letter, by the words of the letter that leads it; letters sent once included."""
    sequences = [tuple(words_of(text)) for text in texts]
    long = [w for w, text in zip(sequences, texts, strict=True) if min(len(w), n_words(text)) >= MIN_WORDS]
    order = sorted(set(long), key=lambda words: (-long.count(words), len(words), text_key(" ".join(words))))
    led: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for words in order:
        scores = [(likeness(words, leader), -at) for at, leader in enumerate(led)]
        best, at = max(scores, default=(0.0, 0))
        if best > 0:
            led[list(led)[-at]].append(words)
        else:
            led[words] = [words]
    return {
        " ".join(leader): sorted(text for text, w in zip(texts, sequences, strict=True) if w in followers)
        for leader, followers in led.items()
    }


def campaigns(texts: Sequence[str], *, min_senders: int = MIN_SENDERS) -> list[list[str]]:
    """The texts of each campaign, sorted, where each text has its own sender."""
    return sorted(group for group in groups(texts).values() if len(group) >= min_senders)
