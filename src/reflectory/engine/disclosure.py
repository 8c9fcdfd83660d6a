"""Which numbers of a breakdown are not told, so that nobody in a small group is found out.

A group below the floor is hidden. Whoever knows the total could take the others from it and have the hidden one, so
more groups are hidden, the smallest first, until those that are hidden are several and could be told as one. This
looks at how many people a group has; what they said plays no part. See `reference.disclosure` for the reader who tries
to work a hidden number out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FLOOR = 5  # people


@dataclass(frozen=True)
class Told:
    """For each group whether it is hidden, and whether the total may be told beside the others."""

    hidden: tuple[bool, ...]
    total_is_told: bool


def hide_small(sizes: Sequence[int], *, floor: int = FLOOR) -> Told:
    """What of a breakdown may be told. A group of nobody hides nobody, and is told.

    Groups of equal size are hidden together, so that which one is hidden says nothing of the others. Worked, with a
    floor of 5: of 3, 12, 7 and 20 people the first is hidden, and the 7, since 42 less 12, 7 and 20 would give the 3
    back. Of 1, 1, 1 and 9 all are hidden: without the 9, three would be told as one group of 3. Where all are hidden
    the total is not told either: that it could not be told would say that it is small.

    >>> hide_small([3, 12, 7, 20]).hidden
    (True, False, True, False)
    """
    order = sorted((n, at) for at, n in enumerate(sizes) if n > 0)
    chosen = [(n, at) for n, at in order if n < floor]
    rest = order[len(chosen) :]
    while chosen and rest and not _may_be_one_group(chosen, floor):
        next_size = rest[0][0]
        while rest and rest[0][0] == next_size:
            chosen.append(rest.pop(0))
    hidden = {at for _, at in chosen}
    return Told(tuple(at in hidden for at in range(len(sizes))), not chosen or bool(rest))


def _may_be_one_group(chosen: Sequence[tuple[int, int]], floor: int) -> bool:
    """Whether their sum gives none of them away: it is large enough, of several, and not all 1 or all floor - 1."""
    sizes = {n for n, _ in chosen}
    return len(chosen) > 1 and sum(n for n, _ in chosen) >= floor and sizes not in ({1}, {floor - 1})
