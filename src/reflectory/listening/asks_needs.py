"""Which asks wait for somebody: those that close soon with few answers, and those of the plan that are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reflectory.accounts.roles import LEAD
from reflectory.core.navigation import Need, needs
from reflectory.core.visibility import Viewer
from reflectory.listening.asks_shown import Foreseen, foreseen, line_of, with_counts
from reflectory.listening.models import Ask
from reflectory.programmes.models import Edition

CLOSE_WITHIN = timedelta(days=3)
DUE_WITHIN = timedelta(days=7)
FORGOTTEN_AFTER = timedelta(days=30)  # what was not asked for a month will not be asked any more
FEW = 50  # of a hundred who were asked
MOST = 6
HEADING = gettext_lazy("Asks")


@needs
def asks_that_wait(viewer: Viewer, on: date) -> Iterator[Need]:
    """For those who run the editions. Two queries, and none for others."""
    if not viewer.has_role(LEAD):
        return
    for line in closing_soon(viewer, on):
        label = _("{ask}, {edition}: {words}, and it closes").format(
            ask=line.ask.title, edition=line.ask.edition, words=line.words
        )
        closes_on = timezone.localdate(line.ask.closes_at)
        yield Need(label, line.ask.get_absolute_url(), closes_on, HEADING, is_late=True)
    due = plans_due(viewer, on)
    for one in due[:MOST]:
        label = _("{ask}, {edition}: not laid out yet").format(
            ask=one.planned.name, edition=one.planned.edition
        )
        url = f"{reverse('ask-new')}?planned={one.planned.pk}"
        yield Need(label, url, one.planned.on, HEADING, is_late=one.planned.on < on)
    if n := len(due) - MOST if len(due) > MOST else 0:
        words = ngettext("{n} more planned ask", "{n} more planned asks", n).format(n=n)
        yield Need(words, reverse("ask-new"), None, HEADING, n=n)


def closing_soon(viewer: Viewer, on: date) -> list[Any]:
    """Open asks that close within three days and were answered by fewer than half of those who were asked."""
    now = timezone.now()
    mine = Q() if viewer.is_operator else Q(edition__in=viewer.editions_as(LEAD))
    rows = with_counts(Ask.objects.visible_to(viewer).filter(mine).open_at(now)).filter(
        closes_at__date__lte=on + CLOSE_WITHIN, audience="invited"
    )
    lines = [line_of(row, now) for row in rows.order_by("closes_at", "pk")]
    return [line for line in lines if line.share is not None and line.share < FEW][:MOST]


def plans_due(viewer: Viewer, on: date) -> list[Foreseen]:
    """What the plans foresee within a week or foresaw in the last month, and nobody has laid out."""
    run = Edition.objects.visible_to(viewer)
    if not viewer.is_operator:
        run = run.filter(pk__in=viewer.editions_as(LEAD))
    found = foreseen(run.values("pk"), since=on - FORGOTTEN_AFTER, until=on + DUE_WITHIN)
    return [one for one in found if one.planned.purpose != "interview_guide"]
