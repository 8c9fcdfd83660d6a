"""In how many groups a theme is heard, which is not the same as how often.

One government that sends a thousand letters makes a large count and one place. This counts places; how large
a part of the respondents say a thing is asked in `prevalence`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.randomisation import Floats
from reflectory.engine.voices import MISSING, RHO, Tally, Voices, people, tally

FIRM = 3  # respondents who say it, from which a group is counted as firm: two may be colleagues
TELLING = 0.05  # silence tells something where chance alone would bring it at most so often


@dataclass(frozen=True)
class GroupCount:
    group: str
    says: int
    of: int


@dataclass(frozen=True)
class Spread:
    """Where one theme is heard.

    `effective` is the number of equally loud groups that would be as varied as these; `loudest` is the share
    of all respondents who say it that one group holds. `silent` were heard by enough respondents that
    silence tells something, `too_few_to_tell` were not; both with nobody who says it.
    """

    n_groups: int
    n_groups_firm: int
    n_groups_all: int
    effective: float
    loudest: float
    counts: tuple[GroupCount, ...]  # most who say it first, for their number
    silent: tuple[GroupCount, ...]
    too_few_to_tell: tuple[GroupCount, ...]


def spread(voices: Voices) -> list[Spread]:
    """One answer per theme; none without a group column. Rows of unknown group are left out."""
    if voices.group is None:
        return []
    heard = people(voices.only(voices.group.codes != MISSING))
    if heard.group is None or heard.n_voices == 0:
        return [Spread(0, 0, 0, 0.0, 0.0, (), (), ()) for _ in range(voices.n_themes)]
    counts = tally(heard.says, heard.group.codes)
    effective = effective_groups(counts.says, counts.of)
    needed = _needed_to_tell(counts)
    names = np.array(heard.group.values, dtype=object)[counts.codes[:, 0]]
    return [
        _of_theme(counts.says[:, theme], counts.of, names, float(effective[theme]), float(needed[theme]))
        for theme in range(voices.n_themes)
    ]


def effective_groups(says: NDArray[np.int64], of: NDArray[np.int64]) -> Floats:
    """Effective number of groups, per theme (groups × themes).

    The inverse of Simpson's index, 1 / sum of squared shares (Hill 1973, Ecology 54), where a group's part is
    says / (1 + RHO (of - 1)): its share of respondents, with the weight of `voices.damped`. Parts by raw
    respondents would only measure how large the loudest group's sample is; parts by share alone would let one
    respondent of one outweigh fifty of a hundred. Worked: 3 of 11 in each of two groups and 500 of 2,001 in a
    third have parts 3 / 2 = 1.5, 1.5 and 500 / 201 = 2.49; shares .27, .27, .45; effective 2.82 (by raw
    respondents it would be 1.02).
    """
    part = says / (1 + RHO * (of - 1))[:, None]
    part = np.sort(part, axis=0)
    total, squares = part.sum(axis=0), (part**2).sum(axis=0)
    effective: Floats = np.divide(total**2, squares, out=np.zeros(total.shape), where=squares > 0)
    return effective


def _needed_to_tell(counts: Tally) -> Floats:
    """Respondents a group needs before its silence tells something, per theme.

    If it were like all others taken together, of whom a share p say it, n respondents would be silent by
    chance with (1 - p)^n, which is at most .05 from n = log .05 / log(1 - p). Worked: p = .2 needs 14. The
    others are taken with damped weights, so that no single large group sets p.
    """
    weight = 1 / (1 + RHO * (counts.of - 1))
    share = (weight @ counts.says) / (weight @ counts.of)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(TELLING) / np.log1p(-np.minimum(share, 1.0)), dtype=np.float64)


def _of_theme(
    says: NDArray[np.int64],
    of: NDArray[np.int64],
    names: NDArray[np.object_],
    effective: float,
    needed: float,
) -> Spread:
    order = sorted(range(len(of)), key=lambda row: (-says[row], of[row], names[row]))
    counts = [GroupCount(str(names[row]), int(says[row]), int(of[row])) for row in order]
    enough = dict(zip(names, of >= needed, strict=True))
    nobody = [count for count in counts if count.says == 0]
    return Spread(
        n_groups=int((says > 0).sum()),
        n_groups_firm=int((says >= FIRM).sum()),
        n_groups_all=len(of),
        effective=effective,
        loudest=float(says.max() / max(says.sum(), 1)),
        counts=tuple(counts),
        silent=tuple(sorted((c for c in nobody if enough[c.group]), key=lambda c: (-c.of, c.group))),
        too_few_to_tell=tuple(c for c in nobody if not enough[c.group]),
    )
