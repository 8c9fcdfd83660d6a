"""Who plans, holds and reads interviews. Who sees that there is one: `interview_visibility`.

Each rule comes twice: `can_x` answers, `check_can_x` raises `Refused` with a sentence for the person.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.listening.interview_visibility import reads_notes
from reflectory.listening.models import Interview
from reflectory.listening.policies.consent import lets_record_consent
from reflectory.programmes.models import Edition


def can_plan_interviews(by: Viewer, edition: Edition | None = None) -> bool:
    """Operators, leads and analysts: of the edition, or of any where none is named."""
    if edition is None:
        return by.has_role(LEAD, ANALYST)
    return by.is_operator or edition.pk in by.editions_as(LEAD, ANALYST)


def check_can_plan_interviews(by: Viewer, edition: Edition | None = None) -> None:
    """Raises `Refused` for others."""
    if not can_plan_interviews(by, edition):
        raise Refused(_("Interviews are planned by the lead or an analyst of the edition."))


def can_hold_interview(by: Viewer, interview: Interview) -> bool:
    """Who may see it and plans its series, or is named as the one who interviews."""
    if by.is_operator:
        return True
    holds = by.person_id is not None and interview.interviewer_id == by.person_id
    if not holds and not can_plan_interviews(by, interview.frame.edition):
        return False
    return Interview.objects.visible_to(by).filter(pk=interview.pk).exists()


def check_can_hold_interview(by: Viewer, interview: Interview) -> None:
    """Raises `Refused` for others."""
    if not can_hold_interview(by, interview):
        raise Refused(
            _(
                "This interview is held by whoever is named for it, or by the lead or an analyst of its edition."
            )
        )


def can_read_notes(by: Viewer, interview: Interview) -> bool:
    """Whoever the ask names as its readers, and whoever holds the interview or reads it a second time."""
    return Interview.objects.visible_to(by).filter(reads_notes(by), pk=interview.pk).exists()


def check_can_read_notes(by: Viewer, interview: Interview) -> None:
    """Raises `Refused` for others."""
    if not can_read_notes(by, interview):
        raise Refused(_("What was noted here is read by those alone whom the guide names as its readers."))


def can_read_again(by: Viewer, interview: Interview) -> bool:
    """Whoever reads the notes and did not hold the interview: a second reader is a second person."""
    held_it = by.person_id is not None and interview.interviewer_id == by.person_id
    return not held_it and can_read_notes(by, interview)


def check_can_read_again(by: Viewer, interview: Interview) -> None:
    """Raises `Refused` for others."""
    if not can_read_again(by, interview):
        raise Refused(_("The second reader is somebody else than whoever held the interview."))


@lets_record_consent
def voices_interviewed_by(by: Viewer) -> Q:
    """Whoever holds an interview notes what the person agreed to."""
    if by.person_id is None:
        return Q(pk__in=[])
    return Q(interview__interviewer=by.person_id)
