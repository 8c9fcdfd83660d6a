"""What the pages of an edition and of a session show about asks: what is open, what is to come, what to lay out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from reflectory.core.panels import Panel, panel
from reflectory.core.visibility import Viewer
from reflectory.listening.asks_shown import CLOSED, foreseen, line_of, with_counts
from reflectory.listening.models import Ask
from reflectory.listening.policies.asks import can_lay_out_ask
from reflectory.programmes.models import Activity, Edition

MOST = 5
SOON = timedelta(days=14)


@panel("edition")
def of_edition(viewer: Viewer, edition: Edition) -> Panel | None:
    """Asks of the edition that are open or to come, and what its plan foresees within two weeks."""
    now = timezone.now()
    may_ask = can_lay_out_ask(viewer, edition)
    rows = with_counts(Ask.objects.visible_to(viewer).filter(edition=edition, closed_at__isnull=True))
    lines = [line for row in rows.order_by("closes_at", "pk") if (line := line_of(row, now)).state != CLOSED]
    today = timezone.localdate(now)
    soon = foreseen([edition.pk], since=today - SOON, until=today + SOON) if may_ask else []
    if not lines and not may_ask:
        return None
    return Panel("listening/asks/panel.html", {
        "lines": lines[:MOST], "n_more": max(0, len(lines) - MOST), "foreseen": soon, "may_ask": may_ask,
        "edition": edition, "today": today,
    }, order=40)  # fmt: skip


@panel("activity")
def of_session(viewer: Viewer, activity: Activity) -> Panel | None:
    """What was or is asked about the session."""
    now = timezone.now()
    may_ask = can_lay_out_ask(viewer, activity.edition, activity=activity, team=activity.team)
    rows = with_counts(Ask.objects.visible_to(viewer).filter(activity=activity)).order_by("-opens_at", "-pk")
    lines: list[Any] = [line_of(row, now) for row in rows[: MOST + 1]]
    if not lines and (not may_ask or activity.state == "cancelled"):
        return None
    return Panel("listening/asks/panel.html", {
        "lines": lines[:MOST], "n_more": max(0, len(lines) - MOST), "may_ask": may_ask, "activity": activity,
    }, order=40)  # fmt: skip
