"""Which passages to quote for a theme: near its middle, and not the same thing five times.

Maximal marginal relevance (Carbonell and Goldstein 1998), with a preference for other places and other
people. The words themselves are never touched: what comes back are positions.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reflectory.engine.embedding import Matrix

CLOSENESS = 0.7  # against variety; a prototype's value, not tuned again here
SAME_PLACE = 0.06  # cosine lost by a second quote from the same group
SAME_PERSON = 0.5
TOO_SHORT, TOO_LONG = 6, 70  # words; outside, a quote loses a little, since it says too little or is not read
LENGTH_PENALTY = 0.15
CANDIDATES = 200


def choose_quotes(
    points: Matrix,
    centre: Matrix,
    *,
    n: int,
    words: NDArray[np.int64],
    people: Sequence[object],
    places: Sequence[object] | None = None,
) -> list[int]:
    """Up to `n` positions in `points`, the best first. Equal ones go to the lower position."""
    if not len(points) or n < 1:
        return []
    relevance = points @ centre - LENGTH_PENALTY * ((words < TOO_SHORT) | (words > TOO_LONG))
    pool = np.argsort(-relevance, kind="stable")[:CANDIDATES]
    chosen: list[int] = []
    penalty = np.zeros(len(pool))
    likeness = np.full(len(pool), -1.0)
    available = np.ones(len(pool), dtype=bool)
    while len(chosen) < n and available.any():
        variety = np.maximum(likeness, 0.0) if chosen else np.zeros(len(pool))
        score = CLOSENESS * relevance[pool] - (1 - CLOSENESS) * variety - penalty
        score[~available] = -np.inf
        at = int(np.argmax(score))
        picked = int(pool[at])
        chosen.append(picked)
        available[at] = False
        likeness = np.maximum(likeness, points[pool] @ points[picked])
        for position, candidate in enumerate(pool):
            if people[candidate] == people[picked]:
                penalty[position] += SAME_PERSON
            elif places is not None and places[candidate] is not None and places[candidate] == places[picked]:
                penalty[position] += SAME_PLACE
    return chosen
