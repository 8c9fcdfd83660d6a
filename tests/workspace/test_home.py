"""The first page: what needs whom, what is new to whom, the first hour, and what it never shows."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from reflectory.core.navigation import what_needs
from reflectory.core.visibility import system
from reflectory.programmes.actions.activities import plan_activity
from reflectory.programmes.actions.editions import add_budget_line, add_deadline, write_note
from reflectory.programmes.models import Activity, Programme
from reflectory.workspace.news import what_is_new
from tests import portfolio as a

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installation")]
TODAY = date(2021, 6, 9)


def labels(viewer, on=TODAY):
    return [need.label for need in what_needs(viewer, on)]


def session(edition, title, day, **more):
    at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    return plan_activity(by=a.operator(), edition=edition, kind="session", title=title, starts_at=at, **more)


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_sessions_of_today_and_the_week_wait_for_the_lead_and_later_ones_do_not():
    edition = a.edition()
    for title, days in (("Today", 0), ("In six days", 6), ("In seven days", 7)):
        session(edition, title, TODAY + timedelta(days=days))
    lead = a.viewer_with("programme_lead", on=edition)
    assert labels(lead) == [f"Today, {edition}", f"In six days, {edition}"]


def test_a_session_that_is_over_asks_who_came_until_somebody_says_so():
    team = a.team()
    held = session(team.edition, "Foundry", TODAY - timedelta(days=2))
    session(team.edition, "Long ago", TODAY - timedelta(days=120))
    lead = a.viewer_with("programme_lead", on=team.edition)
    (need,) = what_needs(lead, TODAY)
    assert (need.label, need.is_late, need.on) == (
        f"Who came to Foundry, {team.edition}?", True, TODAY - timedelta(days=2),
    )  # fmt: skip
    a.attended(held, a.member(team).person)
    assert labels(lead) == []


def test_a_coach_is_shown_what_their_teams_need_and_nothing_of_other_teams():
    coach = a.person()
    mine = a.team(coach=coach)
    other = a.team(mine.edition)
    session(mine.edition, "Ours", TODAY, team=mine)
    session(mine.edition, "Planted elsewhere", TODAY, team=other)
    a.artefact(other, kind="resource", title="Planted resource", expires_on=TODAY)
    viewer = a.viewer_with("coach", on=mine.edition, who=coach)
    assert labels(viewer) == [f"Ours, {mine.organisation}"]


def test_resources_commitments_and_deadlines_wait_when_their_day_is_near_or_past():
    team = a.team()
    a.artefact(team, kind="resource", title="Guide", expires_on=TODAY + timedelta(days=30))
    a.artefact(team, kind="resource", title="Map", expires_on=TODAY + timedelta(days=31))
    a.artefact(team, kind="commitment", title="Repair line", details={"due_on": "2021-06-08"})
    a.artefact(team, kind="commitment", title="Due today", details={"due_on": "2021-06-09"})
    a.artefact(team, kind="commitment", title="Without a day")
    add_deadline(by=a.operator(), edition=team.edition, what="Report", due_on=TODAY + timedelta(days=14))
    add_deadline(by=a.operator(), edition=team.edition, what="Audit", due_on=TODAY + timedelta(days=15))
    assert labels(a.viewer_with("programme_lead", on=team.edition)) == [
        f"{team.organisation}: Repair line (proposed)", f"Report, {team.edition}", "Guide expires",
    ]  # fmt: skip


@pytest.mark.parametrize("role", ["analyst", "editor", "judge", "funder", "panel_chair"])
def test_who_cannot_act_on_it_is_asked_for_nothing(role):
    team = a.team()
    session(team.edition, "Planted", TODAY - timedelta(days=2))
    session(team.edition, "Planted too", TODAY)
    add_deadline(by=a.operator(), edition=team.edition, what="Planted deadline", due_on=TODAY)
    assert labels(a.viewer_with(role, on=team.edition)) == []


def test_what_is_too_much_for_a_heading_is_counted():
    edition = a.edition()
    for n in range(8):
        session(edition, f"Session {n:02}", TODAY)
    found = labels(a.viewer_with("programme_lead", on=edition))
    assert len(found) == 7
    assert sum(need.n for need in what_needs(a.viewer_with("programme_lead", on=edition), TODAY)) == 8
    assert found[-2:] == [f"Session 05, {edition}", "2 more: Sessions"]


@pytest.mark.parametrize("n", [1, 3])
def test_the_first_page_asks_a_constant_number_of_queries(client, django_assert_num_queries, n):
    programme = a.programme()
    edition = a.edition(programme, starts_on=timezone.localdate() - timedelta(days=30))
    account = a.account_with("programme_lead", on=programme)
    for number in range(n):
        team = a.team(edition)
        session(edition, f"Soon {number}", timezone.localdate() + timedelta(days=1))
        session(edition, f"Over {number}", timezone.localdate() - timedelta(days=3))
        a.artefact(team, kind="commitment", title=f"Promise {number}", details={"due_on": "2021-01-01"})
        a.artefact(team, kind="resource", title=f"Guide {number}", expires_on=timezone.localdate())
        add_deadline(by=a.operator(), edition=edition, what=f"Deadline {number}", due_on=timezone.localdate())
    client.force_login(account)
    client.get("/")
    with django_assert_num_queries(25):
        assert client.get("/").status_code == 200


def test_somebody_who_is_not_signed_in_is_shown_the_way_in_and_nothing_else(client):
    a.team(organisation_=a.organisation("Planted Harbour"))
    page = client.get("/").content.decode()
    assert '<a class="button is-primary" href="/account/login/">' in page
    assert "Planted" not in page


def test_an_installation_without_programmes_opens_with_its_doors(reader, installation):
    page = reader.get("/")
    assert re.findall(r"<h2>.*?</svg> (.*?)</h2>", page.content.decode()) == [
        "Bring what we have",
        "Hold a session today",
        "Read what people said",
        "Draft the page",
    ]
    assert f"./script/reflectory explore FOLDER --out {installation}/explorations/our-notes" in text_of(page)
    assert page.content.decode().count('type="checkbox"') == 9


@pytest.mark.parametrize(
    ("role", "is_offered"), [("programme_lead", True), ("coach", False), ("analyst", False)]
)
def test_whoever_leads_something_can_hold_a_session_from_the_first_page(client, role, is_offered):
    client.force_login(a.account_with(role, on=a.edition()))
    assert ('href="/sessions/today/"' in client.get("/").content.decode()) is is_offered


def test_choosing_kinds_sets_up_a_programme_of_each(reader):
    answer = reader.post("/start/", {"kinds": ["innovation-track", "listening-series"]})
    assert (answer.status_code, answer["Location"]) == (302, "/programmes/")
    assert sorted(Programme.objects.values_list("kind", "name")) == [
        ("innovation-track", "Innovation Track"),
        ("listening-series", "Inclusive Economies Government Listening Series"),
    ]


def test_choosing_none_says_what_to_do_and_sets_up_nothing(reader):
    answer = reader.post("/start/", {})
    assert answer.status_code == 422
    assert "Nothing is chosen. Choose at least one kind." in text_of(answer)
    assert not Programme.objects.exists()


def test_somebody_who_does_not_run_the_installation_cannot_set_up_programmes(client):
    client.force_login(a.account())
    assert 'type="checkbox"' not in client.get("/").content.decode()
    answer = client.post("/start/", {"kinds": ["innovation-track"]})
    assert answer.status_code == 403
    assert "A new programme is set up by somebody who runs this installation." in text_of(answer)
    assert not Programme.objects.exists()


def test_what_is_new_is_new_to_those_who_see_it_and_many_of_one_kind_are_one_line():
    edition = a.edition()
    for n in range(3):
        a.team(edition, a.organisation(f"Harbour {n}"))
    lead = a.viewer_with("programme_lead", on=edition)
    first = what_is_new(lead)[0]
    assert (first.by, first.did, first.about, first.n_more) == (
        "A test", "enrolled the team", f"Harbour 2, {edition}", 0,
    )  # fmt: skip
    for n in range(3, 6):
        a.artefact(edition.teams.first(), title=f"Idea {n}")
    first = what_is_new(lead)[0]
    assert (first.about, first.n_more) == ("Idea 5", 2)


@pytest.mark.parametrize(
    "role", ["coach", "judge", "team_lead", "community_partner", "funder", "analyst", "editor"]
)
def test_what_is_new_never_tells_money_harm_or_another_team(role):
    edition = a.edition()
    other = a.team(edition, a.organisation("Elsewhere"))
    add_budget_line(by=a.operator(), edition=edition, what="Planted money", planned=5)
    a.artefact(other, kind="harm", title="Planted harm")
    if role in ("coach", "judge", "team_lead", "community_partner", "funder"):
        a.artefact(other, title="Planted idea")
        write_note(by=a.operator(), edition=edition, page="before", key="planted", text="x", version=0)
    told = " ".join(line.about for line in what_is_new(a.viewer_with(role, on=edition)) if role != "coach")
    assert "Planted" not in told
    assert "Elsewhere" not in told or role in ("analyst", "editor")


def test_a_session_deleted_from_the_database_is_not_news(reader):
    edition = a.edition()
    planned = session(edition, "Gone with the wind", TODAY)
    assert "Gone with the wind" in text_of(reader.get("/"))
    Activity.objects.filter(pk=planned.pk).delete()
    assert "Gone with the wind" not in text_of(reader.get("/"))


def test_the_installation_itself_has_a_name_in_the_news():
    a.programme("Named by nobody")
    assert what_is_new(system(""))[0].by == "A test"
