"""The line at the side of a page, from what people said to what is published: each room adds its own steps.

A page asks for the thread of the row that it shows. Rooms above add what rests on that row, so that nobody who looks at
words has to know who uses them: `adds_to_thread("evidence.source", SAID)`. Nothing here knows a room.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from reflectory.core.visibility import Viewer

# The places along the line, in order.
SAID, MARKED, THEME, TAKEAWAY, PUBLISHED = range(5)


@dataclass(frozen=True)
class Step:
    """One step as the frame shows it. `state` is `past`, `here` or `next`; `count` is in words."""

    label: Any
    url: str = ""
    count: Any = ""
    state: str = "next"


Adds = Callable[[Viewer, Any], Step | None]
_steps: dict[str, dict[int, Adds]] = defaultdict(dict)


def adds_to_thread(kind: str, place: int) -> Callable[[Adds], Adds]:
    """Registers what stands at one place of the line beside rows of a kind. It gives None where nothing does."""

    def register(adds: Adds) -> Adds:
        _steps[kind][place] = adds
        return adds

    return register


def thread_of(viewer: Viewer, row: models.Model, *, here: int) -> list[Step]:
    """The line beside a row, from its beginning to its end."""
    found = []
    for place, adds in sorted(_steps[row._meta.label_lower].items()):
        step = adds(viewer, row)
        if step is not None:
            state = "here" if place == here else "past" if place < here else "next"
            found.append(Step(step.label, step.url, step.count, state))
    return found
