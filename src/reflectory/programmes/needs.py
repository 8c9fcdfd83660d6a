"""What waits for somebody in the programmes they run: sessions, attendance, resources, commitments, deadlines.

Each sort asks one query, for those who can do something about it: leads of the edition, coaches of the team.
Sessions are also shown to the teams that they are for. The first page and the summary by e-mail show the first of
each; `views.waiting` shows all of one sort, from the same query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, TextField, Window
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reflectory.accounts.roles import COACH, LEAD, READS_OWN_TEAM
from reflectory.core.navigation import Need, needs
from reflectory.core.visibility import Viewer
from reflectory.programmes.models import Activity, Artefact, Attendance, Deadline, Edition, Membership, Team
from reflectory.programmes.visibility import coached_by

MOST = 6  # of one heading; the rest are counted in one line
AHEAD = timedelta(days=7)
EXPIRES_WITHIN = timedelta(days=30)
DUE_WITHIN = timedelta(days=14)
# Attendance that nobody wrote down for a season will not be written down any more.
LOOK_BACK = timedelta(days=90)
OPEN_COMMITMENT = ("proposed", "buy_in", "approved")

SESSIONS = gettext_lazy("Sessions")
ATTENDANCE = gettext_lazy("Attendance missing")
RESOURCES = gettext_lazy("Resources that expire")
COMMITMENTS = gettext_lazy("Commitments past their day")
DEADLINES = gettext_lazy("Deadlines")
RETENTION = gettext_lazy("Personal data")


def _run_by(viewer: Viewer) -> Q:
    """Of what belongs to an edition and perhaps a team: what the viewer runs."""
    if viewer.is_operator:
        return Q()
    teams = Team.objects.filter(coached_by(viewer))
    return (
        Q(edition__in=viewer.editions_as(LEAD))
        | Q(team__in=teams.values("pk"))
        | Q(team__parent__in=teams.values("pk"))
    )


def _held_by(viewer: Viewer) -> Q:
    """Of sessions: what the viewer runs; coaches also hold what is for everybody in their edition."""
    return _run_by(viewer) | Q(team__isnull=True, edition__in=viewer.editions_as(COACH))


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True)
class Sort:
    """One sort of things that wait: for whom, which rows, and what each says."""

    key: str
    heading: Any
    is_for: Callable[[Viewer], bool]
    rows: Callable[[Viewer, date], QuerySet[Any]]
    need: Callable[[Any, date], Need]


def _whom(row: Activity) -> Any:
    return row.team.organisation if row.team else row.edition


def _sessions(viewer: Viewer, on: date) -> QuerySet[Activity]:
    """Sessions of today and the week to come."""
    mine = _held_by(viewer) | Q(edition__in=viewer.editions_as(*READS_OWN_TEAM))
    return (
        Activity.objects.visible_to(viewer)
        .filter(mine, state="planned")
        .between(_start_of(on), _start_of(on + AHEAD))
        .select_related("edition__programme", "team__organisation")
        .order_by("starts_at", "pk")
    )


def _session(row: Activity, _on: date) -> Need:
    label = _("{title}, {whom}").format(title=row.title, whom=_whom(row))
    return Need(label, row.get_absolute_url(), timezone.localdate(row.starts_at), SESSIONS)


def _unmarked(viewer: Viewer, on: date) -> QuerySet[Activity]:
    """Sessions that are over and of which nobody has said who came."""
    return (
        Activity.objects.visible_to(viewer)
        .filter(_held_by(viewer), ~Exists(Attendance.objects.filter(activity=OuterRef("pk"))))
        .exclude(state="cancelled")
        .exclude(kind="milestone")
        .between(_start_of(on - LOOK_BACK), _start_of(on))
        .select_related("edition__programme", "team__organisation")
        .order_by("-starts_at", "-pk")
    )


def _who_came(row: Activity, _on: date) -> Need:
    label = _("Who came to {title}, {whom}?").format(title=row.title, whom=_whom(row))
    day = timezone.localdate(row.starts_at)
    return Need(label, reverse("activity-attendance", args=[row.pk]), day, ATTENDANCE, is_late=True)


def _promises(viewer: Viewer, on: date) -> QuerySet[Artefact]:
    """Commitments that are still open after the day they were promised for."""
    return (
        Artefact.objects.visible_to(viewer)
        .filter(_run_by(viewer), kind="commitment", status__in=OPEN_COMMITMENT)
        .annotate(due=Cast(KT("details__due_on"), TextField()))
        .filter(due__gt="", due__lt=on.isoformat())
        .select_related("team__organisation")
        .order_by("due", "pk")
    )


def _promise(row: Any, _on: date) -> Need:
    who = f"{row.team.organisation}: " if row.team else ""
    label = f"{who}{row.title} ({row.status_name})"
    return Need(label, row.get_absolute_url(), _day(row.due), COMMITMENTS, is_late=True)


def _deadlines(viewer: Viewer, on: date) -> QuerySet[Deadline]:
    """Deadlines of the next two weeks and those that were missed: of whoever leads the edition or owns them."""
    mine = Q(edition__in=viewer.editions_as(LEAD))
    if viewer.person_id is not None:
        mine |= Q(owner=viewer.person_id)
    if viewer.is_operator:
        mine = Q()
    return (
        Deadline.objects.visible_to(viewer)
        .filter(mine)
        .open_by(on + DUE_WITHIN)
        .select_related("edition__programme")
        .order_by("due_on", "pk")
    )


def _deadline(row: Deadline, on: date) -> Need:
    label = _("{what}, {edition}").format(what=row.what, edition=row.edition)
    where = reverse("edition-deadlines", args=[row.edition.programme.slug, row.edition.slug])
    return Need(label, where, row.due_on, DEADLINES, is_late=row.due_on < on)


def _day(text: str) -> date | None:
    """The day that a commitment says; None where somebody wrote something else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _expiring(viewer: Viewer, on: date) -> QuerySet[Artefact]:
    """Resources that expire within a month, or have."""
    return (
        Artefact.objects.visible_to(viewer)
        .filter(_run_by(viewer))
        .expiring_by(on + EXPIRES_WITHIN)
        .order_by("expires_on", "pk")
    )


