"""The map of governments worked with: dots on the world, and on the United States where they are dense.

All dots are equal. Places that would lie on each other become one dot that lists their names. The same rows stand
in a table beneath the map, and what has no coordinates is counted. Positions come from `engine.projection`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reflectory.directory.models import Organisation
from reflectory.engine.projection import Position, on_states, on_world
from reflectory.press.map import Base, base_map

RADIUS = 9  # in units of the canvas, of which there are two to a pixel
# Dots nearer than this would hide each other.
APART = 20
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
    placed = [place for place in listed if place.latitude is not None and place.longitude is not None]
    american = [place for place in placed if place.country == "US"]
    return Maps(
        _picture("world", placed, on_world),
        _picture("states", american, on_states),
        len(placed),
        len(listed) - len(placed),
    )


def _picture(
    name: str, places: Sequence[Organisation], project: Callable[[float, float], Position | None]
) -> Picture:
    found = []
    for place in places:
        at = project(place.longitude or 0.0, place.latitude or 0.0)
        if at is not None:
            found.append((at, place))
    return Picture(base_map(name), [_dot(at, members) for at, members in cluster(found)])


def cluster(found: Sequence[tuple[Position, Organisation]]) -> list[tuple[Position, list[Organisation]]]:
    """The places in groups of those within `APART` of the first of their group, whatever order they come in."""
    cells: dict[tuple[int, int], list[tuple[Position, list[Organisation]]]] = {}
    groups: list[tuple[Position, list[Organisation]]] = []
    for at, place in sorted(found, key=lambda one: (one[0], one[1].name, one[1].pk)):
        column, row = int(at[0] // APART), int(at[1] // APART)
        near = (
            group
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for group in cells.get((column + dx, row + dy), ())
            if (group[0][0] - at[0]) ** 2 + (group[0][1] - at[1]) ** 2 < APART**2
        )
        joined = next(near, None)
        if joined is not None:
            joined[1].append(place)
            continue
        made = (at, [place])
        groups.append(made)
        cells.setdefault((column, row), []).append(made)
    return groups


def _dot(at: Position, members: Sequence[Organisation]) -> Dot:
    names = sorted(place.name for place in members)
    title = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        title = _("{names} and {n} more").format(names=title, n=len(names) - NAMED)
    url = members[0].get_absolute_url() if len(members) == 1 else ""
    return Dot(round(at[0]), round(at[1]), RADIUS, title, len(members), url)
