"""A programme lead at their desk: what waits, a new edition, teams from a spreadsheet, a prototype, a commitment."""

import re
from datetime import date

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

from tests.journeys.people import (
    PASSWORD,
    address_of,
    arrive,
    edition_running,
    open_part,
    open_teams,
    sign_in,
)

pytestmark = pytest.mark.browser
TODAY = date.today()
OPEN = re.compile(r"^\d+ commitments are open, \d+ of them late$")


def workbook(path, rows):
    """A spreadsheet as somebody would send it."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_lead_signs_in_sees_what_waits_and_signs_out_again(person):
    page = person(None)
    sign_in(page, email=address_of("lead"), password=PASSWORD)
    arrive(page, re.compile(r"\d+ things wait for you"))
    for kind in ("Commitments past their day", "Attendance missing", "Deadlines", "Resources that expire"):
        expect(page.get_by_role("heading", name=kind, exact=True)).to_have_count(1)
    page.get_by_text("Esteban Archuleta").first.click()
    page.get_by_role("button", name="Sign out").click()
    arrive(page, "Sign in")
    assert page.goto("/teams/1/").url.endswith("/account/login/?next=/teams/1/")


def test_a_lead_lays_out_an_edition_and_brings_its_teams_in_from_a_spreadsheet(person, tmp_path):
    page = person("lead")
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Programmes").click()
    page.get_by_role("main").get_by_role("link", name="Earned Legitimacy Cohort").first.click()
    page.get_by_role("link", name="Lay out a new edition").click()

    page.get_by_label("Label").fill("Spring")
    page.get_by_label("First day").fill(TODAY.isoformat())
    page.get_by_role("button", name="Show what will be laid out").click()
    expect(page.get_by_role("heading", name="What will be laid out")).to_have_count(1)
    expect(page.get_by_text("Nothing is made before you press the button at the end.")).to_have_count(1)
    page.get_by_role("button", name="Lay out the edition").click()
    arrive(page, "Earned Legitimacy Cohort Spring")

    open_part(page, "Teams")
    page.get_by_role("link", name="Bring teams from a spreadsheet").click()
    rows = [
        ("Place", "Name", "E-mail", "Role", "Joined"),
        ("Amberline", "Ottilie Vane", "ottilie.vane@example.org", "Executive sponsor", TODAY),
        ("Amberline", "Rufus Tallow", "rufus.tallow@example.org", "Executive sponsor", TODAY),
        ("Nowhere-upon-Ink", "Isolde Marsh", "isolde.marsh@example.org", "Executive sponsor", TODAY),
    ]
    page.get_by_label("Spreadsheet").set_input_files(workbook(tmp_path / "teams.xlsx", rows))
    page.get_by_role("button", name="Look at the file").click()
    arrive(page, "1 row of 3 is refused")
    refused = page.get_by_role("row", name="Nowhere-upon-Ink")
    expect(refused.get_by_text("refused")).to_have_count(1)

    page.get_by_role("link", name="Send a mended file").click()
    rows[3] = ("Thistle Fork", *rows[3][1:])
    page.get_by_label("Spreadsheet").set_input_files(workbook(tmp_path / "teams, mended.xlsx", rows))
    page.get_by_role("button", name="Look at the file").click()
    arrive(page, "All 3 rows of teams, mended.xlsx can be brought in")
    page.get_by_role("button", name="Bring in 3 rows").click()
    arrive(page, "teams, mended.xlsx was brought in")

    page.get_by_role("link", name="See the teams of Earned Legitimacy Cohort Spring").click()
    arrive(page, "2 teams in Earned Legitimacy Cohort Spring")
    page.get_by_role("link", name="Amberline").click()
    for name in ("Ottilie Vane", "Rufus Tallow"):
        expect(page.get_by_role("link", name=name, exact=True)).to_have_count(1)


def test_a_lead_writes_a_prototype_down_and_moves_it_on(person):
    page = person("lead")
    edition = open_teams(page, "Innovation Track")
    page.get_by_role("link", name="Copper Lantern").click()
    arrive(page, f"Copper Lantern in {edition}")
    page.get_by_role("link", name="Add an idea, a prototype or something else").click()
    page.get_by_role("link", name="Prototype", exact=True).click()
    page.get_by_label("Title").fill("A porch bench with the notice on its back")
    page.get_by_role("button", name="Save").click()
    arrive(page, "A porch bench with the notice on its back")

    page.get_by_role("link", name="Move it on").click()
    page.get_by_label("built").check()
    page.get_by_label("Why").fill("Two residents sawed it on Saturday.")
    page.get_by_role("button", name="Move it on").click()
    expect(page.get_by_role("main").get_by_text("Two residents sawed it on Saturday.")).to_have_count(1)
    expect(page.get_by_role("complementary").get_by_text("built")).to_have_count(1)


def test_a_lead_logs_a_commitment_and_finds_it_among_the_open_ones(person):
    page = person("lead")
    edition = edition_running(page, "Innovation Track")
    page.get_by_role("navigation", name="Main").get_by_text("More").click()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Commitments").click()
    before = int(arrive(page, OPEN).split()[0])
    page.get_by_role("link", name="Write a commitment down").click()
    page.get_by_role("link", name=edition).click()
    page.get_by_label("Title").fill("Put the ferry times on paper at the library")
    page.get_by_label("Of the team").select_option(label="Osprey Narrows, city, Florida, United States")
    page.get_by_label("Promised by").fill("The harbour office")
    page.get_by_label("Due").fill("2031-05-01")
    page.get_by_role("button", name="Save").click()
    arrive(page, "Put the ferry times on paper at the library")
    page.goto("/commitments/")
    assert int(arrive(page, OPEN).split()[0]) == before + 1
    row = page.get_by_role("row", name="Put the ferry times on paper at the library")
    expect(row.get_by_role("link", name="Osprey Narrows")).to_have_count(1)
