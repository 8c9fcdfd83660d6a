"""The first hour of an installation: an empty folder, the first account, doors, and programmes to begin with."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import run, serving
from tests.journeys.people import arrive, sign_in

pytestmark = pytest.mark.browser
SECRET = "an-hour-with-nothing-in-it"


def test_from_an_empty_folder_to_the_attendance_of_a_workshop_that_is_held_today(chromium, tmp_path):
    (tmp_path / "password").write_text(SECRET + "\n", encoding="utf-8")
    said = run(
        "init", tmp_path / "new", "--email", "ada.root@example.org", "--name", "Ada Root",
        "--password-file", tmp_path / "password",
    )  # fmt: skip
    assert "Ada Root signs in as ada.root@example.org." in said
    with serving(tmp_path / "new") as address:
        context = chromium.new_context(base_url=address)
        page = context.new_page()
        sign_in(page, email="ada.root@example.org", password=SECRET)
        arrive(page, "Nothing is here yet. Begin where you like")
        expect(page.get_by_text("Everything here is invented")).to_have_count(0)
        for door in ("Bring what we have", "Hold a session today", "Read what people said"):
            expect(page.get_by_role("heading", name=door)).to_have_count(1)
        page.get_by_role("link", name="Hold a session").click()
        arrive(page, "Hold a session today")
        page.get_by_label("What it is called").fill("Opening workshop")
        page.get_by_label("Name of a new programme").fill("Open mornings")
        page.get_by_label("Who is coming").fill("Ana Reyes, Springfield\nBo Lund, Saint Paul, Minnesota")
        page.get_by_role("button", name="Go on to attendance").click()
        page.get_by_role("radio", name="Springfield, Oregon").check()
        page.get_by_role("button", name="Go on to attendance").click()
        arrive(page, "Who was at “Opening workshop”?")
        page.get_by_role("button", name="Everybody else is here").click()
        expect(page.get_by_text("2 here, 0 away, 0 unknown")).to_have_count(1)
        context.close()


def test_kinds_are_chosen_and_a_year_is_laid_out(chromium, tmp_path):
    (tmp_path / "password").write_text(SECRET + "\n", encoding="utf-8")
    run(
        "init", tmp_path / "new", "--email", "ada.root@example.org", "--name", "Ada Root",
        "--password-file", tmp_path / "password",
    )  # fmt: skip
    with serving(tmp_path / "new") as address:
        context = chromium.new_context(base_url=address)
        page = context.new_page()
        sign_in(page, email="ada.root@example.org", password=SECRET)
        for kind in ("Failing Forward", "Innovation Track"):
            page.get_by_role("checkbox", name=kind).check()
        page.get_by_role("button", name="Set up these programmes").click()
        expect(page.get_by_role("link", name="Failing Forward", exact=True)).to_have_count(1)
        page.get_by_role("link", name="Innovation Track", exact=True).click()
        arrive(page, "Innovation Track")
        page.get_by_role("link", name="Lay out").first.click()
        page.get_by_role("button", name="Show what will be laid out").click()
        page.get_by_role("button", name="Lay out the edition").click()
        arrive(page, re.compile("^Innovation Track "))
        context.close()
