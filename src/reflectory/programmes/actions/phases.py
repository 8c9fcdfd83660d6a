"""The phases of an edition, once it is laid out: renamed, moved to other days, added, taken out, put in order.

A phase has no version of its own: what stands in it is its version, see `standing_of`, so that two people who change
one phase are shown the difference as everywhere (`core.editing`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from zlib import crc32

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.editing import Conflict
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.programmes.models import Edition, Phase
from reflectory.programmes.policies import check_can_run_edition

FIELDS = (
    "name", "planned_starts_on", "planned_ends_on", "actual_starts_on", "actual_ends_on", "entry", "exit",
)  # fmt: skip
UP, DOWN = "up", "down"


def standing_of(phase: Phase) -> int:
    """A number that is another one as soon as anything in the phase is: what a form carries as its version."""
    said = {name: value for name, value in audit.snapshot(phase).items() if name in FIELDS}
    return crc32(json.dumps(said, sort_keys=True).encode()) or 1


@transaction.atomic
def edit_phase(*, by: Viewer, phase: Phase, values: Mapping[str, Any], standing: int) -> Phase:
    """The phase with other words or days. Raises `Conflict` where it no longer stands as the form showed it."""
    check_can_run_edition(by, phase.edition)
    current = Phase.objects.select_for_update().get(pk=phase.pk)
    kept = {name: values[name] for name in FIELDS if name in values}
    if standing_of(current) != standing and any(getattr(current, name) != kept[name] for name in kept):
        current.version = standing_of(current)  # type: ignore[attr-defined]  # read by the page of the form
        raise Conflict(current)  # type: ignore[arg-type]  # it has what a page asks of a conflict
    was = audit.snapshot(current)
    for name, value in kept.items():
        setattr(current, name, value)
    current.save()
    audit.record(by=by, verb="edit_phase", on=current, was=was)
    return current


@transaction.atomic
def add_phase(*, by: Viewer, edition: Edition, name: str, **more: Any) -> Phase:
    """A new phase after the others. `more` are further fields of `Phase`."""
    check_can_run_edition(by, edition)
    last = edition.phases.aggregate(last=Max("order"))["last"]
    phase = Phase.objects.create(
        edition=edition,
        key=_free_key(edition, name),
        name=name,
        order=0 if last is None else last + 1,
        **more,
    )
    audit.record(by=by, verb="add_phase", on=phase)
    return phase


@transaction.atomic
def remove_phase(*, by: Viewer, phase: Phase) -> None:
    """A phase in which no session lies is taken out; its history stays with the edition."""
    check_can_run_edition(by, phase.edition)
    if phase.activities.exists():
        raise Refused(
            _("Sessions lie in “{phase}”, so it stays. Rename it, or change its days.").format(phase=phase)
        )
    audit.record_removal(by=by, verb="remove_phase", row=phase)
    phase.delete()


@transaction.atomic
def move_phase(*, by: Viewer, phase: Phase, to: str) -> None:
    """The phase one place up or down; at the end of the list nothing happens."""
    check_can_run_edition(by, phase.edition)
    listed = list(Phase.objects.select_for_update().filter(edition=phase.edition_id).order_by("order", "pk"))
    at = [one.pk for one in listed].index(phase.pk)
    other = at + (1 if to == DOWN else -1)
    if not 0 <= other < len(listed):
        return
    listed[at], listed[other] = listed[other], listed[at]
    for order, one in enumerate(listed):
        was = audit.snapshot(one)
        one.order = order
        one.save()
        audit.record(by=by, verb="move_phase", on=one, was=was)


def _free_key(edition: Edition, name: str) -> str:
    taken = set(edition.phases.values_list("key", flat=True))
    base = slugify(name)[:50].replace("-", "_") or "phase"
    key, n = base, 2
    while key in taken:
        key, n = f"{base}_{n}", n + 1
    return key
