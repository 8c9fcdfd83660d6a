"""Who takes part in an after-action review, and who leads it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.programmes.models import Activity
from reflectory.programmes.policies import can_run_activity
from reflectory.programmes.visibility import closed_notes


def can_take_part_in_review(by: Viewer, activity: Activity) -> bool:
    """Whoever sees the session and may read its notes."""
    rows = Activity.objects.visible_to(by).filter(pk=activity.pk)
    return rows.exclude(closed_notes(by)).exists()


def check_can_take_part_in_review(by: Viewer, activity: Activity) -> None:
    """Raises `Refused` for others."""
    if not can_take_part_in_review(by, activity):
        raise Refused(_("What was said in this session stays with those who were in it."))


def check_can_lead_review(by: Viewer, activity: Activity) -> None:
    """Raises `Refused` for those who do not run the session."""
    if not can_run_activity(by, activity):
        raise Refused(_("A review is begun and closed by those who run the session."))
