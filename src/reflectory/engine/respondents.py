"""Chance among respondents who stand for themselves alone, where there are no groups to compare.

Those who say a thing are dealt anew to periods, or to kinds of respondent. What comes of it speaks of these
respondents only. Where there are groups, see `slopes`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from reflectory.engine.randomisation import DRAWS, SEED, SMALLEST, TIE, Floats


def over_time(says: NDArray[np.int64], of: NDArray[np.int64], times: Floats) -> Floats:
    """P value, per theme, that those who say it would by chance be so early or so late (periods × themes)."""
    centred = times - of @ times / of.sum()
    p = np.ones(says.shape[1])
    for theme in range(says.shape[1]):
        scores = says[:, theme] @ centred
        turned = scores < 0  # time is turned so that its direction cannot touch the draws
        n, levers = (of[::-1], -centred[::-1]) if turned else (of, centred)
        p[theme] = _largest(n, int(says[:, theme].sum()), levers[:, None], abs(scores))
    return p


def slope(says: NDArray[np.int64], of: NDArray[np.int64], times: Floats) -> tuple[Floats, Floats, Floats]:
    """Change of the share per unit of time, and its 95 % interval (White 1980, Econometrica 48)."""
    centred = times - of @ times / of.sum()
    information = float(of @ centred**2)
    found = centred @ says / information
    fitted = says.sum(axis=0) / of.sum() + centred[:, None] * found
    squares = says * (1 - fitted) ** 2 + (of[:, None] - says) * fitted**2
    reach = ndtri(0.975) * np.sqrt(centred**2 @ squares) / information
    return found, found - reach, found + reach


def between_kinds(says: NDArray[np.int64], of: NDArray[np.int64]) -> tuple[Floats, NDArray[np.int64]]:
    """P value, per theme, of the kind that differs most from the rest, and which that is (kinds × themes)."""
    n = of.sum()
    levers = np.eye(of.size) - of[:, None] / n
    levers /= np.sqrt(of * (n - of) / n)
    scores = levers.T @ says
    which = np.abs(scores).argmax(axis=0)
    p = [
        _largest(of, int(says[:, theme].sum()), levers, float(np.abs(scores[:, theme]).max()))
        for theme in range(says.shape[1])
    ]
    return np.array(p), which


def _largest(of: NDArray[np.int64], m: int, levers: Floats, observed: float) -> float:
    """P value of the largest of some sums, when m who say a thing fall among `of` respondents by chance."""
    n = int(of.sum())
    if m in (0, n):
        return 1.0
    generator = np.random.default_rng(SEED + 2)
    draws = generator.multivariate_hypergeometric(of, m, size=DRAWS, method="marginals")
    sums = np.abs(draws @ levers).max(axis=1)
    slack = TIE * max(float(np.abs(levers).max()) * m, SMALLEST)
    variance = m * (n - m) / (n * (n - 1)) * float((of @ levers**2).max())
    choices = levers.shape[1] if levers.shape[1] > 2 else 1
    smooth = min(2 * choices * float(ndtr(-observed / np.sqrt(variance))), 1.0)
    above, level = int((sums > observed + slack).sum()), int((sums >= observed - slack).sum())
    return max(min(max(smooth, above / (DRAWS + 1)), (level + 1) / (DRAWS + 1)), SMALLEST)
