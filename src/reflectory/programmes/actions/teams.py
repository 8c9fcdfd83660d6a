"""Teams come, move from stage to stage, and people join and leave them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.editing import save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Organisation, Person
from reflectory.programmes import stages
from reflectory.programmes.models import Edition, Membership, StageChange, Team
from reflectory.programmes.policies import (
    check_can_move_team,
    check_can_run_edition,
    check_can_work_with_team,
)


@transaction.atomic
def enrol_team(
    *,
    by: Viewer,
    edition: Edition,
    organisation: Organisation,
    stage: str,
    on: date,
    parent: Team | None = None,
    coach: Person | None = None,
    focus: str = "",
    reason: str = "",
) -> Team:
    """A new team in its first stage. Refused where the organisation, or the one it was merged into, has one."""
    check_can_run_edition(by, edition)
    if stage not in stages.FIRST:
        raise Refused(_("A team cannot begin as “{stage}”. It begins as one of: {first}.").format(
            stage=stage_name(stage), first=", ".join(stage_name(key) for key in stages.FIRST)))  # fmt: skip
    stands_for = organisation.merged_into or organisation
    if Team.objects.filter(edition=edition, organisation__in=[organisation, stands_for]).exists():
        raise Refused(_("{organisation} has a team in {edition} already.").format(
            organisation=stands_for, edition=edition))  # fmt: skip
    team = Team.objects.create(
        edition=edition, organisation=stands_for, stage=stage, parent=parent, coach=coach, focus=focus
    )
    StageChange.objects.create(
        team=team, from_stage=None, to_stage=stage, on=on, reason=reason, by_name=by.name
    )
    audit.record(by=by, verb="enrol_team", on=team)
    return team


@transaction.atomic
def move_team(
    *, by: Viewer, team: Team, to: str, on: date, reason: str = "", award: str | None = None
) -> Team:
    """The team in its next stage, with day and reason kept. Only moves of `stages.MOVES` are made."""
    check_can_move_team(by, team)
    team = Team.objects.select_for_update().get(pk=team.pk)
    if to not in stages.MOVES[team.stage]:
        allowed = ", ".join(stage_name(key) for key in stages.MOVES[team.stage])
        raise Refused(
            _("{team} is “{now}” and cannot become “{to}”. From here it can become: {allowed}.").format(
                team=team.organisation,
                now=stage_name(team.stage),
                to=stage_name(to),
                allowed=allowed or _("nothing"),
            )
        )
    last = team.stage_changes.order_by("-on", "-pk").first()
    if last is not None and on < last.on:
        raise Refused(_("The last move of {team} was on {last}; this one cannot be earlier.").format(
            team=team.organisation, last=last.on))  # fmt: skip
    was = audit.snapshot(team)
    StageChange.objects.filter(team=team, until__isnull=True).update(until=on)
    StageChange.objects.create(
        team=team, from_stage=team.stage, to_stage=to, on=on, reason=reason, by_name=by.name
    )
    team.stage = to
    if award is not None:
        team.award = award
    team.version += 1
    team.save()
    audit.record(by=by, verb="move_team", on=team, was=was)
    return team


@transaction.atomic
def edit_team(*, by: Viewer, team: Team, values: Mapping[str, Any], version: int) -> Team:
    """The team with another coach, focus or award. Raises `Conflict`, see `core.editing`."""
    check_can_work_with_team(by, team)
    return save_edit(by=by, verb="edit_team", row=team, values=values, version=version)


@transaction.atomic
def remove_team(*, by: Viewer, team: Team) -> None:
    """A team that was entered by mistake is taken out; refused once somebody joined it or it did something."""
    check_can_run_edition(by, team.edition)
    held = [
        name
        for name, rows in (
            (_("people"), team.memberships), (_("sessions"), team.activities), (_("artefacts"), team.artefacts),
            (_("engagements"), team.engagements), (_("teams of departments"), team.parts),
        )
        if rows.exists()
    ]  # fmt: skip
    if held:
        raise Refused(_("{team} has {held} and stays. Move it to “withdrew” instead.").format(
            team=team.organisation, held=", ".join(held)))  # fmt: skip
    audit.record_removal(by=by, verb="remove_team", row=team)
    try:
        team.delete()
    except ProtectedError:  # by a room above, which this one does not know: what somebody said, for instance
        raise Refused(
            _("{team} stays, because something is kept with it. Move it to “withdrew” instead.").format(
                team=team.organisation
            )
        ) from None


@transaction.atomic
def add_member(
    *,
    by: Viewer,
    team: Team,
    person: Person,
    role: str,
    joined_on: date,
    department: Organisation | None = None,
    seniority: str = "",
) -> Membership:
    """The person in the team. Refused where they are in it with that role already."""
    check_can_work_with_team(by, team)
    if Membership.objects.filter(team=team, person=person, role=role, left_on__isnull=True).exists():
        raise Refused(_("{person} is in this team with that role already.").format(person=person))
    membership = Membership.objects.create(
        team=team, person=person, role=role, joined_on=joined_on, department=department, seniority=seniority
    )
    audit.record(by=by, verb="add_member", on=membership)
    return membership


@transaction.atomic
def end_membership(*, by: Viewer, membership: Membership, on: date) -> Membership:
    """The person has left; what they did stays."""
    check_can_work_with_team(by, membership.team)
    if on < membership.joined_on:
        raise Refused(_("{person} joined on {joined} and cannot have left before that.").format(
            person=membership.person, joined=membership.joined_on))  # fmt: skip
    was = audit.snapshot(membership)
    membership.left_on = on
    membership.version += 1
    membership.save()
    audit.record(by=by, verb="end_membership", on=membership, was=was)
    return membership


def stage_name(key: str) -> str:
    """The stage as people read it."""
    return str(dict(stages.STAGES).get(key, key))
