"""Sessions and attendance: what each action leaves behind, and what it refuses."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reflectory.core.audit import history
from reflectory.core.editing import Conflict
from reflectory.core.models import AuditEvent
from reflectory.core.refusal import Refused
from reflectory.directory.actions.people import add_post
from reflectory.programmes.actions.activities import (
    Mark,
    cancel_activity,
    edit_activity,
    mark_attendance,
    note_engagement,
    plan_activity,
)
from reflectory.programmes.models import Attendance
from tests import portfolio as a

pytestmark = pytest.mark.django_db
AT = datetime(2021, 3, 1, 15, tzinfo=UTC)


def marks(activity):
    return dict(Attendance.objects.filter(activity=activity).values_list("person", "was_there"))


def test_planning_keeps_the_day_and_is_recorded():
    activity = plan_activity(by=a.operator(), edition=a.edition(), kind="call", title="A call", starts_at=AT)
    assert (activity.planned_starts_at, activity.starts_at, activity.state) == (AT, AT, "planned")
    assert history([activity])[0].event.verb == "plan_activity"


def test_moving_a_session_never_changes_when_it_was_planned_for():
    activity = a.activity(a.edition())
    later = datetime(2021, 3, 9, 15, tzinfo=UTC)
    edited = edit_activity(
        by=a.operator(), activity=activity, values={"starts_at": later, "planned_starts_at": later}, version=1
    )
    assert (edited.starts_at, edited.planned_starts_at) == (later, AT)
    with pytest.raises(Conflict):
        edit_activity(by=a.operator(), activity=activity, values={"title": "Other"}, version=1)


def test_a_session_is_cancelled_with_a_reason_only_and_not_once_it_was_held():
    team = a.team()
    activity = a.activity(team.edition)
    with pytest.raises(Refused, match="Say why it does not take place"):
        cancel_activity(by=a.operator(), activity=activity, why=" ")
    assert cancel_activity(by=a.operator(), activity=activity, why="Snow").state == "cancelled"
    held = a.activity(team.edition)
    a.attended(held, a.member(team).person)
    held.refresh_from_db()
    with pytest.raises(Refused, match="was held and cannot be cancelled"):
        cancel_activity(by=a.operator(), activity=held, why="Snow")


def test_marking_keeps_what_somebody_was_that_day_and_makes_the_session_held():
    team = a.team()
    member = a.member(team, role="mayor", seniority="elected")
    activity = a.activity(team.edition)
    assert (
        mark_attendance(by=a.operator(), activity=activity, marks=[Mark(member.person_id, was_there=True)])
        == 1
    )
    row = Attendance.objects.get()
    assert (row.organisation, row.role, row.seniority) == (team.organisation, "mayor", "elected")
    activity.refresh_from_db()
    assert activity.state == "held"
    assert history([row])[0].event.verb == "mark_attendance"


def test_marking_the_same_again_changes_and_records_nothing():
    team = a.team()
    member, activity = a.member(team), a.activity(team.edition)
    said = [Mark(member.person_id, was_there=True)]
    mark_attendance(by=a.operator(), activity=activity, marks=said)
    n = AuditEvent.objects.count()
    activity.refresh_from_db()
    assert mark_attendance(by=a.operator(), activity=activity, marks=said) == 0
    assert AuditEvent.objects.count() == n


def test_people_outside_the_teams_are_refused_by_name_and_nobody_is_marked():
    team = a.team()
    inside, outside = a.member(team), a.person("Tomasz Wren")
    activity = a.activity(team.edition)
    both = [Mark(inside.person_id, was_there=True), Mark(outside.pk, was_there=True)]
    with pytest.raises(Refused, match="Tomasz Wren"):
        mark_attendance(by=a.operator(), activity=activity, marks=both)
    assert marks(activity) == {}


@pytest.mark.parametrize(
    ("joined", "left"), [(date(2021, 3, 2), None), (date(2021, 2, 1), date(2021, 2, 28))]
)
def test_somebody_who_was_not_in_the_team_that_day_is_refused(joined, left):
    team = a.team()
    member = a.member(team, joined_on=joined)
    type(member).objects.filter(pk=member.pk).update(left_on=left)
    with pytest.raises(Refused, match=str(member.person)):
        a.attended(a.activity(team.edition), member.person)


def test_at_an_open_session_a_guest_comes_for_the_organisation_that_is_named_or_that_of_their_post():
    edition, named, of_post = a.edition(), a.organisation(), a.organisation()
    activity = a.activity(edition, is_open=True)
    one, two = a.person(), a.person()
    add_post(by=a.operator(), person=two, organisation=of_post)
    mark_attendance(
        by=a.operator(), activity=activity,
        marks=[Mark(one.pk, was_there=True, organisation_id=named.pk), Mark(two.pk, was_there=True)],
    )  # fmt: skip
    found = dict(Attendance.objects.values_list("person", "organisation"))
    assert found == {one.pk: named.pk, two.pk: of_post.pk}


def test_a_coach_does_not_mark_people_of_other_teams():
    who, edition = a.person(), a.edition()
    own, other = a.member(a.team(edition, coach=who)), a.member(a.team(edition, a.organisation("Elsewhere")))
    by = a.viewer_with("coach", on=edition, who=who)
    activity = a.activity(edition)
    assert mark_attendance(by=by, activity=activity, marks=[Mark(own.person_id, was_there=True)]) == 1
    with pytest.raises(Refused, match="Not among them: Elsewhere"):
        mark_attendance(by=by, activity=activity, marks=[Mark(other.person_id, was_there=True)])


@pytest.mark.parametrize("role", ["panel_chair", "analyst", "editor", "judge", "team_lead", "funder"])
def test_others_mark_nobody(role):
    team = a.team()
    member, activity = a.member(team), a.activity(team.edition, team=team)
    by = a.viewer_with(role, on=team.edition, who=member.person)
    with pytest.raises(Refused):
        mark_attendance(by=by, activity=activity, marks=[Mark(member.person_id, was_there=True)])


WORDS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([True, False, None])), max_size=12)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(WORDS, max_size=3))
def test_after_any_marking_each_person_has_the_last_thing_said_about_them_once(rounds):
    team = a.team()
    people = [a.member(team).person for _n in range(4)]
    activity = a.activity(team.edition, team=team)
    expected = {}
    for said in rounds:
        activity.refresh_from_db()
        mark_attendance(
            by=a.operator(), activity=activity, marks=[Mark(people[n].pk, was_there=was) for n, was in said]
        )
        expected |= {people[n].pk: was for n, was in said}
    assert marks(activity) == {pk: was for pk, was in expected.items() if was is not None}


def test_residents_are_noted_as_people_and_as_contacts():
    team = a.team()
    row = note_engagement(
        by=a.operator(), edition=team.edition, team=team, on=date(2021, 3, 1), what="Stalls at the market",
        rung="asked", claimed_by="The team", n_people=40, n_contacts=55,
    )  # fmt: skip
    assert (row.n_people, row.n_contacts) == (40, 55)
    assert history([row])[0].event.verb == "note_engagement"
