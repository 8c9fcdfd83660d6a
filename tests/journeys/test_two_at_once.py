"""Two people who write into one thing at the same time: the second is shown the difference, and nothing is lost."""

import pytest

from tests.journeys.people import edition_running, h1

pytestmark = pytest.mark.browser


def open_team(page):
    """To the page on which Duskwater's coach and focus are changed, through the edition."""
    edition_running(page, "Innovation Track")
    page.get_by_role("navigation", name="Parts of this edition").get_by_role("link", name="Teams").click()
    page.get_by_role("link", name="Duskwater").click()
    address = page.url
    page.get_by_role("link", name="Change coach or focus").click()
    return address


def test_the_second_of_two_is_shown_the_difference_and_both_texts_are_kept(person):
    first, second = person("lead"), person("operator")
    team = open_team(first)
    open_team(second)
    first.get_by_label("Works on").fill("Water bills that nobody can read")
    first.get_by_role("button", name="Save").click()
    assert h1(first).startswith("Duskwater in ")

    second.get_by_label("Works on").fill("Meters that nobody can read")
    second.get_by_role("button", name="Save").click()
    assert second.get_by_role("heading", name="Somebody changed this while you were writing").count() == 1
    versions = second.get_by_role("group", name="Two versions side by side").inner_text()
    assert "Water bills that nobody can read" in versions
    assert "Meters that nobody can read" in versions
    assert second.get_by_label("Works on").input_value() == "Meters that nobody can read"
    first.reload()
    assert "Water bills that nobody can read" in first.get_by_role("main").inner_text()

    second.get_by_label("Works on").fill("Bills and meters that nobody can read")
    second.get_by_role("button", name="Save").click()
    assert "Bills and meters that nobody can read" in second.get_by_role("main").inner_text()
    second.goto(team)
    second.get_by_role("link", name="History").click()
    history = second.get_by_role("main").inner_text()
    assert "Water bills that nobody can read" in history
    assert "Bills and meters that nobody can read" in history
