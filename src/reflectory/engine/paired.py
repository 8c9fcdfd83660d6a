"""How far the same people moved between two askings, and the range had other places like theirs been asked.

Only people who answered both times are compared, each with themselves. People of one place resemble each other, so
the range is that of the places: the linearised (cluster-robust) variance of a mean of unequal clusters with Student's
t on one fewer than there are places. With few places the range is that of the people asked, and the note says so.
What is compared must be ordered numbers, such as the steps of a scale; for parts of a whole it means nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

CONFIDENCE = 0.95
FEW_GROUPS = 6  # below, a range over groups is wider than it is worth: people are taken one by one


@dataclass(frozen=True)
class Paired:
    """The means of those who answered both times, and their change with its range; None where nothing can be told.

    `note` says what the range rests on, or why there is none. `up`, `same` and `down` count people.
    """

    n: int
    n_groups: int
    before: float | None
    after: float | None
    change: float | None
    low: float | None
    high: float | None
    up: int
    same: int
    down: int
    note: str


def paired_change(before: Sequence[float], after: Sequence[float], groups: Sequence[str | None]) -> Paired:
    """The change of people who answered twice.

    `before[i]`, `after[i]` are one person's two answers and `groups[i]` their place; None is a place of its own.
    Raises `ValueError` where the three differ in length. Formula: Cochran, Sampling Techniques, 3rd ed., 2.11, for
    the ratio of cluster sums to cluster sizes, with the factor G / (G - 1).
    """
    if not len(before) == len(after) == len(groups):
        raise ValueError("before, after and groups are as long as each other")
    first, second = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    moved = second - first
    n = len(moved)
    codes = _codes(groups)
    n_groups = int(codes.max()) + 1 if n else 0
    few = n_groups < FEW_GROUPS
    unit = np.arange(n) if few else codes
    low = high = None
    if n > 1:
        low, high = _range(moved, unit)
    return Paired(
        n=n,
        n_groups=n_groups,
        before=float(first.mean()) if n else None,
        after=float(second.mean()) if n else None,
        change=float(moved.mean()) if n else None,
        low=low,
        high=high,
        up=int((moved > 0).sum()),
        same=int((moved == 0).sum()),
        down=int((moved < 0).sum()),
        note=_note(n, n_groups, has_groups=any(group is not None for group in groups)),
    )


def _codes(groups: Sequence[str | None]) -> NDArray[np.int64]:
    known: dict[object, int] = {}
    names = [(i,) if group is None else group for i, group in enumerate(groups)]
    return np.array([known.setdefault(name, len(known)) for name in names], dtype=np.int64)


def _range(moved: NDArray[np.float64], unit: NDArray[np.int64]) -> tuple[float, float]:
    n, mean = len(moved), float(moved.mean())
    n_units = int(unit.max()) + 1
    apart = np.bincount(unit, weights=moved - mean, minlength=n_units)
    error = float(np.sqrt(n_units / (n_units - 1) * float((apart**2).sum()))) / n
    reach = float(stdtrit(n_units - 1, (1 + CONFIDENCE) / 2)) * error
    return mean - reach, mean + reach


def _note(n: int, n_groups: int, *, has_groups: bool) -> str:
    if n == 0:
        return "Nobody answered both times."
    if n == 1:
        return "One person answered both times: there is no range."
    if not has_groups:
        return "The range takes each person by themselves: their places are not known."
    if n_groups < FEW_GROUPS:
        return f"The range is that of these people; {n_groups} places are too few to speak of others."
    return ""
