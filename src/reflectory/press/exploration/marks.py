"""Small drawings: a share with its range, points over time, a curve.

SVG without style attributes or scripts. Colours stand in the attributes (light mode, for print) and in
classes (for the page, where CSS repaints them in dark mode). Each says in words what it shows; the numbers
always stand in a table nearby.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import pairwise

from ..tokens import tokens
from .blocks import Svg


def _colour(name: str) -> str:
    return str(tokens()["colour"]["light"][name])


def _svg(body: str, alt: str, *, width: int, height: int, alone: bool = False) -> Svg:
    said = f'role="img" aria-label="{escape(alt)}"' if alone else 'aria-hidden="true"'
    frame = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    source = f'<svg xmlns="http://www.w3.org/2000/svg" class="mark" {frame} {said}>{body}</svg>'
    return Svg(source, alt, width, height, alone)


def _line(x1: float, y1: float, x2: float, y2: float, name: str, width: float) -> str:
    at = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line class="s-{name}" {at} stroke="{_colour(name)}" stroke-width="{width}"/>'


def _dot(x: float, y: float, radius: float, name: str) -> str:
    return f'<circle class="f-{name}" cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{_colour(name)}"/>'


def _text(
    x: float, y: float, text: str, *, name: str = "quiet", anchor: str = "middle", bold: bool = False
) -> str:
    weight = ' font-weight="600"' if bold else ""
    font = f'font-family="Public Sans" font-size="12"{weight} text-anchor="{anchor}"'
    around = (
        f'stroke="{_colour("paper")}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
        if bold
        else ""
    )
    classes = f"f-{name} s-paper" if bold else f"f-{name}"
    said = f'x="{x:.1f}" y="{y:.1f}" {font} fill="{_colour(name)}" {around}'
    return f'<text class="{classes}" {said}>{escape(text)}</text>'


def interval(share: float, low: float | None, high: float | None, *, top: float, alt: str) -> Svg:
    """A dot at the share on a line from nothing to `top`, a broad bar for the range."""
    width, height, pad = 112, 14, 5

    def at(value: float) -> float:
        return pad + (width - 2 * pad) * min(max(value, 0.0), top) / top

    body = _line(pad, 7, width - pad, 7, "line", 1)
    if low is not None and high is not None:
        left = at(low)
        wide = max(at(high) - left, 2.0)
        at_bar = f'x="{left:.1f}" y="4" width="{wide:.1f}" height="6" rx="3"'
        body += f'<rect class="f-mark-range" {at_bar} fill="{_colour("mark-range")}"/>'
    return _svg(body + _dot(at(share), 7, 4, "mark"), alt, width=width, height=height)


def over_time(points: Sequence[tuple[str, int, int]], *, alt: str) -> Svg:
    """One point a period at the share that says it, the last marked; a gap where nobody was heard."""
    width, height, pad = 96, 26, 5
    shares = [says / of if of else None for _, says, of in points]
    top = max((share for share in shares if share is not None), default=0.0) or 1.0
    step = (width - 2 * pad) / max(len(points) - 1, 1)
    places = [
        None if share is None else (pad + i * step, height - pad - (height - 2 * pad) * share / top)
        for i, share in enumerate(shares)
    ]
    body = _line(pad, height - pad, width - pad, height - pad, "line", 1)
    for one, other in pairwise(places):
        if one is not None and other is not None:
            body += _line(*one, *other, "mark", 1.5)
    met = [place for place in places if place is not None]
    body += "".join(_dot(x, y, 1.8, "mark") for x, y in met[:-1])
    body += "".join(_dot(x, y, 3.5, "mark") for x, y in met[-1:])
    return _svg(body, alt, width=width, height=height)


def curve(
    points: Sequence[tuple[int, float]],
    *,
    alt: str,
    x_title: str,
    y_title: str,
    write: Callable[[float], str],
    chosen: Sequence[tuple[int, str]] = (),
    from_zero: bool = False,
) -> Svg:
    """A line through points, the chosen ones named on the line; only the ends of each axis are written."""
    width, height, left, right, top, bottom = 560, 230, 46, 18, 34, 40
    xs, ys = [x for x, _ in points], [y for _, y in points]
    x_low, x_high = (0 if from_zero else min(xs)), max(xs)
    y_low, y_high = (0.0 if from_zero else min(ys)), max(ys)

    def at(x: float, y: float) -> tuple[float, float]:
        across = (x - x_low) / ((x_high - x_low) or 1)
        up = (y - y_low) / ((y_high - y_low) or 1)
        return left + across * (width - left - right), height - bottom - up * (height - top - bottom)

    floor = height - bottom
    body = _line(left, floor, width - right, floor, "edge", 1)
    body += _text(left, floor + 16, write(x_low), anchor="start")
    body += _text(width - right, floor + 16, write(x_high), anchor="end")
    body += _text((left + width - right) / 2, height - 6, x_title)
    body += _text(0, 12, y_title, anchor="start")
    if from_zero:
        body += _text(left - 8, top + 4, write(y_high), anchor="end")
        body += _text(left - 8, floor + 4, write(y_low), anchor="end")
    places = [at(x, y) for x, y in points]
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    body += f'<path class="s-mark" d="{path}" fill="none" stroke="{_colour("mark")}" stroke-width="2"/>'
    heights = dict(points)
    for x, name in chosen:
        if x in heights:
            across, up = at(x, heights[x])
            anchor = "start" if across < width * 0.2 else "end" if across > width * 0.8 else "middle"
            body += _line(across, up, across, floor, "line", 1) + _dot(across, up, 4.5, "mark")
            body += _text(across, up - 11, name, name="ink", anchor=anchor, bold=True)
    return _svg(body, alt, width=width, height=height, alone=True)
