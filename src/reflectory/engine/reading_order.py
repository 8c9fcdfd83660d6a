"""What to read first, to have met every theme and both sides of every suggested disagreement.

For the usual size, where a person can read everything that matters: a short list that leaves nothing unmet,
in an order in which each passage adds most. It says nothing about which theme is the most frequent.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reflectory.engine.canonical import text_key
from reflectory.engine.segments import n_words

OPENING_WORDS = 10  # what it costs to turn to another passage; without it the list would be of scraps
UNTYPICAL_COST = 1.5  # a passage that does not stand for its theme may be chosen, if it saves a third
ALIKE = 1.1  # gains that differ by less than a tenth are a tie, and a new group decides it


@dataclass(frozen=True)
class Step:
    """One passage to read, and what is met in it for the first time.

    `disagreements` are the pairs that are complete with this passage; `words_so_far` counts it in.
    """

    passage: int
    themes: tuple[int, ...]
    disagreements: tuple[int, ...]
    is_new_group: bool
    words: int
    words_so_far: int


def reading_order(
    texts: Sequence[str],
    themes: Sequence[Collection[int]],
    disagreements: Sequence[tuple[int, int]] = (),
    *,
    groups: Sequence[object] | None = None,
    representative: Collection[int] | None = None,
) -> list[Step]:
    """The passages to read, in order; `themes[i]` are the themes of passage `i`.

    Greedy set cover by new themes per word (Chvátal 1979: at most 1 + 1/2 + ... + 1/n times as long as the
    best list, n being the most themes in one passage), here times `ALIKE`. Both passages of a disagreement
    are always read, one after the other. `representative` are the passages that stand for their theme,
    preferred to others; without it all are equal. Passages of equal worth come from a group not met yet, then
    in canonical order.
    """
    lengths = [n_words(text) for text in texts]
    costs = passage_costs(lengths, representative)
    keys = [text_key(text) for text in texts]
    chooser = _Chooser(themes, costs, keys, groups)
    bound = sorted({row for pair in disagreements for row in pair}, key=lambda row: (keys[row], row))
    chosen = set(bound)
    unmet = {theme for found in themes for theme in found} - {theme for row in bound for theme in themes[row]}
    met_groups = {groups[row] for row in bound} if groups is not None else set()
    while unmet:
        row = chooser.best(range(len(texts)), unmet, met_groups)
        chosen.add(row)
        unmet -= set(themes[row])
        if groups is not None:
            met_groups.add(groups[row])
    chosen -= _in_vain(chosen - set(bound), chosen, themes, costs, keys)
    return _in_order(sorted(chosen), themes, disagreements, groups, lengths, chooser)


def passage_costs(words: Sequence[int], representative: Collection[int] | None = None) -> list[float]:
    """What each passage costs to read, in words, its opening and its want of typicality included."""
    typical = set(range(len(words)) if representative is None else representative)
    return [(n + OPENING_WORDS) * (1 if row in typical else UNTYPICAL_COST) for row, n in enumerate(words)]


def _in_vain(
    free: set[int],
    chosen: set[int],
    themes: Sequence[Collection[int]],
    costs: Sequence[float],
    keys: Sequence[bytes],
) -> set[int]:
    """Passages that are not needed, since each of their themes is met in another; dearest first."""
    times = Counter(theme for row in chosen for theme in set(themes[row]))
    dropped: set[int] = set()
    for row in sorted(free, key=lambda row: (-costs[row], keys[row], row)):
        found = set(themes[row])
        if all(times[theme] > 1 for theme in found):
            times.subtract(found)
            dropped.add(row)
    return dropped


class _Chooser:
    def __init__(
        self,
        themes: Sequence[Collection[int]],
        costs: Sequence[float],
        keys: Sequence[bytes],
        groups: Sequence[object] | None,
    ) -> None:
        self.themes, self.costs, self.keys, self.groups = themes, costs, keys, groups

    def best(self, rows: Collection[int], unmet: set[int], met_groups: set[object]) -> int:
        """The row with most unmet themes per cost; of alike ones a new group, then the canonical first."""
        gains = {row: len(unmet.intersection(self.themes[row])) / self.costs[row] for row in rows}
        enough = max(gains.values()) / ALIKE
        alike = [row for row, gain in gains.items() if gain >= enough]
        return min(alike, key=lambda row: (self._is_met(row, met_groups), -gains[row], self.keys[row], row))

    def _is_met(self, row: int, met_groups: set[object]) -> bool:
        return self.groups is not None and self.groups[row] in met_groups


def _in_order(
    chosen: list[int],
    themes: Sequence[Collection[int]],
    disagreements: Sequence[tuple[int, int]],
    groups: Sequence[object] | None,
    lengths: Sequence[int],
    chooser: _Chooser,
) -> list[Step]:
    steps: list[Step] = []
    unmet = {theme for row in chosen for theme in themes[row]}
    met_groups: set[object] = set()
    left = set(chosen)
    open_pairs = dict(enumerate(disagreements))
    so_far = 0
    while left:
        opposite = {row for pair in open_pairs.values() if not left.issuperset(pair) for row in pair} & left
        row = chooser.best(opposite or left, unmet, met_groups)
        left.remove(row)
        complete = tuple(n for n, pair in open_pairs.items() if left.isdisjoint(pair))
        for n in complete:
            del open_pairs[n]
        new_themes = tuple(sorted(unmet.intersection(themes[row])))
        group = groups[row] if groups is not None else None
        so_far += lengths[row]
        steps.append(
            Step(
                row, new_themes, complete, group is not None and group not in met_groups, lengths[row], so_far
            )
        )
        unmet.difference_update(new_themes)
        met_groups.add(group)
    return steps


def harmonic(n: int) -> float:
    """1 + 1/2 + ... + 1/n, by which greedy set cover is at most longer than the best.

    >>> round(harmonic(4), 3)
    2.083
    """
    return math.fsum(1 / k for k in range(1, n + 1))
