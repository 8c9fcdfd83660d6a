"""The record of every write: `snapshot` before, `record` after, `history` to read it again.

An action takes a snapshot of a row, changes it, and records who did what. The event can never be changed; the
values are kept apart from it and can be erased. A recorded row is found by search from then on.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.text import Truncator

from reflectory.core import search
from reflectory.core.models import AuditEvent, Revision
from reflectory.core.visibility import Viewer

Values = dict[str, Any]
# Said in the place of a value that is kept encrypted: that it changed is history, what it was is not.
CONCEALED = "•••"
_BOOKKEEPING = {"id", "version", "created_at"}


def kind_of(row: models.Model | type[models.Model]) -> str:
    """The name under which rows of this model are recorded: "programmes.team"."""
    return row._meta.label_lower


def snapshot(row: models.Model) -> Values:
    """The row's own values as they can be kept in JSON, without bookkeeping."""
    return {
        field.name: _plain(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if field.name not in _BOOKKEEPING
    }


def record(*, by: Viewer, verb: str, on: models.Model, was: Values | None = None) -> AuditEvent | None:
    """Keeps who changed what in a row, and its words for search. None where nothing changed.

    `was` is the snapshot from before; without it the row is new.
    """
    return record_many(by=by, verb=verb, changes=[(on, was)])[0]


def record_many(
    *, by: Viewer, verb: str, changes: Sequence[tuple[models.Model, Values | None]]
) -> list[AuditEvent | None]:
    """As `record`, for many rows in a constant number of queries."""
    differences = [_difference(row, was) for row, was in changes]
    events = [
        AuditEvent(
            by_account=by.account_id, by_name=by.name, verb=verb, kind=kind_of(row), object_id=row.pk,
            fields={name: _hash(pair[1]) for name, pair in changed.items()},
        )
        if changed
        else None
        for (row, _was), changed in zip(changes, differences, strict=True)
    ]  # fmt: skip
    made = AuditEvent.objects.bulk_create([event for event in events if event is not None])
    Revision.objects.bulk_create(
        Revision(
            event_id=event.pk, kind=event.kind, object_id=event.object_id, about=_called(row), values=changed
        )
        for event, (row, _was), changed in zip(events, changes, differences, strict=True)
        if event is not None
    )  # fmt: skip
    if made:
        search.refresh([row for (row, _was), event in zip(changes, events, strict=True) if event is not None])
    return events


def record_removal(*, by: Viewer, verb: str, row: models.Model) -> AuditEvent:
    """Keeps that a row is about to be deleted, with its last values; call it before the deletion."""
    was = snapshot(row)
    event = AuditEvent.objects.create(
        by_account=by.account_id, by_name=by.name, verb=verb, kind=kind_of(row), object_id=row.pk,
        fields=dict.fromkeys(was, ""),
    )  # fmt: skip
    concealed = _concealed(row)
    Revision.objects.create(
        event_id=event.pk, kind=event.kind, object_id=event.object_id, about=_called(row),
        values={name: [CONCEALED if name in concealed else value, None] for name, value in was.items()},
    )  # fmt: skip
    search.forget([row])
    return event


@dataclass(frozen=True)
class Happening:
    """One line of a row's history: the event, and its values where they were not erased."""

    event: AuditEvent
    about: str  # what the row was called then; empty where it was erased
    values: Mapping[str, Sequence[Any]]
    erased_at: datetime | None


def history(rows: Iterable[models.Model], *, limit: int = 200) -> list[Happening]:
    """What was done to these rows, newest first, in two queries."""
    wanted = models.Q(pk__in=[])
    for row in rows:
        wanted |= models.Q(kind=kind_of(row), object_id=row.pk)
    events = list(AuditEvent.objects.filter(wanted).order_by("-at", "-pk")[:limit])
    revisions = {r.event_id: r for r in Revision.objects.filter(event_id__in=[event.pk for event in events])}
    found = []
    for event in events:
        revision = revisions.get(event.pk)
        values = (revision.values or {}) if revision else {}
        called = revision.about if revision else ""
        found.append(Happening(event, called, values, revision.erased_at if revision else None))
    return found


def erase_values(row: models.Model) -> int:
    """Empties the values in a row's history and says how many events they belonged to. The events stay."""
    return Revision.objects.filter(kind=kind_of(row), object_id=row.pk, values__isnull=False).update(
        values=None, about="", erased_at=timezone.now()
    )


def _called(row: models.Model) -> str:
    return Truncator(str(row)).chars(300)


def _difference(row: models.Model, was: Values | None) -> dict[str, list[Any]]:
    now = snapshot(row)
    concealed = _concealed(row)
    before = was or {}
    return {
        name: [
            CONCEALED if name in concealed and before.get(name) else before.get(name),
            CONCEALED if name in concealed and value else value,
        ]
        for name, value in now.items()
        if (name not in before and value not in (None, "", [], {}))
        or (name in before and before[name] != value)
    }


def _concealed(row: models.Model) -> frozenset[str]:
    return frozenset(getattr(row, "concealed_fields", ()))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value


def _hash(value: Any) -> str:
    said = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str).encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).hexdigest()[:32]
