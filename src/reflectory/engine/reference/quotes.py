"""Maximal marginal relevance, with every candidate's score worked out anew each time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.quotes import (
    CLOSENESS,
    LENGTH_PENALTY,
    SAME_PERSON,
    SAME_PLACE,
    TOO_LONG,
    TOO_SHORT,
)

Rows = NDArray[np.floating]


def choose_quotes(
    points: Rows,
    centre: Rows,
    n: int,
    words: Sequence[int],
    people: Sequence[object],
    places: Sequence[object],
) -> list[int]:
    """The positions of up to `n` quotes, the best first; a place None is nobody's."""
    chosen: list[int] = []

    def score(row: int) -> float:
        relevance = float(points[row] @ centre)
        if not TOO_SHORT <= words[row] <= TOO_LONG:
            relevance -= LENGTH_PENALTY
        likeness = max((float(points[row] @ points[other]) for other in chosen), default=0.0)
        value = CLOSENESS * relevance - (1 - CLOSENESS) * max(likeness, 0.0)
        for other in chosen:
            if people[other] == people[row]:
                value -= SAME_PERSON
            elif places[row] is not None and places[other] == places[row]:
                value -= SAME_PLACE
        return value

    while len(chosen) < min(n, len(points)):
        left = [row for row in range(len(points)) if row not in chosen]
        chosen.append(max(left, key=score))
    return chosen
