"""The places of the main navigation and the needs on the first page: each room registers its own.

Nothing here knows a room. A place is shown only to those for whom its rule says so; a need is something that
waits for this viewer today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from reflectory.core.visibility import Viewer


@dataclass(frozen=True)
class Place:
    """An item of the main navigation. `is_for` says who is shown it."""

    label: Any
    url_name: str
    icon: str
    order: int
    is_for: Callable[[Viewer], bool] = lambda viewer: viewer.account_id is not None


@dataclass(frozen=True)
class Item:
    """A place as a page shows it."""

    label: Any
    url: str
    icon: str
    is_here: bool


@dataclass(frozen=True)
class Need:
    """Something that waits for somebody: "Attendance of Foundry 2 is missing"."""

    label: str
    url: str
    on: date | None
    kind: Any  # heading under which it is shown
    is_late: bool = False
    n: int = 1  # how many things it stands for


Needs = Callable[[Viewer, date], Iterable[Need]]
_places: list[Place] = []
_needs: list[Needs] = []


def register_place(place: Place) -> Place:
    """Adds an item to the main navigation."""
    _places.append(place)
    return place


def needs(found: Needs) -> Needs:
    """Registers a function that says what waits for a viewer on a day. It asks a constant number of queries."""
    _needs.append(found)
    return found


def navigation(request: HttpRequest, viewer: Viewer) -> list[Item]:
    """The items this viewer is shown, in order."""
    items = []
    for place in sorted(_places, key=lambda one: one.order):
        if not place.is_for(viewer):
            continue
        url = reverse(place.url_name)
        is_here = request.path == url or (url != "/" and request.path.startswith(url))
        items.append(Item(place.label, url, place.icon, is_here))
    return items


def what_needs(viewer: Viewer, on: date) -> list[Need]:
    """Everything that waits for this viewer: heading by heading as the rooms registered them, late things first."""
    found = [(n, need) for n, source in enumerate(_needs) for need in source(viewer, on)]
    ordered = sorted(found, key=lambda one: (one[0], not one[1].is_late, one[1].on or date.max, one[1].label))
    return [need for _n, need in ordered]
