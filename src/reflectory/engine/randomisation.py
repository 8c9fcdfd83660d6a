"""P values by doing again what chance could have done: turning signs, dealing out labels.

The two tests that `change` and `difference` share, for many themes at once. They know nothing of themes or
years: rows are groups, columns are themes. Plain loops that do the same stand in `reference.randomisation`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, stdtr

Floats = NDArray[np.float64]
_T = TypeVar("_T", bound=np.generic)

DRAWS = 9_999
EXACT_UP_TO = 12  # groups: 2,048 patterns of signs
LIMIT_ABOVE = 2_000  # groups: from here on t and the draws agree to less than the draws' own error
SEED = 20_210_101
TIE = 1e-9  # sums that differ by less, of the largest possible, are equal but for rounding
BLOCK = 2_000_000  # numbers held at once
LEAST_OF_NOISE = 0.25  # scores that agree better than this share of their own noise do so by accident
FEWEST = 6  # scores other than nought, below which no step reaches 5 % and none is made finer
SMALLEST = float(np.finfo(np.float64).tiny)


@lru_cache(maxsize=8)
def signs(n: int) -> Floats:
    """Patterns of signs, one a row: all that differ by more than an overall sign, or draws of fixed seed."""
    if n > EXACT_UP_TO:
        return coins(n)
    bits = np.arange(2 ** max(n - 1, 0))[:, None] >> np.arange(n) & 1
    return np.asarray(1.0 - 2.0 * bits, dtype=np.float64)


@lru_cache(maxsize=8)
def coins(n: int) -> Floats:
    """Draws of n signs, one a row, of fixed seed."""
    return np.random.default_rng(SEED).choice(np.array([-1.0, 1.0]), size=(DRAWS, n))


@lru_cache(maxsize=8)
def orders(n: int) -> NDArray[np.int64]:
    """Draws of an order of n things, one a row, of fixed seed."""
    generator = np.random.default_rng(SEED + 1)
    return generator.permuted(np.tile(np.arange(n), (DRAWS, 1)), axis=1)


def flip(scores: Floats, noise: Floats) -> Floats:
    """P value, per theme, that scores around nought would add up to so much (groups × themes).

    If nothing happens, a group's score is as likely to be +u as -u, whatever u is: turn the signs in every
    way and see how often the sum is as large. With few groups the answer comes in coarse steps, and between
    the steps the t distribution decides, which is itself safe for scores of unequal spread (Bakirov and
    Székely 2005; Ibragimov and Müller 2010, J. Business & Economic Statistics 28, at levels up to 8 %).
    `noise` is the variance that the sum has from the number of respondents alone; a quarter of it is the
    least that t is given, which keeps it honest where the scores agree by accident. Below six scores p is
    the upper end of its step, so it cannot reach 5 %. Worked: scores 1 to 6 have 32 patterns but for an
    overall sign, of which one reaches 21: the step is 0 to 1/32; t = 3.5 / (1.87 / sqrt(6)) = 4.58 on 5 d.f.
    says .006, which lies inside, so p = .006. For scores 1, 2, 3 it is 1/4.
    """
    size = np.sort(np.abs(scores), axis=0)[::-1]
    total = np.abs(np.sort(scores, axis=0).sum(axis=0))
    n = np.count_nonzero(size, axis=0)
    p = np.where(n < FEWEST, 1.0, _student(total, (size**2).sum(axis=0), n, noise))
    few = n <= EXACT_UP_TO
    p[few] = _kept_in_step(p[few], size[:EXACT_UP_TO, few], total[few])
    if size.shape[0] <= LIMIT_ABOVE:
        p[~few] = _kept_in_step(p[~few], size[:, ~few], total[~few])
    return np.maximum(p, SMALLEST)


def _student(total: Floats, squares: Floats, n: NDArray[np.int64], noise: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.maximum((squares - total**2 / n) * n / (n - 1), LEAST_OF_NOISE * noise)
        p = 2 * stdtr(n - 1, -total / np.sqrt(variance))
    return np.asarray(np.nan_to_num(p, nan=1.0), dtype=np.float64)


def _kept_in_step(smooth: Floats, size: Floats, total: Floats) -> Floats:
    """The smooth p value, kept between the shares of patterns above it and level with it."""
    above, level = np.zeros(total.shape), np.zeros(total.shape)
    slack = TIE * size.sum(axis=0)
    patterns = signs(size.shape[0])
    for part in _blocks(patterns, size.shape[1]):
        sums = np.abs(part @ size)
        above += (sums > total + slack).sum(axis=0)
        level += (sums >= total - slack).sum(axis=0)
    if size.shape[0] <= EXACT_UP_TO:
        return np.clip(smooth, above / len(patterns), level / len(patterns))
    return np.clip(smooth, above / (DRAWS + 1), (level + 1) / (DRAWS + 1))


def typical_values(scores: Floats, information: Floats) -> tuple[Floats, Floats]:
    """A 95 % interval for sum of scores / sum of information, per theme; needs six groups.

    Hartigan 1969, J. American Statistical Association 64: the slopes of all subsets of groups cut the line
    into parts that hold the truth equally often, which is what turning signs comes to. Worked: 6 groups have
    63 subsets, 64 parts; 2.5 % of them is 1.6, so the interval begins .6 of the way from the smallest slope
    to the next, and ends likewise.
    """
    ties = np.broadcast_to(information[:, None], scores.shape)
    order = np.lexsort(np.stack([scores, ties, -np.abs(scores)]), axis=0)
    ranked, known = np.take_along_axis(scores, order, axis=0), information[order]
    patterns = signs(scores.shape[0])
    low, high = np.zeros(scores.shape[1]), np.zeros(scores.shape[1])
    width = max(1, BLOCK // len(patterns))
    for start in range(0, scores.shape[1], width):
        part = slice(start, start + width)
        low[part], high[part] = _outer(patterns, ranked[:, part], known[:, part])
    return low, high


def _outer(patterns: Floats, scores: Floats, information: Floats) -> tuple[Floats, Floats]:
    chosen = np.concatenate([1 - patterns, 1 + patterns]) / 2
    chosen = chosen[chosen.any(axis=1)]
    values = chosen @ scores / (chosen @ information)
    whole, part = divmod(0.025 * (len(values) + 1), 1)
    at = int(whole)
    ranked = np.partition(values, (at - 1, at, len(values) - at - 1, len(values) - at), axis=0)
    low = (1 - part) * ranked[at - 1] + part * ranked[at]
    return low, (1 - part) * ranked[-at] + part * ranked[-at - 1]


def _blocks(rows: NDArray[_T], n_columns: int) -> Iterator[NDArray[_T]]:
    step = max(1, BLOCK // max(n_columns, rows.shape[1], 1))
    return (rows[start : start + step] for start in range(0, rows.shape[0], step))


@dataclass(frozen=True)
class Scores:
    """What chance can rearrange: scores whose sign may turn, and weights to which labels may be dealt anew.

    `turned` is (groups compared with themselves, contrasts, themes); `dealt` is (groups compared with each
    other, themes), summing to nought over groups; `labels` is (the same groups, contrasts), centred.
    """

    turned: Floats
    dealt: Floats
    labels: Floats

    @classmethod
    def turned_only(cls, turned: Floats) -> Scores:
        return cls(turned, np.zeros((0, turned.shape[2])), np.zeros((0, turned.shape[1])))

    @classmethod
    def dealt_only(cls, dealt: Floats, labels: Floats) -> Scores:
        return cls(np.zeros((0, labels.shape[1], dealt.shape[1])), dealt, labels)

    @property
    def n_groups(self) -> int:
        return len(self.turned) + len(self.dealt)

    @property
    def total(self) -> Floats:
        return np.asarray(self.turned.sum(axis=0) + self.labels.T @ self.dealt, dtype=np.float64)

    @property
    def spread(self) -> Floats:
        return np.asarray((self.turned**2).sum(axis=0) + (self.labels**2).T @ self.dealt**2, dtype=np.float64)


def rearrange(scores: Scores) -> tuple[Floats, NDArray[np.int64]]:
    """P value, per theme, of the largest of the contrasts, and which one that is.

    Each contrast is divided by its own spread, in the data and in each of the draws, which keeps the test
    right when groups under different labels differ in size (Janssen 1997; DiCiccio and Romano 2017, J.
    American Statistical Association 112). As the largest of several is compared with the largest of several
    in each draw, choosing it costs nothing more. Plain loop: `reference.randomisation.rearrange`.
    """
    _, n_contrasts, n_themes = scores.turned.shape
    with np.errstate(divide="ignore", invalid="ignore"):
        observed = np.nan_to_num(scores.total / np.sqrt(scores.spread))
    which = np.abs(observed).argmax(axis=0)
    largest = np.abs(observed).max(axis=0)
    d_f = max(scores.n_groups - 1 - bool(scores.dealt.shape[0]), 1)
    choices = n_contrasts if n_contrasts > 2 else 1
    smooth = np.clip(2 * choices * stdtr(d_f, -_as_t(largest, scores.n_groups, d_f)), SMALLEST, 1)
    p = np.ones(n_themes)
    for sign in (1.0, -1.0):
        themes = observed[0] >= 0 if sign > 0 else observed[0] < 0
        if not themes.any():
            continue
        if scores.n_groups > LIMIT_ABOVE:
            p[themes] = smooth[themes]
            continue
        above, level = _draws(scores, sign, themes, largest[themes])
        p[themes] = np.clip(smooth[themes], above / (DRAWS + 1), (level + 1) / (DRAWS + 1))
    return np.maximum(p, SMALLEST), which


def _as_t(z: Floats, n: int, d_f: int) -> Floats:
    """Student's t from the sum over the root of the sum of squares about nought."""
    return np.asarray(z * np.sqrt(d_f / np.maximum(n - z**2, TIE)), dtype=np.float64)


