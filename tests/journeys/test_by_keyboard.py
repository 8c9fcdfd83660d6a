"""From the first page to marked attendance with the keyboard alone; at every stop one sees where one is."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.people import PASSWORD, address_of, arrive, tab_to

pytestmark = pytest.mark.browser


def skip_to_content(page):
    """The first stop of every page leads past its head."""
    assert tab_to(page, "Skip to the content") == 1
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_coach_signs_in_and_marks_who_was_there_by_keyboard_alone(person):
    page = person(None)
    page.goto("/")
    skip_to_content(page)
    tab_to(page, "Sign in")
    page.keyboard.press("Enter")
    page.wait_for_url("**/account/login/**")
    tab_to(page, "E-mail address")
    page.keyboard.type(address_of("coach"))
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    arrive(page, re.compile("wait for you$"))

    skip_to_content(page)
    tab_to(page, "Who came to .*, Copper Lantern.*")
    page.keyboard.press("Enter")
    arrive(page, re.compile("^Who was at "))
    skip_to_content(page)
    tab_to(page, "Unknown", within="Nora Blackshear")
    page.keyboard.press("ArrowLeft")
    away = page.get_by_role("group", name="Nora Blackshear").get_by_role("radio", name="Away")
    assert away.is_checked()
    tab_to(page, "Everybody else is here")
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_have_text("7 marks are saved.")
    expect(page.get_by_text("6 here, 1 away, 0 unknown")).to_have_count(1)


def test_the_menus_of_the_bar_open_and_close_by_keyboard(person):
    page = person("lead")
    page.goto("/")
    tab_to(page, "More")
    page.keyboard.press("Enter")
    tab_to(page, "Map")
    page.keyboard.press("Enter")
    page.wait_for_url("**/map/")
