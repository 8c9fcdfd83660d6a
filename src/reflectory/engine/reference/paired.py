"""`paired_change` once more, in plain Python and for reading: the same numbers, a sum at a time."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from scipy.stats import t

from reflectory.engine.paired import FEW_GROUPS


def change_and_range(
    before: Sequence[float], after: Sequence[float], groups: Sequence[str | None]
) -> tuple[float, float, float]:
    """The mean change, and the lower and upper end of its range."""
    moved = [b - a for a, b in zip(before, after, strict=True)]
    mean = sum(moved) / len(moved)
    units: dict[object, list[float]] = defaultdict(list)
    for i, (change, group) in enumerate(zip(moved, groups, strict=True)):
        units[(i,) if group is None else group].append(change)
    if len(units) < FEW_GROUPS:
        units = defaultdict(list, {i: [change] for i, change in enumerate(moved)})
    squares = sum(sum(change - mean for change in changes) ** 2 for changes in units.values())
    error = math.sqrt(len(units) / (len(units) - 1) * squares) / len(moved)
    reach = float(t.ppf(0.975, len(units) - 1)) * error
    return mean, mean - reach, mean + reach
