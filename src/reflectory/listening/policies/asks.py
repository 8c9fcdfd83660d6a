"""Who may put an ask to people, and who runs one that is out.

Each rule comes twice: `can_x` answers, `check_can_x` raises `Refused` with a sentence for the person.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from reflectory.accounts.roles import LEAD
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.listening.identities import CONFIDENTIAL
from reflectory.listening.models import Ask
from reflectory.listening.visibility import asks_read_by
from reflectory.programmes.models import Activity, Edition, Team
from reflectory.programmes.policies import can_run_activity, can_run_edition, can_work_with_team


def can_lay_out_ask(
    by: Viewer, edition: Edition | None, *, activity: Activity | None = None, team: Team | None = None
) -> bool:
    """Operators and leads of the edition; whoever runs the session or works with the team that it is about.

    What belongs to no edition is asked by leads of anything.
    """
    if by.is_operator or (edition is not None and can_run_edition(by, edition)):
        return True
    if activity is not None:
        return can_run_activity(by, activity)
    if team is not None:
        return can_work_with_team(by, team)
    return edition is None and by.has_role(LEAD)


def check_can_lay_out_ask(
    by: Viewer, edition: Edition | None, *, activity: Activity | None = None, team: Team | None = None
) -> None:
    """Raises `Refused` for others."""
    if not can_lay_out_ask(by, edition, activity=activity, team=team):
        raise Refused(
            _("Only the lead of the programme, and the coach for their own team or session, can ask this.")
        )


def can_run_ask(by: Viewer, ask: Ask) -> bool:
    """As for laying it out."""
    return can_lay_out_ask(by, ask.edition, activity=ask.activity, team=ask.team)


def check_can_run_ask(by: Viewer, ask: Ask) -> None:
    """Raises `Refused` for others."""
    if not can_run_ask(by, ask):
        raise Refused(
            _("Only the lead of the programme, and the coach for their own team or session, can do this.")
        )


def sees_who_answered(by: Viewer, ask: Ask) -> bool:
    """Whether somebody who sees the invitations is told which were answered: of anonymous asks nobody can be.

    Of confidential ones those who read the answers; `visibility.own_organisations` takes out their own colleagues.
    """
    if ask.is_anonymous:
        return False
    if by.is_operator or ask.identity != CONFIDENTIAL:
        return True
    return Ask.objects.filter(asks_read_by(by), pk=ask.pk).exists()
