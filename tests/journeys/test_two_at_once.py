"""Two people who write into one thing at the same time: the second is shown the difference, and nothing is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import arrive, open_teams

pytestmark = pytest.mark.browser


def open_team(page):
    """To the page on which Duskwater's coach and focus are changed, through the edition."""
    edition = open_teams(page, "Innovation Track")
    page.get_by_role("link", name="Duskwater").click()
    arrive(page, f"Duskwater in {edition}")
    address = page.url
    page.get_by_role("link", name="Change coach or focus").click()
    arrive(page, "Change the coach or the focus of Duskwater")
    return address


def test_the_second_of_two_is_shown_the_difference_and_both_texts_are_kept(person):
    first, second = person("lead"), person("operator")
    team = open_team(first)
    open_team(second)
    first.get_by_label("Works on").fill("Water bills that nobody can read")
    first.get_by_role("button", name="Save").click()
    arrive(first, re.compile("^Duskwater in "))

    second.get_by_label("Works on").fill("Meters that nobody can read")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("heading", name="Somebody changed this while you were writing")).to_have_count(
        1
    )
    versions = second.get_by_role("group", name="Two versions side by side")
    for words in ("Water bills that nobody can read", "Meters that nobody can read"):
        expect(versions).to_contain_text(words)
    expect(second.get_by_label("Works on")).to_have_value("Meters that nobody can read")
    first.reload()
    expect(first.get_by_role("main")).to_contain_text("Water bills that nobody can read")

    second.get_by_label("Works on").fill("Bills and meters that nobody can read")
    second.get_by_role("button", name="Save").click()
    expect(second.get_by_role("main")).to_contain_text("Bills and meters that nobody can read")
    arrive(second, re.compile("^Duskwater in "))
    second.goto(team)
    second.get_by_role("link", name="History").click()
    arrive(second, re.compile("^History of Duskwater"))
    for words in ("Water bills that nobody can read", "Bills and meters that nobody can read"):
        expect(second.get_by_role("main")).to_contain_text(words)
