"""Whoever runs the installation: a place by its name, a person, two rows that are one place, a role, what was done."""

import pytest
from playwright.sync_api import expect

from tests.journeys.people import arrive, edition_running, open_part

pytestmark = pytest.mark.browser


def add_by_hand(page, name):
    """A place that no list knows; the address of its page."""
    page.goto("/places/")
    page.get_by_role("link", name="Add a place").click()
    page.get_by_role("link", name="Enter it by hand").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Level").select_option(label="county")
    page.get_by_role("button", name="Add this place").click()
    arrive(page, name)
    return page.url


def test_a_place_is_looked_up_by_its_name_and_asked_for_where_there_are_several(person):
    page = person("operator")
    page.goto("/places/")
    page.get_by_role("link", name="Add a place").click()
    page.get_by_label("Name of the place").fill("St. Paul")
    page.get_by_role("button", name="Look the place up").click()
    arrive(page, "7 places go by “St. Paul”. Which one is it?")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)

    page.get_by_label("Name of the place").fill("Saint Paul, MN")
    page.get_by_role("button", name="Look the place up").click()
    expect(page.get_by_text("Found: Saint Paul, Minnesota, United States")).to_have_count(1)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Saint Paul")
    page.get_by_role("button", name="Add this place").click()
    arrive(page, "Saint Paul")
    page.get_by_role("link", name="History").click()
    arrive(page, "History of Saint Paul")
    expect(page.get_by_role("main").get_by_text("Ottoline Vance")).to_have_count(1)


def test_a_person_is_added_and_given_a_role(person):
    page = person("operator")
    page.goto("/people/")
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name", exact=True).fill("Perpetua Quill")
    page.get_by_label("E-mail address").fill("perpetua.quill@example.org")
    page.get_by_role("button", name="Add this person").click()
    arrive(page, "Perpetua Quill")

    edition = edition_running(page, "Pandemic Solutions Group")
    open_part(page, "Roles")
    arrive(page, f"Who sees and does what in {edition}")
    page.get_by_label("E-mail address").fill("coach@example.org")
    page.get_by_role("radio", name="Coach").check()
    page.get_by_role("button", name="Give the role").click()
    given = page.get_by_role("listitem").filter(has_text="Nahed El-Tawil")
    expect(given.get_by_text("this edition")).to_have_count(1)
    given.get_by_role("button", name="End this role").click()
    expect(page.get_by_role("listitem").filter(has_text="Nahed El-Tawil")).to_have_count(0)


def test_two_rows_of_one_place_are_merged_and_the_merge_is_undone(person):
    page = person("operator")
    kept, gone = add_by_hand(page, "Inkwell Reach County"), add_by_hand(page, "Inkwell-Reach County")
    page.goto(kept)
    page.get_by_role("link", name="Merge with another").click()
    page.get_by_label("Look for the other by name").fill("Inkwell")
    page.get_by_role("button", name="Look for it").click()
    page.get_by_role("link", name="Inkwell-Reach County").first.click()
    arrive(page, "Are Inkwell Reach County and Inkwell-Reach County one and the same?")
    page.get_by_role("button", name="Merge the two").click()
    arrive(page, "Inkwell Reach County")
    page.goto(gone)
    assert page.url == kept
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_be_visible()
    page.goto(gone)
    arrive(page, "Inkwell-Reach County")
    page.get_by_role("link", name="History").click()
    arrive(page, "History of Inkwell-Reach County")
    expect(page.get_by_role("main").get_by_text("Ottoline Vance")).to_have_count(3)
