"""What waits for somebody in the programmes they run: sessions, attendance, resources, commitments, deadlines.

Each function asks one query, for those who can do something about it: leads of the edition, coaches of the team.
Sessions are also shown to the teams that they are for. The first page and the summary by e-mail show all of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
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


def _first(rows: QuerySet[Any]) -> list[Any]:
    """The first rows, each with `n_all`, how many there are."""
    return list(rows.annotate(n_all=Window(Count("pk")))[:MOST])


def _others(rows: list[Any], kind: Any, *, url: str, is_late: bool) -> Iterator[Need]:
    """The line that says how many more there are."""
    n = rows[0].n_all - len(rows) if rows else 0
    if n:
        words = ngettext("{n} more: {kind}", "{n} more: {kind}", n).format(n=n, kind=kind)
        yield Need(words, url, None, kind, is_late=is_late)


@needs
def sessions_due(viewer: Viewer, on: date) -> Iterable[Need]:
    """Sessions of today and the week to come."""
    if not viewer.has_role(LEAD, COACH, *READS_OWN_TEAM):
        return
    mine = _held_by(viewer) | Q(edition__in=viewer.editions_as(*READS_OWN_TEAM))
    rows = _first(
        Activity.objects.visible_to(viewer)
        .filter(mine, state="planned")
        .between(_start_of(on), _start_of(on + AHEAD))
        .select_related("edition__programme", "team__organisation")
        .order_by("starts_at", "pk")
    )
    for row in rows:
        whom = row.team.organisation if row.team else row.edition
        label = _("{title}, {whom}").format(title=row.title, whom=whom)
        yield Need(label, row.get_absolute_url(), timezone.localdate(row.starts_at), SESSIONS)
    yield from _others(rows, SESSIONS, url=reverse("programmes"), is_late=False)


@needs
def attendance_missing(viewer: Viewer, on: date) -> Iterable[Need]:
    """Sessions that are over and of which nobody has said who came."""
    if not viewer.has_role(LEAD, COACH):
        return
    rows = _first(
        Activity.objects.visible_to(viewer)
        .filter(_held_by(viewer), ~Exists(Attendance.objects.filter(activity=OuterRef("pk"))))
        .exclude(state="cancelled")
        .exclude(kind="milestone")
        .between(_start_of(on - LOOK_BACK), _start_of(on))
        .select_related("edition__programme", "team__organisation")
        .order_by("-starts_at", "-pk")
    )
    for row in rows:
        whom = row.team.organisation if row.team else row.edition
        label = _("Who came to {title}, {whom}?").format(title=row.title, whom=whom)
        day = timezone.localdate(row.starts_at)
        yield Need(label, reverse("activity-attendance", args=[row.pk]), day, ATTENDANCE, is_late=True)
    yield from _others(rows, ATTENDANCE, url=reverse("programmes"), is_late=True)


@needs
def commitments_overdue(viewer: Viewer, on: date) -> Iterable[Need]:
    """Commitments that are still open after the day they were promised for."""
    if not viewer.has_role(LEAD, COACH):
        return
    rows = _first(
        Artefact.objects.visible_to(viewer)
        .filter(_run_by(viewer), kind="commitment", status__in=OPEN_COMMITMENT)
        .annotate(due=Cast(KT("details__due_on"), TextField()))
        .filter(due__gt="", due__lt=on.isoformat())
        .select_related("team__organisation")
        .order_by("due", "pk")
    )
    for row in rows:
        who = f"{row.team.organisation}: " if row.team else ""
        label = f"{who}{row.title} ({row.status_name})"
        yield Need(label, row.get_absolute_url(), _day(row.due), COMMITMENTS, is_late=True)
    yield from _others(rows, COMMITMENTS, url=reverse("commitments"), is_late=True)


@needs
def deadlines_due(viewer: Viewer, on: date) -> Iterable[Need]:
    """Deadlines of the next two weeks and those that were missed: of whoever leads the edition or owns them."""
    if not viewer.roles and not viewer.is_operator:
        return
    mine = Q(edition__in=viewer.editions_as(LEAD))
    if viewer.person_id is not None:
        mine |= Q(owner=viewer.person_id)
    if viewer.is_operator:
        mine = Q()
    rows = _first(
        Deadline.objects.visible_to(viewer)
        .filter(mine)
        .open_by(on + DUE_WITHIN)
        .select_related("edition__programme")
        .order_by("due_on", "pk")
    )
    for row in rows:
        label = _("{what}, {edition}").format(what=row.what, edition=row.edition)
        yield Need(label, row.edition.get_absolute_url(), row.due_on, DEADLINES, is_late=row.due_on < on)
    yield from _others(rows, DEADLINES, url=reverse("programmes"), is_late=False)


def _day(text: str) -> date | None:
    """The day that a commitment says; None where somebody wrote something else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@needs
def resources_expiring(viewer: Viewer, on: date) -> Iterable[Need]:
    """Resources that expire within a month, or have."""
    if not viewer.has_role(LEAD, COACH):
        return
    rows = _first(
        Artefact.objects.visible_to(viewer)
        .filter(_run_by(viewer))
        .expiring_by(on + EXPIRES_WITHIN)
        .order_by("expires_on", "pk")
    )
    for row in rows:
        is_late = row.expires_on < on
        words = _("{title} has expired") if is_late else _("{title} expires")
        yield Need(
            words.format(title=row.title), row.get_absolute_url(), row.expires_on, RESOURCES, is_late=is_late
        )
    yield from _others(rows, RESOURCES, url=f"{reverse('artefacts')}?kind=resource", is_late=False)


@needs
def data_to_delete(viewer: Viewer, on: date) -> Iterable[Need]:
    """Editions whose personal data should have gone, and in which somebody is still named."""
    if not viewer.has_role(LEAD):
        return
    mine = Q() if viewer.is_operator else Q(pk__in=viewer.editions_as(LEAD))
    named = Membership.objects.filter(team__edition=OuterRef("pk"), person__contacts__isnull=False)
    rows = Edition.objects.filter(mine, Exists(named), retention_on__lte=on).select_related("programme")
    for row in rows.order_by("retention_on", "pk")[:MOST]:
        url = reverse("edition-forget", args=[row.programme.slug, row.slug])
        yield Need(_("The personal data of {edition} is to be deleted").format(edition=row), url, row.retention_on,
                   RETENTION, is_late=True)  # fmt: skip
