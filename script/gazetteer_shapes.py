"""The middle of each county and state, from the outlines of us-atlas (TopoJSON).

For `gazetteer_rows.py` only; it draws nothing.
"""

from __future__ import annotations

from typing import Any

Point = tuple[float, float]
TO_A_METRE = 5  # decimals of a degree


def county_centres(topology: dict[str, Any], *, of: str = "counties") -> dict[str, Point]:
    """Latitude and longitude of the centroid of each outline's largest part, by FIPS code.

    The largest part alone, because a mean over islands lies in the sea, and over the date line in Europe.
    """
    arcs = [_unpacked(arc, topology["transform"]) for arc in topology["arcs"]]
    return {
        shape["id"]: _centre(max(_rings(shape, arcs), key=lambda ring: abs(_moments(ring)[0])))
        for shape in topology["objects"][of]["geometries"]
    }


def _unpacked(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    (scale_x, scale_y), (from_x, from_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + from_x, y * scale_y + from_y))
    return points


def _rings(shape: dict[str, Any], arcs: list[list[Point]]) -> list[list[Point]]:
    parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    return [_joined(part[0], arcs) for part in parts]


def _joined(numbers: list[int], arcs: list[list[Point]]) -> list[Point]:
    ring: list[Point] = []
    for number in numbers:
        # A negative number is the arc ~number walked backwards (TopoJSON specification, 2.1.4).
        ring += arcs[number] if number >= 0 else arcs[~number][::-1]
    return ring


def _moments(ring: list[Point]) -> tuple[float, float, float]:
    area = sum_x = sum_y = 0.0
    for (x, y), (next_x, next_y) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x * next_y - next_x * y
        area += cross / 2
        sum_x += (x + next_x) * cross / 6
        sum_y += (y + next_y) * cross / 6
    return area, sum_x, sum_y


def _centre(ring: list[Point]) -> Point:
    area, sum_x, sum_y = _moments(ring)
    if area == 0:  # so small that its outline was rounded to a line
        y, x = sum(y for _, y in ring) / len(ring), sum(x for x, _ in ring) / len(ring)
        return round(y, TO_A_METRE), round(x, TO_A_METRE)
    return round(sum_y / area, TO_A_METRE), round(sum_x / area, TO_A_METRE)
