"""First subdivisions with all their names and codes, and which other names of a place are kept.

For `gazetteer_rows.py` only, which makes the places that lie in them.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from reflectory.directory.gazetteer.folding import fold

# These are parts of the United States in every figure of ours, though ISO 3166 lists them as countries too.
US_TERRITORIES = {"AS", "GU", "MP", "PR", "VI"}
# As newspapers shorten them; the postal codes come with the regions.
STATE_ALIASES = {
    "AL": "Ala", "AZ": "Ariz", "AR": "Ark", "CA": "Calif", "CO": "Colo", "CT": "Conn", "DE": "Del",
    "FL": "Fla", "IL": "Ill", "IN": "Ind", "KS": "Kan", "KY": "Ky", "MA": "Mass", "MI": "Mich",
    "MN": "Minn", "MS": "Miss", "MT": "Mont", "NE": "Neb", "NV": "Nev", "OK": "Okla", "OR": "Ore",
    "PA": "Penn", "TN": "Tenn", "TX": "Tex", "VA": "Va", "WA": "Wash", "WI": "Wis", "WY": "Wyo",
    "NH": "N.H.", "NJ": "N.J.", "NM": "N.M.", "NY": "N.Y.", "NC": "N.C.", "ND": "N.D.", "RI": "R.I.",
    "SC": "S.C.", "SD": "S.D.", "WV": "W. Va.", "DC": "Washington DC",
}  # fmt: skip
# Where the name in the list is what people there write, another name is a transliteration into a third
# language or a settlement long gone, unless it shares a word with the name: New York of New York City.
ENGLISH_SPEAKING = {"US", "CA", "GB", "IE", "AU", "NZ", *US_TERRITORIES}
SMALL_TOWN = 50_000  # below it, of other countries too, only other spellings of the same sound are kept


@dataclass
class Region:
    """A first subdivision on its way into the file."""

    country: str
    code: str
    name: str
    names: list[str]


def home_of(country: str, admin1: str) -> tuple[str, str]:
    """Country and GeoNames code of the first subdivision, with the US territories put into the US."""
    return ("US", country) if country in US_TERRITORIES else (country, admin1)


def is_latin(name: str) -> bool:
    """Whether people with a Latin keyboard write it so; transliterations by machine begin with a small letter."""
    letters = [c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)]
    if len(name) < 3 or not name[0].isupper() or (name.isupper() and len(name) <= 4):
        return False
    return all(c < "\u0250" or c in "’‘ʻʼ–ə" for c in letters)


def other_names(city: dict[str, Any]) -> list[str]:
    """The other names of a town that somebody may type who means this town."""
    name, words = fold(city["name"]), set(fold(city["name"]).split())
    others = [
        other for other in city["alternatenames"] if is_latin(other) and " of " not in other.lower()[:11]
    ]
    if city["countrycode"] in ENGLISH_SPEAKING:
        return [other for other in others if words & {word for word in fold(other).split() if len(word) > 2}]
    if city["population"] < SMALL_TOWN:
        return [other for other in others if fold(other)[:1] == name[:1]]
    return others


def before_comma(names: list[str]) -> list[str]:
    """`names`, and of those that ISO turns around, "Bolivia, Plurinational State of", the first part too."""
    return [*names, *(name.partition(",")[0] for name in names if "," in name)]


class Linked:
    """ISO 3166-2 codes and GeoNames codes of the same subdivisions."""

    def __init__(self, table: str) -> None:
        self.iso_by_geonames: dict[str, str] = {}
        self.geonames_by_iso: dict[str, str] = {}
        self.names: dict[str, list[str]] = defaultdict(list)
        for line in table.splitlines():
            name, iso, geonames, _, _, aliases, *_ = line.split("\t")
            if iso:
                self.names[iso] += [name, *aliases.split("|")]
            if geonames:
                self.names[geonames] += [name, *aliases.split("|")]
            if iso and geonames:
                self.iso_by_geonames[geonames] = iso
                self.geonames_by_iso[iso] = geonames


def make_regions(
    admin1: list[dict[str, str]], subdivisions: list[dict[str, str]], linked: Linked
) -> dict[tuple[str, str], Region]:
    """First subdivisions under both their keys: (country, GeoNames code) and (country, "iso:" + ISO code)."""
    regions: dict[tuple[str, str], Region] = {}
    for entry in admin1:
        country, _, code = entry["code"].partition(".")
        if country in US_TERRITORIES:
            continue
        iso = linked.iso_by_geonames.get(entry["code"], "")
        names = [entry["name"], *linked.names[entry["code"]], *linked.names[iso]]
        region = Region(country, iso.partition("-")[2], entry["name"], names)
        regions[country, code] = region
        if iso:
            regions[country, f"iso:{iso}"] = region
    for entry in subdivisions:
        iso = entry["code"]
        country, _, code = iso.partition("-")
        known = regions.get((country, f"iso:{iso}"))
        if iso == "US-UM":  # islands where nobody lives
            continue
        if known:
            known.names.append(entry["name"])
        elif "parent" not in entry:
            name = "US Virgin Islands" if iso == "US-VI" else entry["name"]
            region = Region(country, code, name, [name, entry["name"], *linked.names[iso]])
            regions[country, f"iso:{iso}"] = region
            if country == "US":
                regions[country, code] = region
    for code, alias in STATE_ALIASES.items():
        regions["US", code].names.append(alias)
    for region in regions.values():
        if region.code:
            region.names += [region.code, f"{region.country}-{region.code}"]
    return regions
