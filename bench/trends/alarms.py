"""False alarms and power of `change` and `difference`, beside a chi-square on passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bench.trends.simulate import World, invent
from bench.trends.tables import Table, chi_square, rate, seeds
from reflectory.engine.change import change
from reflectory.engine.difference import difference
from reflectory.engine.multiplicity import benjamini_hochberg

THEMES = 10
RISE = 0.35

ONE = (1, 1)
NULLS = {
    **{f"{n} groups": World(n_groups=n) for n in (6, 8, 12, 20, 40)},
    **{f"{n} groups, trends diverge (sd .3 a year)": World(n_groups=n, sd_slope=0.3) for n in (8, 12, 20)},
    **{f"{n} groups, one floods (100 times the others)": World(n_groups=n, flood=1500) for n in (8, 12, 20)},
    "12 groups, one floods, trends diverge": World(n_groups=12, flood=1500, sd_slope=0.3),
    **{f"{n} groups, rare theme": World(n_groups=n, base=-5.5) for n in (8, 12, 20)},
    "8 groups, heavy clustering": World(n_groups=8, sd_group=1.2, sd_wave=0.8, sd_respondent=1.5),
    **{f"{n} groups, waves of 2 to 200": World(n_groups=n, unequal=True) for n in (8, 20)},
    **{f"{n} groups, heard once each": World(n_groups=n, waves=ONE) for n in (8, 12, 20, 40)},
    "12 groups, heard once, 2 to 200 each, rare": World(n_groups=12, waves=ONE, unequal=True, base=-4.5),
    "12 groups, heard once, one floods": World(n_groups=12, waves=ONE, flood=1500),
    **{f"{n} groups, half heard once": World(n_groups=n, once=0.5) for n in (8, 12, 20)},
    "12 groups, half heard once, diverge, 2 to 200": World(n_groups=12, once=0.5, sd_slope=0.3, unequal=True),
    "no groups known": World(n_groups=1, waves=(5, 5), wave_size=(20, 60), sd_group=0, sd_wave=0),
}
POWERS = {
    **{f"{n} groups": World(n_groups=n, beta=(RISE,) * THEMES) for n in (6, 8, 12, 20, 40)},
    "12 groups, trends diverge": World(n_groups=12, sd_slope=0.3, beta=(RISE,) * THEMES),
    "12 groups, one floods": World(n_groups=12, flood=1500, beta=(RISE,) * THEMES),
    "12 groups, rare theme": World(n_groups=12, base=-5.5, beta=(RISE,) * THEMES),
    "12 groups, half heard once": World(n_groups=12, once=0.5, beta=(RISE,) * THEMES),
    **{
        f"{n} groups, heard once each": World(n_groups=n, waves=ONE, beta=(RISE,) * THEMES)
        for n in (12, 20, 40)
    },
}
KINDS = {
    **{f"no gap, {n} groups": World(n_groups=n, gap=0.0) for n in (8, 16, 40)},
    **{
        f"no gap on average, varies (sd .5), {n} groups": World(n_groups=n, gap=0.0, sd_gap=0.5)
        for n in (8, 16)
    },
    "no gap, 12 groups, one floods": World(n_groups=12, gap=0.0, flood=1500),
    "no gap, 12 groups, rare theme": World(n_groups=12, gap=0.0, base=-5.5),
    **{
        f"no gap, each group of one kind, {n} groups": World(n_groups=n, gap=0.0, kind_of_group=True)
        for n in (12, 24)
    },
    **{f"gap .7, {n} groups": World(n_groups=n, gap=0.7) for n in (8, 16)},
    **{f"gap 1.0, varies (sd .5), {n} groups": World(n_groups=n, gap=1.0, sd_gap=0.5) for n in (8, 16)},
    "gap 1.0, each group of one kind, 24 groups": World(n_groups=24, gap=1.0, kind_of_group=True),
}


def over_time(name: str, world: World, n: int) -> list[str]:
    """One row: p of .05 or less among tested, the naive test, share refused, intervals that hold nought."""
    called, naive, refused, holds = [], [], [], []
    for seed in seeds(name, n):
        made = invent(replace(world, n_themes=THEMES), seed)
        voices = replace(made.voices, group=None) if name.startswith("no groups") else made.voices
        answers = change(voices)
        tested = [answer for answer in answers if answer.p is not None]
        called.append([answer.p <= 0.05 for answer in tested])
        refused.append([answer.p is None for answer in answers])
        holds.append([answer.low <= 0 <= answer.high for answer in tested])
        naive.append(chi_square(made, made.voices.period.codes) <= 0.05)
    return [name, rate(called), rate(naive), rate(refused), rate(holds)]


def nulls(n: int) -> Table:
    return Table(
        "Nothing changes: how often a change is seen at 5 %",
        f"{n} worlds × {THEMES} themes a row; in percent; standard errors by world, as themes share "
        "respondents. Refused: too few groups or respondents, said in words; the first column is of the "
        "others.",
        ("scenario", "`change`", "chi-square on passages", "refused", "interval holds 0"),
        [over_time(name, world, n) for name, world in NULLS.items()],
    )


def powers(n: int) -> Table:
    return Table(
        f"Something changes: log-odds + {RISE} a year over five years (odds × 4)",
        f"{n} worlds × {THEMES} themes a row; in percent. The chi-square's power is worth little beside its "
        "false alarms above.",
        ("scenario", "`change`", "chi-square on passages", "refused", "interval holds 0"),
        [over_time(name, world, n) for name, world in POWERS.items()],
    )


def kinds(n: int) -> Table:
    rows = []
    for name, world in KINDS.items():
        called, second, naive, refused = [], [], [], []
        for seed in seeds("kinds " + name, n):
            made = invent(replace(world, n_themes=THEMES), seed)
            kind = made.voices.kinds[0]
            answers = difference(made.voices, kind)
            called.append([answer.p <= 0.05 for answer in answers if answer.p is not None])
            second.append([answer.second_p <= 0.05 for answer in answers if answer.second_p is not None])
            refused.append([answer.p is None for answer in answers])
            naive.append(chi_square(made, kind.codes) <= 0.05)
        rows.append([name, rate(called), rate(second), rate(naive), rate(refused)])
    return Table(
        "Kinds of respondent: how often they are said to differ at 5 %",
        f"{n} worlds × {THEMES} themes a row; in percent. Gaps in log-odds.",
        ("scenario", "`difference`", "Mantel–Haenszel (second opinion)", "chi-square on passages", "refused"),
        rows,
    )


def discoveries(n: int) -> Table:
    """40 themes of which 8 rise."""
    rows: list[Sequence[str]] = []
    for groups, common in ((8, 0.0), (12, 0.0), (20, 0.0), (12, 1.5), (20, 1.5)):
        world = World(n_groups=groups, n_themes=40, beta=(0.5,) * 8, sd_common=common)
        name = f"{groups} groups, {'correlated themes' if common else 'themes apart'}"
        outcomes: dict[str, list[tuple[int, int]]] = {"change": [], "naive": []}
        for seed in seeds("discoveries " + name, n):
            made = invent(world, seed)
            engine = np.array([{"rises": 1, "falls": -1}.get(a.verdict, 0) for a in change(made.voices)])
            naive = benjamini_hochberg(chi_square(made, made.voices.period.codes)) <= 0.10
            for key, found in (("change", engine), ("naive", naive)):
                outcomes[key].append((int((found[:8] == 1).sum()), int((found != 0).sum())))
        row = [name]
        for right_and_all in outcomes.values():
            row += [rate([[1 - right / max(all_, 1) if all_ else 0.0] for right, all_ in right_and_all])]
            row += [f"{100 * np.mean([right / 8 for right, _ in right_and_all]):.0f}"]
            row += [f"{np.mean([all_ for _, all_ in right_and_all]):.1f}"]
        rows.append(row)
    return Table(
        "Forty themes, eight rise (+.5 a year): Benjamini–Hochberg at 10 %",
        f"{n} worlds a row; false-discovery rate and power in percent. Correlated: a disposition of each "
        "respondent (sd 1.5) is shared by all themes.",
        ("scenario", "`change`: false", "power", "called", "chi-square: false", "power", "called"),
        rows,
    )
