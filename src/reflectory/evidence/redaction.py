"""Makes stretches of a text unreadable, and finds a place in such a text in the original again.

Each stretch becomes the same mark, whatever its length, so that the mark does not tell how long a name was. All
stretches are [start, end) in code points of the original, sorted and apart from each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MARK = "███"
Stretch = tuple[int, int]


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same stretches in order, with those that touch made one.

    >>> joined([(5, 8), (0, 2), (7, 9), (9, 10)])
    [(0, 2), (5, 10)]
    """
    found: list[Stretch] = []
    for start, end in sorted(stretches):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def redacted(text: str, stretches: Sequence[Stretch]) -> str:
    """The text with a mark in the place of each stretch.

    >>> redacted("Ask Ines about Tomasz.", [(4, 8), (15, 21)])
    'Ask ███ about ███.'
    """
    parts, at = [], 0
    for start, end in stretches:
        parts += [text[at:start], MARK]
        at = end
    return "".join([*parts, text[at:]])


def in_original(stretches: Sequence[Stretch], start: int, end: int) -> Stretch:
    """Where a stretch of the redacted text stands in the original; a mark stands for all of what it hides.

    >>> in_original([(4, 8)], 0, 3), in_original([(4, 8)], 5, 13)
    ((0, 3), (4, 14))
    """
    return _place(stretches, start)[0], _place(stretches, end - 1)[1]


def not_in(stretches: Sequence[Stretch], others: Sequence[Stretch]) -> list[Stretch]:
    """What of the stretches lies outside the others.

    >>> not_in([(0, 10)], [(2, 4), (8, 12)])
    [(0, 2), (4, 8)]
    """
    found = []
    for start, end in stretches:
        at = start
        for first, last in others:
            if last <= at or first >= end:
                continue
            if first > at:
                found.append((at, first))
            at = max(at, last)
        if at < end:
            found.append((at, end))
    return found


def overlap(one: Stretch, others: Iterable[Stretch]) -> bool:
    """Whether a stretch shares a character with one of the others."""
    return any(one[0] < end and start < one[1] for start, end in others)


def _place(stretches: Sequence[Stretch], at: int) -> Stretch:
    """The original's [start, end) that the character at this place of the redacted text stands for."""
    gone = 0  # characters of the original that have no place of their own before here
    for start, end in stretches:
        if at < start - gone:
            break
        if at < start - gone + len(MARK):
            return start, end
        gone += end - start - len(MARK)
    return at + gone, at + gone + 1
