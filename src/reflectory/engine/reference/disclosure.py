"""A reader who tries every breakdown that would have looked the same, to work out what was hidden."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from reflectory.engine.disclosure import hide_small


def could_be(sizes: Sequence[int], *, floor: int) -> list[set[int]]:
    """For each group, every size it may have as far as the reader can tell, who knows the rule and who had nobody."""
    told = hide_small(sizes, floor=floor)
    hidden = [at for at, is_hidden in enumerate(told.hidden) if is_hidden]
    found = [{n} for n in sizes]
    most = sum(sizes[at] for at in hidden) if told.total_is_told else 2 * floor
    for tried in product(range(1, most + 1), repeat=len(hidden)):
        if told.total_is_told and sum(tried) != most:
            continue
        other = list(sizes)
        for at, n in zip(hidden, tried, strict=True):
            other[at] = n
        if hide_small(other, floor=floor) == told:
            for at, n in zip(hidden, tried, strict=True):
                found[at].add(n)
    return found
