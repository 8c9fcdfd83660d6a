"""The map of a report as drawings: with the land, and its dots alone, as covers and cards have them."""

from __future__ import annotations

from ..map.dots import RADIUS, Drawn, draw
from ..map.drawing import as_svg
from ..tokens import tokens
from .content import Place, Where


def drawn(part: Where) -> Drawn[Place]:
    """The pictured places as dots: on the states for those of the United States, on the world for others."""
    pictured = [place for place in part.places if part.pictured in ("", place.country)]
    return draw(pictured, on="states" if part.pictured == "US" else "world")


def with_land(part: Where, alt: str) -> str:
    """The map; no pointer rests on paper, so no dot has a title."""
    return as_svg(drawn(part), alt=alt, titles=lambda _names: "")


def dots_alone(part: Where) -> str:
    """The dots without the land, in a colour for a dark ground."""
    found = drawn(part)
    fill = tokens()["colour"]["dark"]["mark-range"]
    dots = "".join(f'<circle cx="{dot.x}" cy="{dot.y}" r="{RADIUS}" fill="{fill}"/>' for dot in found.dots)
    size = f'width="{found.base.width}" height="{found.base.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{dots}</svg>'
