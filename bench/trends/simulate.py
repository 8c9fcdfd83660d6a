"""Invented respondents whose truth is known.

Groups hold waves, waves hold respondents, respondents say one thing or many. The log-odds that a passage is
about a theme are base + group + group's own trend x year + wave + respondent + beta x year, each drawn anew
for every theme. All themes of one draw share the same people, places and years.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.voices import Column, Voices

FIRST_YEAR = 2017


@dataclass(frozen=True)
class World:
    """What the invented respondents are like."""

    n_groups: int = 12
    n_themes: int = 50
    years: int = 5
    waves: tuple[int, int] = (2, 4)  # fewest and most per group
    once: float = 0.0  # share of groups heard in one wave only
    wave_size: tuple[int, int] = (6, 25)
    flood: int = 0  # respondents per wave in the first group, when not nought
    unequal: bool = False  # sizes from 2 to 200
    base: float = -2.5
    sd_group: float = 0.8
    sd_slope: float = 0.0
    sd_wave: float = 0.4
    sd_respondent: float = 1.0
    sd_common: float = 0.0  # a disposition of each respondent that all themes share
    beta: tuple[float, ...] = ()  # per theme; nought where it is not given
    passages: float = 8.0  # mean per respondent, of which one is certain
    gap: float | None = None  # kinds of respondent: log-odds of the second over the first
    sd_gap: float = 0.0
    kind_of_group: bool = False


@dataclass(frozen=True)
class Invented:
    voices: Voices
    passages: NDArray[np.int64]  # per respondent
    about: NDArray[np.int64]  # passages about each theme, per respondent


def invent(world: World, seed: int) -> Invented:
    rng = np.random.default_rng(seed)
    group, year, wave = _people(world, rng)
    beta = np.zeros(world.n_themes)
    beta[: len(world.beta)] = world.beta
    odds = world.base + _effect(rng, group, world.n_groups, world.sd_group, world.n_themes)
    odds += _effect(rng, wave, int(wave.max()) + 1, world.sd_wave, world.n_themes)
    slope = rng.normal(0, world.sd_slope, (world.n_groups, world.n_themes)) + beta
    odds += slope[group] * (year - (world.years - 1) / 2)[:, None]
    kinds: tuple[Column, ...] = ()
    if world.gap is not None:
        kind = (
            rng.integers(0, 2, world.n_groups)[group]
            if world.kind_of_group
            else rng.integers(0, 2, group.size)
        )
        gap = rng.normal(0, world.sd_gap, (world.n_groups, world.n_themes)) + world.gap
        odds += gap[group] * (kind - 0.5)[:, None]
        kinds = (Column("who", ("resident", "staff"), kind.astype(np.int64)),)
    odds += rng.normal(0, world.sd_common, (group.size, 1))
    odds += rng.normal(0, world.sd_respondent, (group.size, world.n_themes))
    passages = _passages(world, rng, group.size)
    about = rng.binomial(passages[:, None], 1 / (1 + np.exp(-odds)))
    names = tuple(f"Place {number:02d}" for number in range(world.n_groups))
    labels = tuple(str(FIRST_YEAR + number) for number in range(world.years))
    voices = Voices(
        says=about > 0,
        group=Column("place", names, group),
        period=Column("year", labels, year),
        time=FIRST_YEAR + 0.5 + year,
        kinds=kinds,
    )
    return Invented(voices, passages, about)


def _people(world: World, rng: np.random.Generator) -> tuple[NDArray[np.int64], ...]:
    group, year, wave, n_waves = [], [], [], 0
    for place in range(world.n_groups):
        n = 1 if rng.random() < world.once else int(rng.integers(world.waves[0], world.waves[1] + 1))
        for when in np.sort(rng.choice(world.years, size=min(n, world.years), replace=False)):
            size = int(rng.integers(world.wave_size[0], world.wave_size[1] + 1))
            if world.unequal:
                size = int(np.exp(rng.uniform(np.log(2), np.log(200))))
            if world.flood and place == 0:
                size = world.flood
            group += [place] * size
            year += [int(when)] * size
            wave += [n_waves] * size
            n_waves += 1
    return tuple(np.array(values, dtype=np.int64) for values in (group, year, wave))


def _effect(
    rng: np.random.Generator, code: NDArray[np.int64], n: int, sd: float, n_themes: int
) -> NDArray[np.float64]:
    return rng.normal(0, sd, (n, n_themes))[code]


def _passages(world: World, rng: np.random.Generator, n: int) -> NDArray[np.int64]:
    """One and a negative binomial: some say little, a few say very much."""
    mean, size = world.passages - 1, 1.5
    if mean <= 0:
        return np.ones(n, dtype=np.int64)
    return 1 + rng.negative_binomial(size, size / (size + mean), n)


@lru_cache
def share_to_expect(world: World) -> float:
    """The share of respondents of new groups who say it, where nothing changes over time."""
    rng = np.random.default_rng(1)
    sd = np.sqrt(world.sd_group**2 + world.sd_wave**2 + world.sd_respondent**2 + world.sd_common**2)
    odds = world.base + rng.normal(0, sd, 1_000_000)
    silent = (1 - 1 / (1 + np.exp(-odds))) ** _passages(world, rng, odds.size)
    return float(1 - silent.mean())
