"""Where interviews show themselves: what waits for somebody, on the page of an edition, among letters, and by itself.

Registered when the room is ready. Each asks a constant number of queries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reflectory.accounts.roles import LEAD
from reflectory.core.mail import Reading, lets_read_letters
from reflectory.core.navigation import Need, needs
from reflectory.core.panels import Panel, panel
from reflectory.core.tending import register_tend
from reflectory.core.visibility import Viewer, system
from reflectory.listening import interview_states as states
from reflectory.listening.actions.interview_notes import empty_what_was_taken_back
from reflectory.listening.models import Interview, SamplingFrame
from reflectory.listening.policies.interviews import can_plan_interviews
from reflectory.programmes.models import Edition

HEADING = gettext_lazy("Interviews")
SOON = timedelta(days=7)
MOST = 6


@needs
def interviews_that_wait(viewer: Viewer, on: date) -> Iterator[Need]:
    """For whoever holds or reads them: talks of this week, notes to write up, notes to read again. One query."""
    if viewer.person_id is None:
        return
    soon = Q(state=states.SCHEDULED, scheduled_at__date__lte=on + SOON) | Q(state=states.HELD)
    waits = Q(interviewer=viewer.person_id) & soon
    waits |= Q(second_reader=viewer.person_id, state=states.WRITTEN_UP)
    rows = Interview.objects.visible_to(viewer).filter(waits).select_related("person")
    for row in rows.order_by("scheduled_at", "pk")[:MOST]:
        label, day = _waits(row)
        yield Need(label, row.get_absolute_url(), day, HEADING, is_late=day is not None and day < on)


def _waits(row: Interview) -> tuple[str, date | None]:
    if row.state == states.SCHEDULED:
        return _("Talk with {person}").format(person=row.person), timezone.localdate(row.scheduled_at)
    if row.state == states.HELD:
        return _("Write up the talk with {person}").format(person=row.person), timezone.localdate(row.held_at)
    return _("Read the notes of {person} a second time").format(person=row.person), None


@panel("edition")
def of_edition(viewer: Viewer, edition: Edition) -> Panel | None:
    """The series of the edition, with how many of those who are in it were heard. One query."""
    if not can_plan_interviews(viewer, edition):
        return None
    held = Count("interviews", filter=Q(interviews__state__in=states.TALKED))
    rows = SamplingFrame.objects.filter(edition=edition).annotate(n_all=Count("interviews"), n_held=held)
    found = list(rows.order_by("pk")[:MOST])
    return Panel("listening/interviews/panel.html", {"frames": found}, order=45) if found else None


def empty_taken_back() -> Iterator[str]:
    """Deletes what was noted of people who took back, on their own page or elsewhere, that it may be read."""
    n = empty_what_was_taken_back(
        by=system("What people took back"), at=timezone.now(), on=timezone.localdate()
    )
    if n:
        yield ngettext(
            "The notes of {n} interview were deleted.", "The notes of {n} interviews were deleted.", n
        ).format(n=n)


def _led(viewer: Viewer) -> list[int]:
    rows = Interview.objects.visible_to(viewer).filter(frame__edition__in=viewer.editions_as(LEAD))
    return list(rows.values_list("pk", flat=True))


register_tend(
    "interview-notes",
    empty_taken_back,
    label=gettext_lazy("Deleting what was taken back"),
    url_name="interviews",
)
lets_read_letters("listening.interview", Reading(_led, re.compile(r"(?!)")))
