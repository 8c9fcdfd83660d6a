"""Whether further interviews would still bring new themes.

It speaks of the themes as they were found: what no theme was made for cannot be missed. Unit is the
respondent (the interview). It does not say that enough is understood, only that little new is turning up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from reflectory.engine.voices import Voices, people

FEWEST = 5  # respondents, from which the estimate was measured to be right on average
NEXT = 10
STEPS = 40  # points of the curve


@dataclass(frozen=True)
class Saturation:
    """`coverage` is None below five respondents; `curve` holds (respondents, themes met on average)."""

    n_respondents: int
    n_themes: int  # met at least once
    n_once: int  # met in one respondent only
    coverage: float | None
    new_in_next: float | None
    next_n: int
    sentence: str
    curve: tuple[tuple[int, float], ...]


def saturation_of(voices: Voices, next_n: int = NEXT) -> Saturation:
    """The same from voices: one person counts once, whatever group or period they were heard in."""
    return saturation(people(voices).says, next_n)


def saturation(incidence: NDArray[np.bool_], next_n: int = NEXT) -> Saturation:
    """From who says what (respondents × themes)."""
    n = int(incidence.shape[0])
    times_met = incidence.sum(axis=0)
    met = times_met[times_met > 0]
    once, twice = int((met == 1).sum()), int((met == 2).sum())
    curve = _curve(met, n)
    if n < FEWEST or met.size == 0:
        few = f"{n} respondent is" if n == 1 else f"{n} respondents are"
        text = f"{few} too few to say how much is still to be heard."
        if met.size == 0 and n >= FEWEST:
            text = "No theme was met, so nothing can be said of how many are still to come."
        return Saturation(n, int(met.size), once, None, None, next_n, text, curve)
    coverage = _coverage(once, twice, int(met.sum()), n)
    new = _new(once, twice, n, next_n)
    text = (
        f"Of all that people like these say under themes as they were found here, about {_percent(coverage)} "
        f"has been met. In the next {next_n} respondents, {_about(new)}. "
        "What was not made a theme is not counted."
    )
    return Saturation(n, int(met.size), once, coverage, new, next_n, text, curve)


def _coverage(once: int, twice: int, mentions: int, n: int) -> float:
    """Sample coverage for incidence data (Chao and Jost 2012, Ecology 93; Chao and others 2014, eq. 4).

    1 - Q1/U x (n - 1) Q1 / ((n - 1) Q1 + 2 Q2), where U mentions, Q1 themes met once, Q2 met twice. Worked:
    n = 10, U = 50, Q1 = 5, Q2 = 3: 1 - 5/50 x 45 / (45 + 6) = .912. Without themes met twice, the form for
    Q2 = 0, (n - 1)(Q1 - 1) / ((n - 1)(Q1 - 1) + 2).
    """
    if once == 0:
        return 1.0
    factor = (n - 1) * once / ((n - 1) * once + 2 * twice)
    if twice == 0:
        factor = (n - 1) * (once - 1) / ((n - 1) * (once - 1) + 2)
    return 1 - once / mentions * factor


def _new(once: int, twice: int, n: int, more: int) -> float:
    """New themes to expect in more respondents (Chao and others 2014, Ecological Monographs 84, eq. 12).

    Q0 (1 - (1 - Q1 / (n Q0 + Q1))^m), with Q0 = (n - 1)/n x Q1² / (2 Q2) unseen, Q1 (Q1 - 1) / 2 for Q2 = 0.
    Worked: n = 10, Q1 = 5, Q2 = 3: Q0 = .9 x 25/6 = 3.75; in 10 more 3.75 (1 - (1 - 5/42.5)^10) = 2.68.
    """
    unseen = (n - 1) / n * (once**2 / (2 * twice) if twice else once * (once - 1) / 2)
    if unseen == 0:
        return 0.0
    return float(unseen * (1 - (1 - once / (n * unseen + once)) ** more))


def _curve(met: NDArray[np.int64], n: int) -> tuple[tuple[int, float], ...]:
    """Themes met on average by any t of the n respondents, in whatever order they are read.

    A theme met m times is missed by t of n with C(n - m, t) / C(n, t) (Colwell and others 2012, J. Plant
    Ecology 5). Worked: n = 3, one theme met once: t = 1 meets it with 1/3, t = 2 with 2/3.
    """
    steps = _steps(n)
    rest = (n - met)[None, :]
    t = steps[:, None]
    with np.errstate(invalid="ignore"):
        missed = np.exp(
            gammaln(rest + 1) - gammaln(np.maximum(rest - t, 0) + 1) - gammaln(n + 1) + gammaln(n - t + 1)
        )
    found = np.where(rest >= t, 1 - missed, 1.0).sum(axis=1)
    return tuple((int(step), float(value)) for step, value in zip(steps, found, strict=True))


def _steps(n: int) -> NDArray[np.int64]:
    """Every number up to 40, beyond that 40 of them, close together where the curve bends."""
    if n <= STEPS:
        return np.arange(1, n + 1)
    return np.unique(np.geomspace(1, n, STEPS).round().astype(np.int64))


def _percent(share: float) -> str:
    return "99 % or more" if share >= 0.99 else f"{100 * share:.0f} %"


def _about(new: float) -> str:
    if new < 0.5:
        return "probably no theme would be new"
    low = int(new)
    if low == 0:
        return "perhaps one new theme would turn up"
    return f"about {low} to {low + 1} new themes would turn up"
