"""What was expected beside what came: how far off the team was, and whether the seals still hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reflectory.listening.models.expectations import Expectation

GUESSING = 0.25  # what somebody gets who is always half sure


@dataclass(frozen=True)
class Reckoning:
    """Of the claims that were judged: how many came true, and the Brier score; None where none was judged.

    The score is the mean of (how sure - what came)², sure from 0 to 1 and what came 0 or 1: 0 is a seer, .25 is what
    guessing gives. Brier, Monthly Weather Review 78 (1950).
    """

    n_judged: int
    n_true: int
    score: float | None

    @property
    def is_worse_than_guessing(self) -> bool:
        """Whether saying "half sure" every time would have been nearer."""
        return self.score is not None and self.score > GUESSING


def reckon(rows: Sequence[Expectation]) -> Reckoning:
    """How near the claims came."""
    judged = [row for row in rows if row.came_true is not None]
    apart = [(row.sure / 100 - bool(row.came_true)) ** 2 for row in judged]
    return Reckoning(
        len(judged), sum(bool(row.came_true) for row in judged), sum(apart) / len(apart) if apart else None
    )


def wrong_first(rows: Sequence[Expectation]) -> list[Expectation]:
    """Where the team was surest and wrong, then what came true, then what nobody has judged."""

    def order(row: Expectation) -> tuple[int, int, int]:
        if row.came_true is None:
            return (2, 0, row.pk)
        # That a thing is unlikely, and it came, is being wrong as well.
        missed = row.sure if not row.came_true else 100 - row.sure
        return (0 if missed > 50 else 1, -missed, row.pk)

    return sorted(rows, key=order)


def broken_seals(rows: Sequence[Expectation]) -> list[Expectation]:
    """Those locked claims whose seal does not fit their words any more, in the order in which they were sealed."""
    last, broken = "", []
    for row in sorted((one for one in rows if one.locked_at is not None), key=lambda one: one.pk):
        if row.seal != row.seal_after(last):
            broken.append(row)
        last = row.seal
    return broken
