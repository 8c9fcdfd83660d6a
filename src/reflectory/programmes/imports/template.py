"""The empty spreadsheet that an import reads, with the words that an edition allows: for somebody who begins with none.

The first row holds the columns; the rows beneath are examples to be written over, one for each role of the kind.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from reflectory.programmes.imports.columns import COLUMNS
from reflectory.programmes.imports.words import role_choices
from reflectory.programmes.models import Edition


def template_columns() -> list[tuple[Any, Any]]:
    """The columns, as `core.exports` wants them."""
    return [(str(column.label), lambda row, key=column.key: row.get(key, "")) for column in COLUMNS]


def template_rows(edition: Edition) -> list[dict[str, str]]:
    """One row for each role, all of the same example place, to be written over."""
    day = edition.planned_starts_on.isoformat()
    return [
        {
            "organisation": _("Example: the place"), "level": "", "stage": _("active"),
            "person": _("Example: {role}").format(role=name), "role": str(name), "joined_on": day,
        }
        for _key, name in role_choices(edition)
    ]  # fmt: skip
