"""Ideas, prototypes, commitments and all else: added, edited, moved on with day and reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.editing import save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Person
from reflectory.programmes.artefact_kinds import KINDS, OwnField
from reflectory.programmes.models import Artefact, Edition, Step, Team
from reflectory.programmes.policies import check_can_add_artefact, check_can_change_artefact


@transaction.atomic
def add_artefact(
    *,
    by: Viewer,
    kind: str,
    edition: Edition,
    title: str,
    on: date,
    team: Team | None = None,
    text: str = "",
    owner: Person | None = None,
    comes_from: Artefact | None = None,
    expires_on: date | None = None,
    details: Mapping[str, str] | None = None,
) -> Artefact:
    """A new artefact in the first status of its kind."""
    check_can_add_artefact(by, edition, team)
    definition = KINDS[kind]
    artefact = Artefact.objects.create(
        kind=kind, edition=edition, team=team, title=title, text=text, status=definition.first, status_on=on,
        owner=owner, comes_from=comes_from, expires_on=expires_on, details=checked_details(kind, details or {}),
    )  # fmt: skip
    Step.objects.create(
        artefact=artefact, from_status=None, to_status=definition.first, on=on, by_name=by.name
    )
    audit.record(by=by, verb="add_artefact", on=artefact)
    return artefact


@transaction.atomic
def edit_artefact(*, by: Viewer, artefact: Artefact, values: Mapping[str, Any], version: int) -> Artefact:
    """The artefact with new words. Its status moves by `move_artefact` alone. Raises `Conflict`."""
    check_can_change_artefact(by, artefact)
    kept = {name: value for name, value in values.items() if name not in ("status", "status_on", "kind")}
    if "details" in kept:
        kept["details"] = checked_details(artefact.kind, kept["details"])
    return save_edit(by=by, verb="edit_artefact", row=artefact, values=kept, version=version)


@transaction.atomic
def move_artefact(*, by: Viewer, artefact: Artefact, to: str, on: date, reason: str = "") -> Artefact:
    """The artefact in its next status. Refused where the kind's table does not allow it or wants a reason."""
    check_can_change_artefact(by, artefact)
    artefact = Artefact.objects.select_for_update().get(pk=artefact.pk)
    kind = artefact.definition
    if to not in kind.moves[artefact.status]:
        allowed = ", ".join(str(kind.status_name(key)) for key in kind.moves[artefact.status]) or _("nothing")
        raise Refused(_("“{title}” is {now} and cannot become {to}. From here it can become: {allowed}.").format(
            title=artefact.title, now=artefact.status_name, to=kind.status_name(to), allowed=allowed))  # fmt: skip
    if to in kind.needs_reason and not reason.strip():
        raise Refused(
            _("Say why it becomes {to}: whoever meets it later will ask.").format(to=kind.status_name(to))
        )
    if on < artefact.status_on:
        raise Refused(_("It has been {now} since {since}; the next step cannot be earlier.").format(
            now=artefact.status_name, since=artefact.status_on))  # fmt: skip
    was = audit.snapshot(artefact)
    Step.objects.create(
        artefact=artefact, from_status=artefact.status, to_status=to, on=on, reason=reason, by_name=by.name
    )
    artefact.status, artefact.status_on = to, on
    artefact.version += 1
    artefact.save()
    audit.record(by=by, verb="move_artefact", on=artefact, was=was)
    return artefact


def checked_details(kind: str, details: Mapping[str, Any]) -> dict[str, str]:
    """The kind's own fields, each of its type, as text that JSON keeps. Raises `Refused` naming the field."""
    fields = {field.key: field for field in KINDS[kind].fields}
    unknown = sorted(set(details) - set(fields))
    if unknown:
        raise Refused(_("{kind} has no field called {names}.").format(
            kind=KINDS[kind].name, names=", ".join(unknown)))  # fmt: skip
    said = {key: "" if value is None else str(value).strip() for key, value in details.items()}
    return {key: _checked(fields[key], value) for key, value in said.items() if value}


def _checked(field: OwnField, value: str) -> str:
    if field.type == "day":
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise Refused(_("{field}: “{value}” is no day. Write it as 2021-09-30.").format(
                field=field.name, value=value)) from None  # fmt: skip
    if field.type in ("number", "money"):
        try:
            return str(Decimal(value.replace(",", "")))
        except InvalidOperation:
            raise Refused(
                _("{field}: “{value}” is no number.").format(field=field.name, value=value)
            ) from None
    if field.type == "choice" and value not in dict(field.choices):
        raise Refused(_("{field}: “{value}” is none of: {choices}.").format(
            field=field.name, value=value, choices=", ".join(dict(field.choices))))  # fmt: skip
    if field.type == "address" and not value.lower().startswith(("https://", "http://")):
        raise Refused(_("{field}: an address begins with https://").format(field=field.name))
    return value
