"""From what somebody typed to the places it may mean, and never further than that.

Exactly one place: it is the one. Several: the caller asks. None: the caller says so, and may offer what
`suggesting.near_miss` finds. How many people live somewhere orders the answer and never decides it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reflectory.directory.gazetteer.baked import Baked, Kind, read_baked
from reflectory.directory.gazetteer.folding import fold
from reflectory.directory.gazetteer.place import Level, Place
from reflectory.directory.gazetteer.scopes import Scope, country_scope, region_scope, scope_of

COMMA = re.compile(r"[,;\n]")
COMMA_OR_BRACKET = re.compile(r"[,;\n()\[\]/|]")
MOST_WORDS_OF_A_REGION = 4

# Words before a name that say of which kind the place is.
KIND_WORDS: dict[str, Level] = {
    "city of": "city",
    "town of": "city",
    "village of": "city",
    "municipality of": "city",
    "county of": "county",
    "parish of": "county",
    "state of": "state",
    "commonwealth of": "state",
    "province of": "state",
    "republic of": "nation",
}


@dataclass(frozen=True)
class Resolution:
    """All places that a text may mean, likeliest first, and the parts of it that name no country or region."""

    text: str
    places: tuple[Place, ...]
    unknown: tuple[str, ...] = ()

    @property
    def place(self) -> Place | None:
        """The one place, or None where there are several or none."""
        return self.places[0] if len(self.places) == 1 else None


def resolve(
    text: str, *, country: str | None = None, region: str | None = None, level: Level | None = None
) -> Resolution:
    """Every place that `text` may mean: a name, and after commas the region and country it lies in.

    `country` and `region` are names or codes, as from columns of their own, and narrow like what stands after
    a comma. `level` leaves only places of that level. Names and codes that mean no country or region are in
    `unknown`, and then no place is found: leaving them out would answer another question.
    """
    parts, pieces = split_parts(text), split_parts(text, at=COMMA_OR_BRACKET)
    given = [(country, country_scope), (region, region_scope)]
    asked = [(word, read(word)) for word, read in given if word is not None and fold(word)]
    unknown = tuple(word for word, scope in asked if scope is None)
    if not parts or unknown:
        return Resolution(text, (), unknown)
    scopes = [scope for _, scope in asked if scope is not None]
    baked = read_baked()
    for readings in (
        _as_written(parts),
        _as_written(pieces),
        _from_the_back(pieces),
        _without_commas(pieces),
        _with_commas_inside(parts),
    ):
        rows = [row for head, tail in readings for row in _rows(baked, head, [*scopes, *tail], level)]
        if rows:
            return Resolution(text, tuple(baked.place(row) for row in dict.fromkeys(rows)))
    return Resolution(text, (), tuple(part for part in pieces[1:] if scope_of(part) is None))


def split_parts(text: str, *, at: re.Pattern[str] = COMMA) -> list[str]:
    """The parts between commas, as they were written, without those that hold no letter."""
    return [part.strip() for part in at.split(text) if fold(part)]


def _scopes(parts: list[str]) -> list[Scope] | None:
    """What the parts mean, joined where only together they are a name; None where one means nothing."""
    if not parts:
        return []
    for n_joined in range(1, len(parts) + 1):
        scope = scope_of(" ".join(parts[:n_joined]))
        rest = _scopes(parts[n_joined:]) if scope else None
        if scope is not None and rest is not None:
            return [scope, *rest]
    return None


def _as_written(parts: list[str]) -> Iterator[tuple[str, list[Scope]]]:
    """The name first: "Saint Paul, MN, USA"."""
    tail = _scopes(parts[1:])
    if tail is not None:
        yield fold(parts[0]), tail


def _from_the_back(parts: list[str]) -> Iterator[tuple[str, list[Scope]]]:
    """The name last: "USA, Minnesota, Saint Paul"."""
    yield from _as_written(parts[::-1])


def _without_commas(parts: list[str]) -> Iterator[tuple[str, list[Scope]]]:
    """Every way to read the last words of the name as where it lies: "Saint Paul MN", "Lima Peru"."""
    tail = _scopes(parts[1:])
    if tail is not None:
        yield from _split_readings(fold(parts[0]).split(), tail)


def _with_commas_inside(parts: list[str]) -> Iterator[tuple[str, list[Scope]]]:
    """Names that have a comma themselves, and what follows them."""
    for n_parts in range(2, len(parts) + 1):
        tail = _scopes(parts[n_parts:])
        if tail is not None:
            yield fold(" ".join(parts[:n_parts])), tail


def _split_readings(words: list[str], tail: list[Scope]) -> Iterator[tuple[str, list[Scope]]]:
    for n_words in range(1, min(MOST_WORDS_OF_A_REGION, len(words) - 1) + 1):
        scope = scope_of(" ".join(words[-n_words:]))
        if scope is None:
            continue
        name = words[:-n_words]
        yield " ".join(name), [scope, *tail]
        yield from _split_readings(name, [scope, *tail])


def _rows(baked: Baked, name: str, scopes: list[Scope], level: Level | None) -> list[int]:
    """Rows for one reading, those that bear the name itself before those that have it as another name."""
    own = _narrowed(baked, baked.rows_named(name), scopes, level)
    kind, rest = _said_kind(name)
    if kind is None or level not in (None, kind):
        return own
    if named := _narrowed(baked, {"name": baked.rows_named(name).get("name", [])}, scopes, kind):
        return named
    return _narrowed(baked, baked.rows_named(rest), scopes, kind) or own


def _said_kind(name: str) -> tuple[Level | None, str]:
    first, _, rest = name.partition(" of ")
    return (KIND_WORDS.get(f"{first} of"), rest) if rest else (None, name)


def _narrowed(
    baked: Baked, found: dict[Kind, list[int]], scopes: list[Scope], level: Level | None
) -> list[int]:
    def fits(row: int) -> bool:
        if level is not None and baked.levels[row] != level:
            return False
        return all(scope.holds(baked, row) for scope in scopes)

    own = [row for row in found.get("name", []) if fits(row)]
    others = [row for row in found.get("alternate", []) if fits(row)]
    if level == "county":
        others += [row for row in found.get("bare", []) if fits(row)]
    # Where the region was said and a place there bears the name, another name of its neighbour is not meant.
    # A country alone does not settle it: "New York, USA" is the state by its name, and the city by another.
    settled = {
        baked.region_numbers[row]
        for row in own
        if any(scope.holds_by_region(baked, row) for scope in scopes) and baked.levels[row] == "city"
    }
    return own + [
        row for row in others if baked.region_numbers[row] not in settled or baked.levels[row] != "city"
    ]
