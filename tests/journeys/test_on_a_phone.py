"""Sessions on a phone, without scripts: forty people marked in less than a minute, and a team's own day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.people import PASSWORD, Hand, address_of, edition_running, h1, sign_in

pytestmark = pytest.mark.browser
N_PEOPLE = 42
# A tap takes a second, finding the next name two; the answer must be known in under a minute.
SECONDS_A_TAP = 3


def plan_session(page, title):
    """Plans a session of all teams, early today, through the pages; its address."""
    edition_running(page, "Innovation Track")
    page.get_by_role("navigation", name="Parts of this edition").get_by_role("link", name="Timeline").click()
    page.get_by_role("link", name="Plan a session").click()
    page.get_by_label("Title").fill(title)
    page.get_by_label("Kind").select_option(label="workshop")
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    there = (midnight + timedelta(minutes=1)).astimezone(ZoneInfo("America/Chicago"))
    page.get_by_label("Takes place at").fill(there.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Plan this session").click()
    assert h1(page) == title
    return page.url


def test_a_lead_marks_forty_people_on_a_phone_without_scripts_in_under_a_minute(person):
    plan_session(person("lead"), "Everybody in one room")
    page = person(None, screen="phone", has_scripts=False)
    sign_in(page, email=address_of("lead"), password=PASSWORD)
    hand = Hand()

    def mark():
        for name in ("Nora Blackshear", "Corinne Kessler"):
            hand.tap(page.get_by_role("group", name=name).get_by_text("Away"))
        hand.tap(page.get_by_role("button", name="Everybody else is here"))

    hand.tap(page.get_by_role("link", name="Everybody in one room, Innovation Track"))
    hand.tap(page.get_by_role("link", name="Mark who was there"))
    assert page.get_by_role("radio", name="Here").count() == N_PEOPLE
    mark()
    assert page.get_by_role("status").inner_text() == "42 marks are saved."
    assert page.get_by_text("40 here, 2 away, 0 unknown").count() == 1
    assert hand.n_taps * SECONDS_A_TAP < 60

    hand.tap(page.get_by_role("button", name="Undo what was saved last"))
    assert page.get_by_role("status").inner_text() == "42 marks are as they were before."
    assert page.get_by_text("0 here, 0 away, 42 unknown").count() == 1
    mark()
    assert page.get_by_text("40 here, 2 away, 0 unknown").count() == 1

    hand.tap(page.get_by_role("main").get_by_role("link", name="Everybody in one room"))
    assert page.get_by_role("heading", name="40 of 42 were there").count() == 1
    hand.tap(page.get_by_role("link", name="Write notes"))
    hand.write(
        page.get_by_role("textbox", name="Notes"),
        "The room was cold. Two cities swapped their clerks for a day.",
    )
    hand.tap(page.get_by_role("button", name="Save"))
    assert page.get_by_text("Two cities swapped their clerks for a day.").count() == 1
    assert hand.n_taps == 13


def test_a_team_lead_finds_their_own_team_and_sessions_on_a_phone(person):
    page = person("team-lead", screen="phone")
    page.goto("/")
    hand = Hand()
    hand.tap(page.get_by_role("link", name="Innovation Track", exact=True))
    hand.tap(page.get_by_role("main").get_by_role("link", name="20").first)
    hand.tap(page.get_by_role("navigation", name="Parts of this edition").get_by_role("link", name="Teams"))
    assert h1(page).startswith("1 team in Innovation Track ")
    hand.tap(page.get_by_role("link", name="Osprey Narrows"))
    assert h1(page).startswith("Osprey Narrows in Innovation Track ")
    hand.tap(page.get_by_role("main").get_by_role("link", name="Coaching", exact=True).first)
    assert h1(page) == "Coaching, with Osprey Narrows"
    assert page.get_by_role("link", name="Mark who was there").count() == 0
