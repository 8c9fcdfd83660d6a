"""Those who see a part only: a coach their teams, a funder numbers, an analyst everything but how to reach people."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import arrive, edition_running, open_teams

pytestmark = pytest.mark.browser
COACHED = {"Amberline", "Copper Lantern"}
NOT_FOUND = "There is no such page here"


def teams_of(page):
    """The teams of the edition that runs, name and address, as the reader sees them."""
    open_teams(page, "Innovation Track")
    rows = page.get_by_role("table", name="Teams").get_by_role("rowheader").get_by_role("link")
    return {one.inner_text(): one.get_attribute("href") for one in rows.all()}


def test_a_coach_sees_their_own_teams_and_typing_the_address_of_another_gives_nothing(person):
    everything = teams_of(person("lead"))
    page = person("coach")
    mine = teams_of(page)
    assert mine == {name: address for name, address in everything.items() if name in COACHED}
    for name, address in everything.items():
        assert page.goto(address).status == (200 if name in COACHED else 404)
    page.goto(everything["Duskwater"])
    arrive(page, NOT_FOUND)
    expect(page.get_by_text("Duskwater")).to_have_count(0)
    page.goto("/search/?q=Duskwater")
    expect(page.get_by_role("main").get_by_role("link", name="Duskwater")).to_have_count(0)


def test_a_funder_reads_numbers_and_no_name_and_no_way_to_one(person):
    lead = person("lead")
    team = next(iter(teams_of(lead).values()))
    lead.goto("/figures/governments/?year=2021")
    named = lead.get_by_role("table", name="governments worked with", exact=True).get_by_role("rowheader")
    names = named.all_inner_texts()
    assert len(names) == 50

    page = person("funder")
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Figures").click()
    page.get_by_role("navigation", name="Year").get_by_role("link", name="2021").click()
    expect(page.get_by_role("row", name="governments worked with 173")).to_have_count(1)
    page.get_by_role("link", name="governments worked with", exact=True).click()
    arrive(page, "173 governments worked with")
    said = page.get_by_role("main").inner_text()
    assert [name for name in names if name in said] == []
    paths = {one.get_attribute("href") for one in page.get_by_role("main").get_by_role("link").all()}
    assert [path for path in paths if re.match(r"/(places|people|teams|sessions|work)/", path)] == []
    assert page.goto(team).status == 404
    arrive(page, NOT_FOUND)
    for address in ("/places/", "/people/", "/search/?q=Amberline"):
        page.goto(address)
        expect(page.get_by_role("main").get_by_role("link", name="Amberline")).to_have_count(0)


def test_an_analyst_opens_a_number_down_to_the_people_behind_it_without_their_addresses(person):
    page = person("analyst")
    edition = edition_running(page, "Innovation Track")
    page.get_by_role("link", name="Who is behind this number : core team members").click()
    arrive(page, "42 core team members")
    expect(page.get_by_role("main")).to_contain_text(edition)
    page.get_by_role("link", name="Audra Brockway").click()
    arrive(page, "Audra Brockway")
    assert "@" not in page.content()
    lead = person("lead")
    lead.goto(page.url)
    assert "@" in lead.get_by_role("complementary").inner_text()
