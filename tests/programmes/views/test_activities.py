"""The pages of sessions: planning and changing them, and attendance, which nobody may lose or mark for others."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from reflectory.core.models import AuditEvent
from reflectory.directory.actions.people import add_post
from reflectory.directory.models import Person
from reflectory.programmes.models import Activity, Attendance
from tests import portfolio as a

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return a.edition()


@pytest.fixture
def team(edition):
    return a.team(edition)


@pytest.fixture
def coach(edition):
    who = a.person("Coretta Vance")
    a.account_with("coach", on=edition, who=who)
    return who


@pytest.fixture
def lead(client, edition):
    """A browser in which the lead of the edition is signed in."""
    client.force_login(a.account_with("programme_lead", on=edition))
    return client


def text(response):
    return response.content.decode()


def address(name, activity):
    return reverse(name, args=[activity.pk])


def planning(edition):
    return reverse("activity-new", args=[edition.programme.slug, edition.slug])


def marks(activity):
    return dict(Attendance.objects.filter(activity=activity).values_list("person__name", "was_there"))


def said(**people):
    """An attendance list as a browser sends it, everybody unknown before: `said(p7="here")`."""
    return {**people, **{f"was-{name}": "unknown" for name in people}}


NEW = {
    "title": "First workshop", "kind": "workshop", "starts_at": "2021-03-01T10:00", "minutes": "90",
    "confidentiality": "not_attributable",
}  # fmt: skip


def test_a_session_is_planned_once_on_the_clocks_of_its_edition(lead, edition):
    edition.time_zone = "America/Bogota"
    edition.save()
    assert "On the clocks of America/Bogota." in text(lead.get(planning(edition)))
    assert [lead.post(planning(edition), NEW).status_code for _n in range(2)] == [302, 302]
    activity = Activity.objects.get()
    assert activity.starts_at == activity.planned_starts_at == datetime(2021, 3, 1, 15, tzinfo=UTC)
    assert (activity.team, activity.minutes, activity.confidentiality) == (None, 90, "not_attributable")


def test_a_time_that_clocks_skip_is_not_taken(lead, edition):
    edition.time_zone = "Europe/Lisbon"
    edition.save()
    response = lead.post(planning(edition), {**NEW, "starts_at": "2021-03-28T01:30"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["starts_at"])


def test_bad_words_in_a_plan_are_named_field_by_field(lead, edition):
    response = lead.post(
        planning(edition), {**NEW, "title": "", "starts_at": "soon", "minutes": "-1", "kind": "party"}
    )
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"title", "starts_at", "minutes", "kind"}
    assert Activity.objects.count() == 0


def test_a_coach_plans_for_their_own_team_and_for_no_other(client, edition, coach):
    own, other = a.team(edition, coach=coach), a.team(edition)
    client.force_login(coach.account)
    assert [client.post(planning(edition), {**NEW, "team": one.pk}).status_code for one in (own, other)] == [
        302,
        422,
    ]
    assert client.post(planning(edition), NEW).status_code == 422
    assert Activity.objects.get().team == own


def test_an_analyst_is_told_who_plans(client, edition):
    client.force_login(a.account_with("analyst", on=edition))
    assert client.get(planning(edition)).status_code == 403


def test_planning_without_an_edition_asks_for_one_or_goes_on_where_there_is_one(client, edition):
    account = a.account_with("programme_lead", on=edition)
    client.force_login(account)
    response = client.get(reverse("activity-new"))
    assert (response.status_code, response.headers["Location"]) == (302, planning(edition))
    client.force_login(a.account(is_operator=True))
    a.edition()
    assert len(client.get(reverse("activity-new")).context["editions"]) == 2


def test_the_page_says_when_where_and_what_may_be_used(lead, edition):
    activity = a.activity(edition, "A call", where="Room 4", confidentiality="confidential")
    page = text(lead.get(activity.get_absolute_url()))
    assert "Room 4" in page
    assert "Confidential: what is said stays in the room." in page


def test_the_page_names_the_time_in_the_zone_of_the_edition_where_it_differs(lead, edition):
    edition.time_zone = "America/Bogota"
    edition.save()
    page = text(lead.get(a.activity(edition).get_absolute_url()))
    assert "in Bogota)" in page


def test_a_session_of_another_team_is_not_there_for_a_coach(client, edition, coach):
    activity = a.activity(edition, "Planted", team=a.team(edition), notes="planted")
    client.force_login(coach.account)
    for name in ("activity", "activity-edit", "activity-notes", "activity-cancel", "activity-attendance"):
        assert client.get(address(name, activity)).status_code == 404


def test_notes_of_a_confidential_session_are_read_by_those_who_run_it_only(client, edition):
    activity = a.activity(edition, confidentiality="confidential", notes="planted words")
    client.force_login(a.account_with("analyst", on=edition))
    assert "planted" not in text(client.get(activity.get_absolute_url()))
    client.force_login(a.account_with("programme_lead", on=edition))
    assert "planted words" in text(client.get(activity.get_absolute_url()))


def test_an_editor_is_not_told_who_was_there(client, edition, team):
    activity, member = a.activity(edition, team=team), a.member(team, a.person("Planted Name"))
    a.attended(activity, member.person)
    client.force_login(a.account_with("editor", on=edition))
    response = client.get(activity.get_absolute_url())
    assert (response.status_code, "Planted" in text(response)) == (200, False)


def test_a_session_moves_to_another_day_and_keeps_the_day_it_was_planned_for(lead, edition):
    activity = a.activity(edition, "A call")
    form = {**NEW, "kind": "call", "title": "A call", "starts_at": "2021-03-09T10:00", "version": 1}
    refused = lead.post(address("activity-edit", activity), form)
    assert refused.context["form"].errors == {
        "why_changed": ["It moves to another time. Say why: people will ask."]
    }
    assert lead.post(address("activity-edit", activity), {**form, "why_changed": "Snow"}).status_code == 302
    activity.refresh_from_db()
    assert (activity.starts_at.day, activity.planned_starts_at.day, activity.why_changed) == (9, 1, "Snow")
    assert lead.get(activity.get_absolute_url()).context["is_moved"]


def test_two_who_write_notes_are_shown_each_others_words(lead, edition):
    activity = a.activity(edition)
    target = address("activity-notes", activity)
    lead.post(target, {"notes": "the first words", "version": 1})
    response = lead.post(target, {"notes": "the second words", "version": 1})
    activity.refresh_from_db()
    assert (response.status_code, activity.notes) == (409, "the first words")
    assert response.context["conflict"] == [
        {"label": "Notes", "theirs": "the first words", "yours": "the second words"}
    ]
    lead.post(target, {"notes": "both", "version": response.context["version"]})
    activity.refresh_from_db()
    assert activity.notes == "both"


def test_a_session_is_cancelled_with_a_reason_and_nobody_is_marked_then(lead, edition, team):
    activity, member = a.activity(edition), a.member(team)
    target = address("activity-cancel", activity)
    assert lead.post(target, {"why": "  "}).status_code == 422
    assert [lead.post(target, {"why": "The room flooded"}).status_code for _n in range(2)] == [302, 302]
    activity.refresh_from_db()
    assert (activity.state, activity.why_changed) == ("cancelled", "The room flooded")
    lead.post(address("activity-attendance", activity), said(**{f"p{member.person_id}": "here"}))
    assert marks(activity) == {}
    assert "The room flooded" in text(lead.get(activity.get_absolute_url()))


def test_a_session_that_was_held_is_not_cancelled(lead, edition, team):
    activity = a.activity(edition)
    a.attended(activity, a.member(team).person)
    response = lead.post(address("activity-cancel", activity), {"why": "A mistake"})
    assert response.context["form"].non_field_errors() == [
        f"{activity.title} was held and cannot be cancelled any more."
    ]


def test_everybody_in_a_team_that_day_is_listed_and_nobody_else(lead, edition, team):
    activity = a.activity(edition, day=date(2021, 3, 1))
    here = a.member(team)
    a.member(team, joined_on=date(2021, 4, 1))
    a.member(a.team(edition, stage="applied"))
    a.member(a.team())
    page = lead.get(address("activity-attendance", activity)).context["page"]
    assert [row.person_id for row in page] == [here.person_id]


def test_a_session_of_one_team_lists_that_team_and_its_departments(lead, edition, team):
    activity = a.activity(edition, team=team)
    own, part = a.member(team), a.member(a.team(edition, parent=team))
    a.member(a.team(edition))
    page = lead.get(address("activity-attendance", activity)).context["page"]
    assert {row.person_id for row in page} == {own.person_id, part.person_id}


def test_thirty_people_are_marked_with_one_press_and_the_second_press_changes_nothing(lead, edition, team):
    people = [a.member(team).person for _n in range(30)]
    activity = a.activity(edition, team=team)
    sent = said(**{f"p{one.pk}": "unknown" for one in people}) | {
        f"p{people[0].pk}": "away",
        "everybody": "1",
    }
    for _n in range(2):
        assert lead.post(address("activity-attendance", activity), sent).status_code == 302
    assert marks(activity) == {one.name: one is not people[0] for one in people}
    activity.refresh_from_db()
    assert activity.state == "held"
    assert AuditEvent.objects.filter(verb="mark_attendance").count() == 30


def test_undo_puts_the_marks_back_as_they_were_even_after_a_double_press(lead, edition, team):
    one, two = a.member(team).person, a.member(team).person
    activity = a.activity(edition, team=team)
    a.attended(activity, one)
    sent = {
        f"p{one.pk}": "away", f"was-p{one.pk}": "here", f"p{two.pk}": "here", f"was-p{two.pk}": "unknown",
    }  # fmt: skip
    target = address("activity-attendance", activity)
    for _n in range(2):
        lead.post(target, sent)
    assert marks(activity) == {one.name: False, two.name: True}
    assert "Undo what was saved last" in text(lead.get(target))
    for _n in range(2):
        lead.post(target, {"undo": "1"})
    assert marks(activity) == {one.name: True}
    assert "Undo what was saved last" not in text(lead.get(target))


def test_undo_leaves_what_somebody_else_marked_since(lead, edition, team):
    one, two = a.member(team).person, a.member(team).person
    activity = a.activity(edition, team=team)
    target = address("activity-attendance", activity)
    lead.post(target, said(**{f"p{one.pk}": "here", f"p{two.pk}": "here"}))
    Attendance.objects.filter(activity=activity, person=two).update(was_there=False)
    lead.post(target, {"undo": "1"})
    assert marks(activity) == {two.name: False}


def test_two_phones_at_one_session_do_not_undo_each_other(lead, edition, team):
    one, two = a.member(team).person, a.member(team).person
    activity = a.activity(edition, team=team)
    target = address("activity-attendance", activity)
    both = said(**{f"p{one.pk}": "unknown", f"p{two.pk}": "unknown"})
    lead.post(target, both | {f"p{one.pk}": "here"})
    lead.post(target, both | {f"p{two.pk}": "away"})
    assert marks(activity) == {one.name: True, two.name: False}


def test_somebody_outside_the_team_is_refused_by_name(lead, edition, team):
    activity = a.activity(edition, team=team)
    other = a.member(a.team(edition, a.organisation("Elsewhere")), a.person("Tomasz Wren"))
    response = lead.post(address("activity-attendance", activity), said(**{f"p{other.person_id}": "here"}))
    assert response.status_code == 403
    assert f"On 2021-03-01 these were in no team of {edition}: Tomasz Wren." in text(response)
    assert marks(activity) == {}


def test_somebody_who_is_not_seen_is_refused_without_a_name(client, edition, coach):
    own = a.team(edition, coach=coach)
    activity, stranger = a.activity(edition, team=own), a.person("Planted Person")
    client.force_login(coach.account)
    response = client.post(
        address("activity-attendance", activity), said(**{f"p{stranger.pk}": "here", "p999999": "here"})
    )
    assert (response.status_code, "Planted" in text(response)) == (403, False)
    assert "2 people on this list are not known to you. Nothing was saved." in text(response)


def test_a_word_that_says_nothing_is_refused(lead, edition, team):
    activity, member = a.activity(edition, team=team), a.member(team)
    response = lead.post(
        address("activity-attendance", activity), said(**{f"p{member.person_id}": "perhaps"})
    )
    assert (response.status_code, marks(activity)) == (403, {})


def test_a_coach_marks_their_own_people_at_a_session_for_everybody(client, edition, coach, team):
    own = a.member(a.team(edition, coach=coach)).person
    a.member(team, a.person("Planted Other"))
    activity = a.activity(edition)
    client.force_login(coach.account)
    target = address("activity-attendance", activity)
    assert [row.person_id for row in client.get(target).context["page"]] == [own.pk]
    client.post(target, said(**{f"p{own.pk}": "here"}))
    assert marks(activity) == {own.name: True}


def test_a_team_lead_reads_the_session_and_does_not_mark(client, edition, team):
    who = a.person()
    a.member(team, who)
    activity = a.activity(edition, team=team)
    client.force_login(a.account_with("team_lead", on=edition, who=who))
    assert client.get(activity.get_absolute_url()).status_code == 200
    assert (
        client.post(address("activity-attendance", activity), said(**{f"p{who.pk}": "here"})).status_code
        == 403
    )


def test_attendance_is_summed_by_seniority_from_the_top_down(lead, edition, team):
    activity = a.activity(edition, team=team)
    for seniority in ("frontline", "elected", ""):
        a.member(team, seniority=seniority)
    boss = a.member(team, seniority="elected")
    a.attended(activity, boss.person)
    shares = lead.get(activity.get_absolute_url()).context["shares"]
    assert [(one.seniority, one.n_here, one.n_away, one.n_unknown) for one in shares] == [
        ("elected", 1, 0, 1),
        ("front line", 0, 0, 1),
        ("not known", 0, 0, 1),
    ]


def test_a_session_for_leaders_lists_leaders_first(lead, edition, team):
    activity = a.activity(edition, is_for_leaders=True)
    mayor, clerk = a.member(team, seniority="elected"), a.member(team, seniority="frontline")
    target = address("activity-attendance", activity)
    assert [row.person_id for row in lead.get(target).context["page"]] == [mayor.person_id]
    assert {row.person_id for row in lead.get(f"{target}?all=1").context["page"]} == {
        mayor.person_id,
        clerk.person_id,
    }


def test_a_guest_comes_to_an_open_session_for_an_organisation_once(lead, edition):
    activity, place = a.activity(edition, is_open=True), a.organisation("Orchard Bend")
    target = f"{address('activity-guest', activity)}?came_for=orchard+bend"
    sent = {"name": "Aduke Ferrars", "organisation": place.pk}
    assert [lead.post(target, sent).status_code for _n in range(2)] == [302, 302]
    row = Attendance.objects.get()
    assert (row.person.name, row.organisation, row.was_there) == ("Aduke Ferrars", place, True)
    assert Person.objects.filter(name="Aduke Ferrars").count() == 1


def test_a_guest_whose_post_is_known_needs_no_organisation(lead, edition):
    activity, place, who = (
        a.activity(edition, is_open=True),
        a.organisation(),
        a.person("Aduke Ferrars", "a@example.org"),
    )
    add_post(by=a.operator(), person=who, organisation=place)
    target = f"{address('activity-guest', activity)}?q=a%40example.org"
    assert lead.post(target, {"person": who.pk}).status_code == 302
    assert Attendance.objects.get().organisation == place


def test_a_guest_for_nobody_is_not_kept(lead, edition):
    activity = a.activity(edition, is_open=True)
    response = lead.post(address("activity-guest", activity), {"name": "Aduke Ferrars"})
    assert response.context["form"].non_field_errors() == [
        "Say who Aduke Ferrars came for: look for the organisation above."
    ]
    assert Person.objects.filter(name="Aduke Ferrars").count() == 0


def test_a_session_that_is_not_open_takes_no_guest(lead, edition):
    response = lead.get(address("activity-guest", a.activity(edition, "A call")))
    assert (response.status_code, "“A call” is not open to others." in text(response)) == (403, True)


@pytest.mark.parametrize("n", [1, 3])
def test_pages_of_a_session_ask_the_same_number_of_questions_for_one_person_and_for_three(
    lead, edition, team, n, django_assert_num_queries
):
    activity = a.activity(edition, is_open=True)
    for _n in range(n):
        a.attended(activity, a.member(a.team(edition)).person)
        guest = a.person()
        add_post(by=a.operator(), person=guest, organisation=a.organisation())
        a.attended(activity, guest)
        a.member(team)
    with django_assert_num_queries(11):
        lead.get(activity.get_absolute_url())
    with django_assert_num_queries(7):
        lead.get(address("activity-attendance", activity))


def test_the_attendance_list_leaves_as_csv(lead, edition, team):
    activity = a.activity(edition, team=team)
    a.attended(activity, a.member(team, a.person("Ines Caldeira"), seniority="elected").person)
    response = lead.get(f"{address('activity-attendance', activity)}?format=csv")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1] == f"Ines Caldeira,{team.organisation},Core team member,elected,here"
