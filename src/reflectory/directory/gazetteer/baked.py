"""The baked file, read once on first use and kept: places, the names that lead to them, regions, countries.

Everything stays text until somebody asks for it, because a page needs a dozen places of seventy thousand. Not
for deciding what a text means: that is `resolving.py`. `script/bake-gazetteer` writes the file.
"""

from __future__ import annotations

import gzip
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Literal, cast

from reflectory.directory.gazetteer.place import Level, Place

FILE = "places.tsv.gz"
AFTER_EVERY_LETTER = "\U0010ffff"

# How a name leads to a place: its own name, another name it has, or what is left of a county's name without
# the word for its kind, which counts only where a county was asked for.
Kind = Literal["name", "alternate", "bare"]
KINDS: tuple[Kind, ...] = ("name", "alternate", "bare")


@dataclass(frozen=True)
class Region:
    """A first subdivision: its code without the country, None where there is none; all names folded."""

    country: str
    code: str | None
    name: str
    folded: frozenset[str]


@dataclass(frozen=True)
class Country:
    """Alpha-2 code, English name, and every other name or code, folded."""

    code: str
    name: str
    folded: frozenset[str]


@dataclass(frozen=True)
class Baked:
    """The whole file. Places stand in order of size, so that a smaller row number is the likelier place."""

    about: dict[str, str]
    countries: dict[str, Country]
    regions: list[Region]
    name_lines: list[str]
    ids: list[str]
    names: list[str]
    levels: list[str]
    country_codes: list[str]
    region_numbers: list[str]
    latitudes: list[str]
    longitudes: list[str]
    populations: list[str]

    def place(self, row: int) -> Place:
        """The place in this row."""
        region = self.region(row)
        latitude, longitude, population = self.latitudes[row], self.longitudes[row], self.populations[row]
        return Place(
            id=self.ids[row],
            name=self.names[row],
            level=cast(Level, self.levels[row]),
            country=self.country_codes[row],
            country_name=self.countries[self.country_codes[row]].name,
            region=region.code if region else None,
            region_name=region.name if region else None,
            latitude=float(latitude) if latitude else None,
            longitude=float(longitude) if longitude else None,
            population=int(population) if population else None,
        )

    def region(self, row: int) -> Region | None:
        """The first subdivision in which the place in this row lies, or which it is."""
        number = self.region_numbers[row]
        return self.regions[int(number)] if number else None

    @cached_property
    def row_by_id(self) -> dict[str, int]:
        """The row of each id."""
        return dict(zip(self.ids, range(len(self.ids)), strict=True))

    def rows_named(self, folded: str) -> dict[Kind, list[int]]:
        """Rows under exactly this folded name, likeliest first, by how the name leads there."""
        at = bisect_left(self.name_lines, folded + "\t")
        if at == len(self.name_lines) or not self.name_lines[at].startswith(folded + "\t"):
            return {}
        return _rows_by_kind(self.name_lines[at])

    def names_from(self, start: str) -> Iterator[tuple[str, dict[Kind, list[int]]]]:
        """Every folded name that begins with `start`, in alphabetical order, with its rows."""
        first = bisect_left(self.name_lines, start)
        last = bisect_left(self.name_lines, start + AFTER_EVERY_LETTER)
        for line in self.name_lines[first:last]:
            yield line.partition("\t")[0], _rows_by_kind(line)


def _rows_by_kind(line: str) -> dict[Kind, list[int]]:
    columns = line.split("\t")[1:]
    return {kind: [int(row) for row in rows.split()] for kind, rows in zip(KINDS, columns, strict=True)}


@lru_cache(maxsize=1)
def read_baked() -> Baked:
    """The file that ships with the package, read on the first call only."""
    packed = files("reflectory.directory.gazetteer").joinpath(FILE).read_bytes()
    about, countries, regions, *columns = gzip.decompress(packed).decode("utf-8").split("\f")
    return Baked(
        dict(_pairs(about)),
        {country.code: country for country in _countries(countries)},
        list(_regions(regions)),
        *(column.split("\n") for column in columns),
    )


def _pairs(section: str) -> Iterator[tuple[str, str]]:
    for line in section.split("\n"):
        key, _, value = line.partition("\t")
        yield key, value


def _countries(section: str) -> Iterator[Country]:
    for line in section.split("\n"):
        code, name, folded = line.split("\t")
        yield Country(code=code, name=name, folded=frozenset(folded.split("|")))


def _regions(section: str) -> Iterator[Region]:
    for line in section.split("\n"):
        country, code, name, folded = line.split("\t")
        yield Region(country=country, code=code or None, name=name, folded=frozenset(folded.split("|")))
