"""Places that exist, found by name: `resolve("Saint Paul, MN").place`, `suggest("Saint P")`, `get("fips:27123")`.

Not for organisations of the portfolio, which are records and may point to a place by its id; and not for
finding where an address is. The data is a file beside this, with its licence in LICENCE.md; what it knows and
what it never does is told in docs/explanation/places.md. Start reading in `resolving.py`.
"""

from __future__ import annotations

from reflectory.directory.gazetteer.baked import read_baked
from reflectory.directory.gazetteer.folding import fold
from reflectory.directory.gazetteer.place import Level, Place, describe
from reflectory.directory.gazetteer.resolving import Resolution, resolve
from reflectory.directory.gazetteer.suggesting import near_miss, suggest

__all__ = [
    "Level",
    "Place",
    "Resolution",
    "countries",
    "credit",
    "describe",
    "fold",
    "get",
    "near_miss",
    "regions",
    "resolve",
    "suggest",
]


def get(place_id: str) -> Place | None:
    """The place with this id, None where the gazetteer has none."""
    baked = read_baked()
    row = baked.row_by_id.get(place_id)
    return None if row is None else baked.place(row)


def countries() -> list[tuple[str, str]]:
    """Alpha-2 code and English name of every country, in order of name. US territories are regions of the US."""
    return sorted(
        ((country.code, country.name) for country in read_baked().countries.values()),
        key=lambda country: fold(country[1]),
    )


def regions(country: str) -> list[tuple[str, str]]:
    """Code and name of the first subdivisions of a country given by its alpha-2 code, in order of name."""
    found = [region for region in read_baked().regions if region.country == country and region.code]
    return sorted(((region.code or "", region.name) for region in found), key=lambda region: fold(region[1]))


def credit() -> dict[str, str]:
    """Licence, attribution and sources of the data, for the page that shows it."""
    return dict(read_baked().about)
