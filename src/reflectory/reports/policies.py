"""Who may write a report, sign it off, publish it, and decide about its advice. Each refusal is a plain sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reflectory.accounts.roles import ANALYST, EDITOR, LEAD
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.programmes.models import Edition
from reflectory.programmes.policies import can_run_edition
from reflectory.reports.models import Report


def can_begin_report(by: Viewer) -> bool:
    """Editors, analysts and leads begin reports; so does whoever has an account, over what they explored themselves."""
    return by.has_role(EDITOR, ANALYST, LEAD)


def check_can_begin_report(by: Viewer) -> None:
    """Refuses who may not begin one."""
    if not can_begin_report(by):
        raise Refused(
            _("Reports are begun by editors, analysts and programme leads. Ask one of them, or an operator.")
        )


def can_write_report(by: Viewer, report: Report) -> bool:
    """Editors and leads write every report, analysts its takeaways too, and whoever began it their own."""
    is_mine = by.account_id is not None and report.made_by == by.account_id
    return is_mine or by.has_role(EDITOR, ANALYST, LEAD)


def check_can_write_report(by: Viewer, report: Report) -> None:
    """Refuses who may not write it."""
    if not can_write_report(by, report):
        raise Refused(
            _("{report} is written by editors, analysts and programme leads.").format(report=report)
        )


def can_sign_off(by: Viewer) -> bool:
    """Editors and leads let a report go out; everybody signs as themselves, so without an account nobody does."""
    return by.account_id is not None and by.has_role(EDITOR, LEAD)


def check_can_sign_off(by: Viewer, report: Report) -> None:
    """Refuses who may not sign it off."""
    if not can_sign_off(by):
        raise Refused(_("{report} is signed off by editors and programme leads.").format(report=report))


def can_publish(by: Viewer) -> bool:
    """Editors and leads publish what two people have signed off."""
    return by.has_role(EDITOR, LEAD)


def check_can_publish(by: Viewer, report: Report) -> None:
    """Refuses who may not publish it."""
    if not can_publish(by):
        raise Refused(_("{report} is published by editors and programme leads.").format(report=report))


def can_decide_use(by: Viewer, edition: Edition) -> bool:
    """Whoever runs an edition decides what it makes of the advice."""
    return can_run_edition(by, edition)


def check_can_decide_use(by: Viewer, edition: Edition) -> None:
    """Refuses who may not decide for the edition."""
    if not can_decide_use(by, edition):
        raise Refused(_("What {edition} makes of the advice is decided by its lead.").format(edition=edition))
