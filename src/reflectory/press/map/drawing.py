"""A map with its dots as SVG, for a page and for print: colours as attributes, classes for a style sheet to repaint.

No style attribute, no script, nothing fetched. Each dot's title names its places; a caller whose readers cannot
point at a dot shows the same places as a table beside it. Positions come from `dots`.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from ..tokens import tokens
from .dots import RADIUS, Drawn

NAMED = 12  # in the title of one dot
Titles = Callable[[tuple[str, ...]], str]


def as_svg(drawn: Drawn[Any], *, alt: str, titles: Titles, ident: str = "") -> str:
    """The drawing; `titles` says whom a dot stands for, `ident` lets its dots be used again elsewhere."""
    width, height = drawn.base.width, drawn.base.height
    land = f'<path class="land" d="{drawn.base.land}" fill="{_colour("sunk")}" stroke="{_colour("mark-context")}"/>'
    group = f'<g id="{escape(ident)}">' if ident else "<g>"
    frame = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="map" {frame} role="img" aria-label="{escape(alt)}">'
        f"{land}{group}{_dots(drawn, titles)}</g></svg>"
    )


def _dots(drawn: Drawn[Any], titles: Titles) -> str:
    """One place is a full dot, several are a ring: shape says it too."""
    dot = f'class="dot" fill="{_colour("mark")}" stroke="{_colour("paper")}" stroke-width="2"'
    ring = f'class="dot is-several" fill="{_colour("paper")}" stroke="{_colour("mark")}" stroke-width="5"'
    return "".join(
        f'<circle {dot if len(one.places) == 1 else ring} cx="{one.x}" cy="{one.y}" '
        f'r="{RADIUS if len(one.places) == 1 else RADIUS - 1}"><title>{escape(titles(one.names))}</title></circle>'
        for one in drawn.dots
    )


def _colour(name: str) -> str:
    return str(tokens()["colour"]["light"][name])
