"""What the gazetteer hands out: one place, and how to say it to a person.

Not an organisation of the portfolio: that is a record of ours which may point to a place by its id.
`resolving.py` finds places, `baked.py` reads them from the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["city", "county", "state", "nation", "tribal_nation", "district"]

LEVEL_WORDS: dict[str, str] = {
    "city": "city",
    "county": "county",
    "state": "state or first subdivision",
    "nation": "country",
    "tribal_nation": "tribal nation",
    "district": "district",
}


@dataclass(frozen=True)
class Place:
    """A place that exists, with the source of its id: `geonames:5045360`, `fips:27123`, `iso:CO-DC`.

    `region` is the code of the first subdivision without its country ("MN"); None where there is none or no
    code is known, and then `region_name` may still say it. A state's region is itself. `population` is
    None where the sources have none: for counties, states and tribal nations.
    """

    id: str
    name: str
    level: Level
    country: str
    country_name: str
    region: str | None
    region_name: str | None
    latitude: float | None
    longitude: float | None
    population: int | None

    @property
    def full_name(self) -> str:
        """Name, region and country, as one would type it: "Saint Paul, Minnesota, United States"."""
        if self.level == "nation":
            return self.name
        is_region = self.level in ("state", "district") and self.region_name == self.name
        within = self.region_name if self.region_name and not is_region else None
        return ", ".join(part for part in (self.name, within, self.country_name) if part)


def describe(place: Place) -> str:
    """The place with what tells it from its namesakes, for a list of which a person chooses one.

    "Saint Paul, Minnesota, United States (city, 303,176 people)"
    """
    about = LEVEL_WORDS[place.level]
    if place.population is not None:
        about += f", {place.population:,} people"
    return f"{place.full_name} ({about})"
