"""How stages, statuses and roles are shown: `{% load teamwork %}`.

Each filter turns a key into the shape or the word that a page shows beside it. What the keys mean is in `stages`,
`artefact_kinds` and the kind of the programme.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone

from reflectory.programmes import stages
from reflectory.programmes.catalogue import kind_of
from reflectory.programmes.models import Artefact, Edition

register = template.Library()

STAGE_SHAPES = {
    stages.ACTIVE: "going",
    stages.COMPLETED: "done",
    stages.ALUMNI: "done",
    stages.DECLINED: "stopped",
    stages.WITHDREW: "stopped",
}
STOPPED = frozenset({"stopped", "dropped", "unavailable", "disputed", "left_open", "declined", "expired"})
DONE = frozenset(
    {"implemented", "adopted", "ended", "in_use", "substantiated", "filled"}
    | {"answered", "paid", "agreed", "shared", "current"}
)
STATE_SHAPES = {"planned": "waiting", "held": "done", "cancelled": "stopped"}


@register.filter
def stage_shape(stage: str) -> str:
    """The shape beside a team's stage.

    >>> stage_shape("active"), stage_shape("applied")
    ('going', 'waiting')
    """
    return STAGE_SHAPES.get(stage, "waiting")


@register.filter
def stage_word(stage: str | None) -> str:
    """The stage as people read it; nothing where there is none."""
    return str(dict(stages.STAGES).get(stage or "", stage or ""))


@register.filter
def status_shape(artefact: Artefact) -> str:
    """The shape beside an artefact's status."""
    if artefact.status in STOPPED:
        return "stopped"
    if artefact.status in DONE:
        return "done"
    return "waiting" if artefact.status == artefact.definition.first else "going"


@register.filter
def state_shape(state: str) -> str:
    """The shape beside the state of a session."""
    return STATE_SHAPES[state]


@register.filter
def role_word(role: str, edition: Edition) -> str:
    """A role in a team as its kind names it; the words of its key where the kind does not know it."""
    kind = kind_of(edition.programme.kind)
    names = {one.key: one.name for one in kind.roles} if kind else {}
    return names.get(role, role.replace("_", " "))


@register.filter
def as_day(kept: str | None) -> date | None:
    """A day that an artefact keeps among its own fields.

    >>> as_day("2021-09-30"), as_day(None)
    (datetime.date(2021, 9, 30), None)
    """
    return date.fromisoformat(kept) if kept else None


@register.filter
def other_zone(edition: Edition, at: datetime) -> str:
    """The zone of the edition where its clocks show another time than the reader's; nothing where they agree."""
    here = at.astimezone(timezone.get_current_timezone()).utcoffset()
    there = at.astimezone(ZoneInfo(edition.time_zone)).utcoffset()
    return "" if here == there else edition.time_zone
