"""Two people edit one thing: the second is shown the difference, and nothing is overwritten.

A form carries the version it was opened with. `save_edit` writes only over that version; otherwise it raises
`Conflict` with what stands there now, and `core.views` shows both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction

from reflectory.core import audit
from reflectory.core.models import Versioned
from reflectory.core.visibility import Viewer

Row = TypeVar("Row", bound=Versioned)


class Conflict(Exception):
    """Somebody else has changed the row since it was opened. `current` is as it stands now."""

    def __init__(self, current: Versioned) -> None:
        super().__init__(f"{current} was changed by somebody else after you opened it.")
        self.current = current


@transaction.atomic
def save_edit(*, by: Viewer, verb: str, row: Row, values: Mapping[str, Any], version: int) -> Row:
    """The row with new values, recorded. Raises `Conflict` where it is no longer at `version`.

    `row` may hold unsaved values, as a model form leaves them: what is compared and changed is what stands in
    the database.
    """
    model = type(row)
    current = model._default_manager.select_for_update().get(pk=row.pk)
    was = audit.snapshot(current)
    if current.version != version and any(getattr(current, name) != value for name, value in values.items()):
        raise Conflict(current)
    for name, value in values.items():
        setattr(current, name, value)
    if audit.snapshot(current) == was:
        return current
    current.version += 1
    current.save()
    audit.record(by=by, verb=verb, on=current, was=was)
    return current
