"""Texts that share most of their words in the same order: candidates by hashing, each verified exactly.

`WordSequences` holds distinct texts as hashes of their words. `candidates` finds the pairs worth comparing
without comparing all; `near` compares them. What follows from two texts being near is decided in `campaigns`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

N_BANDS = 12
ROWS_PER_BAND = 5
SHINGLE_WORDS = 5
SHINGLE_SHARE = 4  # one run of words in four is looked at: about five for a letter of 25 words
SHARED_PAIRS = 0.45  # of the shorter text's pairs of neighbouring words; one changed word costs two pairs
CONTAINED_AT_LEAST = 15  # pairs; sixteen words in a row are nobody's stock phrase
CONTAINED_SHARE = 0.25  # of the longer text; below this the letter is quoted, not sent
BITMAP_WORDS = 8  # 512 bits: a letter of 200 words still leaves most of them empty
TOKENS_AT_ONCE = 2_000_000

U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]
F64 = NDArray[np.float64]


@dataclass(frozen=True)
class WordSequences:
    """Distinct texts as hashes: `hashes[starts[i]:starts[i + 1]]` are the words of text `i` in order."""

    hashes: U64
    starts: I64

    @property
    def n_texts(self) -> int:
        return len(self.starts) - 1

    def chunks(self) -> Iterator[tuple[int, WordSequences]]:
        """Runs of texts of about `TOKENS_AT_ONCE` words, each with the number of its first text."""
        first = 0
        while first < self.n_texts:
            wish = self.starts[first] + TOKENS_AT_ONCE
            last = max(int(np.searchsorted(self.starts, wish, side="right")) - 1, first + 1)
            part = self.starts[first : last + 1]
            yield first, WordSequences(self.hashes[part[0] : part[-1]], part - part[0])
            first = last


def hash_words(words: Sequence[str]) -> U64:
    """A 64-bit number for each word, the same on every machine."""
    joined = b"".join(blake2b(w.encode("utf-8", "surrogatepass"), digest_size=8).digest() for w in words)
    return np.frombuffer(joined, "<u8").astype(np.uint64)


def candidates(texts: WordSequences) -> tuple[I64, I64]:
    """Pairs (later, earlier) of texts that probably look alike; every pair is to be verified.

    MinHash with bands of five rows finds texts with mostly the same words (Broder 1997: at a Jaccard
    similarity of .8 one band agrees with chance .8^5 = .33, one of twelve with 1 - (1 - .33)^12 = .99; at a
    similarity of .3 with .03). Shared runs of five words find a letter inside a longer text. Within a bucket
    each text meets the first and the one before it, not all others, so a phrase in everybody's mouth costs no
    more than its length.
    """
    found = [_meetings(*_shingles(texts))]
    everyone = np.arange(texts.n_texts, dtype=np.int64)
    for band in range(N_BANDS):
        keys = np.concatenate([_band_keys(part, band) for _, part in texts.chunks()])
        found.append(_meetings(keys, everyone))
    pairs = np.unique(np.concatenate(found))
    return pairs >> 32, pairs & 0xFFFFFFFF


def near(texts: WordSequences, later: I64, earlier: I64, *, similarity: float, min_words: int) -> F64:
    """How alike each pair is (Jaccard similarity of pairs of neighbouring words), 0 where it is not near.

    Near texts share 45 % of the shorter one's pairs of neighbouring words. Beside that, either of all their
    different words `similarity` are in both and they share the pairs of at least `min_words` words; or they
    share fifteen pairs, and the longer is mostly that letter with an opening of somebody's own. The least
    numbers are there because a stock phrase that two people use is not a letter.
    """
    out = np.zeros(len(later))
    hopeful = np.flatnonzero(_may_be_near(texts, later, earlier))
    lengths = np.diff(texts.starts)
    cost = np.cumsum(lengths[later[hopeful]] + lengths[earlier[hopeful]])
    for part in np.split(hopeful, np.flatnonzero(np.diff(cost // TOKENS_AT_ONCE)) + 1):
        out[part] = _alike(texts, later[part], earlier[part], similarity, min_words)
    return out


def _mix(x: U64) -> U64:
    """The finaliser of splitmix64 (Steele, Lea, Flood 2014): every bit of the input moves every bit."""
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


def _word_pairs(first: U64, second: U64) -> U64:
    return _mix(first * np.uint64(3) + second)


def _band_keys(texts: WordSequences, band: int) -> U64:
    keys = np.full(texts.n_texts, band, np.uint64)
    for row in range(ROWS_PER_BAND):
        salt = _mix(np.array([band * ROWS_PER_BAND + row + 1], np.uint64))
        least = np.minimum.reduceat((texts.hashes ^ salt) * np.uint64(0x9E3779B97F4A7C15), texts.starts[:-1])
        keys = _mix(keys * np.uint64(31) + least)
    return keys


def _shingles(texts: WordSequences) -> tuple[U64, I64]:
    """Keys of sampled runs of words, and the text that each stands in."""
    keys, owners = [], []
    for first, part in texts.chunks():
        n = len(part.hashes) - SHINGLE_WORDS + 1
        rolled = part.hashes[: max(n, 0)].copy()
        for step in range(1, SHINGLE_WORDS):
            rolled = _mix(rolled * np.uint64(31) + part.hashes[step : step + len(rolled)])
        owner = np.repeat(np.arange(part.n_texts), np.diff(part.starts))
        whole = owner[: len(rolled)] == owner[len(owner) - len(rolled) :]
        kept = np.flatnonzero(whole & (rolled % np.uint64(SHINGLE_SHARE) == 0))
        keys.append(rolled[kept])
        owners.append(owner[kept] + first)
    return np.concatenate(keys), np.concatenate(owners)


def _meetings(keys: U64, owners: I64) -> I64:
    """Who meets whom in a bucket: each with the first and with the one before; as later << 32 | earlier."""
    order = np.lexsort((owners, keys))
    key, owner = keys[order], owners[order]
    opens = np.concatenate([np.ones(1, bool), key[1:] != key[:-1]])
    firsts = owner[np.maximum.accumulate(np.where(opens, np.arange(len(key)), 0))]
    before = np.concatenate([owner[:1], owner[:-1]])
    later = np.concatenate([owner[~opens], owner[~opens]])
    earlier = np.concatenate([firsts[~opens], before[~opens]])
    return np.unique((later << 32 | earlier)[later != earlier])


def _may_be_near(texts: WordSequences, later: I64, earlier: I64) -> NDArray[np.bool_]:
    """False only where a look at 512 bits per text proves that too few word pairs are shared."""
    bitmap = np.zeros((texts.n_texts, BITMAP_WORDS), np.uint64)
    for first, part in texts.chunks():
        bits = _word_pairs(part.hashes, np.roll(part.hashes, -1))
        for column in range(BITMAP_WORDS):
            here = (bits >> np.uint64(6)) % np.uint64(BITMAP_WORDS) == column
            one = np.where(here, np.uint64(1) << (bits & np.uint64(63)), np.uint64(0))
            one[part.starts[1:] - 1] = 0
            bitmap[first : first + part.n_texts, column] = np.bitwise_or.reduceat(one, part.starts[:-1])
    allowed = (np.diff(texts.starts) - 1) * (1 - SHARED_PAIRS)
    out = np.zeros(len(later), bool)
    for at in range(0, len(later), TOKENS_AT_ONCE // BITMAP_WORDS):
        some = slice(at, at + TOKENS_AT_ONCE // BITMAP_WORDS)
        i, j = later[some], earlier[some]
        only_i = np.bitwise_count(bitmap[i] & ~bitmap[j]).sum(1)
        only_j = np.bitwise_count(bitmap[j] & ~bitmap[i]).sum(1)
        out[some] = (only_i <= allowed[i]) | (only_j <= allowed[j])
    return out


def _alike(texts: WordSequences, later: I64, earlier: I64, similarity: float, min_words: int) -> F64:
    out = np.zeros(len(later))
    pairs, n_pairs_i, n_pairs_j = _overlap(texts, later, earlier, length=2)
    fewer = np.minimum(n_pairs_i, n_pairs_j)
    hopeful = np.flatnonzero((pairs >= min_words - 1) & (pairs >= SHARED_PAIRS * fewer))
    words, n_words_i, n_words_j = _overlap(texts, later[hopeful], earlier[hopeful], length=1)
    pairs, fewer, more = pairs[hopeful], fewer[hopeful], np.maximum(n_pairs_i, n_pairs_j)[hopeful]
    same = words >= similarity * (n_words_i + n_words_j - words)
    inside = (pairs >= CONTAINED_AT_LEAST) & (fewer >= CONTAINED_SHARE * more)
    out[hopeful] = np.where(same | inside, pairs / (fewer + more - pairs), 0.0)
    return out


def _overlap(texts: WordSequences, later: I64, earlier: I64, *, length: int) -> tuple[I64, I64, I64]:
    """How many different words (`length` 1) or word pairs (2) are in both texts, in the one, in the other."""
    n = len(later)
    one, other = _distinct(texts, later, length), _distinct(texts, earlier, length)
    merged = _sorted(np.concatenate([one, other]))
    both = merged[1:][merged[1:] == merged[:-1]]
    return _per_comparison(both, n), _per_comparison(one, n), _per_comparison(other, n)


def _distinct(texts: WordSequences, which: I64, length: int) -> U64:
    """The different words or word pairs of each text: 44 bits each, beneath the number of the comparison."""
    lengths = np.diff(texts.starts)[which] - (length - 1)
    number = np.repeat(np.arange(len(which)), lengths)
    at = np.arange(len(number)) + np.repeat(texts.starts[which] - (np.cumsum(lengths) - lengths), lengths)
    hashes = texts.hashes[at] if length == 1 else _word_pairs(texts.hashes[at], texts.hashes[at + 1])
    keys: U64 = _sorted(number.astype(np.uint64) << np.uint64(44) | hashes >> np.uint64(20))
    is_first = np.concatenate([np.ones(min(len(keys), 1), bool), keys[1:] != keys[:-1]])
    distinct: U64 = keys[is_first]
    return distinct


def _sorted(keys: U64) -> U64:
    keys.sort()
    return keys


def _per_comparison(keys: U64, n: int) -> I64:
    return np.bincount((keys >> np.uint64(44)).astype(np.int64), minlength=n)
