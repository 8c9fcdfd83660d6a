"""Rows and values as people say them, for history and news: never a key such as `core_team_member`.

Models name themselves from their own columns, so that writing asks nothing more; here a page may ask what a key stands
for. Which values somebody may see is decided by whoever calls.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models
from django.utils import formats

from reflectory.core.templatetags.look import language_name
from reflectory.directory import gazetteer
from reflectory.programmes.artefact_kinds import OwnField
from reflectory.programmes.catalogue import kind_of
from reflectory.programmes.models import Edition, EditionNote, Membership
from reflectory.programmes.templatetags.teamwork import role_word

# What a row's name is made of, fetched with it.
NAMED_BY = (
    "programme",
    "edition__programme",
    "team__edition__programme",
    "organisation",
    "person",
    "account",
    "report",
    "takeaway__report",
    "version__source",
    "excerpt__version__source",
)
# Keys that say nothing to a reader: of what a kind planned, of a place in the gazetteer.
UNSAID = {
    "programmes.activity": frozenset({"key"}),
    "programmes.phase": frozenset({"key"}),
    "programmes.plannedask": frozenset({"key"}),
    "directory.organisation": frozenset({"place_id"}),
}


def called(row: models.Model) -> str:
    """What a row is called: "Ana Reyes, Core team member", and not the key of the role."""
    if isinstance(row, Membership):
        return f"{row.person}, {role_word(row.role, row.team.edition)}"
    if isinstance(row, EditionNote):
        return f"{row.edition}: {_prompt(row, row.key)}"
    return str(row)


def value_said(row: models.Model, name: str, value: Any) -> str:
    """A value of one field of the row, in words; as it is where it is no key."""
    say = _SAID.get((row._meta.label_lower, name)) or _SAID_ANYWHERE.get(name)
    return say(row, value) if say is not None else str(value)


def is_unsaid(row: models.Model, name: str) -> bool:
    """Whether a field holds a key that has no words of its own."""
    return name in UNSAID.get(row._meta.label_lower, frozenset())


def own_value_said(own: OwnField | None, value: Any) -> str:
    """A value of an artefact's own field, in words."""
    if not value:
        return ""
    if own is not None and own.type == "choice":
        return str(dict(own.choices).get(value, value))
    if own is not None and own.type == "day":
        try:
            return formats.date_format(date.fromisoformat(value), "DATE_FORMAT")
        except ValueError:
            return str(value)
    return str(value)


def _role(row: Any, key: str) -> str:
    edition: Edition = row.team.edition if hasattr(row, "team") else row.activity.edition
    return role_word(key, edition)


def _prompt(row: Any, key: str) -> str:
    kind = kind_of(row.edition.programme.kind)
    prompts = {one.key: one.prompt for one in (*kind.before, *kind.during)} if kind else {}
    return prompts.get(key, key.replace("_", " "))


def _kind(_row: Any, key: str) -> str:
    kind = kind_of(key)
    return kind.name if kind is not None else key.replace("-", " ")


_SAID: dict[tuple[str, str], Callable[[Any, Any], str]] = {
    ("programmes.membership", "role"): _role,
    ("programmes.attendance", "role"): _role,
    ("programmes.programme", "kind"): _kind,
    ("programmes.artefact", "status"): lambda row, key: str(row.definition.status_name(key)),
    ("programmes.editionnote", "key"): _prompt,
}
_SAID_ANYWHERE: dict[str, Callable[[Any, Any], str]] = {
    "language": lambda _row, code: language_name(code),
    "country": lambda _row, code: dict(gazetteer.countries()).get(code, code),
}
