"""Copies a portfolio within its database: each row again under another number, pointing at copied rows.

Programmes, accounts and grants are not copied, so twenty editions stand where one stood. Copies are synthetic:
their names are the invented ones with a number behind.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.apps import apps
from django.db import models

APART = 10_000_000  # between the numbers of one copy and the next
# In the order in which rows need each other.
COPIED = (
    "directory.Organisation", "directory.Alias", "directory.Person", "directory.Affiliation", "directory.Contact",
    "programmes.Edition", "programmes.Phase", "programmes.PlannedAsk", "programmes.Team", "programmes.StageChange",
    "programmes.Membership", "programmes.Activity", "programmes.Attendance", "programmes.Engagement",
    "programmes.Artefact", "programmes.Step", "programmes.EditionNote", "programmes.Departure", "programmes.Deadline",
    "programmes.BudgetLine", "core.SearchEntry",
)  # fmt: skip
_NAMED = {"directory.organisation": "name", "directory.person": "name", "programmes.edition": "label"}
_ONE_BATCH = 500


def multiply(times: int) -> dict[str, int]:
    """Makes `times` of everything out of one, and says how many rows of each kind there are then."""
    copied = {apps.get_model(name) for name in COPIED}
    for model in (apps.get_model(name) for name in COPIED):
        originals = list(model._default_manager.filter(pk__lt=APART).order_by("pk"))
        for copy in range(1, times):
            made = (_copied(row, copy, copied) for row in originals)
            while batch := list(islice(made, _ONE_BATCH)):
                model._default_manager.bulk_create(batch)
    return {name: apps.get_model(name)._default_manager.count() for name in COPIED}


def _copied(row: models.Model, copy: int, copied: set[type[models.Model]]) -> models.Model:
    twin: Any = type(row)(
        **{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    )
    twin.pk = row.pk + copy * APART
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if field.is_relation and field.related_model in copied and value is not None:
            setattr(twin, field.attname, value + copy * APART)
    name = _NAMED.get(row._meta.label_lower)
    if name:
        setattr(twin, name, f"{getattr(row, name)} {copy + 1}")
    for field, value in {
        "place_id": None, "account_id": None, "calendar_token": None,
        "slug": f"{getattr(row, 'slug', '')}-{copy + 1}", "object_id": getattr(row, "object_id", 0) + copy * APART,
    }.items():  # fmt: skip
        if hasattr(twin, field):
            setattr(twin, field, value)
    return twin
