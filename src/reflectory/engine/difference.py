"""Whether kinds of respondent, such as residents and staff, differ in what they say.

Wherever both kinds were heard in the same group they are compared there, so that a place where everybody says
a thing and mostly staff were asked does not look like a trait of staff. It names one kind that stands out; it
does not explain why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from reflectory.engine import randomisation, respondents
from reflectory.engine.change_words import odds
from reflectory.engine.multiplicity import FALSE_DISCOVERY_RATE, benjamini_hochberg
from reflectory.engine.randomisation import Floats, Scores, ways
from reflectory.engine.voices import MISSING, Column, Tally, Voices, damped, distinct, people, tally

FEWEST_GROUPS = 6  # as in `change`
FEWEST_WAYS = 40
FEWEST_SAY = 10
FEWEST_OF_A_KIND = 5  # respondents; a rarer kind is counted but not compared
LEVEL = 0.05

METHODS = {
    "within": "kinds compared within each group where both were heard; signs turned at random",
    "between": "groups of one kind compared with groups of another; kinds dealt out at random",
    "respondents": "respondents compared with each other; kinds dealt out at random",
    "none": "not tested",
}


@dataclass(frozen=True)
class Share:
    kind: str
    says: int
    of: int


@dataclass(frozen=True)
class Difference:
    """What can be said of one theme. `verdict` is one of

    differs, no difference seen, too few groups, too few respondents, one kind.

    `kind` is the one that differs most from the rest, `gap` its share less theirs (within groups where it
    could be compared there). `second_p` is a second opinion, Mantel and Haenszel's, on that kind; it assumes
    that the gap is the same in all groups and does not enter the verdict.
    """

    verdict: str
    sentence: str
    method: str
    shares: tuple[Share, ...]
    kind: str | None = None
    gap: float | None = None
    p: float | None = None
    q: float | None = None
    second_p: float | None = None
    n_groups: int = 0


@dataclass(frozen=True)
class Compared:
    """The figures of all themes, however they were come by."""

    method: str
    n_groups: int
    p: Floats
    which: NDArray[np.int64]
    gap: Floats
    second_p: Floats


def difference(voices: Voices, kind: Column) -> list[Difference]:
    """One answer per theme. To differ needs p of .05 and, among all themes tested, q of .10."""
    known = kind.codes != MISSING
    if voices.group is not None:
        known &= voices.group.codes != MISSING
    asked = _with_kind(voices, kind).only(known)
    asked = people(asked)
    asked = asked.only(asked.kinds[0].codes != MISSING)
    codes = asked.kinds[0].codes
    overall = tally(asked.says, codes)
    large = overall.of >= FEWEST_OF_A_KIND
    compared = np.isin(codes, overall.codes[large, 0])
    if large.sum() < 2:
        return [_answer(overall, theme, kind, None) for theme in range(voices.n_themes)]
    kinds = overall.codes[large, 0]
    tested = _compare(asked.only(compared), np.searchsorted(kinds, codes[compared]), kinds.size)
    enough = overall.says[large].sum(axis=0) >= FEWEST_SAY
    tested.p[~enough] = np.nan
    if kinds.size == 2:
        tested = _higher_of_two(tested)
    q = benjamini_hochberg(tested.p)
    names = tuple(kind.values[code] for code in kinds)
    return [
        _answer(overall, theme, kind, tested, names=names, q=float(q[theme]))
        for theme in range(voices.n_themes)
    ]


def _higher_of_two(tested: Compared) -> Compared:
    """Of two kinds, the one that says it more is named."""
    low = tested.gap < 0
    return replace(tested, which=np.where(low, 1 - tested.which, tested.which), gap=np.abs(tested.gap))


def _with_kind(voices: Voices, kind: Column) -> Voices:
    return Voices(voices.says, voices.group, voices.period, voices.time, (kind,), voices.respondent)


def _compare(asked: Voices, kind: NDArray[np.int64], n_kinds: int) -> Compared:
    if asked.group is None:
        return _respondents(tally(asked.says, kind))
    groups, place = distinct(asked.group.codes)
    says = np.zeros((len(groups), n_kinds, asked.n_themes), dtype=np.int64)
    of = np.zeros((len(groups), n_kinds), dtype=np.int64)
    counts = tally(asked.says, place, kind)
    says[counts.codes[:, 0], counts.codes[:, 1]] = counts.says
    of[counts.codes[:, 0], counts.codes[:, 1]] = counts.of
    both = (of > 0).sum(axis=1) > 1
    if both.sum() >= FEWEST_GROUPS:
        return _within(says[both], of[both])
    single = ~both
    if single.sum() > both.sum():
        return _between(says[single].sum(axis=1), of[single].sum(axis=1), of[single].argmax(axis=1), n_kinds)
    return _too_few(int(both.sum()), asked.n_themes)


def _too_few(n_groups: int, n_themes: int) -> Compared:
    empty = np.full(n_themes, np.nan)
    return Compared("none", n_groups, empty.copy(), np.zeros(n_themes, np.int64), empty, empty)


def _respondents(counts: Tally) -> Compared:
    p, which = respondents.between_kinds(counts.says, counts.of)
    gap = _picked(_gaps(counts.says, counts.of), which)
    return Compared("respondents", 0, p, which, gap, np.full(p.shape, np.nan))


def _gaps(says: NDArray[np.int64], of: NDArray[np.int64]) -> Floats:
    """Share of each kind less that of the rest (kinds × themes)."""
    rest = of.sum() - of
    return np.asarray(says / of[:, None] - (says.sum(axis=0) - says) / rest[:, None], dtype=np.float64)


def _picked(values: Floats, which: NDArray[np.int64]) -> Floats:
    return np.asarray(np.take_along_axis(values, which[None], axis=0)[0], dtype=np.float64)


def _within(says: NDArray[np.int64], of: NDArray[np.int64]) -> Compared:
    """(groups × kinds × themes). A group's score for a kind is w (its share - share of the rest there).

    w = w1 w2 / (w1 + w2) with `damped` weights, as in Mantel and Haenszel's difference of shares. Worked: 2
    of 10 staff and 9 of 10 residents: w = 5.26 x 5.26 / 10.5 = 2.63, score 2.63 x (.2 - .9) = -1.84.
    """
    rest_says, rest_of = says.sum(axis=1, keepdims=True) - says, of.sum(axis=1, keepdims=True) - of
    here = (of > 0) & (rest_of > 0)
    own, other = np.maximum(of, 1), np.maximum(rest_of, 1)
    weight = np.where(here, damped(own) * damped(other) / (damped(own) + damped(other)), 0.0)
    scores = weight[:, :, None] * (says / own[:, :, None] - rest_says / other[:, :, None])
    if of.shape[1] == 2:
        share = says.sum(axis=(0, 1)) / of.sum()
        noise = float((weight[:, 0] ** 2 * (1 / own[:, 0] + 1 / other[:, 0])).sum())
        p, which = (
            randomisation.flip(scores[:, 0], noise * share * (1 - share)),
            np.zeros(share.size, np.int64),
        )
    else:
        p, which = randomisation.rearrange(Scores.turned_only(scores))
    said = says.sum(axis=1)
    varied = (said > 0) & (said < of.sum(axis=1)[:, None])
    p[varied.sum(axis=0) < FEWEST_GROUPS] = np.nan
    gaps = np.sort(scores, axis=0).sum(axis=0) / np.maximum(weight.sum(axis=0), 1e-300)[:, None]
    return Compared("within", len(of), p, which, _picked(gaps, which), _mantel_haenszel(says, of, which))


def _mantel_haenszel(says: NDArray[np.int64], of: NDArray[np.int64], which: NDArray[np.int64]) -> Floats:
    """P value of one kind against the rest, added up over groups (Mantel and Haenszel 1959).

    Worked, one group: 8 of 10 against 4 of 10; expected 6, variance 10 x 10 x 12 x 8 / (400 x 19) = 1.263;
    (8 - 6)² / 1.263 = 3.17 on one degree of freedom, p = .075.
    """
    total, m = of.sum(axis=1)[:, None], says.sum(axis=1)
    own, own_says = of[:, which], np.take_along_axis(says, which[None, None], axis=1)[:, 0]
    excess = (own_says - own * m / total).sum(axis=0)
    variance = (own * (total - own) * m * (total - m) / (total**2 * np.maximum(total - 1, 1))).sum(axis=0)
    chi = np.divide(excess**2, variance, out=np.zeros(excess.shape), where=variance > 0)
    return np.asarray(chdtrc(1, chi), dtype=np.float64)


def _between(
    says: NDArray[np.int64], of: NDArray[np.int64], kind: NDArray[np.int64], n_kinds: int
) -> Compared:
    """Groups that are of one kind (groups × themes), their weighted shares compared."""
    present = np.bincount(kind, minlength=n_kinds)
    if len(of) < FEWEST_GROUPS or (present > 0).sum() < 2 or ways(present) < FEWEST_WAYS:
        return _too_few(len(of), says.shape[1])
    weight, share = damped(of), says / of[:, None]
    label = np.eye(n_kinds)[kind][:, present > 0]
    part = weight @ label
    dealt = weight[:, None] * (share - weight @ share / weight.sum())
    p, found = randomisation.rearrange(Scores.dealt_only(dealt, label - part / weight.sum()))
    sums = label.T @ (weight[:, None] * share)
    gaps = sums / part[:, None] - (sums.sum(axis=0) - sums) / (part.sum() - part)[:, None]
    which = np.flatnonzero(present > 0)[found]
    return Compared("between", len(of), p, which, _picked(gaps, found), np.full(p.shape, np.nan))


def _answer(
    overall: Tally,
    theme: int,
    kind: Column,
    tested: Compared | None,
    names: tuple[str, ...] = (),
    q: float = np.nan,
) -> Difference:
    shares = tuple(
        Share(kind.values[code], int(says), int(of))
        for code, says, of in zip(overall.codes[:, 0], overall.says[:, theme], overall.of, strict=True)
    )
    n_says = sum(share.says for share in shares)
    if tested is None:
        text = f"Fewer than two kinds were heard with {FEWEST_OF_A_KIND} respondents or more."
        return Difference("one kind", text, METHODS["none"], shares)
    if n_says < FEWEST_SAY:
        text = f"Only {n_says} respondents say it: too few to compare kinds of respondent."
        return Difference("too few respondents", text, METHODS["none"], shares, n_groups=tested.n_groups)
    p = float(tested.p[theme])
    if np.isnan(p):
        text = f"Too few groups: {tested.n_groups} can be compared, or too few of them say it; 6 are needed."
        return Difference("too few groups", text, METHODS["none"], shares, n_groups=tested.n_groups)
    name, gap, second = names[tested.which[theme]], float(tested.gap[theme]), float(tested.second_p[theme])
    differs = p <= LEVEL and q <= FALSE_DISCOVERY_RATE
    return Difference(
        verdict="differs" if differs else "no difference seen",
        sentence=_sentence(shares, name, gap, p, tested) if differs else _no_difference(shares),
        method=METHODS[tested.method],
        shares=shares,
        kind=name,
        gap=gap,
        p=p,
        q=q,
        second_p=None if np.isnan(second) else second,
        n_groups=tested.n_groups,
    )


def _sentence(shares: tuple[Share, ...], name: str, gap: float, p: float, tested: Compared) -> str:
    own = next(share for share in shares if share.kind == name)
    rest = [share for share in shares if share.kind != name]
    others = f"“{rest[0].kind}”" if len(rest) == 1 else "all others"
    says, of = sum(share.says for share in rest), sum(share.of for share in rest)
    where = {
        "within": f"Within the {tested.n_groups} groups where both can be compared",
        "between": f"Comparing {tested.n_groups} groups, each of one kind",
        "respondents": "Among these respondents, and speaking of no others",
    }[tested.method]
    return (
        f"“{name}” say it {'more' if gap > 0 else 'less'} often than {others}: {own.says} of {own.of}, "
        f"against {says} of {of}. {where}, the share is {abs(100 * gap):.0f} percentage points "
        f"{'higher' if gap > 0 else 'lower'}. Chance alone would show so clear a gap about {odds(p)}."
    )


def _no_difference(shares: tuple[Share, ...]) -> str:
    counts = ", ".join(f"{share.says} of {share.of} “{share.kind}”" for share in shares)
    return f"No difference seen beyond what chance would bring: said by {counts}."
