"""What the words after a comma mean: "MN", "Minnesota", "USA", "Colombia".

One word may mean several things, "CA" is California and Canada; then a place in any of them will do, because
choosing one would be a guess. `resolving.py` asks here and narrows by the answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from reflectory.directory.gazetteer.baked import Baked, read_baked
from reflectory.directory.gazetteer.folding import fold


@dataclass(frozen=True)
class Scope:
    """Countries by code and first subdivisions by their number; a place in any of them lies in the scope.

    With `holds_itself` Minnesota lies in Minnesota. After a comma it does not: "New York, NY" is no state.
    """

    countries: frozenset[str]
    regions: frozenset[str]
    holds_itself: bool = False

    def holds(self, baked: Baked, row: int) -> bool:
        """Whether the place in this row lies in the scope."""
        return self.holds_by_region(baked, row) or self._holds_by_country(baked, row)

    def holds_by_region(self, baked: Baked, row: int) -> bool:
        """Whether it is the subdivision, not only the country, that puts the place here."""
        if baked.region_numbers[row] not in self.regions:
            return False
        return self.holds_itself or not is_region(baked, row)

    def _holds_by_country(self, baked: Baked, row: int) -> bool:
        if baked.country_codes[row] not in self.countries:
            return False
        return self.holds_itself or baked.levels[row] != "nation"


def is_region(baked: Baked, row: int) -> bool:
    """Whether the place in this row is a first subdivision, so that its region is itself."""
    region = baked.region(row)
    return region is not None and baked.ids[row] == f"iso:{region.country}-{region.code}"


def scope_of(text: str, *, holds_itself: bool = False) -> Scope | None:
    """Everything that a name or code of a country or subdivision may mean; None where it means nothing."""
    countries, regions = _meanings().get(fold(text), ((), ()))
    if not countries and not regions:
        return None
    return Scope(frozenset(countries), frozenset(regions), holds_itself)


def country_scope(text: str) -> Scope | None:
    """The country of that name or code; a US territory by the code that ISO gives it as a country."""
    scope = scope_of(text, holds_itself=True)
    if scope is None or not scope.countries:
        return scope
    return Scope(scope.countries, frozenset(), holds_itself=True)


def region_scope(text: str) -> Scope | None:
    """The first subdivisions of that name or code, of whichever country."""
    scope = scope_of(text, holds_itself=True)
    if scope is None or not scope.regions:
        return None
    return Scope(frozenset(), scope.regions, holds_itself=True)


def scope_beginning(text: str) -> Scope | None:
    """Everything whose name or code begins with `text`, for somebody who is still typing it."""
    start = fold(text)
    begun = [meaning for name, meaning in _meanings().items() if name.startswith(start)]
    if not begun:
        return None
    countries, regions = (frozenset[str]().union(*found) for found in zip(*begun, strict=True))
    return Scope(countries, regions)


def names_of_scopes() -> Iterable[str]:
    """Every folded name of a country or subdivision, for finding one that was meant."""
    return _meanings().keys()


@lru_cache(maxsize=1)
def _meanings() -> dict[str, tuple[set[str], set[str]]]:
    baked = read_baked()
    meanings: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for country in baked.countries.values():
        for name in country.folded:
            meanings[name][0].add(country.code)
    for number, region in enumerate(baked.regions):
        for name in region.folded:
            meanings[name][1].add(str(number))
    return dict(meanings)
