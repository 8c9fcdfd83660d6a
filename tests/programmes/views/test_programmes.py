"""Programmes: the list, the page of one, setting one up; what each role is shown of them."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reflectory.core import ledger
from reflectory.programmes.actions.editions import add_partner, lay_out_edition
from reflectory.programmes.catalogue import kinds
from reflectory.programmes.models import Programme
from reflectory.programmes.overview import figures_of, scope_of
from tests import portfolio
from tests.portfolio import operator

from .reading import heading_of, hidden_of, items_of, rows_of, words_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
RECENT, SOON = TODAY - timedelta(weeks=6), TODAY + timedelta(days=3)


@pytest.fixture
def runner(client):
    """A browser in which somebody is signed in who runs the installation."""
    client.force_login(portfolio.account("Rosa", is_operator=True))
    return client


def running(name="Harbour Year", **more):
    """A programme whose edition runs today."""
    return portfolio.edition(portfolio.programme(name, **more), starts_on=RECENT)


def test_what_runs_today_comes_first(runner):
    old = portfolio.programme("Abbey Year")
    portfolio.edition(old, starts_on=date(2019, 1, 1), ends_on=date(2019, 12, 31))
    edition = running(initiative="Open Water", our_role="secretariat")
    portfolio.team(edition)
    portfolio.activity(edition, "Launch", day=SOON)
    response = runner.get("/programmes/")
    assert heading_of(response) == "1 programme runs today"
    rows = rows_of(response)
    assert [row[0] for row in rows] == ["Harbour Year a track of Open Water", "Abbey Year"]
    assert rows[0][1:3] == [kinds()["innovation-track"].name, "secretariat"]
    assert rows[0][4] == "1"
    assert rows[0][5].startswith("Launch ")


def test_an_edition_that_began_late_is_shown_with_what_was_planned_and_what_happened(runner):
    edition = running()
    edition.actual_starts_on = RECENT + timedelta(days=7)
    edition.save()
    (row,) = rows_of(runner.get("/programmes/"))
    planned, actual = (f"{day.day} {day:%b} {day.year}" for day in (RECENT, RECENT + timedelta(days=7)))
    assert row[3] == f"2021 from {planned}, open-ended in fact from {actual}"


def test_the_list_is_narrowed_and_says_of_how_many(runner):
    running("Harbour Year")
    running("Uphill", kind="failing-forward")
    response = runner.get("/programmes/?kind=failing-forward")
    assert [row[0] for row in rows_of(response)] == ["Uphill"]
    assert "1 of 2 programmes" in words_of(response)
    response = runner.get("/programmes/?q=nothing+like+it")
    assert "No programme is called that." in words_of(response)


def test_the_list_leaves_as_a_file(runner):
    running("=HYPERLINK")
    response = runner.get("/programmes/?format=csv")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1].startswith("'=HYPERLINK,")


def test_an_installation_without_programmes_offers_the_first_step(runner):
    response = runner.get("/programmes/")
    assert heading_of(response) == "Programmes"
    assert "No programme has been set up yet" in words_of(response)
    assert 'href="/programmes/new/"' in response.content.decode()


def test_somebody_without_a_role_sees_no_programme(client):
    running("Plantedsecret Year")
    client.force_login(portfolio.account())
    response = client.get("/programmes/")
    assert "lantedsecret" not in response.content.decode()
    assert "You have no role in a programme yet" in words_of(response)
    assert client.get("/programmes/plantedsecret-year/").status_code == 404


def test_a_stranger_is_sent_to_sign_in(client):
    running("Harbour Year")
    assert client.get("/programmes/").status_code == 302
    assert client.get("/programmes/harbour-year/").status_code == 302


def test_a_programme_shows_its_editions_with_the_figures_of_its_kind(runner):
    programme = portfolio.programme("Harbour Year", blurb="A year by the water.", initiative="Open Water")
    editions = [
        portfolio.edition(programme, label=str(year), starts_on=date(year, 2, 1)) for year in (2020, 2021)
    ]
    team = portfolio.team(editions[1], on=date(2021, 2, 2))
    portfolio.member(team)
    funder = portfolio.organisation("The Tide Fund", level="funder")
    add_partner(by=operator(), programme=programme, organisation=funder, role="funder")
    response = runner.get("/programmes/harbour-year/")
    assert heading_of(response) == "Harbour Year"
    rows = rows_of(response)
    names = [str(ledger.definition(key).name) for key in kinds()["innovation-track"].figures]
    assert [row[0] for row in rows] == names
    assert rows[0][1:] == ["1", "0"]
    assert [item[:4] for item in items_of(response, "people")] == ["2021", "2020"]
    words = words_of(response)
    for said in ("A year by the water.", "Open Water", "The Tide Fund", "How this is counted"):
        assert said in words


def test_the_figures_of_many_editions_in_one_query_are_those_of_the_ledger(django_assert_num_queries):
    programme = portfolio.programme(kind="innovation-track")
    editions = [portfolio.edition(programme, label=str(n)) for n in range(3)]
    for n, edition in enumerate(editions):
        for _time in range(n + 1):
            team = portfolio.team(edition, stage="applied" if _time else "active")
            who = portfolio.member(team).person
            portfolio.attended(portfolio.activity(edition), who)
            portfolio.artefact(team)
    keys = [one.key for one in ledger.definitions()]
    with django_assert_num_queries(1):
        found = figures_of(keys, editions, operator())
    for edition in editions:
        alone = [ledger.definition(key).value(scope_of(edition.pk)) for key in keys]
        assert [figure.value for figure in found[edition.pk]] == alone
        assert sum(alone) > 3


def test_a_figure_leads_to_the_names_for_an_analyst_and_nowhere_for_a_funder(client):
    edition = running()
    portfolio.team(edition, portfolio.organisation("Plantedsecret"))
    for role, expected in (("analyst", True), ("funder", False)):
        client.force_login(portfolio.account_with(role, on=edition))
        response = client.get("/programmes/harbour-year/")
        key = kinds()["innovation-track"].figures[0]
        address = f"{reverse('figure', args=[key])}?edition={edition.pk}"
        assert (address in response.content.decode()) is expected
        assert "lantedsecret" not in response.content.decode()


def test_a_funder_sees_numbers_and_no_partner(client):
    edition = running()
    body = portfolio.organisation("Plantedsecret Body", level="community")
    add_partner(by=operator(), programme=edition.programme, organisation=body, role="partner")
    portfolio.team(edition)
    client.force_login(portfolio.account_with("funder", on=edition))
    response = client.get("/programmes/harbour-year/")
    assert re.search(r'class="value">(.*?)<', response.content.decode()).group(1) == "1"
    assert "lantedsecret" not in response.content.decode()
    (row,) = rows_of(client.get("/programmes/"))
    assert row[4:] == ["–", "none planned"]


def test_a_judge_sees_the_title_and_the_dates_only(client):
    edition = running(blurb="plantedsecret blurb")
    portfolio.team(edition, portfolio.organisation("Plantedsecret"))
    client.force_login(portfolio.account_with("judge", on=edition))
    response = client.get("/programmes/harbour-year/")
    assert heading_of(response) == "Harbour Year"
    assert "lantedsecret" not in response.content.decode()
    assert rows_of(response) == []
    assert items_of(response, "figure") == []
    assert [item[:9] for item in items_of(response, "people")] == ["2021 from"]


def test_a_programme_is_set_up_with_its_kind(runner):
    given = {
        "name": "Harbour Year",
        "kind": "failing-forward",
        "our_role": "ran",
        "initiative": "",
        "blurb": "",
    }
    assert kinds()["failing-forward"].summary in words_of(runner.get("/programmes/new/"))
    response = runner.post("/programmes/new/", given)
    programme = Programme.objects.get()
    assert (response.status_code, response.url) == (302, "/programmes/harbour-year/")
    assert (programme.kind, programme.our_role) == ("failing-forward", "ran")


def test_a_programme_without_a_kind_is_not_set_up_and_keeps_what_was_typed(runner):
    response = runner.post(
        "/programmes/new/", {"name": "Harbour Year", "our_role": "ran", "learn_more": "not one"}
    )
    assert response.status_code == 422
    assert "Nothing is chosen. Choose one." in words_of(response)
    assert 'value="Harbour Year"' in response.content.decode()
    assert Programme.objects.count() == 0


def test_a_lead_cannot_set_up_a_programme(client):
    client.force_login(portfolio.account_with("programme_lead", on=portfolio.programme()))
    response = client.get("/programmes/new/")
    assert response.status_code == 403
    assert "A new programme is set up by somebody who runs this installation." in words_of(response)


def test_a_lead_changes_their_programme_and_an_analyst_does_not(client):
    edition = running()
    given = {"name": "Harbour Year", "our_role": "ran", "blurb": "Other words.", "version": "1"}
    client.force_login(portfolio.account_with("analyst", on=edition.programme))
    assert client.post("/programmes/harbour-year/change-programme/", given).status_code == 403
    client.force_login(portfolio.account_with("programme_lead", on=edition.programme))
    page = client.get("/programmes/harbour-year/change-programme/")
    assert hidden_of(page, "version") == "1"
    assert client.post("/programmes/harbour-year/change-programme/", given).status_code == 302
    edition.programme.refresh_from_db()
    assert edition.programme.blurb == "Other words."


def test_a_partner_is_named(runner):
    programme = portfolio.programme("Harbour Year")
    body = portfolio.organisation("The Tide Fund", level="funder")
    given = {"organisation": str(body.pk), "role": "funder"}
    assert runner.post("/programmes/harbour-year/new-partner/", given).status_code == 302
    assert [str(one) for one in programme.partners.all()] == ["The Tide Fund (funder)"]
    assert runner.post("/programmes/harbour-year/new-partner/", {"role": "funder"}).status_code == 422


def full_year(name):
    """A programme with everything that its row and page show."""
    programme = portfolio.programme(name, kind="innovation-track")
    edition = lay_out_edition(by=operator(), programme=programme, label="2021", starts_on=RECENT).edition
    portfolio.member(portfolio.team(edition))
    return edition


def test_the_list_asks_as_often_for_three_programmes_as_for_one(runner, django_assert_num_queries):
    full_year("One")
    runner.get("/programmes/")
    with django_assert_num_queries(8):
        runner.get("/programmes/")
    full_year("Two")
    full_year("Three")
    with django_assert_num_queries(8):
        assert len(rows_of(runner.get("/programmes/"))) == 3


def test_the_page_asks_as_often_for_three_editions_as_for_one(runner, django_assert_num_queries):
    edition = full_year("One")
    address = edition.programme.get_absolute_url()
    runner.get(address)
    with django_assert_num_queries(7):
        runner.get(address)
    for label in ("2022", "2023"):
        portfolio.team(portfolio.edition(edition.programme, label=label))
    for _time in range(3):
        body = portfolio.organisation(level="community")
        add_partner(by=operator(), programme=edition.programme, organisation=body, role="partner")
    with django_assert_num_queries(7):
        assert len(items_of(runner.get(address), "people")) == 3


def test_a_partner_is_removed_by_whoever_runs_the_programme_and_the_history_keeps_it(client):
    programme = portfolio.programme("Harbour Year")
    body = portfolio.organisation("Tenants United", level="community")
    partner = add_partner(by=operator(), programme=programme, organisation=body, role="funder")
    address = f"/programmes/harbour-year/partners/{partner.pk}/remove/"
    for role, status in (("analyst", 403), ("programme_lead", 302)):
        client.force_login(portfolio.account_with(role, on=programme))
        assert client.post(address).status_code == status
    assert programme.partners.count() == 0
    assert client.post(address).status_code == 302
    history = f"/history/programmes.programme/{programme.pk}/"
    words = words_of(client.get(history))
    assert "removed the partner or funder: Tenants United (funder)" in words
    client.force_login(portfolio.account_with("judge", on=programme))
    assert "Tenants United" not in words_of(client.get(history))


def test_a_partner_of_another_programme_is_not_removed_here(client):
    mine, other = portfolio.programme("Harbour Year"), portfolio.programme("Planted Year")
    body = portfolio.organisation(level="community")
    partner = add_partner(by=operator(), programme=other, organisation=body, role="partner")
    client.force_login(portfolio.account_with("programme_lead", on=mine))
    assert client.post(f"/programmes/harbour-year/partners/{partner.pk}/remove/").status_code == 302
    assert other.partners.count() == 1


def test_whoever_runs_an_edition_of_today_can_hold_a_session_from_the_page_of_its_programme(client):
    programme = portfolio.programme("Harbour Year")
    running = portfolio.edition(programme, starts_on=timezone.localdate())
    portfolio.edition(programme, label="2019", ends_on=date(2021, 12, 31))
    for role, offered in (("programme_lead", True), ("analyst", False)):
        client.force_login(portfolio.account_with(role, on=programme))
        page = client.get("/programmes/harbour-year/").content.decode()
        assert (f'href="/sessions/today/?edition={running.pk}"' in page) is offered
