"""Who may change the directory. Who may see it is decided in `programmes.visibility`.

Roles are asked for by name here, because a person or an organisation belongs to no edition.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from reflectory.accounts.roles import CHAIR, COACH, LEAD
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Organisation, Person


def can_add_organisation(by: Viewer) -> bool:
    """Operators, programme leads and panel chairs."""
    return by.has_role(LEAD, CHAIR)


def check_can_add_organisation(by: Viewer) -> None:
    """Raises `Refused` for others."""
    if not can_add_organisation(by):
        raise Refused(_("Organisations are added by programme leads. Ask the lead of your programme."))


def can_edit_organisation(by: Viewer, organisation: Organisation) -> bool:
    """Operators, and the leads and chairs of a programme that the organisation takes part in."""
    return by.is_operator or (
        by.has_role(LEAD, CHAIR) and Organisation.objects.visible_to(by).filter(pk=organisation.pk).exists()
    )


def check_can_edit_organisation(by: Viewer, organisation: Organisation) -> None:
    """Raises `Refused` for others."""
    if not can_edit_organisation(by, organisation):
        raise Refused(
            _("{name} can be changed by the lead of a programme that it takes part in.").format(
                name=organisation
            )
        )


def can_add_person(by: Viewer) -> bool:
    """Operators, leads and coaches."""
    return by.has_role(LEAD, COACH)


def check_can_add_person(by: Viewer) -> None:
    """Raises `Refused` for others."""
    if not can_add_person(by):
        raise Refused(_("People are added by programme leads and coaches. Ask the lead of your programme."))


def can_edit_person(by: Viewer, person: Person) -> bool:
    """Operators, the person, and leads and coaches who see them."""
    if by.is_operator or (by.person_id is not None and by.person_id == person.pk):
        return True
    return by.has_role(LEAD, COACH) and Person.objects.visible_to(by).filter(pk=person.pk).exists()


def check_can_edit_person(by: Viewer, person: Person) -> None:
    """Raises `Refused` for others."""
    if not can_edit_person(by, person):
        raise Refused(
            _("{name} can be changed by the lead or coach of a team that they are in.").format(name=person)
        )


def can_merge(by: Viewer, *rows: Any) -> bool:
    """Operators, and leads who see both."""
    if by.is_operator:
        return True
    return by.has_role(LEAD) and all(
        type(row).objects.visible_to(by).filter(pk=row.pk).exists() for row in rows
    )


def check_can_merge(by: Viewer, *rows: Any) -> None:
    """Raises `Refused` for others."""
    if not can_merge(by, *rows):
        raise Refused(
            _("Only somebody who runs this installation, or leads a programme with both, can merge the two.")
        )
