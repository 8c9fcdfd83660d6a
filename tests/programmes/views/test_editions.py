"""An edition: laid out from its kind, its page for each role, its dates, its year; and all pages in a browser."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from reflectory.programmes.actions.activities import Mark, mark_attendance
from reflectory.programmes.actions.editions import add_budget_line, add_deadline, lay_out_edition, write_note
from reflectory.programmes.actions.running import raise_alert
from reflectory.programmes.catalogue import kinds
from reflectory.programmes.models import Edition
from reflectory.programmes.preview import preview_edition
from tests import portfolio
from tests.portfolio import operator

from .reading import heading_of, hidden_of, items_of, rows_of, tabs_of, words_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BEGAN = TODAY - timedelta(weeks=6)
NEW = "/programmes/harbour-year/new-edition/"
PAGE = "/programmes/harbour-year/2021/"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SUBPAGES = (
    "before",
    "during",
    "timeline",
    "residents",
    "deadlines",
    "money",
    "roles",
    "hand-over",
    "concerns",
)


@pytest.fixture
def runner(client):
    """A browser in which somebody is signed in who runs the installation."""
    client.force_login(portfolio.account("Rosa", is_operator=True))
    return client


@pytest.fixture
def edition():
    """An edition that began six weeks ago, with the plan of its kind."""
    programme = portfolio.programme("Harbour Year", kind="innovation-track")
    return lay_out_edition(by=operator(), programme=programme, label="2021", starts_on=BEGAN).edition


def as_role(client, role, on, who=None):
    client.force_login(portfolio.account_with(role, on=on, who=who))
    return client


def test_what_would_be_laid_out_is_shown_before_anything_is_made(runner):
    portfolio.programme("Harbour Year", kind="failing-forward")
    response = runner.post(NEW, {"label": "2030", "starts_on": "2030-01-07", "time_zone": "UTC", "look": "1"})
    assert response.status_code == 200
    assert Edition.objects.count() == 0
    ahead = preview_edition(kinds()["failing-forward"], date(2030, 1, 7))
    n = len(ahead.sessions)
    rows = rows_of(response)
    assert rows[:n] == [
        [str(one.kind).capitalize(), str(one.n_for_all), str(one.n_for_each_team)] for one in ahead.sessions
    ]
    assert [row[:2] for row in rows[n:]] == [[ask.name, str(ask.identity)] for ask in ahead.asks]
    begins = [f"{one.starts_on.day} {one.starts_on:%b %Y} {one.name}" for one in ahead.phases]
    assert [
        item.split(" until ")[0].split(" goes on")[0] for item in items_of(response, "timeline")
    ] == begins


def test_one_button_makes_the_whole_year(runner):
    portfolio.programme("Harbour Year", kind="failing-forward")
    given = {"label": "2030", "starts_on": "2030-01-07", "time_zone": "America/Bogota", "capacity": "12"}
    response = runner.post(NEW, {**given, "confirm": "1"}, follow=True)
    ahead = preview_edition(kinds()["failing-forward"], date(2030, 1, 7))
    made = Edition.objects.get()
    assert (made.label, made.time_zone, made.capacity) == ("2030", "America/Bogota", 12)
    assert (made.activities.count(), made.planned_asks.count()) == (ahead.n_sessions, ahead.n_asks)
    sums = f"{len(ahead.phases)} phases, {ahead.n_sessions} sessions, {ahead.n_asks} asks."
    assert f"Harbour Year 2030 is laid out: {sums}" in words_of(response)


def test_pressing_twice_makes_one_edition(runner):
    portfolio.programme("Harbour Year")
    given = {"label": "2030", "starts_on": "2030-01-07", "time_zone": "UTC", "confirm": "1"}
    assert runner.post(NEW, given).status_code == 302
    response = runner.post(NEW, given)
    assert response.status_code == 422
    assert "Harbour Year has an edition called “2030” already. Choose another label." in words_of(response)
    assert Edition.objects.count() == 1


def test_a_wrong_day_is_named_and_the_rest_is_kept(runner):
    portfolio.programme("Harbour Year")
    response = runner.post(
        NEW, {"label": "Second", "starts_on": "31/31/2030", "time_zone": "UTC", "confirm": "1"}
    )
    assert response.status_code == 422
    assert 'value="Second"' in response.content.decode()
    assert "What will be laid out" not in words_of(response)
    assert Edition.objects.count() == 0


def test_a_coach_lays_nothing_out(client, edition):
    as_role(client, "coach", edition)
    given = {"label": "2030", "starts_on": "2030-01-07", "time_zone": "UTC", "confirm": "1"}
    response = client.post(NEW, given)
    assert response.status_code == 403
    assert "Only the lead of Harbour Year can do this." in words_of(response)
    assert Edition.objects.count() == 1


def test_what_needs_somebody_comes_first_and_late_things_before_others(runner, edition):
    edition.activities.all().delete()
    team = portfolio.team(edition, portfolio.organisation("Port Ansel"), on=BEGAN)
    portfolio.activity(edition, "Coaching", team=team, day=TODAY - timedelta(days=20))
    portfolio.activity(edition, "Decision day", kind="milestone", day=TODAY - timedelta(days=19))
    add_deadline(by=operator(), edition=edition, what="Letter to the mayor", due_on=TODAY + timedelta(days=3))
    add_deadline(by=operator(), edition=edition, what="Far away", due_on=TODAY + timedelta(days=60))
    portfolio.artefact(team, "resource", "Guide", on=BEGAN, expires_on=TODAY + timedelta(days=9))
    portfolio.artefact(
        team, "commitment", "A repair line", on=BEGAN, details={"due_on": str(TODAY - timedelta(days=2))}
    )
    found = [item.rsplit(" ", 3)[0] for item in items_of(runner.get(PAGE), "todo")]
    # Beneath them stand the asks that the plan foresees.
    assert found[:4] == [
        "Nobody has said who came to “Coaching”, Port Ansel attendance, late",
        "“A repair line” was promised. Where it stands: proposed commitment, late",
        "Letter to the mayor deadline",
        "“Guide” needs to be looked at again resource",
    ]


def test_the_page_says_where_the_year_stands(runner, edition):
    response = runner.get(PAGE)
    assert heading_of(response) == "Harbour Year 2021"
    assert "This is week 7 of 39." in words_of(response)
    steps = items_of(response, "steps")
    assert len(steps) == edition.phases.count()
    assert len([step for step in steps if step.endswith(", now")]) == 1


def test_who_comes_is_shown_from_the_top_down(runner, edition):
    team = portfolio.team(edition, on=BEGAN)
    seniorities = ["frontline", "executive", "executive", ""]
    people = [portfolio.member(team, seniority=one, joined_on=BEGAN).person for one in seniorities]
    activity = portfolio.activity(edition, day=TODAY - timedelta(days=3))
    came = [True, True, False, True]
    marks = [Mark(who.pk, was_there=was) for who, was in zip(people, came, strict=True)]
    mark_attendance(by=operator(), activity=activity, marks=marks)
    assert rows_of(runner.get(PAGE))[:3] == [
        ["executive", "1", "2", "50 %"],
        ["front line", "1", "1", "100 %"],
        ["not said", "1", "1", "100 %"],
    ]


def test_teams_and_their_work_are_counted_with_links(runner, edition):
    team = portfolio.team(edition)
    portfolio.team(edition, stage="invited")
    portfolio.team(edition, stage="invited")
    portfolio.artefact(team)
    response = runner.get(PAGE)
    assert items_of(response, "people") == ["invited 2 teams , invited", "active 1 team , active", "Ideas 1"]
    assert 'href="/programmes/harbour-year/2021/teams/?stage=invited"' in response.content.decode()


def plant(edition):
    """Everything in an edition that somebody must not see holds the word "plantedsecret"."""
    coach = portfolio.person("Plantedsecret Coach")
    team = portfolio.team(edition, portfolio.organisation("Plantedsecret Bay"), on=BEGAN, coach=coach)
    who = portfolio.member(
        team, portfolio.person("Plantedsecret Person"), joined_on=BEGAN, seniority="director"
    ).person
    session = portfolio.activity(edition, "Plantedsecret session", day=TODAY - timedelta(days=2), team=team)
    portfolio.activity(edition, "Plantedsecret ahead", day=TODAY + timedelta(days=2), team=team)
    portfolio.attended(session, who)
    portfolio.artefact(team, "power_map", "Plantedsecret map")
    portfolio.artefact(team, "resource", "Plantedsecret guide", on=BEGAN, expires_on=TODAY)
    write_note(
        by=operator(), edition=edition, page="before", key="issues", text="plantedsecret note", version=0
    )
    add_budget_line(
        by=operator(), edition=edition, what="Plantedsecret", planned="1", spent="0", currency="USD"
    )
    add_deadline(by=operator(), edition=edition, what="Plantedsecret deadline", due_on=TODAY)
    raise_alert(by=operator(), edition=edition, concern="plantedsecret concern", on=TODAY, person=who)
    edition.why_changed = "plantedsecret reason"
    edition.save()
    return team


@pytest.mark.parametrize(
    ("role", "n_figures"), [("funder", len(kinds()["innovation-track"].figures)), ("judge", 0)]
)
def test_a_funder_sees_figures_and_a_judge_dates_and_neither_anything_else(client, edition, role, n_figures):
    plant(edition)
    as_role(client, role, edition)
    response = client.get(PAGE)
    assert response.content.decode().count('class="figure"') == n_figures
    assert "lantedsecret" not in response.content.decode()
    assert tabs_of(response) == []
    assert rows_of(response) == []
    for page in SUBPAGES:
        assert client.get(f"{PAGE}{page}/").status_code == 404, page


@pytest.mark.parametrize(
    ("role", "open_to_them"),
    [
        ("programme_lead", set(SUBPAGES)),
        ("panel_chair", {"before", "during", "timeline", "residents", "deadlines"}),
        ("analyst", {"before", "during", "timeline", "residents", "deadlines"}),
        ("editor", {"before", "during", "timeline", "residents", "deadlines"}),
        ("coach", {"before", "during", "timeline", "residents", "deadlines", "concerns"}),
        ("team_lead", {"timeline", "residents"}),
        ("community_partner", {"timeline", "residents"}),
    ],
)
def test_each_role_opens_its_own_pages(client, edition, role, open_to_them):
    as_role(client, role, edition, portfolio.person())
    assert {page for page in SUBPAGES if client.get(f"{PAGE}{page}/").status_code == 200} == open_to_them


def test_money_and_concerns_are_seen_by_no_reader(client, edition):
    add_budget_line(
        by=operator(), edition=edition, what="Plantedsecret", planned="1", spent="0", currency="USD"
    )
    raise_alert(by=operator(), edition=edition, concern="plantedsecret", on=TODAY)
    for role in ("analyst", "editor", "panel_chair", "coach"):
        as_role(client, role, edition, portfolio.person())
        for page in ("", *(f"{one}/" for one in SUBPAGES)):
            assert "lantedsecret" not in client.get(PAGE + page).content.decode(), (role, page)


def test_a_coach_sees_only_what_is_theirs(client, edition):
    plant(edition)
    who = portfolio.person("Ines")
    own = portfolio.team(edition, portfolio.organisation("Port Ansel"), coach=who)
    portfolio.artefact(own)
    as_role(client, "coach", edition, who)
    response = client.get(PAGE)
    assert items_of(response, "people") == ["active 1 team , active", "Ideas 1"]
    found = [item for item in items_of(response, "todo") if "lantedsecret" in item]
    assert [item.rsplit(" ", 3)[0] for item in found] == ["Plantedsecret deadline deadline"]
    assert "Plantedsecret Bay" not in response.content.decode()
    assert "Plantedsecret session" not in response.content.decode()


@pytest.mark.usefixtures("edition")
def test_somebody_with_a_role_elsewhere_finds_nothing_here(client):
    as_role(client, "programme_lead", portfolio.edition())
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}edit/").status_code == 404


def test_dates_that_differ_from_the_plan_need_a_reason(runner, edition):
    page = runner.get(f"{PAGE}edit/")
    given = {
        "label": "2021", "planned_starts_on": str(BEGAN), "actual_starts_on": str(BEGAN + timedelta(days=7)),
        "time_zone": "UTC", "version": hidden_of(page, "version"),
    }  # fmt: skip
    response = runner.post(f"{PAGE}edit/", given)
    assert response.status_code == 422
    assert "The dates differ from the plan. Say why: people will ask." in words_of(response)
    assert runner.post(f"{PAGE}edit/", {**given, "why_changed": "A storm."}).status_code == 302
    edition.refresh_from_db()
    assert (edition.planned_starts_on, edition.actual_starts_on) == (BEGAN, BEGAN + timedelta(days=7))


def test_days_in_the_wrong_order_are_named(runner, edition):
    given = {
        "label": "2021", "planned_starts_on": "2021-05-01", "planned_ends_on": "2021-04-01", "time_zone": "UTC",
        "retention_on": "2021-03-01", "version": "1",
    }  # fmt: skip
    response = runner.post(f"{PAGE}edit/", given)
    assert response.status_code == 422
    words = words_of(response)
    assert "This day is before the first day. Put it on 2021-05-01 or later." in words
    edition.refresh_from_db()
    assert edition.planned_starts_on == BEGAN


def test_the_second_of_two_who_change_the_dates_is_shown_the_difference(runner, edition):
    given = {"label": "2021", "planned_starts_on": str(BEGAN), "time_zone": "UTC", "version": "1"}
    assert runner.post(f"{PAGE}edit/", {**given, "capacity": "8"}).status_code == 302
    response = runner.post(f"{PAGE}edit/", {**given, "capacity": "12"})
    assert response.status_code == 409
    assert hidden_of(response, "version") == "2"
    edition.refresh_from_db()
    assert edition.capacity == 8


def test_an_analyst_does_not_change_the_dates(client, edition):
    as_role(client, "analyst", edition)
    assert client.get(f"{PAGE}edit/").status_code == 403


def test_the_timeline_holds_phases_sessions_asks_and_deadlines_by_month(runner):
    programme = portfolio.programme("Harbour Year", kind="innovation-track")
    edition = portfolio.edition(programme)
    edition.slug = "2021"
    edition.save()
    edition.phases.create(
        key="a",
        name="Listening",
        order=0,
        planned_starts_on=date(2021, 2, 1),
        planned_ends_on=date(2021, 3, 5),
    )
    team = portfolio.team(edition)
    portfolio.activity(edition, "Launch", day=date(2021, 2, 3))
    portfolio.activity(edition, "Of one team", day=date(2021, 2, 4), team=team)
    edition.planned_asks.create(
        key="s", name="Survey", purpose="pulse", identity="anonymous", on=date(2021, 3, 1)
    )
    add_deadline(by=operator(), edition=edition, what="Report", due_on=date(2021, 3, 2))
    response = runner.get(f"{PAGE}timeline/")
    assert items_of(response, "timeline") == [
        "Mon 1 Feb Listening begins",
        "Wed 3 Feb Launch session",
        "Mon 1 Mar Survey ask anonymous",
        "Tue 2 Mar Report deadline",
        "Fri 5 Mar Listening ends",
    ]
    assert "1 session of a single team is left out here" in words_of(response)


def test_a_calendar_address_is_made_by_a_lead_and_replaced(client, edition):
    as_role(client, "analyst", edition)
    assert client.post(f"{PAGE}calendar/").status_code == 403
    as_role(client, "programme_lead", edition)
    assert client.get(f"{PAGE}calendar/").status_code == 405
    tokens = []
    for _time in range(2):
        assert client.post(f"{PAGE}calendar/").status_code == 302
        edition.refresh_from_db()
        tokens.append(edition.calendar_token)
    assert len({*tokens, None}) == 3
    assert f"/calendar/{tokens[1]}.ics" in client.get(f"{PAGE}timeline/").content.decode()


def fill(edition, n):
    """n of everything that the pages of an edition list."""
    for _time in range(n):
        coach = portfolio.person()
        team = portfolio.team(edition, on=BEGAN, coach=coach)
        who = portfolio.member(team, joined_on=BEGAN, seniority="manager").person
        portfolio.attended(portfolio.activity(edition, day=TODAY - timedelta(days=3), team=team), who)
        portfolio.activity(edition, day=TODAY - timedelta(days=3), team=team)
        portfolio.activity(edition, day=TODAY + timedelta(days=1), team=team)
        for kind in ("idea", "prototype"):
            portfolio.artefact(team, kind, on=BEGAN)
        portfolio.artefact(team, "resource", on=BEGAN, expires_on=TODAY, owner=coach)
        portfolio.artefact(team, "commitment", on=BEGAN, details={"due_on": str(TODAY)})
        portfolio.engagement(edition, team)
        add_deadline(by=operator(), edition=edition, what="Letter", due_on=TODAY, owner=coach)
        add_budget_line(by=operator(), edition=edition, what="Rooms", planned="5", spent="1", currency="USD")
        raise_alert(by=operator(), edition=edition, concern="Somebody shouted.", on=TODAY, person=who)
        portfolio.account_with("coach", on=edition, who=coach)


# How many queries each page asks, however much there is on it.
N_QUERIES = {
    "": 20, "timeline/": 9, "before/": 6, "during/": 5, "residents/": 8, "deadlines/": 6, "money/": 6, "roles/": 5,
    "hand-over/": 6, "concerns/": 6, "edit/": 4,
}  # fmt: skip


def counted(client):
    found = {}
    for page in N_QUERIES:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE + page).status_code == 200
        found[page] = len(asked)
    return found


def test_every_page_asks_as_often_for_three_of_everything_as_for_one(runner, edition):
    fill(edition, 1)
    runner.get(PAGE)
    assert counted(runner) == N_QUERIES
    fill(edition, 2)
    assert counted(runner) == N_QUERIES


def test_the_label_that_is_proposed_is_free(runner, edition):
    programme = edition.programme
    monday = TODAY + timedelta(days=7 - TODAY.weekday())
    found = []
    for _time in range(3):
        label = runner.get(NEW).context["form"]["label"].value()
        portfolio.edition(programme, label=label)
        found.append(label)
    assert found == [str(monday.year), f"{monday.year}-2", f"{monday.year}-3"]
