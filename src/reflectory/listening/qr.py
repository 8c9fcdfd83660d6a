"""A code that a phone's camera reads: the squares of it as one path, for a page or a file of its own."""

from __future__ import annotations

from dataclasses import dataclass

import qrcode

QUIET = 4  # squares of white around it, as readers need


@dataclass(frozen=True)
class Squares:
    """How many squares a side has, white around it counted, and the dark ones as the path of an SVG."""

    side: int
    path: str


def squares_of(address: str) -> Squares:
    """The code that leads to an address. A seventh of it may be dirty and it is still read."""
    drawn = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET)
    drawn.add_data(address)
    rows = drawn.get_matrix()
    parts = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = x
            while run < len(row) and row[run]:
                run += 1
            if run > x:
                parts.append(f"M{x} {y}h{run - x}v1h{x - run}z")
            x = max(run, x + 1)
    return Squares(len(rows), "".join(parts))


def as_svg(squares: Squares) -> str:
    """The code as a file, black on white on any ground."""
    side = squares.side
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<rect width="{side}" height="{side}" fill="#fff"/><path d="{squares.path}" fill="#000"/></svg>'
    )
