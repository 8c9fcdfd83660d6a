"""Rows of the gazetteer, made of its sources: countries, places, and the names that lead to them.

Imported by `bake-gazetteer` alone, which fetches the sources and writes the file. Regions, and which names are
kept, are in `gazetteer_names.py`. What a name means is decided in `reflectory.directory.gazetteer.resolving`.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from gazetteer_names import (
    US_TERRITORIES,
    Linked,
    Region,
    before_comma,
    home_of,
    is_latin,
    make_regions,
    other_names,
)
from gazetteer_shapes import county_centres

from reflectory.directory.gazetteer.folding import fold

LICENCE = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/; see LICENCE.md beside this file"
ATTRIBUTION = "GeoNames, https://www.geonames.org/"

NATION_ALIASES = {
    "US": ["USA", "U.S.", "United States of America", "America"],
    "GB": ["UK", "U.K.", "Great Britain", "Britain"],
    "AE": ["UAE"],
    "CD": ["DRC", "DR Congo"],
    "CI": ["Ivory Coast"],
    "TR": ["Turkey"],
    "CZ": ["Czech Republic"],
    "NL": ["Holland"],
}
COUNTY_WORDS = (
    "city and borough", "census area", "planning region", "county", "parish", "borough", "municipality",
    "municipio", "island", "district",
)  # fmt: skip
# Subdivisions that are a town by themselves are in the list of towns already.
TOWN_TYPES = ("city", "town", "municipality", "commune", "capital", "metropolitan collectivity")
CAPITAL_DISTRICTS = ("capital district", "federal district", "district")


@dataclass(frozen=True)
class Sources:
    """What the packages hold, unpacked."""

    cities: dict[str, Any]
    countries: dict[str, Any]
    counties: list[dict[str, str]]
    iso_countries: dict[str, Any]
    iso_subdivisions: dict[str, Any]
    linked_subdivisions: str
    linked_countries: str
    admin1: list[dict[str, str]]
    towns: list[dict[str, str]]
    county_shapes: dict[str, Any]
    tribal_nations: str
    versions: str


@dataclass
class Row:
    """One place on its way into the file; `weight` only orders."""

    id: str
    name: str
    level: str
    country: str
    region: tuple[str, str] | None
    point: tuple[float, float] | None
    population: int | None
    weight: float
    alternates: list[str] = field(default_factory=list)
    bare: str = ""


def make_cities(sources: Sources, regions: dict[tuple[str, str], Region]) -> list[Row]:
    """Towns of GeoNames with 5,000 people and more, and seats of governments with fewer."""
    rows = []
    for city in sources.cities.values():
        home = home_of(city["countrycode"], city["admin1code"])
        rows.append(
            Row(
                id=f"geonames:{city['geonameid']}",
                name=" ".join(city["name"].split()),
                level="city",
                country=home[0],
                region=home if home in regions else None,
                point=(city["latitude"], city["longitude"]),
                population=city["population"] or None,
                weight=city["population"],
                alternates=other_names(city),
            )
        )
    return rows


class Sizes:
    """How many people live in the towns of a subdivision, and where the largest of them lies."""

    def __init__(self, cities: list[Row], towns: list[dict[str, str]]) -> None:
        self.people: dict[str, int] = defaultdict(int)
        self.largest: dict[str, Row] = {}
        codes = {
            (town["name"], float(town["lat"]), float(town["lng"])): (town["admin1"], town["admin2"])
            for town in towns
        }
        for city in cities:
            if city.point is None or city.region is None:
                continue
            country, admin1 = city.region
            _, admin2 = codes.get((city.name, *city.point), ("", ""))
            for code in (f"{country}.{admin1}", f"{country}.{admin1}.{admin2}"):
                self.people[code] += city.population or 0
                if code not in self.largest or city.weight > self.largest[code].weight:
                    self.largest[code] = city

    def seat(self, code: str) -> tuple[float, float] | None:
        """Where the largest town lies."""
        return self.largest[code].point if code in self.largest else None


def make_counties(sources: Sources, sizes: Sizes) -> list[Row]:
    """Counties of the United States and what stands in their place, by FIPS code."""
    centres = county_centres(sources.county_shapes)
    rows = []
    for county in sources.counties:
        fips, name, state = county["fips"], county["name"], county["state"]
        # One government with the district, the territory or the city of that name; or nobody's home.
        if state in ("DC", "GU", "UM") or name == "Carson City":
            continue
        small = name.lower()
        word = next((word for word in COUNTY_WORDS if small.endswith(f" {word}")), "")
        code = f"US.{state}.{fips[2:]}"
        rows.append(
            Row(
                id=f"fips:{fips}",
                name=name,
                level="county",
                country="US",
                region=("US", state),
                point=centres.get(fips) or sizes.seat(code),
                population=None,
                weight=sizes.people[code],
                bare=name[: -len(word)].strip() if word else "",
            )
        )
    return rows


def make_subdivisions(
    sources: Sources, linked: Linked, regions: dict[tuple[str, str], Region], sizes: Sizes
) -> list[Row]:
    """First and second subdivisions of ISO 3166-2, except those that are a town."""
    entries = {entry["code"]: entry for entry in sources.iso_subdivisions["3166-2"]}
    states = state_centres(sources)
    # The city of Washington is the same government, and its own name leads there.
    linked.names["US-DC"] = [name for name in linked.names["US-DC"] if "Washington" not in name]
    rows = []
    for iso, entry in entries.items():
        kind = entry["type"].lower()
        is_town = any(word in kind for word in TOWN_TYPES) and kind not in CAPITAL_DISTRICTS
        if is_town or iso == "US-UM":
            continue
        country, first = iso.partition("-")[0], iso
        while "parent" in entries[first]:
            first = entries[first]["parent"]
        is_first = first == iso
        key = (country, f"iso:{first}")
        region = regions.get(key)
        geonames = linked.geonames_by_iso.get(iso, f"{country}.{iso.partition('-')[2]}")
        # The English name where GeoNames has one, Bavaria for Bayern; of a part of a region, as ISO has it.
        name = region.name if region and is_first else entry["name"]
        rows.append(
            Row(
                id=f"iso:{iso}",
                name=" ".join(name.split()),
                level=level_of(kind, country, is_first=is_first),
                country=country,
                region=key if region else None,
                point=states.get(iso) or sizes.seat(geonames),
                population=None,
                weight=sizes.people.get(geonames, 0),
                alternates=[
                    other for other in before_comma([entry["name"], *linked.names[iso]]) if is_latin(other)
                ],
            )
        )
    return rows


def level_of(kind: str, country: str, *, is_first: bool) -> str:
    """Which of our levels a subdivision of this kind stands on."""
    if is_first:
        is_district = kind in CAPITAL_DISTRICTS[:2] or (country == "US" and kind == "district")
        return "district" if is_district else "state"
    return "district" if "district" in kind or "borough" in kind else "county"


def state_centres(sources: Sources) -> dict[str, tuple[float, float]]:
    """The middle of each US state, by ISO code."""
    prefixes = {county["fips"][:2]: county["state"] for county in sources.counties}
    centres = county_centres(sources.county_shapes, of="states")
    return {f"US-{prefixes[fips]}": point for fips, point in centres.items() if fips in prefixes}


def make_nations(sources: Sources, cities: list[Row]) -> list[Row]:
    """Countries and territories of ISO 3166-1, each at its capital."""
    iso = {entry["alpha_2"]: entry for entry in sources.iso_countries["3166-1"]}
    capitals: dict[tuple[str, str], Row] = {}
    for city in sorted(cities, key=lambda row: row.weight):
        for name in (city.name, *city.alternates):
            capitals[city.country, fold(name)] = city
    rows = []
    for code, country in sources.countries.items():
        if code not in iso or code in US_TERRITORIES or code == "UM":
            continue
        entry = iso[code]
        capital = capitals.get((code, fold(country["capital"])))
        others = [entry.get(key, "") for key in ("name", "official_name", "common_name", "alpha_3")]
        rows.append(
            Row(
                id=f"iso:{code}",
                name=country["name"].strip(),
                level="nation",
                country=code,
                region=None,
                point=capital.point if capital else None,
                population=country["population"] or None,
                weight=max(country["population"], 1),
                alternates=[*before_comma([*filter(None, others)]), *NATION_ALIASES.get(code, [])],
            )
        )
    return rows


def make_tribal_nations(sources: Sources) -> list[Row]:
    """Tribal nations, from the list made by hand."""
    return [
        Row(
            id=f"tribal:{entry['key']}",
            name=entry["name"],
            level="tribal_nation",
            country="US",
            region=("US", entry["state"]),
            point=(float(entry["latitude"]), float(entry["longitude"])),
            population=None,
            weight=0,
            alternates=[name for name in entry["aliases"].split(";") if name],
        )
        for entry in csv.DictReader(io.StringIO(sources.tribal_nations))
    ]


def baked_text(sources: Sources) -> str:
    """The whole file as text: sections with a form feed between two.

    Places stand in columns, one section each, which packs a fifth smaller than rows.
    """
    linked = Linked(sources.linked_subdivisions)
    regions = make_regions(sources.admin1, sources.iso_subdivisions["3166-2"], linked)
    cities = make_cities(sources, regions)
    sizes = Sizes(cities, sources.towns)
    nations = make_nations(sources, cities)
    rows = [*nations, *make_subdivisions(sources, linked, regions, sizes), *cities]
    rows += [*make_counties(sources, sizes), *make_tribal_nations(sources)]
    rows = [row for row in rows if fold(row.name) and row.country in {nation.country for nation in nations}]
    rows.sort(key=lambda row: (-row.weight, row.id))
    unique = sorted({id(region): region for region in regions.values()}.values(), key=_region_order)
    numbers = {id(region): number for number, region in enumerate(unique)}
    about = [("licence", LICENCE), ("attribution", ATTRIBUTION), ("sources", sources.versions)]
    columns = zip(*[_columns(row, regions, numbers) for row in rows], strict=True)
    sections = [
        [f"{key}\t{value}" for key, value in about],
        [_country_line(row) for row in sorted(nations, key=lambda row: row.country)],
        [_region_line(region) for region in unique],
        name_lines(rows),
        *columns,
    ]
    return "\f".join("\n".join(lines) for lines in sections)


def _region_order(region: Region) -> tuple[str, str, str]:
    return region.country, region.code, region.name


def _country_line(row: Row) -> str:
    folded = sorted({fold(name) for name in (row.name, row.country, *row.alternates)} - {""})
    return f"{row.country}\t{row.name}\t{'|'.join(folded)}"


def _region_line(region: Region) -> str:
    others = {fold(name) for name in region.names if name.isascii() or is_latin(name)}
    folded = sorted({fold(region.name), *others} - {""})
    return f"{region.country}\t{region.code}\t{region.name}\t{'|'.join(folded)}"


def _columns(row: Row, regions: dict[tuple[str, str], Region], numbers: dict[int, int]) -> tuple[str, ...]:
    region = numbers[id(regions[row.region])] if row.region else ""
    latitude, longitude = (f"{row.point[0]:.3f}", f"{row.point[1]:.3f}") if row.point else ("", "")
    population = "" if row.population is None else row.population
    return (row.id, row.name, row.level, row.country, f"{region}", latitude, longitude, f"{population}")


def name_lines(rows: list[Row]) -> list[str]:
    """Each folded name once, with the numbers of its rows: by name, by another name, by a county's bare name."""
    found: dict[str, tuple[list[int], list[int], list[int]]] = defaultdict(lambda: ([], [], []))
    for number, row in enumerate(rows):
        main = fold(row.name)
        found[main][0].append(number)
        for other in {fold(name) for name in row.alternates} - {main, ""}:
            found[other][1].append(number)
        if row.bare and fold(row.bare) != main:
            found[fold(row.bare)][2].append(number)
    return sorted(
        "\t".join([name, *(" ".join(map(str, sorted(numbers))) for numbers in kinds)])
        for name, kinds in found.items()
    )
