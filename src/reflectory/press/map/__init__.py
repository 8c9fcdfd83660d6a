"""The base maps: the land of the world, and the fifty states with Alaska and Hawaii moved in.

Each is one path on the canvas of `engine/projection.py`, made once by `script/bake-map`; LICENSE.txt says from what.
Dots are put on it by whoever draws a map.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Base:
    """A canvas and the land on it, as the `d` of an SVG path."""

    width: int
    height: int
    land: str


@cache
def base_map(name: str) -> Base:
    """The map called "world" or "states"."""
    return Base(**json.loads((files(__name__) / f"{name}.json").read_text(encoding="ascii")))
