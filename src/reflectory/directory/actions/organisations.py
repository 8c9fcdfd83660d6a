"""Adding and editing organisations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from reflectory.core import audit, search
from reflectory.core.editing import save_edit
from reflectory.core.visibility import Viewer
from reflectory.directory.actions.merging import recount
from reflectory.directory.models import Alias, Organisation
from reflectory.directory.policies import check_can_add_organisation, check_can_edit_organisation

FIELDS = (
    "name", "level", "parent", "country", "region", "place_id", "latitude", "longitude", "population", "note",
)  # fmt: skip


@transaction.atomic
def add_organisation(*, by: Viewer, aliases: Iterable[str] = (), **values: Any) -> Organisation:
    """A new organisation. `values` are its fields, see `FIELDS`; Django raises where one is unknown."""
    check_can_add_organisation(by)
    organisation = Organisation.objects.create(**values)
    Alias.objects.bulk_create(Alias(organisation=organisation, name=name) for name in dict.fromkeys(aliases))
    recount([organisation])
    organisation.refresh_from_db()
    audit.record(by=by, verb="add_organisation", on=organisation)
    return organisation


@transaction.atomic
def edit_organisation(
    *,
    by: Viewer,
    organisation: Organisation,
    values: Mapping[str, Any],
    version: int,
    aliases: Iterable[str] | None = None,
) -> Organisation:
    """The organisation with new values and, where given, new other names. Raises `Conflict`, see `core.editing`."""
    check_can_edit_organisation(by, organisation)
    edited = save_edit(by=by, verb="edit_organisation", row=organisation, values=values, version=version)
    if aliases is not None:
        wanted = list(dict.fromkeys(aliases))
        edited.aliases.exclude(name__in=wanted).delete()
        known = set(edited.aliases.values_list("name", flat=True))
        Alias.objects.bulk_create(
            Alias(organisation=edited, name=name) for name in wanted if name not in known
        )
        search.refresh([edited])
    recount([edited])
    return edited
