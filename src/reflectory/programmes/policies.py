"""Who may change what in a programme. Who may see it: `visibility`.

Each rule comes twice: `can_x` answers, `check_can_x` raises `Refused` with a sentence for the person.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from reflectory.accounts.roles import CHAIR, COACH, LEAD
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.programmes.models import Activity, Artefact, Edition, Programme, Team
from reflectory.programmes.visibility import PRIVATE_KINDS, coached_by


def can_add_programme(by: Viewer) -> bool:
    """Operators."""
    return by.is_operator


def check_can_add_programme(by: Viewer) -> None:
    """Raises `Refused` for others."""
    if not can_add_programme(by):
        raise Refused(_("A new programme is set up by somebody who runs this installation."))


def can_hold_session(by: Viewer) -> bool:
    """Operators, and leads of something."""
    return by.has_role(LEAD)


def check_can_hold_session(by: Viewer) -> None:
    """Raises `Refused` for others."""
    if not can_hold_session(by):
        raise Refused(
            _("A session for everybody is held by the lead of a programme. Ask whoever leads yours.")
        )


def can_run_programme(by: Viewer, programme: Programme) -> bool:
    """Operators, and leads of the programme as a whole."""
    return by.is_operator or programme.pk in by.programmes_as(LEAD)


def check_can_run_programme(by: Viewer, programme: Programme) -> None:
    """Raises `Refused` for others."""
    if not can_run_programme(by, programme):
        raise Refused(_("Only the lead of {programme} can do this.").format(programme=programme))


def can_run_edition(by: Viewer, edition: Edition) -> bool:
    """Operators, and leads of the edition or its programme."""
    return by.is_operator or edition.pk in by.editions_as(LEAD)


def check_can_run_edition(by: Viewer, edition: Edition) -> None:
    """Raises `Refused` for others."""
    if not can_run_edition(by, edition):
        raise Refused(_("Only the lead of {edition} can do this.").format(edition=edition))


def coaches(by: Viewer, team: Team) -> bool:
    """Whether the viewer coaches the team, or the team that it is a part of."""
    if by.person_id is None or team.edition_id not in by.editions_as(COACH):
        return False
    return Team.objects.filter(coached_by(by), pk__in=[team.pk, team.parent_id or team.pk]).exists()


def can_work_with_team(by: Viewer, team: Team) -> bool:
    """Operators, leads, and the team's coach."""
    return by.is_operator or team.edition_id in by.editions_as(LEAD) or coaches(by, team)


def check_can_work_with_team(by: Viewer, team: Team) -> None:
    """Raises `Refused` for others."""
    if not can_work_with_team(by, team):
        raise Refused(_("Only the lead of the programme and the coach of {team} can do this.").format(
            team=team.organisation))  # fmt: skip


def can_move_team(by: Viewer, team: Team) -> bool:
    """Operators, leads and panel chairs."""
    return by.is_operator or team.edition_id in by.editions_as(LEAD, CHAIR)


def check_can_move_team(by: Viewer, team: Team) -> None:
    """Raises `Refused` for others."""
    if not can_move_team(by, team):
        raise Refused(_("The stage of {team} is changed by the programme lead or the chair of the panel.").format(
            team=team.organisation))  # fmt: skip


def can_run_activity(by: Viewer, activity: Activity) -> bool:
    """Operators, leads, and the coach where the session is for their team or for everybody."""
    if by.is_operator or activity.edition_id in by.editions_as(LEAD):
        return True
    if activity.team is not None:
        return coaches(by, activity.team)
    return activity.edition_id in by.editions_as(COACH)


def check_can_run_activity(by: Viewer, activity: Activity) -> None:
    """Raises `Refused` for others."""
    if not can_run_activity(by, activity):
        raise Refused(_("Only the lead of the programme and the coach of the team can do this."))


def can_add_artefact(by: Viewer, edition: Edition, team: Team | None) -> bool:
    """Operators, leads, and the team's coach."""
    if team is None:
        return can_run_edition(by, edition)
    return can_work_with_team(by, team)


def check_can_add_artefact(by: Viewer, edition: Edition, team: Team | None) -> None:
    """Raises `Refused` for others."""
    if not can_add_artefact(by, edition, team):
        raise Refused(_("Only the lead of the programme and the coach of the team can add this."))


def can_change_artefact(by: Viewer, artefact: Artefact) -> bool:
    """As for adding; private kinds only for leads and the team's coach, which comes to the same."""
    return can_add_artefact(by, artefact.edition, artefact.team)


def check_can_change_artefact(by: Viewer, artefact: Artefact) -> None:
    """Raises `Refused` for others."""
    if not can_change_artefact(by, artefact):
        raise Refused(_("Only the lead of the programme and the coach of the team can change this."))


def reads_private(by: Viewer, kind: str) -> bool:
    """Whether lists of this kind are offered at all."""
    return kind not in PRIVATE_KINDS or by.has_role(LEAD, COACH)


def can_grant(by: Viewer, edition: Edition | None, programme: Programme | None) -> bool:
    """Operators; leads in what they lead as a whole."""
    if by.is_operator:
        return True
    if programme is not None:
        return can_run_programme(by, programme)
    return edition is not None and can_run_edition(by, edition)


def check_can_grant(by: Viewer, edition: Edition | None, programme: Programme | None) -> None:
    """Raises `Refused` for others."""
    if not can_grant(by, edition, programme):
        raise Refused(
            _("Roles are given by somebody who runs this installation, or by the lead of the programme.")
        )
