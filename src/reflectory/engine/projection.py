"""Places on a flat map: Equal Earth for the world, Albers with Alaska and Hawaii moved in for the United States.

Degrees in, positions on a canvas out, with y growing downwards as in SVG. It draws nothing: the base maps are in
`press/map`, made by `script/bake-map` with these same functions, so that a dot always fits the land beneath it.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

# Šavrič, Patterson and Jenny, "The Equal Earth map projection", IJGIS 33 (2019), equation 8.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_HALF_ROOT = sqrt(3) / 2
WIDEST = 2.706629983696  # x at 180° on the equator

Position = tuple[float, float]


@dataclass(frozen=True)
class Canvas:
    """How wide and high a map is, in its own units."""

    width: int
    height: int


def equal_earth(longitude: float, latitude: float) -> Position:
    """Where a place is in the Equal Earth projection, for a globe of radius 1 and y growing upwards.

    >>> [round(value, 6) for value in equal_earth(180, 0)], [round(value, 6) for value in equal_earth(0, 90)]
    ([2.70663, 0.0], [0.0, 1.317363])
    """
    t = asin(_HALF_ROOT * sin(radians(latitude)))
    t2 = t * t
    t6 = t2 * t2 * t2
    x = radians(longitude) * cos(t) / (_HALF_ROOT * (_A1 + 3 * _A2 * t2 + t6 * (7 * _A3 + 9 * _A4 * t2)))
    return x, t * (_A1 + _A2 * t2 + t6 * (_A3 + _A4 * t2))


# Nobody lives farther north or south than this, and the ice of Antarctica would take a sixth of the page.
NORTHERNMOST, SOUTHERNMOST = 84.0, -58.0
_WIDTH = 1920
_SCALE = _WIDTH / 2 / WIDEST
_TOP = equal_earth(0, NORTHERNMOST)[1]
WORLD = Canvas(_WIDTH, round((_TOP - equal_earth(0, SOUTHERNMOST)[1]) * _SCALE))


def on_world(longitude: float, latitude: float) -> Position:
    """Where a place is on the canvas `WORLD`."""
    x, y = equal_earth(longitude, latitude)
    return _WIDTH / 2 + x * _SCALE, (_TOP - y) * _SCALE


@dataclass(frozen=True)
class _Conic:
    """An equal-area cone through two parallels, as d3's geoConicEqualArea has it (Snyder 1987, page 98)."""

    turned_to: float
    centre: tuple[float, float]
    parallels: tuple[float, float]
    scale: float
    at: Position

    def raw(self, along: float, latitude: float) -> Position:
        south, north = (sin(radians(parallel)) for parallel in self.parallels)
        n = (south + north) / 2
        c = 1 + south * (2 * n - south)
        r = sqrt(c - 2 * n * sin(radians(latitude))) / n
        turn = n * radians(along)
        return r * sin(turn), sqrt(c) / n - r * cos(turn)

    def place(self, longitude: float, latitude: float) -> Position:
        along = (longitude - self.turned_to + 180) % 360 - 180
        x, y = self.raw(along, latitude)
        cx, cy = self.raw(*self.centre)
        return self.at[0] + self.scale * (x - cx), self.at[1] - self.scale * (y - cy)


# The composition of d3's geoAlbersUsa, at twice the size of the maps in us-atlas. Alaska is shown at 35 %.
STATES = Canvas(1950, 1220)
_K = 2600.0
_X, _Y = STATES.width / 2, STATES.height / 2
_LOWER = _Conic(-96, (-0.6, 38.7), (29.5, 45.5), _K, (_X, _Y))
_ALASKA = _Conic(-154, (-2, 58.5), (55, 65), _K * 0.35, (_X - 0.307 * _K, _Y + 0.201 * _K))
_HAWAII = _Conic(-157, (-3, 19.9), (8, 18), _K, (_X - 0.205 * _K, _Y + 0.212 * _K))


def on_states(longitude: float, latitude: float) -> Position | None:
    """Where a place in the United States is on the canvas `STATES`; None for one outside its fifty states."""
    if latitude > 50.5 and (longitude < -129 or longitude > 170):
        return _ALASKA.place(longitude, latitude)
    if 18 < latitude < 23 and -161 < longitude < -154:
        return _HAWAII.place(longitude, latitude)
    if 24 < latitude < 49.6 and -125 < longitude < -66.5:
        return _LOWER.place(longitude, latitude)
    return None
