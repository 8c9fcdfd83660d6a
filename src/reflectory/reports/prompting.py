"""Where the advice of the last report is put before people: a panel on an edition's pages, and what waits for leads.

Registers itself with `core.panels` and `core.navigation` when it is imported. What bears on what is in `advising`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reflectory.accounts.roles import COACH, LEAD, READS_EDITION
from reflectory.core.navigation import Need, needs
from reflectory.core.panels import Panel, panel
from reflectory.core.visibility import Viewer
from reflectory.programmes.models import Edition
from reflectory.reports.advising import (
    advice_for,
    bears_on,
    by_moment,
    last_report_for,
    live_reports,
    released,
)
from reflectory.reports.models import Use
from reflectory.reports.policies import can_decide_use

AHEAD = timedelta(days=60)  # before it begins, in which its plan can still change
BEHIND = timedelta(days=30)  # after it began
ADVICE = gettext_lazy("Advice of the last report")


def reads_advice(viewer: Viewer, edition: Edition) -> bool:
    """Whether somebody sees what an edition makes of the advice: whoever reads it, and its coaches."""
    return viewer.is_operator or edition.pk in viewer.editions_as(*READS_EDITION, COACH)


@panel("edition-before", "edition")
def advice_panel(viewer: Viewer, edition: Edition) -> Panel | None:
    """The last report's advice that bears on the edition, with what has been decided."""
    if not reads_advice(viewer, edition):
        return None
    found = advice_for(edition)
    if not found:
        return None
    n_open = sum(one.use is None for one in found)
    context: dict[str, Any] = {
        "edition": edition, "programme": edition.programme, "moments": by_moment(found), "n": len(found),
        "n_open": n_open, "report": found[0].recommendation.report, "may_decide": can_decide_use(viewer, edition),
    }  # fmt: skip
    return Panel("reports/use_panel.html", context, order=20)


@needs
def undecided(viewer: Viewer, on: date) -> Iterator[Need]:
    """Editions that begin soon or have just begun, with advice that their lead has not decided on. Five queries."""
    if not viewer.has_role(LEAD):
        return
    reports = list(live_reports())
    editions = list(_beginning(viewer, on)) if reports else []
    if not editions:
        return
    asked = {edition.pk: last_report_for(edition, reports) for edition in editions}
    rows = list(released({report for report in asked.values() if report is not None}))
    decided = Counter(
        Use.objects.filter(edition__in=editions, recommendation__in=rows)
        .order_by()
        .values_list("edition", flat=True)
    )
    for edition in editions:
        report = asked[edition.pk]
        mine = [row for row in rows if row.report == report and bears_on(row, edition.programme_id)]
        n = len(mine) - decided[edition.pk]
        if n > 0:
            label = ngettext(
                "{n} piece of advice for {edition} is not decided on",
                "{n} pieces of advice for {edition} are not decided on",
                n,
            ).format(n=n, edition=edition)
            starts_on = edition.actual_starts_on or edition.planned_starts_on
            url = reverse("uses", args=[edition.programme.slug, edition.slug])
            yield Need(label, url, starts_on, ADVICE, is_late=starts_on < on)


def _beginning(viewer: Viewer, on: date) -> QuerySet[Edition]:
    rows: QuerySet[Any] = Edition.objects.annotate(begins=Coalesce("actual_starts_on", "planned_starts_on"))
    rows = rows.filter(begins__gte=on - BEHIND, begins__lte=on + AHEAD)
    if not viewer.is_operator:
        rows = rows.filter(pk__in=viewer.editions_as(LEAD))
    return rows.select_related("programme").order_by("begins", "pk")


def title_of(edition: Edition) -> str:
    """The heading of the page on which an edition decides about the advice."""
    return _("What {edition} makes of the last report’s advice").format(edition=edition)
