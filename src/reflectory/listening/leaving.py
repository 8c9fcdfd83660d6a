"""What rooms above do when somebody takes their words back: they take them out of what they keep, at once.

A room registers a function with `when_words_leave`; `actions.withdrawing` calls all of them within its transaction,
after the consents are withdrawn. Nothing here knows what other rooms keep.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reflectory.core.visibility import Viewer

# Whose history it is kept in, None where nothing may be kept of who did it and when; and the voices, by number.
TakesOut = Callable[[Viewer | None, Sequence[int]], object]
_take_out: list[TakesOut] = []


def when_words_leave(takes_out: TakesOut) -> TakesOut:
    """Registers what a room does with words that were taken back. It may be called again for the same voices."""
    if takes_out not in _take_out:
        _take_out.append(takes_out)
    return takes_out


def words_leave(by: Viewer | None, voices: Sequence[int]) -> None:
    """Has every room take the words of these voices out."""
    for takes_out in _take_out if voices else ():
        takes_out(by, voices)
