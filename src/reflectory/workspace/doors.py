"""The first hour: what an installation without any programme offers instead of an empty page.

A register: each room adds the door that leads into it once it is built, so that none leads nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from reflectory.core.visibility import Viewer
from reflectory.programmes.policies import can_hold_session
from reflectory.reports.policies import can_begin_report


@dataclass(frozen=True)
class Door:
    """A way to begin: a title, what lies behind it, and the page or the command that opens it."""

    title: Any
    text: Any
    icon: str
    order: int
    step: Any = ""
    url_name: str = ""
    command: str = ""
    is_for: Callable[[Viewer], bool] = lambda viewer: viewer.account_id is not None


_doors: list[Door] = []


def register_door(door: Door) -> Door:
    """Adds a door to the first page of an installation without programmes."""
    _doors.append(door)
    return door


def doors_for(viewer: Viewer) -> list[Door]:
    """The doors that this viewer can go through, in order; none that leads to a page that is not there."""
    found = (door for door in _doors if door.is_for(viewer) and _leads_somewhere(door))
    return sorted(found, key=lambda door: door.order)


def _leads_somewhere(door: Door) -> bool:
    try:
        return not door.url_name or bool(reverse(door.url_name))
    except NoReverseMatch:
        return False


def _runs_the_installation(viewer: Viewer) -> bool:
    return viewer.is_operator


register_door(Door(
    _("Bring what we have"),
    _("A spreadsheet of teams and people becomes an edition: you see row by row what would be made, and nothing is "
      "written before you confirm."),
    "upload", 10, _("Import a spreadsheet"), "import", is_for=_runs_the_installation,
))  # fmt: skip
register_door(Door(
    _("Read what people said"),
    _("A folder of notes or a file of answers becomes a report with its themes and quotes. Run this where Reflectory "
      "is installed; the report appears under Explorations."),
    "flask-conical", 20, _("See explorations"), "explorations",
    command="./script/reflectory explore FOLDER --out {folder}/our-notes", is_for=_runs_the_installation,
))  # fmt: skip
register_door(Door(
    _("Hold a session today"),
    _("One form: what it is called, when and where, and the names of those who come. Then you mark who is there."),
    "calendar-plus", 15, _("Hold a session"), "session-today", is_for=can_hold_session,
))  # fmt: skip
register_door(Door(
    _("Draft the page"),
    _("What people said, once it is explored, becomes a page that you can write on: a claim to be written for each of "
      "the strongest themes, with the words behind it. No programme is needed."),
    "file-text", 30, _("Choose an exploration"), "explorations",
    is_for=lambda viewer: _runs_the_installation(viewer) and can_begin_report(viewer),
))  # fmt: skip
