"""Sessions are planned, moved, held or cancelled; who was there is marked; residents who were engaged are noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.editing import save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Affiliation, Person
from reflectory.programmes.models import Activity, Attendance, Edition, Engagement, Membership, Team
from reflectory.programmes.policies import (
    can_run_edition,
    check_can_add_artefact,
    check_can_run_activity,
    coaches,
)


@transaction.atomic
def plan_activity(
    *, by: Viewer, edition: Edition, kind: str, title: str, starts_at: datetime, team: Team | None = None,
    **more: Any,
) -> Activity:  # fmt: skip
    """A new session. `more` are further fields of `Activity`, as they are called there."""
    check_can_add_artefact(by, edition, team)
    activity = Activity.objects.create(
        edition=edition,
        kind=kind,
        title=title,
        planned_starts_at=starts_at,
        starts_at=starts_at,
        team=team,
        **more,
    )
    audit.record(by=by, verb="plan_activity", on=activity)
    return activity


@transaction.atomic
def edit_activity(*, by: Viewer, activity: Activity, values: Mapping[str, Any], version: int) -> Activity:
    """The session with new values. When it was first planned for is never changed. Raises `Conflict`."""
    check_can_run_activity(by, activity)
    kept = {name: value for name, value in values.items() if name != "planned_starts_at"}
    return save_edit(by=by, verb="edit_activity", row=activity, values=kept, version=version)


@transaction.atomic
def cancel_activity(*, by: Viewer, activity: Activity, why: str) -> Activity:
    """The session does not take place; the reason is kept. Refused once it was held."""
    check_can_run_activity(by, activity)
    if activity.state == "held":
        raise Refused(_("{title} was held and cannot be cancelled any more.").format(title=activity))
    if not why.strip():
        raise Refused(_("Say why it does not take place: people will ask."))
    return save_edit(
        by=by, verb="cancel_activity", row=activity, values={"state": "cancelled", "why_changed": why},
        version=activity.version,
    )  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """What is said about one person at one session; `was_there` is None where it is unknown again."""

    person_id: int
    was_there: bool | None
    organisation_id: int | None = None


@transaction.atomic
def mark_attendance(*, by: Viewer, activity: Activity, marks: list[Mark]) -> int:
    """Says who was there, all at once, and how many marks changed. The first mark makes the session held.

    Refused for somebody who was in no team of the edition that day, unless the session is open to others: then
    the organisation they came for has to be named, or is that of their post. A coach marks their own teams'
    people. Seniority and role are kept as they were that day.
    """
    check_can_run_activity(by, activity)
    wanted = {mark.person_id: mark for mark in marks}
    members = _members_on_the_day(activity, list(wanted))
    strangers = [pk for pk in wanted if pk not in members]
    if strangers and not activity.is_open:
        names = ", ".join(Person.objects.filter(pk__in=strangers).values_list("name", flat=True))
        raise Refused(_("On {day} these were in no team of {edition}: {names}. Add them to a team first.").format(
            day=activity.day, edition=activity.edition, names=names))  # fmt: skip
    _check_marks_own_people(by, activity, members)
    posts = _posts(strangers)
    before = {row.person_id: row for row in Attendance.objects.filter(activity=activity, person__in=wanted)}
    changes: list[tuple[Any, Any]] = []
    new: list[Attendance] = []
    for pk, mark in wanted.items():
        row = before.get(pk)
        if mark.was_there is None:
            if row is not None:
                audit.record_removal(by=by, verb="mark_attendance", row=row)
                row.delete()
                changes.append((None, None))
            continue
        if row is not None and row.was_there == mark.was_there:
            continue
        if row is None:
            member = members.get(pk)
            row = Attendance(
                activity=activity, person_id=pk, was_there=mark.was_there,
                organisation_id=mark.organisation_id or (member.team.organisation_id if member else posts.get(pk)),
                role=member.role if member else "", seniority=member.seniority if member else "",
            )  # fmt: skip
            new.append(row)
            changes.append((row, None))
        else:
            was = audit.snapshot(row)
            row.was_there = mark.was_there
            row.save()
            changes.append((row, was))
    Attendance.objects.bulk_create(new)
    audit.record_many(
        by=by, verb="mark_attendance", changes=[change for change in changes if change[0] is not None]
    )
    _hold_or_not(by, activity, has_changed=bool(changes))
    return len(changes)


def _hold_or_not(by: Viewer, activity: Activity, *, has_changed: bool) -> None:
    """A session of which somebody has said who came was held; one whose marks were all taken back is planned."""
    is_marked = Attendance.objects.filter(activity=activity).exists()
    wanted = {"planned": "held"} if is_marked else {"held": "planned"}
    state = wanted.get(activity.state)
    if has_changed and state is not None:
        save_edit(
            by=by,
            verb="hold_activity" if is_marked else "take_back_activity",
            row=activity,
            values={"state": state},
            version=activity.version,
        )


def _members_on_the_day(activity: Activity, people: list[int]) -> dict[int, Membership]:
    day = activity.day
    found = Membership.objects.filter(person__in=people, team__edition=activity.edition_id).on_day(day)
    if activity.team_id is not None:
        found = found.filter(Q(team=activity.team_id) | Q(team__parent=activity.team_id))
    return {member.person_id: member for member in found.select_related("team").order_by("-pk")}


def _check_marks_own_people(by: Viewer, activity: Activity, members: Mapping[int, Membership]) -> None:
    if can_run_edition(by, activity.edition) or activity.team_id is not None:
        return
    others = {member.team for member in members.values() if not coaches(by, member.team)}
    if others:
        raise Refused(_("You can mark people of the teams you coach. Not among them: {teams}.").format(
            teams=", ".join(sorted(str(team.organisation) for team in others))))  # fmt: skip


def _posts(people: list[int]) -> dict[int, int]:
    """The organisation of each person's current post, where they have one."""
    found = Affiliation.objects.filter(person__in=people, ended_on__isnull=True)
    return {post.person_id: post.organisation_id for post in found.order_by("pk")}


@transaction.atomic
def note_engagement(*, by: Viewer, edition: Edition, team: Team | None, **values: Any) -> Engagement:
    """Residents who were engaged. `values` are fields of `Engagement`."""
    check_can_add_artefact(by, edition, team)
    engagement = Engagement.objects.create(edition=edition, team=team, **values)
    audit.record(by=by, verb="note_engagement", on=engagement)
    return engagement
