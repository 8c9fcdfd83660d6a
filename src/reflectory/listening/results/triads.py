"""Where people placed themselves between three ends: how many lie where, drawn as hexagons and told as a table.

Places are counted and never averaged: the middle of people at three ends is a place where nobody stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

SIDE = 300.0  # of the triangle, in units of the drawing
HEIGHT = SIDE * sqrt(3) / 2
RADIUS = 17.0  # of a hexagon: some hundred of them fill the triangle
ROOM = 36.0  # around the triangle: a hexagon may reach over its edge
# From here on somebody is at an end; up to here an end is as good as left out. Of a hundred.
MOSTLY, HARDLY = 60, 15
Parts = Sequence[float]


@dataclass(frozen=True)
class Hexagon:
    """One cell: its corners as SVG writes them, how many lie in it, and how dark it is, 1 to 4."""

    points: str
    n: int
    heat: int


def region_of(parts: Parts) -> str:
    """Where three parts of a hundred lie: at an end, between two, or in the middle.

    >>> region_of([80, 10, 10]), region_of([50, 45, 5]), region_of([40, 30, 30])
    ('end-0', 'between-0-1', 'middle')
    """
    most = max(range(3), key=lambda at: (parts[at], -at))
    if parts[most] >= MOSTLY:
        return f"end-{most}"
    least = min(range(3), key=lambda at: (parts[at], at))
    if parts[least] <= HARDLY:
        first, second = (at for at in range(3) if at != least)
        return f"between-{first}-{second}"
    return "middle"


REGIONS = ("end-0", "end-1", "end-2", "between-0-1", "between-0-2", "between-1-2", "middle")


def hexagons(places: Sequence[Parts]) -> list[Hexagon]:
    """The cells that hold somebody. The first end is below left, the second below right, the third above."""
    counts = Counter(_cell(*_point(parts)) for parts in places)
    most = max(counts.values(), default=0)
    return [
        Hexagon(_corners(*_centre(cell)), n, max(1, -(-4 * n // most))) for cell, n in sorted(counts.items())
    ]


def outline() -> str:
    """The corners of the triangle as SVG writes them."""
    return " ".join(
        f"{x:.1f},{y:.1f}" for x, y in (_point((100, 0, 0)), _point((0, 100, 0)), _point((0, 0, 100)))
    )


def _point(parts: Parts) -> tuple[float, float]:
    total = sum(parts)
    _first, second, third = (part / total for part in parts)
    return ROOM + SIDE * (second + third / 2), ROOM + HEIGHT * (1 - third)


def _cell(x: float, y: float) -> tuple[int, int]:
    """The hexagon around a point, in axial coordinates: the nearest centre, found by rounding in three axes."""
    q, r = (sqrt(3) / 3 * x - y / 3) / RADIUS, (2 / 3 * y) / RADIUS
    s = -q - r
    rounded = [round(q), round(r), round(s)]
    off = [abs(rounded[0] - q), abs(rounded[1] - r), abs(rounded[2] - s)]
    if off[0] > off[1] and off[0] > off[2]:
        rounded[0] = -rounded[1] - rounded[2]
    elif off[1] > off[2]:
        rounded[1] = -rounded[0] - rounded[2]
    return rounded[0], rounded[1]


def _centre(cell: tuple[int, int]) -> tuple[float, float]:
    q, r = cell
    return RADIUS * (sqrt(3) * q + sqrt(3) / 2 * r), RADIUS * 1.5 * r


def _corners(x: float, y: float) -> str:
    corners = [(x + RADIUS * sin(pi / 3 * n), y + RADIUS * cos(pi / 3 * n)) for n in range(6)]
    return " ".join(f"{across:.1f},{down:.1f}" for across, down in corners)
