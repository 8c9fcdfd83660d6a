"""Teams, sessions and what they make in a real browser: axe, no scrolling sideways, attendance on a phone."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from reflectory.programmes.actions.artefacts import move_artefact
from reflectory.programmes.actions.editions import note_departure
from reflectory.programmes.models import Attendance
from tests import portfolio as a

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def opened(chromium, site):
    """A browser page in which somebody is signed in; nothing may be said in its console."""
    said, contexts = [], []

    def open_page(account, *, width, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 844}, reduced_motion="reduce", base_url=site, **options
        )
        contexts.append(context)
        client = Client()
        client.force_login(account)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def fill():
    """One of each, and the addresses of their pages, full and empty."""
    edition, empty = a.edition(), a.edition()
    team = a.team(
        edition, a.organisation("Saltmarsh Quay", region="OH"), focus="Ramps", coach=a.person("Coretta Vance")
    )
    member = a.member(team, a.person("Ines Caldeira"), role="mayor", seniority="elected")
    session = a.activity(edition, "Second workshop", team=team, is_open=True, plan="Read.", notes="Read.")
    a.attended(session, member.person)
    a.activity(edition, "Later", day=date(2099, 1, 1))
    note_departure(
        by=a.operator(), team=team, planned="Weekly", instead="Monthly", reason="Snow", on=date(2021, 3, 1)
    )
    idea = a.artefact(team, title="Paint the ramps")
    move_artefact(by=a.operator(), artefact=idea, to="stopped", on=date(2021, 3, 1), reason="Too dear")
    promise = a.artefact(
        team, kind="commitment", title="Every ramp is rebuilt", comes_from=idea, text="By the works department.",
        details={"due_on": "2021-09-30", "amount": "120000", "promised_to": "Residents"},
    )  # fmt: skip
    within, bare = edition.get_absolute_url(), empty.get_absolute_url()
    return [
        f"{within}teams/", f"{bare}teams/", f"{within}teams/new/?q=saltmarsh", team.get_absolute_url(),
        f"/teams/{team.pk}/edit/", f"/teams/{team.pk}/next/", f"/teams/{team.pk}/remove/",
        f"/teams/{team.pk}/people/new/?q=ines", f"/teams/people/{member.pk}/left/", f"/teams/{team.pk}/departures/new/",
        "/sessions/new/", f"{within}sessions/new/?team={team.pk}", session.get_absolute_url(),
        f"/sessions/{session.pk}/edit/", f"/sessions/{session.pk}/notes/", f"/sessions/{session.pk}/cancel/",
        f"/sessions/{session.pk}/attendance/", f"/sessions/{session.pk}/guests/?q=ines&came_for=saltmarsh",
        "/work/", "/work/?kind=idea", "/work/?words=nothing", f"{within}work/new/",
        f"{within}work/new/?kind=commitment&team={team.pk}", promise.get_absolute_url(), f"/work/{promise.pk}/edit/",
        f"/work/{promise.pk}/next/", f"{within}ideas/", f"{bare}ideas/", "/commitments/",
    ]  # fmt: skip


# By day at a desk, and on a phone at night: tests/journeys/test_every_page.py.
@pytest.mark.parametrize(("width", "mode"), [(1280, "dark")])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(opened, width, mode):
    page = opened(a.account("Ada Root", is_operator=True), width=width, color_scheme=mode)
    wrong = {}
    for address in fill():
        assert page.goto(address).status == 200
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
        seen = [(one["id"], one["nodes"][0]["html"][:200]) for one in found.response["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") != width:
            seen.append("scrolls sideways")
        if seen:
            wrong[address] = seen
    assert wrong == {}


def thirty_people():
    """A session of a team of thirty."""
    team = a.team()
    people = [a.member(team, a.person(f"Somebody {n:02}")).person for n in range(30)]
    return a.activity(team.edition, team=team), people


def marks():
    return dict(Attendance.objects.values_list("person__name", "was_there"))


def test_thirty_people_are_marked_on_a_phone_without_javascript_in_three_taps_and_it_can_be_undone(opened):
    session, people = thirty_people()
    page = opened(
        a.account_with("programme_lead", on=session.edition),
        width=390,
        has_touch=True,
        java_script_enabled=False,
    )
    page.goto(f"/sessions/{session.pk}/attendance/")
    for name in ("Somebody 03", "Somebody 17"):
        row = page.get_by_role("group", name=name)
        box = row.locator("label.away").bounding_box()
        assert (box["height"] >= 44, box["width"] >= 44) == (True, True)
        row.locator("label.away").tap()
    page.get_by_role("button", name="Everybody else is here").tap()
    page.get_by_text("30 marks are saved.").wait_for()
    assert marks() == {one.name: one.name not in ("Somebody 03", "Somebody 17") for one in people}
    page.get_by_role("button", name="Undo what was saved last").tap()
    page.get_by_text("30 marks are as they were before.").wait_for()
    assert marks() == {}


def test_people_are_marked_with_the_keyboard_alone(opened):
    session, _people = thirty_people()
    page = opened(a.account_with("programme_lead", on=session.edition), width=1280)
    page.goto(f"/sessions/{session.pk}/attendance/")
    page.get_by_role("group", name="Somebody 00").get_by_label("Unknown").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.get_by_text("2 marks are saved.").wait_for()
    assert marks() == {"Somebody 00": False, "Somebody 01": True}


def test_notes_that_were_not_sent_are_there_again(opened):
    session, _people = thirty_people()
    page = opened(a.account_with("programme_lead", on=session.edition), width=390)
    page.goto(f"/sessions/{session.pk}/notes/")
    page.get_by_label("Notes").fill("Half a sentence")
    page.goto(f"/sessions/{session.pk}/")
    page.goto(f"/sessions/{session.pk}/notes/")
    assert page.get_by_label("Notes").input_value() == "Half a sentence"
