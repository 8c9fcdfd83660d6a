"""Sessions on a phone, without scripts: forty people marked in less than a minute, and a team's own day."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.people import PASSWORD, Hand, address_of, arrive, edition_running, open_part, sign_in

pytestmark = pytest.mark.browser
N_PEOPLE = 42
# A tap takes a second, finding the next name two; the answer must be known in under a minute.
SECONDS_A_TAP = 3


def plan_session(page, title):
    """Plans a session of all teams, early today, through the pages."""
    edition_running(page, "Innovation Track")
    open_part(page, "Timeline")
    page.get_by_role("link", name="Plan a session").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Kind").select_option(label="workshop")
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    there = (midnight + timedelta(minutes=1)).astimezone(ZoneInfo("America/Chicago"))
    page.get_by_label("Takes place at").fill(there.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Plan this session").click()
    arrive(page, title)


def test_a_lead_marks_forty_people_on_a_phone_without_scripts_in_under_a_minute(person):
    plan_session(person("lead"), "Everybody in one room")
    page = person(None, screen="phone", has_scripts=False)
    sign_in(page, email=address_of("lead"), password=PASSWORD)
    hand = Hand()

    def mark():
        for name in ("Nora Blackshear", "Corinne Kessler"):
            hand.tap(page.get_by_role("group", name=name).get_by_role("radio", name="Away"))
        hand.tap(page.get_by_role("button", name="Everybody else is here"))

    hand.tap(page.get_by_role("link", name="Everybody in one room, Innovation Track"))
    hand.tap(page.get_by_role("link", name="Mark who was there"))
    expect(page.get_by_role("radio", name="Here")).to_have_count(N_PEOPLE)
    mark()
    expect(page.get_by_role("status")).to_have_text("42 marks are saved.")
    expect(page.get_by_text("40 here, 2 away, 0 unknown")).to_have_count(1)
    assert hand.n_taps * SECONDS_A_TAP < 60

    hand.tap(page.get_by_role("button", name="Undo what was saved last"))
    expect(page.get_by_role("status")).to_have_text("42 marks are as they were before.")
    expect(page.get_by_text("0 here, 0 away, 42 unknown")).to_have_count(1)
    mark()
    expect(page.get_by_text("40 here, 2 away, 0 unknown")).to_have_count(1)

    hand.tap(page.get_by_role("main").get_by_role("link", name="Everybody in one room"))
    expect(page.get_by_role("heading", name="40 of 42 were there")).to_have_count(1)
    hand.tap(page.get_by_role("link", name="Write notes"))
    hand.write(
        page.get_by_role("textbox", name="Notes"),
        "The room was cold. Two cities swapped their clerks for a day.",
    )
    hand.tap(page.get_by_role("button", name="Save"))
    expect(page.get_by_text("Two cities swapped their clerks for a day.")).to_have_count(1)
    assert hand.n_taps == 13


def test_a_team_lead_finds_their_own_team_and_sessions_on_a_phone(person):
    page = person("team-lead", screen="phone")
    page.goto("/")
    hand = Hand()
    hand.tap(page.get_by_role("link", name="Innovation Track", exact=True))
    hand.tap(page.get_by_role("main").get_by_role("link", name="20").first)
    hand.tap(page.get_by_role("navigation", name="Parts of this edition").get_by_role("link", name="Teams"))
    arrive(page, re.compile("^1 team in Innovation Track "))
    hand.tap(page.get_by_role("link", name="Osprey Narrows"))
    arrive(page, re.compile("^Osprey Narrows in Innovation Track "))
    hand.tap(page.get_by_role("main").get_by_role("link", name="Coaching", exact=True).first)
    arrive(page, "Coaching, with Osprey Narrows")
    expect(page.get_by_role("link", name="Mark who was there")).to_have_count(0)
