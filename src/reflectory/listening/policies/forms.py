"""Who may make and change forms and the questions of the library. Who sees them: `listening.visibility`.

Each rule comes twice: `can_x` answers, `check_can_x` raises `Refused` with a sentence for the person.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.listening.models import Form, LibraryQuestion
from reflectory.programmes.models import Edition, Programme


def can_make_forms(by: Viewer) -> bool:
    """Whether there is any programme for which they may: operators, leads and analysts."""
    return by.has_role(LEAD, ANALYST)


def check_can_make_forms(by: Viewer) -> None:
    """Raises `Refused` for others."""
    if not can_make_forms(by):
        raise Refused(_("Forms are made by the lead or an analyst of a programme. Ask one of them."))


def can_add_form(by: Viewer, programme: Programme | None) -> bool:
    """Operators, leads and analysts of the programme or of an edition; what all programmes share: any lead."""
    return programme_is_theirs(by, programme.pk if programme is not None else None)


def check_can_add_form(by: Viewer, programme: Programme | None) -> None:
    """Raises `Refused` for others."""
    if can_add_form(by, programme):
        return
    if programme is None:
        raise Refused(_("What all programmes share is changed by the lead of a programme. Ask one of them."))
    raise Refused(
        _("Forms of {programme} are made by its lead or an analyst. Ask one of them.").format(
            programme=programme
        )
    )


def can_change_form(by: Viewer, form: Form) -> bool:
    """As adding one."""
    return programme_is_theirs(by, form.programme_id)


def check_can_change_form(by: Viewer, form: Form) -> None:
    """Raises `Refused` for others."""
    check_can_add_form(by, form.programme)


def can_change_library_question(by: Viewer, question: LibraryQuestion) -> bool:
    """As forms of the same programme."""
    return programme_is_theirs(by, question.programme_id)


def check_can_change_library_question(by: Viewer, question: LibraryQuestion) -> None:
    """Raises `Refused` for others."""
    check_can_add_form(by, question.programme)


def own_programmes(by: Viewer) -> QuerySet[Programme]:
    """The programmes for which they make forms."""
    rows: QuerySet[Programme] = Programme.objects.visible_to(by)
    if by.is_operator:
        return rows
    through = Edition.objects.filter(pk__in=by.editions_as(LEAD, ANALYST)).values("programme")
    return rows.filter(Q(pk__in=by.programmes_as(LEAD, ANALYST)) | Q(pk__in=through))


def programme_is_theirs(by: Viewer, programme: int | None) -> bool:
    """Whether they make the forms of this programme, by number; None is what all of them share."""
    if by.is_operator:
        return True
    if programme is None:
        return by.has_role(LEAD)
    if programme in by.programmes_as(LEAD, ANALYST):
        return True
    own = by.editions_as(LEAD, ANALYST)
    return bool(own) and Edition.objects.filter(pk__in=own, programme=programme).exists()
