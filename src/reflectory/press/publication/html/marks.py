"""A share with its range as a small drawing. Colours stand in classes, so that the style sheet sets light and dark.

The same numbers always stand in words in the next cell; a screen reader is spared the drawing.
"""

from __future__ import annotations

WIDTH, HEIGHT, PAD = 132, 16, 6


def interval(share: float, low: float | None, high: float | None) -> str:
    """A dot at the share, a broad bar for the range, on a line from nothing to all."""

    def at(value: float) -> float:
        return PAD + (WIDTH - 2 * PAD) * min(max(value, 0.0), 1.0)

    body = f'<path class="axis" d="M{PAD} 8H{WIDTH - PAD}"/>'
    if low is not None and high is not None:
        wide = max(at(high) - at(low), 2.0)
        body += f'<rect class="range" x="{at(low):.1f}" y="4" width="{wide:.1f}" height="8" rx="4"/>'
    shape = "point" if low is not None else "point is-open"
    body += f'<circle class="{shape}" cx="{at(share):.1f}" cy="8" r="4.5"/>'
    frame = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    return f'<svg class="mark" {frame} aria-hidden="true">{body}</svg>'
