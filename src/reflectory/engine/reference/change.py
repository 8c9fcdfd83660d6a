"""Scores and sign-flip of one theme, in plain loops over groups, waves and patterns of signs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import sqrt

from scipy import stats

RHO = 0.1
LEAST_OF_NOISE = 0.25
FEWEST = 6

Wave = tuple[float, int, int]  # time, respondents who say it, respondents


def weight(of: int) -> float:
    return of / (1 + RHO * (of - 1))


def score(waves: Sequence[Wave]) -> float:
    """Above nought where the share of one group grows with time."""
    return sum(lever * says / of for lever, (_, says, of) in zip(levers(waves), waves, strict=True))


def levers(waves: Sequence[Wave]) -> list[float]:
    total = sum(weight(of) for _, _, of in waves)
    mean = sum(weight(of) * time for time, _, of in waves) / total
    return [weight(of) * (time - mean) for time, _, of in waves]


def noise(groups: Sequence[Sequence[Wave]]) -> float:
    """Variance of the sum of scores that the number of respondents makes by itself."""
    says = sum(wave[1] for waves in groups for wave in waves)
    of = sum(wave[2] for waves in groups for wave in waves)
    share = says / of
    return sum(
        share * (1 - share) * lever**2 / n
        for waves in groups
        for lever, (_, _, n) in zip(levers(waves), waves, strict=True)
    )


def flip(scores: Sequence[float], least: float) -> float:
    """P value over every pattern of signs; between the steps, t with at least a part of the noise."""
    moved = [each for each in scores if each != 0]
    if not moved:
        return 1.0
    total, slack = abs(sum(moved)), 1e-9 * sum(abs(each) for each in moved)
    sums = [
        abs(sum(sign * each for sign, each in zip(signs, moved, strict=True)))
        for signs in product((-1, 1), repeat=len(moved))
    ]
    low = sum(each > total + slack for each in sums) / len(sums)
    high = sum(each >= total - slack for each in sums) / len(sums)
    return high if len(moved) < FEWEST else min(max(student(moved, least), low), high)


def student(moved: Sequence[float], least: float) -> float:
    n = len(moved)
    mean = sum(moved) / n
    variance = n * sum((each - mean) ** 2 for each in moved) / (n - 1)
    return float(2 * stats.t.sf(abs(sum(moved)) / sqrt(max(variance, LEAST_OF_NOISE * least)), n - 1))


def typical_values(scores: Sequence[float], information: Sequence[float]) -> tuple[float, float]:
    """Hartigan's interval: the slopes of all subsets of groups, with 2.5 % given away on each side."""
    values = []
    for chosen in product((0, 1), repeat=len(scores)):
        if any(chosen):
            above = sum(take * score_ for take, score_ in zip(chosen, scores, strict=True))
            below = sum(take * known for take, known in zip(chosen, information, strict=True))
            values.append(above / below)
    values.sort()
    given_away = 0.025 * (len(values) + 1)
    at = int(given_away)
    part = given_away - at
    return (
        values[at - 1] + part * (values[at] - values[at - 1]),
        values[-at] + part * (values[-at - 1] - values[-at]),
    )


def of_totals(waves: Sequence[Wave]) -> float:
    """Least squares through the share of each period, where each respondent weighs the same."""
    n = sum(of for _, _, of in waves)
    mean = sum(of * time for time, _, of in waves) / n
    share = sum(says for _, says, _ in waves) / n
    above = sum(of * (time - mean) * (says / of - share) for time, says, of in waves)
    return above / sum(of * (time - mean) ** 2 for time, _, of in waves)
