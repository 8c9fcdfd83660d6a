"""What to offer somebody who is still typing, and what somebody may have meant who mistyped.

Neither decides anything: both give a list from which a person chooses. `resolving.py` answers what was typed.
"""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches
from heapq import nsmallest

from reflectory.directory.gazetteer.baked import Baked, read_baked
from reflectory.directory.gazetteer.folding import fold
from reflectory.directory.gazetteer.place import Place
from reflectory.directory.gazetteer.resolving import resolve, split_parts
from reflectory.directory.gazetteer.scopes import Scope, names_of_scopes, scope_beginning, scope_of

MOST_SPELLINGS = 3
CLOSE_ENOUGH = 0.75  # one wrong letter in four, two in eight
LENGTH_APART = 2


def suggest(prefix: str, *, limit: int = 10) -> list[Place]:
    """The places whose name begins with `prefix`, largest first; then those with another name that does.

    A region or country after a comma narrows, and the last one may be begun only.
    """
    parts = split_parts(prefix)
    if not parts:
        return []
    baked = read_baked()
    within = [*map(scope_of, parts[1:-1]), *map(scope_beginning, parts[1:][-1:])]
    scopes = [scope for scope in within if scope is not None]
    own: set[int] = set()
    others: set[int] = set()
    for _, rows in baked.names_from(fold(parts[0])):
        own.update(rows["name"])
        others.update(rows["alternate"])
    first = _likeliest(baked, own, scopes, limit)
    then = _likeliest(baked, others - own, scopes, limit - len(first))
    return [baked.place(row) for row in first + then]


def _likeliest(baked: Baked, rows: set[int], scopes: list[Scope], limit: int) -> list[int]:
    return nsmallest(limit, (row for row in rows if all(scope.holds(baked, row) for scope in scopes)))


def near_miss(text: str) -> list[str]:
    """Up to three spellings close to `text` that do lead to a place, for "did you mean"."""
    parts = split_parts(text)
    if not parts:
        return []
    baked = read_baked()
    tail = [_known_or_close(part) for part in parts[1:]]
    scopes = [scope for scope in map(scope_of, tail) if scope is not None]
    name = fold(parts[0])
    close = sorted((-ratio, row) for ratio, row in _close_rows(baked, name, scopes) if ratio >= CLOSE_ENOUGH)
    spellings = dict.fromkeys(", ".join([baked.names[row], *tail]) for _, row in close)
    asked = fold(text)
    return [spelling for spelling in spellings if fold(spelling) != asked and resolve(spelling).places][
        :MOST_SPELLINGS
    ]


def _known_or_close(part: str) -> str:
    if scope_of(part) is not None:
        return part
    close = get_close_matches(fold(part), names_of_scopes(), n=1, cutoff=CLOSE_ENOUGH)
    return close[0].title() if close else part


def _close_rows(baked: Baked, name: str, scopes: list[Scope]) -> list[tuple[float, int]]:
    """How close each name with the same first letter and about the same length is, with its likeliest row."""
    compared = SequenceMatcher(b=name)
    found = []
    for other, rows in baked.names_from(name[0]):
        row = next((row for row in rows["name"] if all(scope.holds(baked, row) for scope in scopes)), None)
        if row is None or abs(len(other) - len(name)) > LENGTH_APART:
            continue
        compared.set_seq1(other)
        if compared.real_quick_ratio() >= CLOSE_ENOUGH and compared.quick_ratio() >= CLOSE_ENOUGH:
            found.append((compared.ratio(), row))
    return found
