"""Teams, their stages and their people: what each action leaves behind, and what it refuses."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from reflectory.core.audit import history
from reflectory.core.editing import Conflict
from reflectory.core.models import AuditEvent
from reflectory.core.refusal import Refused
from reflectory.directory.actions.merging import merge_organisations
from reflectory.programmes import stages
from reflectory.programmes.actions.teams import (
    add_member,
    edit_team,
    end_membership,
    enrol_team,
    move_team,
    remove_team,
)
from reflectory.programmes.models import Membership, StageChange, Team
from tests import portfolio as a

pytestmark = pytest.mark.django_db
DAY = date(2021, 2, 1)


def last_event(row):
    """Who did what to the row last."""
    event = history([row])[0].event
    return event.by_name, event.verb


def test_enrolling_keeps_the_first_stage_with_its_day_and_is_recorded():
    edition, place = a.edition(), a.organisation()
    team = enrol_team(
        by=a.operator(), edition=edition, organisation=place, stage="invited", on=DAY, reason="Asked"
    )
    changes = list(team.stage_changes.values_list("from_stage", "to_stage", "on", "reason", "by_name"))
    assert changes == [(None, "invited", DAY, "Asked", "A test")]
    assert last_event(team) == ("A test", "enrol_team")


@pytest.mark.parametrize("stage", sorted(set(stages.MOVES) - set(stages.FIRST)))
def test_a_team_does_not_begin_in_a_later_stage(stage):
    with pytest.raises(Refused, match="It begins as one of: invited, applied, selected, active"):
        enrol_team(by=a.operator(), edition=a.edition(), organisation=a.organisation(), stage=stage, on=DAY)


def test_a_place_has_one_team_in_an_edition_even_after_it_was_merged():
    edition, kept, gone = a.edition(), a.organisation("Kept"), a.organisation("Gone")
    a.team(edition, kept)
    merge_organisations(by=a.operator(), kept=kept, gone=gone)
    gone.refresh_from_db()
    with pytest.raises(Refused, match=f"Kept has a team in {edition} already"):
        enrol_team(by=a.operator(), edition=edition, organisation=gone, stage="invited", on=DAY)


def test_the_database_keeps_one_team_per_place_and_edition():
    team = a.team()
    with pytest.raises(IntegrityError), transaction.atomic():
        Team.objects.create(edition=team.edition, organisation=team.organisation, stage="invited")


@pytest.mark.parametrize(
    "role", ["coach", "panel_chair", "analyst", "editor", "judge", "team_lead", "funder"]
)
def test_only_leads_enrol_and_remove(role):
    edition, team = a.edition(), a.team()
    by = a.viewer_with(role, on=edition)
    with pytest.raises(Refused):
        enrol_team(by=by, edition=edition, organisation=a.organisation(), stage="invited", on=DAY)
    with pytest.raises(Refused):
        remove_team(by=by, team=team)


def test_a_move_is_kept_with_day_reason_and_award():
    team = a.team(stage="applied")
    moved = move_team(
        by=a.operator(), team=team, to="selected", on=date(2021, 2, 2), reason="Clear", award="winner"
    )
    assert (moved.stage, moved.award, moved.version) == ("selected", "winner", 2)
    change = moved.stage_changes.last()
    assert (change.from_stage, change.to_stage, change.reason) == ("applied", "selected", "Clear")
    assert last_event(moved) == ("A test", "move_team")


def test_a_move_without_an_award_leaves_the_award_as_it_is():
    team = a.team(stage="applied")
    move_team(by=a.operator(), team=team, to="selected", on=DAY, award="finalist")
    assert move_team(by=a.operator(), team=team, to="active", on=DAY).award == "finalist"


def test_a_refused_move_leaves_nothing_behind():
    team = a.team(stage="applied")
    n = AuditEvent.objects.count()
    with pytest.raises(Refused) as refused:
        move_team(by=a.operator(), team=team, to="alumni", on=DAY)
    assert str(refused.value) == (
        f"{team.organisation} is “applied” and cannot become “alumni”. "
        "From here it can become: selected, waitlisted, declined, withdrew."
    )
    team.refresh_from_db()
    assert (team.stage, StageChange.objects.filter(team=team).count(), AuditEvent.objects.count()) == (
        "applied",
        1,
        n,
    )


def test_a_move_is_not_earlier_than_the_last():
    team = a.team(stage="applied")
    with pytest.raises(Refused, match="cannot be earlier"):
        move_team(by=a.operator(), team=team, to="selected", on=date(2021, 1, 31))


@pytest.mark.parametrize(
    ("role", "may"), [("programme_lead", True), ("panel_chair", True), ("coach", False), ("analyst", False)]
)
def test_leads_and_chairs_move_teams(role, may):
    who, edition = a.person(), a.edition()
    team = a.team(edition, stage="applied", coach=who)
    by = a.viewer_with(role, on=edition, who=who)
    with suppress(Refused):
        move_team(by=by, team=team, to="selected", on=DAY)
    team.refresh_from_db()
    assert (team.stage == "selected") is may


def test_a_coach_edits_their_team_and_no_other():
    who, edition = a.person(), a.edition()
    own, other = a.team(edition, coach=who), a.team(edition)
    by = a.viewer_with("coach", on=edition, who=who)
    assert edit_team(by=by, team=own, values={"focus": "Kerbs"}, version=1).focus == "Kerbs"
    with pytest.raises(
        Refused, match=f"Only the lead of the programme and the coach of {other.organisation}"
    ):
        edit_team(by=by, team=other, values={"focus": "Kerbs"}, version=1)


def test_a_coach_works_with_the_departments_of_their_team():
    who, edition = a.person(), a.edition()
    part = a.team(edition, parent=a.team(edition, coach=who))
    by = a.viewer_with("coach", on=edition, who=who)
    assert edit_team(by=by, team=part, values={"focus": "Ramps"}, version=1).focus == "Ramps"


def test_an_edit_over_a_newer_version_is_shown_not_made():
    team = a.team()
    edit_team(by=a.operator(), team=team, values={"focus": "first"}, version=1)
    with pytest.raises(Conflict) as conflict:
        edit_team(by=a.operator(), team=team, values={"focus": "second"}, version=1)
    assert conflict.value.current.focus == "first"


def test_removing_a_team_leaves_its_history():
    team = a.team()
    pk = team.pk
    remove_team(by=a.operator(), team=team)
    assert Team.objects.count() == 0
    assert AuditEvent.objects.filter(kind="programmes.team", object_id=pk, verb="remove_team").count() == 1


def test_a_team_that_did_something_is_not_removed_and_is_told_why():
    team = a.team()
    a.member(team)
    a.activity(team.edition, team=team)
    a.artefact(team)
    with pytest.raises(Refused, match="has people, sessions, artefacts and stays"):
        remove_team(by=a.operator(), team=team)


def test_somebody_joins_once_with_a_role_and_again_after_leaving():
    team, who = a.team(), a.person()
    member = add_member(by=a.operator(), team=team, person=who, role="mayor", joined_on=DAY)
    with pytest.raises(Refused, match=f"{who} is in this team with that role already"):
        add_member(by=a.operator(), team=team, person=who, role="mayor", joined_on=DAY)
    end_membership(by=a.operator(), membership=member, on=date(2021, 3, 1))
    add_member(by=a.operator(), team=team, person=who, role="mayor", joined_on=date(2021, 4, 1))
    assert Membership.objects.filter(team=team, person=who).count() == 2
    assert last_event(member) == ("A test", "end_membership")


def test_nobody_leaves_before_they_joined():
    member = a.member(a.team())
    with pytest.raises(Refused, match=f"{member.person} joined on 2021-02-01"):
        end_membership(by=a.operator(), membership=member, on=date(2021, 1, 1))


def test_a_membership_holds_on_its_first_and_last_day():
    member = a.member(a.team())
    end_membership(by=a.operator(), membership=member, on=date(2021, 3, 1))
    days = (date(2021, 1, 31), DAY, date(2021, 3, 1), date(2021, 3, 2))
    assert [Membership.objects.on_day(day).exists() for day in days] == [False, True, True, False]