def _resource(row: Any, on: date) -> Need:
    is_late = row.expires_on < on
    words = _("{title} has expired") if is_late else _("{title} expires")
    return Need(
        words.format(title=row.title), row.get_absolute_url(), row.expires_on, RESOURCES, is_late=is_late
    )


def _to_delete(viewer: Viewer, on: date) -> QuerySet[Edition]:
    """Editions whose personal data should have gone, and in which somebody is still named."""
    mine = Q() if viewer.is_operator else Q(pk__in=viewer.editions_as(LEAD))
    named = Membership.objects.filter(team__edition=OuterRef("pk"), person__contacts__isnull=False)
    rows = Edition.objects.filter(mine, Exists(named), retention_on__lte=on).select_related("programme")
    return rows.order_by("retention_on", "pk")


def _edition_to_forget(row: Edition, _on: date) -> Need:
    url = reverse("edition-forget", args=[row.programme.slug, row.slug])
    label = _("The personal data of {edition} is to be deleted").format(edition=row)
    return Need(label, url, row.retention_on, RETENTION, is_late=True)


def _runs_or_coaches(viewer: Viewer) -> bool:
    return viewer.has_role(LEAD, COACH)


SORTS = {
    sort.key: sort
    for sort in (
        Sort("sessions", SESSIONS, lambda viewer: viewer.has_role(LEAD, COACH, *READS_OWN_TEAM), _sessions, _session),
        Sort("attendance", ATTENDANCE, _runs_or_coaches, _unmarked, _who_came),
        Sort("commitments", COMMITMENTS, _runs_or_coaches, _promises, _promise),
        Sort("deadlines", DEADLINES, lambda viewer: bool(viewer.roles) or viewer.is_operator, _deadlines, _deadline),
        Sort("resources", RESOURCES, _runs_or_coaches, _expiring, _resource),
        Sort("personal-data", RETENTION, lambda viewer: viewer.has_role(LEAD), _to_delete, _edition_to_forget),
    )
}  # fmt: skip


def first_of(sort: Sort, viewer: Viewer, on: date) -> Iterator[Need]:
    """The first few of a sort, and one line that says how many more there are and leads to them."""
    if not sort.is_for(viewer):
        return
    rows = list(sort.rows(viewer, on).annotate(n_all=Window(Count("pk")))[:MOST])
    found = [sort.need(row, on) for row in rows]
    yield from found
    n = rows[0].n_all - len(rows) if rows else 0
    if n:
        words = ngettext("{n} more: {kind}", "{n} more: {kind}", n).format(n=n, kind=sort.heading)
        is_late = found[-1].is_late
        yield Need(words, reverse("waiting", args=[sort.key]), None, sort.heading, is_late=is_late, n=n)


for _sort in SORTS.values():
    needs(partial(first_of, _sort))
