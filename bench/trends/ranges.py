"""Whether ranges hold the truth as often as they say, and whether the forecast of new themes comes true."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from bench.trends.simulate import World, invent, share_to_expect
from bench.trends.tables import Table, rate, seeds
from reflectory.engine.prevalence import groups_to_expect, prevalence
from reflectory.engine.saturation import saturation
from reflectory.engine.voices import Voices, tally

THEMES = 10
WORLDS = {
    "common theme (share .44)": World(waves=(1, 2)),
    "rare theme (share .02)": World(waves=(1, 2), base=-7.0),
    "groups very unlike (share .13)": World(waves=(1, 2), base=-5.0, sd_group=1.5),
    "2 to 200 a wave (share .19)": World(waves=(1, 2), base=-4.0, unequal=True),
    "one floods (share .19)": World(waves=(1, 1), base=-4.0, flood=1500),
    "groups alike (share .17)": World(waves=(1, 2), base=-4.0, sd_group=0.0, sd_wave=0.0),
}


def coverage(n: int) -> Table:
    rows = []
    for n_groups in (3, 6, 12, 40):
        for words, world in WORLDS.items():
            name = f"{n_groups} groups, {words}"
            held, widths, naive = [], [], []
            truth = share_to_expect(world)
            for seed in seeds("coverage " + name, n):
                voices = invent(replace(world, n_groups=n_groups, n_themes=THEMES), seed).voices
                found = prevalence(voices)
                held.append([each.low <= truth <= each.high for each in found])
                widths += [each.high - each.low for each in found]
                low, high = _bootstrap(voices, seed)
                naive.append((low <= truth) & (truth <= high))
            rows.append([name, rate(held), f"{np.mean(widths):.2f}", rate(naive)])
    return Table(
        "Prevalence: how often the 95 % range holds the share of a new group's respondents",
        f"{n} worlds × {THEMES} themes a row; in percent.",
        ("scenario", "`prevalence`", "mean width", "percentile bootstrap by group"),
        rows,
    )


def _bootstrap(voices: Voices, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    counts = tally(voices.says, voices.group.codes)
    n = len(counts.of)
    drawn = np.random.default_rng(seed).integers(0, n, (400, n))
    shares = counts.says[drawn].sum(axis=1) / counts.of[drawn].sum(axis=1)[:, None]
    low, high = np.quantile(shares, [0.025, 0.975], axis=0)
    return low, high


def places(n: int) -> Table:
    """The number of groups to expect, against the true chance that a group is one where it is heard."""
    rows = []
    for base in (-3.5, -6.0):
        many = World(n_groups=4000, n_themes=1, waves=(1, 2), base=base)
        true = _heard_in(invent(many, 1).voices)[0] / 4000
        for n_groups in (6, 12, 40):
            held = []
            name = f"{n_groups} groups, heard in {100 * true:.0f} % of groups"
            for seed in seeds("places " + name, n):
                voices = invent(replace(many, n_groups=n_groups, n_themes=THEMES), seed).voices
                ranges = [groups_to_expect(int(k), n_groups) for k in _heard_in(voices)]
                held.append([low - 0.5 <= n_groups * true <= high + 0.5 for low, high in ranges])
            rows.append([name, rate(held)])
    return Table(
        "Groups: how often “between 5 and 10 on average” holds the true average, to the nearest group",
        f"{n} worlds × {THEMES} themes a row; in percent.",
        ("scenario", "`groups_to_expect`"),
        rows,
    )


def _heard_in(voices: Voices) -> NDArray[np.int64]:
    return np.asarray((tally(voices.says, voices.group.codes).says > 0).sum(axis=0), dtype=np.int64)


def forecasts(n: int) -> Table:
    """Forty themes of very unequal share, read one respondent after the other."""
    rows = []
    for read in (5, 10, 20, 40, 80):
        told, true, predicted, came = [], [], [], []
        for seed in seeds(f"saturation {read}", n):
            rng = np.random.default_rng(seed)
            share = np.clip(rng.lognormal(-2.8, 1.2, 40), 0.002, 0.9)
            says = rng.random((read + 10, 40)) < share
            met = says[:read].any(axis=0)
            found = saturation(says[:read])
            if found.coverage is None:
                continue
            told.append(found.coverage)
            true.append(share[met].sum() / share.sum())
            predicted.append(found.new_in_next)
            came.append((says.any(axis=0) & ~met).sum())
        error = np.mean(np.abs(np.array(predicted) - np.array(came)))
        rows.append(
            [
                str(read),
                f"{np.mean(told):.3f}",
                f"{np.mean(true):.3f}",
                f"{np.mean(predicted):.2f}",
                f"{np.mean(came):.2f}",
                f"{error:.2f}",
            ]
        )
    return Table(
        "Saturation: coverage and new themes in the next ten interviews",
        f"{n} worlds a row; 40 themes, shares log-normal (median .06).",
        ("interviews", "coverage told", "true", "new themes told", "came", "mean absolute error"),
        rows,
    )
