"""Every page a lead opens: nothing for axe to find, no sideways scrolling, the same words without scripts."""

import re

import pytest

from tests.journeys.people import barriers, edition_running

pytestmark = pytest.mark.browser
OF_EDITION = (
    "", "before/", "during/", "timeline/", "teams/", "ideas/", "residents/", "deadlines/", "money/", "roles/",
    "concerns/", "hand-over/", "edit/", "teams/new/", "sessions/new/", "work/new/", "residents/new/", "bring-in/",
    "phases/", "phases/new/",
)  # fmt: skip
LISTS = (
    "/", "/programmes/", "/places/", "/people/", "/work/", "/commitments/", "/figures/?year=2021",
    "/figures/governments/?year=2021", "/map/", "/search/?q=water", "/me/", "/explorations/", "/places/new/",
    "/people/new/", "/nowhere/", "/sessions/today/", "/waiting/attendance/",
)  # fmt: skip


def first_link(page, place, pattern):
    """The address of the first link of a kind on a page."""
    page.goto(place)
    found = (one.get_attribute("href") or "" for one in page.get_by_role("link").all())
    return next(one for one in found if re.fullmatch(pattern, one))


def addresses(page):
    """Every page that a lead of the edition that runs has in front of them on some day."""
    edition_running(page, "Innovation Track")
    edition = "/" + page.url.split("/", 3)[3]
    team = first_link(page, edition + "teams/", r"/teams/\d+/")
    session = first_link(page, team, r"/sessions/\d+/")
    work = first_link(page, "/work/", r"/work/\d+/")
    place = first_link(page, team, r"/places/\d+/")
    someone = first_link(page, team, r"/people/\d+/")
    programme = edition.rsplit("/", 2)[0] + "/"
    return [
        *LISTS, programme, f"{programme}new-edition/", f"{programme}change-programme/",
        *(edition + part for part in OF_EDITION),
        team, f"{team}edit/", f"{team}next/", f"{team}people/new/", f"{team}departures/new/",
        session, f"{session}attendance/", f"{session}notes/", f"{session}edit/",
        work, f"{work}next/", f"{work}edit/", place, someone,
        first_link(page, place, r"/history/.+/\d+/"),
    ]  # fmt: skip


@pytest.mark.parametrize(("screen", "mode"), [("desk", "light"), ("phone", "dark")])
def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways(person, screen, mode):
    page = person("lead", screen=screen, mode=mode)
    wrong = {}
    for address in addresses(page):
        assert page.goto(address).status == (404 if address == "/nowhere/" else 200), address
        if seen := barriers(page):
            wrong[address] = seen
    assert wrong == {}


@pytest.mark.parametrize(("screen", "mode"), [("desk", "dark"), ("phone", "light")])
def test_nor_in_the_other_colours_on_the_pages_that_are_opened_most(person, screen, mode):
    page = person("lead", screen=screen, mode=mode)
    wrong = {}
    for address in main_pages(page):
        page.goto(address)
        if seen := barriers(page):
            wrong[address] = seen
    assert wrong == {}


def test_without_scripts_the_main_pages_say_the_same(person):
    with_scripts, without = person("lead"), person("lead", has_scripts=False)
    for address in main_pages(with_scripts):
        said = []
        for page in (with_scripts, without):
            page.goto(address)
            said.append(page.get_by_role("main").inner_text())
        assert said[0] == said[1]


def main_pages(page):
    """Home, an edition, a team, a session, and who was there."""
    edition_running(page, "Innovation Track")
    edition = "/" + page.url.split("/", 3)[3]
    team = first_link(page, edition + "teams/", r"/teams/\d+/")
    session = first_link(page, team, r"/sessions/\d+/")
    return ["/", edition, team, session, f"{session}attendance/"]
