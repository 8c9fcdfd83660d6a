"""The way from a session to its after-action review, what was left from the last one, and what is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reflectory.accounts.roles import COACH, LEAD
from reflectory.core.navigation import Need, needs
from reflectory.core.panels import Panel, panel
from reflectory.core.visibility import Viewer
from reflectory.listening.after_action import left_from_before
from reflectory.listening.models.after_action import AfterActionReview, ReviewAction
from reflectory.listening.policies.after_action import can_take_part_in_review
from reflectory.programmes.models import Activity
from reflectory.programmes.policies import can_run_activity

SOON = timedelta(days=7)
MOST = 6
HEADING = gettext_lazy("From after-action reviews")


@panel("activity")
def of_session(viewer: Viewer, activity: Activity) -> Panel | None:
    """What was left from the last session of this kind, and the board."""
    if activity.state == "cancelled" or not can_take_part_in_review(viewer, activity):
        return None
    review = AfterActionReview.objects.visible_to(viewer).filter(activity=activity).first()
    before = left_from_before(activity, viewer)
    may_run = can_run_activity(viewer, activity)
    if review is None and not before and not may_run:
        return None
    return Panel(
        "listening/after_action/panel.html",
        {"activity": activity, "review": review, "before": before, "may_run": may_run}, order=20,
    )  # fmt: skip


@needs
def actions_due(viewer: Viewer, on: date) -> Iterator[Need]:
    """Open actions that are due within a week: one's own, and those of sessions that one leads. One query."""
    if viewer.account_id is None:
        return
    rows = ReviewAction.objects.visible_to(viewer).filter(state="open", due_on__lte=on + SOON)
    if not viewer.has_role(LEAD, COACH):
        rows = rows.filter(owner=viewer.person_id or 0)
    for action in rows.select_related("owner", "review").order_by("due_on", "pk")[:MOST]:
        label = _("{what} ({who})").format(what=action.what, who=action.owner.name)
        yield Need(
            label, action.review.get_absolute_url(), action.due_on, HEADING, is_late=action.due_on < on
        )
