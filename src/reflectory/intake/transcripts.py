"""Who speaks: turns out of the blocks of a document.

A document is a transcript when its paragraphs begin with the same few names and colons, or when its format
names the speakers. Then each turn is one record, and what the interviewer says is not what people said.
Otherwise the document is one record. Words are cut out, never changed: a turn is its paragraphs, joined.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reflectory.intake.documents import Block
from reflectory.intake.vocabulary import ANSWERS, ASKS, NOBODY

MOST_SPEAKERS = 30
_TIME = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?"
_NAME = r"[^\W\d_][\w.'’\-]*(?: [\w.'’\-&]+| \([^\W\d][\w .]*\)){0,4}|[^\W\d_]{1,3}\d{1,3}"
# "Anna: yes", "**Anna:** yes", "[00:12:31] Anna: yes", "Anna (00:12): yes"
_COLON = re.compile(
    rf"\s*(?:{_TIME}\s*[-–]?\s*)?(?:\*\*|__)?({_NAME})\s*(?:{_TIME}\s*)?(?:\*\*|__)?"
    r"\s?[:：](?:\*\*|__)?(?!//)[ \t\u3000]*"
)
# A line of its own with a name and a time, as meeting software writes it: "Anna Smith   0:03"
_OWN_LINE = re.compile(rf"\s*({_NAME})[ \t]+{_TIME}\s*")


@dataclass(frozen=True)
class Turn:
    """What one speaker says before another does."""

    text: str
    place: str
    speaker: str | None
    asks: bool = False  # the interviewer


@dataclass(frozen=True)
class Talk:
    """A document as turns; `preamble` is what stands before anybody speaks."""

    turns: tuple[Turn, ...]
    preamble: Turn | None = None

    @property
    def is_transcript(self) -> bool:
        return any(turn.speaker is not None for turn in self.turns)


def turns_of(blocks: Sequence[Block], joiner: str) -> Talk | None:
    """The turns, where speakers can be told; None where the document is one voice. `joiner` joins blocks."""
    if any(block.speaker for block in blocks):
        named = [(block.speaker, block.text, block.place) for block in blocks]
    else:
        labels = _labels(blocks)
        if not labels:
            return None
        named = [_split(block, labels) for block in blocks]
    return _joined(named, joiner)


def asks(label: str, others: Sequence[str] = ()) -> bool:
    """Whether a speaker of this name is the one who asks.

    >>> asks("Interviewer 2"), asks("Q"), asks("Maria"), asks("I", ["R"]), asks("I", ["Bo"])
    (True, True, False, True, False)
    """
    words = _words(label)
    if words & ASKS and not words & {"respondent", "interviewee"}:
        return True
    return words == {"i"} and any(_words(other) & (ANSWERS | {"b"}) for other in others)


def _words(label: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", label.casefold()))


def _labels(blocks: Sequence[Block]) -> dict[str, str]:
    """The speakers' names by their folded form; empty where the document is no transcript."""
    found: Counter[str] = Counter()
    first: dict[str, str] = {}
    n_filled = 0
    for block in blocks:
        n_filled += bool(block.text.strip())
        name = _label_of(block.text)
        if name:
            found[name.casefold()] += 1
            first.setdefault(name.casefold(), name)
    for folded in list(found):
        if _words(folded) <= NOBODY and not (found[folded] > 2 and _words(folded) & ANSWERS):
            del found[folded]
    n_turns = found.total()
    if not n_turns or len(found) > MOST_SPEAKERS:
        return {}
    known = any(asks(name, list(found)) or _words(name) & ANSWERS for name in found)
    repeating = sum(1 for n in found.values() if n >= 2)
    enough = n_turns >= 0.2 * n_filled
    consistent = n_turns >= 1.5 * len(found) and repeating >= min(2, len(found)) and n_turns >= 4
    if enough and ((known and n_turns >= 2) or consistent):
        return {folded: first[folded] for folded in found}
    return {}


def _label_of(text: str) -> str | None:
    match = _COLON.match(text) or _OWN_LINE.fullmatch(text)
    return match[1].strip() if match and len(match[1]) <= 40 else None


def _split(block: Block, labels: dict[str, str]) -> tuple[str | None, str, str]:
    name = _label_of(block.text)
    speaker = labels.get(name.casefold()) if name else None
    if speaker is None:
        return None, block.text, block.place
    match = _COLON.match(block.text)
    return speaker, block.text[match.end() :] if match else "", block.place


def _joined(named: Sequence[tuple[str | None, str, str]], joiner: str) -> Talk:
    """Blocks without a name go on with the speaker before them."""
    others = sorted({speaker for speaker, _, _ in named if speaker})
    preamble: list[tuple[str, str]] = []
    gathered: list[tuple[str, str, list[str]]] = []
    for speaker, text, place in named:
        if speaker is None and not gathered:
            preamble.append((text, place))
        elif speaker is None or (gathered and gathered[-1][0] == speaker):
            gathered[-1][2].append(text)
        else:
            gathered.append((speaker, place, [text]))
    turns = tuple(
        Turn(_join(texts, joiner), place, speaker, asks(speaker, others))
        for speaker, place, texts in gathered
    )
    before = _join([text for text, _ in preamble], joiner)
    return Talk(turns, Turn(before, preamble[0][1], None) if before.strip() else None)


def _join(texts: Sequence[str], joiner: str) -> str:
    """The texts as one; without the empty lines around them, and as they are within."""
    return joiner.join(texts).strip("\r\n ") if joiner else "".join(texts).strip("\r\n ")
