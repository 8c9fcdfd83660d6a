"""Places as dots on a base map: those that would cover each other become one dot that lists their names.

Anything with a name and coordinates can be put on it: rows of a directory, places of a report. All dots are equal.
The bases are in `press.map`, the positions come from `engine.projection`; `drawing` makes an SVG of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from ...engine.projection import Position, on_states, on_world
from . import Base, base_map

RADIUS = 9  # in units of the canvas, of which there are two to a pixel
# Dots nearer than this would hide each other.
APART = 20
PROJECTIONS: dict[str, Callable[[float, float], Position | None]] = {"world": on_world, "states": on_states}


class Place(Protocol):
    """What can be put on a map; without coordinates it is left out."""

    @property
    def name(self) -> str: ...
    @property
    def longitude(self) -> float | None: ...
    @property
    def latitude(self) -> float | None: ...


Found = TypeVar("Found")
Placed = TypeVar("Placed", bound=Place)


@dataclass(frozen=True)
class Dot(Generic[Placed]):
    """One place, or several that lie together, in the order of their names."""

    x: int
    y: int
    places: tuple[Placed, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Whom the dot stands for."""
        return tuple(place.name for place in self.places)


@dataclass(frozen=True)
class Drawn(Generic[Placed]):
    """A base map with its dots, and the places that cannot be on it."""

    base: Base
    dots: tuple[Dot[Placed], ...]
    without: tuple[Placed, ...]  # no coordinates
    outside: tuple[Placed, ...]  # coordinates that the map does not show

    @property
    def n(self) -> int:
        """How many places the dots stand for."""
        return sum(len(dot.places) for dot in self.dots)


def draw(
    places: Iterable[Placed], *, on: str, order: Callable[[Placed], Any] = lambda place: place.name
) -> Drawn[Placed]:
    """The places on the map "world" or "states"; `order` tells apart those of one position."""
    project = PROJECTIONS[on]
    found: list[tuple[Position, Placed]] = []
    without, outside = [], []
    for place in sorted(places, key=order):
        if place.longitude is None or place.latitude is None:
            without.append(place)
            continue
        at = project(place.longitude, place.latitude)
        if at is None:
            outside.append(place)
        else:
            found.append((at, place))
    dots = tuple(
        Dot(round(at[0]), round(at[1]), tuple(sorted(members, key=order)))
        for at, members in cluster(found, order=order)
    )
    return Drawn(base_map(on), dots, tuple(without), tuple(outside))


def cluster(
    found: Sequence[tuple[Position, Found]], *, order: Callable[[Found], Any]
) -> list[tuple[Position, list[Found]]]:
    """What was found in groups of those within `APART` of the first of their group, whatever order it comes in."""
    cells: dict[tuple[int, int], list[tuple[Position, list[Found]]]] = {}
    groups: list[tuple[Position, list[Found]]] = []
    for at, place in sorted(found, key=lambda one: (one[0], order(one[1]))):
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
