"""Counting words and sharing sentences out the plain way: one character and one possible cut at a time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from reflectory.engine.spans import Span

_WITHOUT_SPACES = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


def n_words(text: str) -> int:
    """Words between white space, and half a word for every character of a script without spaces."""
    unspaced = 0
    spaced = 0
    inside = False
    for character in text:
        if any(low <= ord(character) <= high for low, high in _WITHOUT_SPACES):
            unspaced += 1
            inside = False
        elif character.isspace():
            inside = False
        else:
            spaced += not inside
            inside = True
    return spaced + (unspaced + 1) // 2


def uncovered(text: str, spans: Sequence[Span]) -> str:
    """The characters, white space aside, that no span holds."""
    held = {at for start, end in spans for at in range(start, end)}
    return "".join(c for at, c in enumerate(text) if at not in held and not c.isspace())


def shortest_longest_run(words: Sequence[int], n_parts: int) -> int:
    """The length of the longest run under the fairest of all ways to cut into `n_parts` runs."""
    best = sum(words)
    for cuts in combinations(range(1, len(words)), n_parts - 1):
        edges = [0, *cuts, len(words)]
        runs = [sum(words[a:b]) for a, b in pairwise(edges)]
        best = min(best, max(runs))
    return best
