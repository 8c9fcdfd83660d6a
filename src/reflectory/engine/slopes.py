"""How the share of respondents who say a thing moves with time, group by group.

Each group gives a score, above nought where the share grows. It measures; whether the scores could be
chance is asked by `randomisation`, and what may be said about it by `change`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from reflectory.engine import randomisation
from reflectory.engine.randomisation import Floats, Scores
from reflectory.engine.voices import Tally, damped

SOUND = 12  # groups heard again, from which on those heard once are not needed
FEWEST_HEARD_ONCE = 3  # fewer cannot be compared with each other


@dataclass(frozen=True)
class Slopes:
    """Groups heard in several periods, compared with themselves, and groups heard in one, with each other.

    For the first: `scores` U = sum of w (t - mean t) share, and `information` I = sum of w (t - mean t)
    squared, so that U / I is a slope; w is `damped`. Worked: 10 respondents in 2019 of whom 2 say it, 10 in
    2021 of whom 5 do: w = 10 / 1.9 = 5.26 each, U = 5.26 x (-1 x .2 + 1 x .5) = 1.58, I = 10.5, slope .15 a
    year. `noise` times share times (1 - share) is the part of the variance of U that respondents make.
    """

    again: NDArray[np.int64]  # codes of the groups compared with themselves
    scores: Floats  # (again, themes)
    information: Floats
    noise: Floats
    varied: NDArray[np.bool_]  # (again, themes): some there say it and some do not
    once: NDArray[np.int64]  # codes of the groups compared with each other
    weights: Floats
    times: Floats
    shares: Floats  # (once, themes)
    pooled: Floats  # share of all respondents, per theme
    n_says: NDArray[np.int64]  # respondents who say it, per theme

    @property
    def n_groups(self) -> int:
        return int(self.again.size + self.once.size)

    @property
    def parts(self) -> str:
        """Which of the two kinds of evidence there is: again, once, both or none."""
        if self.again.size and self.once.size:
            return "both"
        return "again" if self.again.size else "once" if self.once.size else "none"

    @property
    def dealt(self) -> Floats:
        """What each group heard once adds to the slope between groups, per unit of time."""
        mean = self.weights @ self.shares / max(float(self.weights.sum()), randomisation.SMALLEST)
        return np.asarray(self.weights[:, None] * (self.shares - mean), dtype=np.float64)

    @property
    def centred(self) -> Floats:
        return self.times - self.weights @ self.times / max(float(self.weights.sum()), randomisation.SMALLEST)

    def without(self, group: int) -> Slopes:
        again, once = self.again != group, self.once != group
        return replace(
            self,
            again=self.again[again],
            scores=self.scores[again],
            information=self.information[again],
            noise=self.noise[again],
            varied=self.varied[again],
            once=self.once[once],
            weights=self.weights[once],
            times=self.times[once],
            shares=self.shares[once],
        )

    def of_themes(self, themes: NDArray[np.bool_] | slice) -> Slopes:
        return replace(
            self,
            scores=self.scores[:, themes],
            varied=self.varied[:, themes],
            shares=self.shares[:, themes],
            pooled=self.pooled[themes],
            n_says=self.n_says[themes],
        )

    def arrangements(self) -> float:
        """In how many ways chance could have arranged the groups; with fewer than 40 nothing can be shown."""
        return randomisation.ways(np.unique(self.times, return_counts=True)[1], self.again.size)


def slopes(counts: Tally, times: Floats) -> Slopes:
    """From counts by (group, period) and the time of each period."""
    group, time = counts.codes[:, 0], times[counts.codes[:, 1]]
    groups, starts = np.unique(group, return_index=True)
    weight, share = damped(counts.of), counts.says / counts.of[:, None]
    total = np.add.reduceat(weight, starts)
    mean = np.add.reduceat(weight * time, starts) / total
    lever = weight * (time - np.repeat(mean, np.diff(np.append(starts, group.size))))
    reach = np.add.reduceat(np.abs(lever), starts)
    several = np.diff(np.append(starts, group.size)) > 1
    first = starts[~several]
    says, of = np.add.reduceat(counts.says, starts), np.add.reduceat(counts.of, starts)[:, None]
    pooled = counts.says.sum(axis=0) / counts.of.sum()
    everything = Slopes(
        again=groups[several],
        scores=_whole(np.add.reduceat(lever[:, None] * share, starts), reach)[several],
        information=np.add.reduceat(lever**2 / weight, starts)[several],
        noise=np.add.reduceat(lever**2 / counts.of, starts)[several],
        varied=((says > 0) & (says < of))[several],
        once=groups[~several],
        weights=weight[first],
        times=time[first],
        shares=share[first],
        pooled=np.asarray(pooled, dtype=np.float64),
        n_says=counts.says.sum(axis=0),
    )
    return _sound_part(everything)


def _whole(scores: Floats, reach: Floats) -> Floats:
    """A score that is nought but for rounding is nought: it counts as a group that did not move."""
    return np.where(np.abs(scores) <= randomisation.TIE * reach[:, None], 0.0, scores)


def _sound_part(found: Slopes) -> Slopes:
    """Leaves the groups heard once where they add nothing, or nothing that is needed.

    A group compared with itself cannot mislead by which groups were asked when; groups compared with each
    other can, so they are called in only where fewer than twelve were heard again.
    """
    comparable = found.once.size >= FEWEST_HEARD_ONCE and np.unique(found.times).size > 1
    if comparable and found.again.size < SOUND:
        return found
    none = np.zeros(found.once.size, dtype=np.bool_)
    return replace(
        found,
        once=found.once[none],
        weights=found.weights[none],
        times=found.times[none],
        shares=found.shares[none],
    )


def p_values(found: Slopes) -> Floats:
    """Per theme: how readily chance alone would give so clear a slope."""
    if found.once.size == 0:
        noise = found.pooled * (1 - found.pooled) * found.noise.sum()
        return randomisation.flip(found.scores, noise)
    scores = Scores(found.scores[:, None], found.dealt, found.centred[:, None])
    return randomisation.rearrange(scores)[0]


def per_year(found: Slopes) -> tuple[Floats, Floats, Floats]:
    """The slope over all groups, and its 95 % interval, per theme.

    Groups compared with themselves only: Hartigan's typical values, the interval that turning signs implies.
    Otherwise least squares with the variance of each group's residual (Bell and McCaffrey 2002, Survey
    Methodology 28) and t on the effective number of groups.
    """
    if found.once.size == 0 and found.again.size <= randomisation.LIMIT_ABOVE:
        slope = np.sort(found.scores, axis=0).sum(axis=0) / np.sort(found.information).sum()
        return slope, *randomisation.typical_values(found.scores, found.information)
    information = np.concatenate([found.information, found.weights * found.centred**2])
    scores = np.concatenate([found.scores, found.dealt * found.centred[:, None]])
    lever = information / information.sum()
    slope = scores.sum(axis=0) / information.sum()
    residuals = scores - information[:, None] * slope
    spread = np.sqrt((residuals**2 / (1 - lever)[:, None]).sum(axis=0)) / information.sum()
    effective = 1 / float((lever**2).sum())
    reach = stdtrit(max(effective - 1, 1.0), 0.975) * spread
    return slope, slope - reach, slope + reach


def contributions(found: Slopes) -> tuple[NDArray[np.int64], Floats]:
    """Each group, and what it adds to the sum, per theme."""
    added = np.concatenate([found.scores, found.dealt * found.centred[:, None]])
    return np.concatenate([found.again, found.once]), added
