"""Panels: a page of a room below shows what a room above knows about the same thing, without knowing that room.

A room above registers a function for a place, "edition-before"; the page of the edition names the place with the tag
`{% panels "edition-before" edition %}` (`templatetags/panels.py`). A panel is a template of the room that registers
it, so what it says is escaped as on any page. Each function asks a constant number of queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reflectory.core.visibility import Viewer


@dataclass(frozen=True)
class Panel:
    """What is shown: a template and what it is given. Panels of one place stand in their `order`."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50


Shows = Callable[[Viewer, Any], Panel | None]
_panels: dict[str, list[Shows]] = defaultdict(list)


def panel(*places: str) -> Callable[[Shows], Shows]:
    """Registers a function for places: given who looks and at what, its panel, or None where it has nothing to say."""

    def register(shows: Shows) -> Shows:
        for place in places:
            if shows not in _panels[place]:
                _panels[place].append(shows)
        return shows

    return register


def panels_for(place: str, viewer: Viewer, thing: Any) -> list[Panel]:
    """The panels of a place, in order."""
    found = [one for shows in _panels.get(place, ()) if (one := shows(viewer, thing)) is not None]
    return sorted(found, key=lambda one: one.order)
