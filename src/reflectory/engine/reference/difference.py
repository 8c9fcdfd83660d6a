"""Differences within groups, and Mantel and Haenszel's test, in loops over groups."""

from __future__ import annotations

from collections.abc import Sequence

from scipy import stats

Both = tuple[tuple[int, int], tuple[int, int]]  # (says, of) of the one kind and of the other


def weight(of: int, other_of: int) -> float:
    own, other = of / (1 + 0.1 * (of - 1)), other_of / (1 + 0.1 * (other_of - 1))
    return own * other / (own + other)


def scores(groups: Sequence[Both]) -> list[float]:
    """What each group adds: weight times the difference of the shares there."""
    return [weight(of, other_of) * (says / of - other / other_of) for (says, of), (other, other_of) in groups]


def noise(groups: Sequence[Both]) -> float:
    """Variance of the sum of scores that the number of respondents makes by itself."""
    share = sum(one[0] + two[0] for one, two in groups) / sum(one[1] + two[1] for one, two in groups)
    return sum(
        weight(of, other_of) ** 2 * share * (1 - share) * (1 / of + 1 / other_of)
        for (_, of), (_, other_of) in groups
    )


def mantel_haenszel(groups: Sequence[Both]) -> float:
    excess = variance = 0.0
    for (says, of), (other_says, other_of) in groups:
        n, m = of + other_of, says + other_says
        excess += says - of * m / n
        variance += of * other_of * m * (n - m) / (n * n * max(n - 1, 1))
    return float(stats.chi2.sf(excess**2 / variance, 1)) if variance > 0 else 1.0
