"""How large a part of the respondents say a thing, and the range had others like them been asked.

People of one place resemble each other, so a range that takes each respondent by itself is too narrow. How
many places a theme is heard in is `breadth`; whether the part changes is `change`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri, stdtrit

from reflectory.engine.randomisation import TIE, Floats
from reflectory.engine.voices import MISSING, RHO, Voices, damped, people, tally

CONFIDENCE = 0.95
WORTH = 4  # groups' worth of trust in the usual likeness RHO, beside what these groups show
FEW_GROUPS = 6  # below, the range leans more on RHO than on the groups at hand, and the note says so


@dataclass(frozen=True)
class Interval:
    """`says` of `of` respondents, and the range of the share in 95 of 100 such samples. `note` in words.

    `likeness` is the correlation of two people of one group that the range was made with.
    """

    share: float | None
    low: float | None
    high: float | None
    says: int
    of: int
    n_groups: int
    note: str = ""
    likeness: float | None = None


def prevalence(voices: Voices) -> list[Interval]:
    """One answer per theme: a person counts once per group, and those of unknown group are left out."""
    known = voices
    if voices.group is not None:
        known = voices.only(voices.group.codes != MISSING)
    heard = people(known)
    if heard.n_voices == 0:
        return [Interval(None, None, None, 0, 0, 0, "Nobody was heard.")] * voices.n_themes
    says, of = heard.says.sum(axis=0)[None], np.array([heard.n_voices])
    if heard.group is not None:
        counts = tally(heard.says, heard.group.codes)
        says, of = counts.says, counts.of
    n_groups = len(of)
    alike = likeness(says, of) if n_groups > 1 else np.zeros(voices.n_themes)
    share, n = says.sum(axis=0) / of.sum(), _worth_of_respondents(of, alike)
    low, high = wilson(share, n, float(stdtrit(n_groups - 1 + WORTH, (1 + CONFIDENCE) / 2)))
    if n_groups == 1:
        low, high = wilson(share, n, float(ndtri((1 + CONFIDENCE) / 2)))
    note = _note(n_groups, has_groups=heard.group is not None)
    return [
        Interval(
            share=float(share[theme]),
            low=float(low[theme]),
            high=float(high[theme]),
            says=int(says[:, theme].sum()),
            of=int(of.sum()),
            n_groups=n_groups if heard.group is not None else 0,
            note=note,
            likeness=float(alike[theme]) if n_groups > 1 else None,
        )
        for theme in range(voices.n_themes)
    ]


def likeness(says: NDArray[np.int64], of: NDArray[np.int64]) -> Floats:
    """Correlation of two people of one group, per theme (groups × themes): measured, and drawn towards RHO.

    Measured by moments: with damped weights w, the expected sum of w (p_g - p)² is p (1 - p) times
    sum of w (1 - w/W) (r + (1 - r)/n_g). The measure counts as much as the groups less one, RHO as WORTH
    groups. The weights keep one very large group, whose share is nearly p itself, from hiding how groups
    differ: by linearised variance the range of a flooded sample holds the truth 23 to 46 times of 100.
    """
    weight, share = damped(of), says / of[:, None]
    total = weight.sum()
    mean = weight @ share / total
    part = weight * (1 - weight / total)
    found = (np.sort(weight[:, None] * (share - mean) ** 2, axis=0)).sum(axis=0)
    apart, alone = part.sum(), (part / of).sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        measured = (found / (mean * (1 - mean)) - alone) / (apart - alone)
    if apart - alone <= TIE * apart:  # one respondent a group: nobody to be like
        measured = np.full(mean.shape, RHO)
    measured = np.clip(np.nan_to_num(measured, nan=RHO, posinf=1.0, neginf=0.0), 0.0, 1.0)
    n = len(of) - 1
    return np.asarray((n * measured + WORTH * RHO) / (n + WORTH), dtype=np.float64)


def _worth_of_respondents(of: NDArray[np.int64], alike: Floats) -> Floats:
    """How many independent respondents these are worth: N / (1 + r (sum of n_g² / N - 1)) (Kish 1965, 5.4).

    Worked: three groups of 20 with r = .1: 60 / (1 + .1 x 19) = 20.7.
    """
    n = of.sum()
    return np.asarray(n / (1 + alike * (float((of.astype(np.float64) ** 2).sum()) / n - 1)), dtype=np.float64)


def wilson(share: Floats, n: Floats, z: float) -> tuple[Floats, Floats]:
    """Wilson's interval (1927, J. American Statistical Association 22), for n that need not be whole.

    Worked: 2 of 10 with z = 1.96: middle (.2 + .192) / 1.384 = .283, reach .227: .057 to .510.
    """
    scale = 1 + z * z / n
    middle = (share + z * z / (2 * n)) / scale
    reach = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / scale
    return np.clip(middle - reach, 0.0, share), np.clip(middle + reach, share, 1.0)


def _note(n_groups: int, *, has_groups: bool) -> str:
    if not has_groups:
        return "No groups are known, so the range takes each respondent as independent of the others."
    if n_groups == 1:
        return "Only one group was heard: the range describes that group and no other."
    if n_groups < FEW_GROUPS:
        return (
            f"Only {n_groups} groups were heard: the range is wide, and leans on how alike people of one "
            "group usually are."
        )
    return ""


def groups_to_expect(heard_in: int, of: int) -> tuple[int, int]:
    """In how many of as many groups a theme would be heard on average, had others like them been asked.

    Wilson's 95 % interval for the share of groups, times the number of groups, to the nearest whole number
    and never beyond what was seen. Worked: 8 of 12: .391 to .862, so 5 to 10.
    """
    if of == 0:
        return 0, 0
    z = float(ndtri((1 + CONFIDENCE) / 2))
    low, high = wilson(np.array([heard_in / of]), np.array([float(of)]), z)
    return min(math.floor(of * float(low[0]) + 0.5), heard_in), max(
        math.floor(of * float(high[0]) + 0.5), heard_in
    )


def in_groups(heard_in: int, of: int) -> str:
    """The same as words: in 8 of 12 groups; between 5 and 10 on average if we had asked others like them."""
    low, high = groups_to_expect(heard_in, of)
    return (
        f"in {heard_in} of {of} groups; between {low} and {high} on average if we had asked others like them"
    )
