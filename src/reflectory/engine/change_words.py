"""What is said about change over time, in plain words.

Only words: what is true is decided in `change`. Every sentence carries its numbers and what they are out of.
"""

from __future__ import annotations

from dataclasses import dataclass

METHODS = {
    "again": "groups heard more than once, each compared with itself; signs turned at random",
    "once": "groups heard once, compared with each other; periods dealt out at random",
    "both": "groups heard more than once compared with themselves, groups heard once with each other; "
    "signs turned and periods dealt out at random",
    "respondents": "respondents compared with each other; periods dealt out at random",
    "none": "not tested",
}


NAMED = 3  # more names than this are counted instead
TIE = 1e-9  # years that differ by less differ by rounding


@dataclass(frozen=True)
class Facts:
    """What one sentence draws on."""

    kind: str = "none"  # a key of METHODS
    first: tuple[str, int, int] = ("", 0, 0)  # period, says, of; the one that is told first
    last: tuple[str, int, int] = ("", 0, 0)
    total: float = 0.0  # slope of the share of all who were heard; only its sign is used
    years: float | None = None  # from the middle of the first period to the middle of the last
    n_says: int = 0
    n_groups: int = 0
    n_again: int = 0  # groups heard more than once
    rose: int = 0  # of those, in how many the share grew
    fell: int = 0
    n_hold: int = 0  # groups that can show something for this theme
    p: float | None = None
    slope: float | None = None  # a year
    low: float | None = None
    high: float | None = None
    alone: bool = False  # there is no group column: it speaks of these respondents only

    fragile: tuple[str, ...] = ()  # groups without which it could not be claimed

    @property
    def groups(self) -> str:
        return "respondents" if self.alone else "groups"


def sentence(verdict: str, facts: Facts) -> str:
    match verdict:
        case "no dates":
            return "No dates are known, so nothing can be said about change."
        case "one period":
            return (
                f"Everything was said within one period ({facts.first[0]}): too short a time, or too few dates, "
                "to speak of change."
            )
        case "too few respondents":
            return _too_few_respondents(facts)
        case "too few groups":
            return _too_few_groups(facts)
        case "no change seen":
            return f"No change seen beyond what chance would bring: {_course(facts)}.{_only_these(facts)}"
    up = verdict == "rises"
    return (
        f"Said by {'more' if up else 'fewer'} respondents over time: {_course(facts)}. "
        f"{_counted_by_group(facts, up=up)}{_slope(facts)}"
        f"Chance alone would show so clear a course about {odds(facts.p)}."
        f"{_rests_on(facts)}{_only_these(facts)}"
    )


def _too_few_respondents(facts: Facts) -> str:
    if facts.n_says == 0:
        return "Nobody with a known date says it."
    people = "respondent with a known date says" if facts.n_says == 1 else "respondents with a known date say"
    return f"Only {facts.n_says} {people} it: too few to speak of change."


def _too_few_groups(facts: Facts) -> str:
    if facts.kind == "none" or facts.n_groups < 6:
        return (
            f"Too few {facts.groups}: {facts.n_groups} can be compared over time, and at least 6 are needed "
            "to tell change from chance."
        )
    if facts.n_hold < 6:
        return (
            f"Only {facts.n_hold} of the {facts.n_groups} {facts.groups} that can be compared over time have "
            "both people who say it and people who do not: too few to tell change from chance."
        )
    return f"The {facts.groups} are spread too unevenly over the periods to tell change from chance."


def _course(facts: Facts) -> str:
    return f"{_share(facts.first)}, {_share(facts.last)}"


def _share(point: tuple[str, int, int]) -> str:
    period, says, of = point
    return f"{says} of {of} in {period}"


def _counted_by_group(facts: Facts, *, up: bool) -> str:
    """The words on groups; where the totals, or the two periods told, run the other way, that too is said."""
    way = "up" if up else "down"
    words = ""
    if facts.n_again:
        moved = facts.rose if up else facts.fell
        again = f"{facts.n_again} {facts.groups} heard more than once"
        words = f"It went {way} in {moved} of the {again}. "
    elif facts.kind == "once":
        words = (
            f"No two periods heard the same {facts.groups}, so this compares {facts.n_groups} of them with "
            "each other. "
        )
    sign = 1 if up else -1
    start, end = (says / of for _, says, of in (facts.first, facts.last))
    if facts.total * sign <= 0:
        words += (
            "Over all periods the totals do not show it, because who was heard changed from period to period; "
            f"within {facts.groups} it goes {way}. "
        )
    elif (end - start) * sign <= 0:
        words += "Those two periods do not show it, but the totals over all periods do. "
    return words


def _slope(facts: Facts) -> str:
    """A year, where the dates surely span one; otherwise over the time there is, so that nothing is foretold.

    Middles of periods that lie more than a year apart are at least a period more than that, so the dates
    between them span a year however they lie in the first period and the last.
    """
    if facts.slope is None or facts.low is None or facts.high is None or facts.years is None:
        return ""
    a_year = facts.years > 1 + TIE
    slope, low, high = (
        points(value if a_year else value * facts.years) for value in (facts.slope, facts.low, facts.high)
    )
    if a_year:
        return f"The share changes by about {slope} percentage points a year (between {low} and {high}). "
    return (
        f"Over the whole time the share changes by about {slope} percentage points "
        f"(between {low} and {high}). "
    )


def points(share: float) -> str:
    """Percentage points, as fine as they are worth telling."""
    value = 100 * share
    return f"{value:.0f}" if abs(value) >= 9.5 else f"{value:z.1f}"


def odds(p: float | None) -> str:
    """How often chance would bring it, in words."""
    if p is None or p < 0.001:
        return "once in more than 1,000 times"
    return f"once in {round(1 / p):,} times"


def _rests_on(facts: Facts) -> str:
    """Names the groups on which it hangs, where naming them says something."""
    names = facts.fragile
    if not names:
        return ""
    if len(names) > NAMED:
        return f" It could not be claimed without any one of {len(names)} of the {facts.n_groups} groups."
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    return f" Without {listed} it could not be claimed."


def _only_these(facts: Facts) -> str:
    return " This speaks of these respondents only, not of others or of places." if facts.alone else ""
