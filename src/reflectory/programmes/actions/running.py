"""Money that is spent, and safeguarding concerns that are raised and closed.

Deadlines and notes are in `actions.editions`. What a concern says never reaches the history: see `core.audit`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.accounts.roles import COACH
from reflectory.core import audit
from reflectory.core.editing import save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Person
from reflectory.programmes.models import Alert, BudgetLine, Edition
from reflectory.programmes.policies import can_run_edition, check_can_run_edition


def can_raise_alert(by: Viewer, edition: Edition) -> bool:
    """Operators, leads, and coaches of the edition whom the installation knows as a person."""
    is_coach = edition.pk in by.editions_as(COACH) and by.person_id is not None
    return is_coach or can_run_edition(by, edition)


def check_can_raise_alert(by: Viewer, edition: Edition) -> None:
    """Raises `Refused` for others."""
    if not can_raise_alert(by, edition):
        raise Refused(_("A concern is raised here by the lead of {edition} or one of its coaches. "
                        "Speak to one of them.").format(edition=edition))  # fmt: skip


@transaction.atomic
def edit_budget_line(*, by: Viewer, line: BudgetLine, values: Mapping[str, Any], version: int) -> BudgetLine:
    """The budget line with new values. Raises `Conflict`."""
    check_can_run_edition(by, line.edition)
    return save_edit(by=by, verb="edit_budget_line", row=line, values=values, version=version)


@transaction.atomic
def raise_alert(
    *, by: Viewer, edition: Edition, concern: str, on: date, person: Person | None = None
) -> Alert:
    """A safeguarding concern, seen by the leads and by whoever raised it."""
    check_can_raise_alert(by, edition)
    if not concern.strip():
        raise Refused(_("Say what you are worried about, in a sentence or two."))
    alert = Alert.objects.create(
        edition=edition, person=person, concern=concern, raised_by_id=by.person_id, raised_on=on
    )
    audit.record(by=by, verb="raise_alert", on=alert)
    return alert


@transaction.atomic
def close_alert(*, by: Viewer, alert: Alert, outcome: str, on: date) -> Alert:
    """The concern is dealt with. Refused without a word on what was done, and a second time."""
    check_can_run_edition(by, alert.edition)
    if alert.closed_on is not None:
        raise Refused(_("This concern was closed on {day}.").format(day=alert.closed_on))
    if not outcome.strip():
        raise Refused(_("Say what was done, so that whoever raised it can see it."))
    return save_edit(
        by=by, verb="close_alert", row=alert, values={"outcome": outcome, "closed_on": on},
        version=alert.version,
    )  # fmt: skip
