"""Which column holds the texts, the ids, the respondents, the groups and the dates.

A person's choice is looked up (`resolve`); what is not chosen is guessed from the names and from a sample of
the cells, and every guess carries the sentence that explains it. The guesses for groups are cautious: a wrong
unit of independence is worse than none. Nothing here reads a file; see `sampling` for where the cells come
from.
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Sequence
from dataclasses import dataclass

from reflectory.intake.accounting import Unusable, counted, listed
from reflectory.intake.profiles import Profile
from reflectory.intake.records import ColumnUse

_MOST_KINDS = 2
_TEXT_WORDS = (
    4.0  # a column of answers has at least so many words a cell, unless its name says that it is one
)
_FEW_WORDS = 2.0
_BARE_ID = {"id", "ids", "ref", "reference", "key", "uuid", "guid"}


@dataclass(frozen=True)
class Choice:
    """The columns in use, by position, and the sentences about them."""

    text: int
    id: int | None
    respondent: int | None
    groups: tuple[int, ...]
    date: int | None
    uses: tuple[ColumnUse, ...]


def resolve(wanted: str, names: Sequence[str], option: str) -> int:
    """The position of the column that a person named: exactly, in other case, or by its number from 1."""
    if wanted in names:
        return names.index(wanted)
    simple = " ".join(wanted.split()).casefold()
    folded = [name.casefold() for name in names]
    if simple in folded:
        return folded.index(simple)
    if simple.isdecimal() and 1 <= int(simple) <= len(names):
        return int(simple) - 1
    near = difflib.get_close_matches(simple, folded, n=1, cutoff=0.6)
    hint = f" Did you mean “{names[folded.index(near[0])]}”?" if near else ""
    raise Unusable(f"There is no column “{wanted}” for {option}. The columns are {listed(names, 30)}.{hint}")


def choose(
    profiles: Sequence[Profile],
    *,
    text: str | None,
    id: str | None,
    respondent: str | None,
    groups: Sequence[str],
    date: str | None,
    source: str,
) -> Choice:
    """A column for each role: the one named, else a guess, else none (only the text must be found)."""
    names = [profile.name for profile in profiles]
    given = {
        role: resolve(wanted, names, f"--{role}")
        for role, wanted in (("text", text), ("id", id), ("respondent", respondent), ("date", date))
        if wanted is not None
    }
    given_groups = tuple(dict.fromkeys(resolve(wanted, names, "--group") for wanted in groups))
    uses = [ColumnUse(role, names[at], False, f"Named with --{role}.") for role, at in given.items()]
    taken = {*given.values(), *given_groups}
    found = dict(given)
    guesses = (
        ("text", _guess_text),
        ("date", _guess_date),
        ("id", _guess_id),
        ("respondent", _guess_respondent),
    )
    for role, guess in guesses:
        if role in found:
            continue
        guessed = guess([profile for at, profile in enumerate(profiles) if at not in taken])
        if guessed is not None:
            profile, why = guessed
            found[role] = profile.at
            taken.add(profile.at)
            uses.append(ColumnUse(role, profile.name, True, why))
    if "text" not in found:
        raise Unusable(
            f"No column of {source} looks like what people said. Name one with --text: {listed(names, 30)}."
        )
    chosen_groups, group_uses = _groups(profiles, given_groups, taken)
    order = ("text", "id", "respondent", "date")
    ordered = sorted(uses, key=lambda use: order.index(use.role))
    return Choice(
        found["text"],
        found.get("id"),
        found.get("respondent"),
        chosen_groups,
        found.get("date"),
        (*ordered, *group_uses),
    )


def _guess_text(profiles: Sequence[Profile]) -> tuple[Profile, str] | None:
    possible = [
        p
        for p in profiles
        if p.n_filled and p.has_letters and not p.days_share >= 0.8 and not p.like_addresses
    ]
    wordy = [p for p in possible if p.words_per_cell >= _TEXT_WORDS and p.varied and not p.is_key]
    called = [p for p in possible if p.called("text") and not p.is_key and not p.called("not text")]
    texts = wordy or called or _short_texts(possible)
    if not texts:
        return None
    best = max(texts, key=lambda p: (p.distinct_words, -p.at))
    others = [p for p in texts if p is not best and p.distinct_words >= 0.1 * best.distinct_words]
    why = f"It has the most words: about {best.words_per_cell:.0f} in each filled cell."
    if others:
        named = listed([f"“{p.name}”" for p in others], 4)
        why += f" Also text, but with fewer words in all, and not read: {named}; choose another with --text."
    return best, why


def _short_texts(possible: Sequence[Profile]) -> list[Profile]:
    """Columns of very short answers, taken only where nothing longer is there."""
    roles = ("id", "respondent", "group", "not text")
    return [
        p
        for p in possible
        if not any(p.called(role) for role in roles)
        and p.words_per_cell >= _FEW_WORDS
        and (p.distinct_share >= 0.5 or p.n_filled < 3)
    ]


def _guess_date(profiles: Sequence[Profile]) -> tuple[Profile, str] | None:
    written = [p for p in profiles if p.n_filled and p.days_share >= 0.8]
    counted_days = [p for p in profiles if p.n_filled and p.called("date") and p.numeric_days_share >= 0.8]
    candidates = [(p, p.days_share) for p in written] + [(p, p.numeric_days_share) for p in counted_days]
    if not candidates:
        return None
    best, share = max(
        candidates,
        key=lambda c: (round(c[0].filled_share, 1), c[0] in written, c[0].called("date"), -c[0].at),
    )
    how = "All" if share == 1 else f"{math.floor(share * 100)} % of"
    return best, f"{how} its filled cells are dates."


def _guess_id(profiles: Sequence[Profile]) -> tuple[Profile, str] | None:
    possible = [
        p
        for p in profiles
        if p.called("id")
        and p.filled_share >= 0.95
        and p.longest <= 100
        and p.distinct_share >= (0.8 if _is_bare(p) else 1.0)
        and (not p.called("respondent") or p.distinct_share == 1)
    ]
    if not possible:
        return None
    best = max(possible, key=lambda p: (_is_bare(p), not p.called("respondent"), p.tokens == ("id",), -p.at))
    unlike = (
        "no two of its cells are alike" if best.distinct_share == 1 else "hardly two of its cells are alike"
    )
    return best, f"It is called “{best.name}”, and {unlike}."


def _is_bare(profile: Profile) -> bool:
    return set(profile.tokens) <= _BARE_ID


def _guess_respondent(profiles: Sequence[Profile]) -> tuple[Profile, str] | None:
    possible = [
        p
        for p in profiles
        if p.called("respondent")
        and p.filled_share >= 0.5
        and p.n_distinct >= 2
        and 0.05 <= p.distinct_share < 1
        and p.words_per_cell <= 6
    ]
    if not possible:
        return None
    best = max(possible, key=lambda p: (p.called("id"), -p.at))
    return best, f"It is called “{best.name}”, and the same people come up more than once."


def _groups(
    profiles: Sequence[Profile], given: tuple[int, ...], taken: set[int]
) -> tuple[tuple[int, ...], tuple[ColumnUse, ...]]:
    if given:
        names = [profiles[at].name for at in given]
        roles = ["group"] + ["kind"] * (len(given) - 1)
        return given, tuple(
            ColumnUse(role, name, False, "Named with --group.")
            for role, name in zip(roles, names, strict=True)
        )
    possible = [p for p in profiles if p.at not in taken and p.group_rank is not None and p.could_group]
    possible.sort(key=lambda p: (p.group_rank, p.at))
    chosen = possible[: 1 + _MOST_KINDS]
    uses = [
        ColumnUse("group" if n == 0 else "kind", p.name, True, _why_group(p, first=n == 0))
        for n, p in enumerate(chosen)
    ]
    return tuple(p.at for p in chosen), tuple(uses)


def _why_group(profile: Profile, *, first: bool) -> str:
    why = f"It is called “{profile.name}”, and {counted(profile.n_distinct, 'value')} come up again and again"
    return f"{why}; taken as the unit of independence." if first else f"{why}; taken as a kind to compare."
