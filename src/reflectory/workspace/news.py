"""What is new on the first page: the last events of the history, of rows that the reader may see.

Many events of one kind at one time (a year laid out, a spreadsheet imported) are one line.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.urls import NoReverseMatch

from reflectory.core.models import AuditEvent
from reflectory.core.visibility import Viewer
from reflectory.workspace.naming import NAMED_BY, called
from reflectory.workspace.verbs import said

LOOKED_AT = 400  # events that are looked through; a page shows far fewer
SHOWN = 12
TOGETHER = timedelta(minutes=10)
# Marks of single people: that the session was held is news, each of its thirty marks is not.
TOO_SMALL = ("programmes.attendance",)


@dataclass
class News:
    """One line: who did what to what, and to how many more."""

    at: datetime
    by: str
    did: str
    about: str
    url: str
    kind: str
    verb: str
    n_more: int = 0


def what_is_new(viewer: Viewer, *, shown: int = SHOWN) -> list[News]:
    """The newest lines, in one query and one for each kind of row among them."""
    events = list(AuditEvent.objects.exclude(kind__in=TOO_SMALL).order_by("-at", "-pk")[:LOOKED_AT])
    rows = _visible_rows(events, viewer)
    lines: list[News] = []
    for event in events:
        row = rows.get((event.kind, event.object_id))
        if row is None:
            continue
        last = lines[-1] if lines else None
        if (
            last
            and (last.by, last.verb, last.kind) == (event.by_name, event.verb, event.kind)
            and last.at - event.at < TOGETHER
        ):
            last.n_more += 1
            continue
        if len(lines) == shown:
            break
        lines.append(
            News(event.at, event.by_name, said(event.verb), called(row), _url(row), event.kind, event.verb)
        )
    return lines


def _visible_rows(events: list[AuditEvent], viewer: Viewer) -> dict[tuple[str, int], models.Model]:
    by_kind: dict[str, set[int]] = defaultdict(set)
    for event in events:
        by_kind[event.kind].add(event.object_id)
    found: dict[tuple[str, int], models.Model] = {}
    for kind, ids in by_kind.items():
        rows: Any = _rows_of(kind)
        if rows is None or not hasattr(rows, "visible_to"):
            continue
        rows = rows.visible_to(viewer).filter(pk__in=ids)
        related = [name for name in NAMED_BY if _leads_to(rows.model, name)]
        for row in rows.select_related(*related) if related else rows:
            found[kind, row.pk] = row
    return found


def _rows_of(kind: str) -> Any:
    try:
        return apps.get_model(kind)._default_manager.all()
    except LookupError:
        return None


def _leads_to(model: type[models.Model], name: str) -> bool:
    first = name.split("__")[0]
    return any(field.name == first and field.is_relation for field in model._meta.fields)


def _url(row: models.Model) -> str:
    """The row's own page; empty for rows that have none."""
    try:
        return str(row.get_absolute_url()) if hasattr(row, "get_absolute_url") else ""
    except NoReverseMatch:
        return ""
