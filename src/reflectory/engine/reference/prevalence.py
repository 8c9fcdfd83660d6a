"""The range of one theme's share, group by group in plain loops."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from scipy import stats

RHO, WORTH = 0.1, 4


def interval(groups: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """Low and high, for two groups or more, each (says, of)."""
    n = sum(of for _, of in groups)
    share = sum(says for says, _ in groups) / n
    alike = likeness(groups)
    worth = n / (1 + alike * (sum(of * of for _, of in groups) / n - 1))
    z = float(stats.t.ppf(0.975, len(groups) - 1 + WORTH))
    scale = 1 + z * z / worth
    middle = (share + z * z / (2 * worth)) / scale
    reach = z * sqrt(share * (1 - share) / worth + z * z / (4 * worth * worth)) / scale
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def likeness(groups: Sequence[tuple[int, int]]) -> float:
    """How alike people of one group are: measured, drawn towards RHO as by so many more groups."""
    weights = [of / (1 + RHO * (of - 1)) for _, of in groups]
    total = sum(weights)
    mean = sum(weight * says / of for weight, (says, of) in zip(weights, groups, strict=True)) / total
    found = apart = alone = 0.0
    for weight, (says, of) in zip(weights, groups, strict=True):
        found += weight * (says / of - mean) ** 2
        apart += weight * (1 - weight / total)
        alone += weight * (1 - weight / total) / of
    measured = RHO
    if 0 < mean < 1 and apart - alone > 1e-9 * apart:
        measured = min(max((found / (mean * (1 - mean)) - alone) / (apart - alone), 0.0), 1.0)
    return ((len(groups) - 1) * measured + WORTH * RHO) / (len(groups) - 1 + WORTH)