def _draws(scores: Scores, sign: float, themes: NDArray[np.bool_], largest: Floats) -> tuple[Floats, Floats]:
    """How often chance exceeds the largest contrast, and how often it is at least level with it.

    Groups are put in an order of their values, and time is turned so that the observed sum is positive:
    then neither the names of groups nor the direction of time can touch the draws.
    """
    turned = _in_order(scores.turned[:, :, themes])
    dealt = np.sort(scores.dealt[:, themes], axis=0)
    labels = scores.labels * sign
    labels = labels[np.lexsort(labels.T[::-1])]
    flips, order = coins(turned.shape[0]), orders(dealt.shape[0])
    above, level = np.zeros(largest.shape), np.zeros(largest.shape)
    step = max(1, BLOCK // max(scores.n_groups, dealt.shape[1]))
    squares = (turned**2).sum(axis=0)
    for start in range(0, DRAWS, step):
        part = slice(start, start + step)
        best = np.zeros((min(step, DRAWS - start), largest.size))
        for contrast in range(labels.shape[1]):
            given = labels[order[part], contrast]
            total = flips[part] @ turned[:, contrast] + given @ dealt
            spread = squares[contrast] + given**2 @ dealt**2
            with np.errstate(divide="ignore", invalid="ignore"):
                np.maximum(best, np.nan_to_num(np.abs(total) / np.sqrt(spread)), out=best)
        above += (best > largest * (1 + TIE)).sum(axis=0)
        level += (best >= largest * (1 - TIE)).sum(axis=0)
    return above, level


def _in_order(turned: Floats) -> Floats:
    """Groups in order of their scores, each turned so that its first score other than nought is positive."""
    first = np.take_along_axis(turned, (turned != 0).argmax(axis=1)[:, None], axis=1)
    upright = turned * np.where(first < 0, -1.0, 1.0)
    order = np.lexsort(upright.transpose(1, 0, 2)[::-1], axis=0)
    return np.asarray(np.take_along_axis(upright, order[:, None], axis=0), dtype=np.float64)


def ways(counts: NDArray[np.int64], turned: int = 0) -> float:
    """In how many ways labels can be dealt, `counts` of each, and signs turned (at most e^100)."""
    logs = gammaln(counts.sum() + 1) - gammaln(counts + 1).sum() + turned * np.log(2)
    return float(np.exp(min(float(logs), 100.0)))
