"""The map of governments worked with: dots on the world, and on the United States where they are dense.

Places that would lie on each other become one dot that lists their names (`press.map.dots`). The same rows stand
in a table beneath the map, and what has no coordinates is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reflectory.directory.models import Organisation
from reflectory.engine.projection import Position
from reflectory.press.map import Base, dots
from reflectory.press.map.dots import APART, RADIUS

__all__ = ["APART", "Dot", "Maps", "Picture", "cluster", "draw"]

NAMED = 12  # in the title of one dot


@dataclass(frozen=True)
class Dot:
    """One place, or several that lie together."""

    x: int
    y: int
    radius: int
    title: str
    n: int
    url: str


@dataclass(frozen=True)
class Picture:
    """A base map with its dots."""

    base: Base
    dots: list[Dot]

    @property
    def n(self) -> int:
        """How many places the dots stand for."""
        return sum(dot.n for dot in self.dots)


@dataclass(frozen=True)
class Maps:
    """What the page draws, and what it cannot."""

    world: Picture
    states: Picture
    n_placed: int
    n_without: int


def draw(places: Iterable[Organisation]) -> Maps:
    """The maps of these places."""
    listed = list(places)
    world = dots.draw(listed, on="world", order=_order)
    states = dots.draw([place for place in listed if place.country == "US"], on="states", order=_order)
    return Maps(_picture(world), _picture(states), len(listed) - len(world.without), len(world.without))


def cluster(found: Sequence[tuple[Position, Organisation]]) -> list[tuple[Position, list[Organisation]]]:
    """The places in groups of those that would cover each other."""
    return dots.cluster(found, order=_order)


def _order(place: Organisation) -> tuple[str, int]:
    return place.name, place.pk


def _picture(drawn: dots.Drawn[Organisation]) -> Picture:
    return Picture(drawn.base, [_dot(dot) for dot in drawn.dots])


def _dot(dot: dots.Dot[Organisation]) -> Dot:
    title = ", ".join(dot.names[:NAMED])
    if len(dot.names) > NAMED:
        title = _("{names} and {n} more").format(names=title, n=len(dot.names) - NAMED)
    url = dot.places[0].get_absolute_url() if len(dot.places) == 1 else ""
    return Dot(dot.x, dot.y, RADIUS, title, len(dot.places), url)
