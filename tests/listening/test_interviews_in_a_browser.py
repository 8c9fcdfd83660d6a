"""Interviews in a real browser: axe, nothing scrolls sideways, notes saved while typing and after a cut line."""

from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client

from reflectory.directory.actions.people import add_contact
from reflectory.listening import interview_states as states
from reflectory.listening.actions.interview_notes import Noted, read_again
from reflectory.listening.actions.interview_transcripts import bring_transcript, match_speakers
from reflectory.listening.actions.interviews import Wanted, move_interview, schedule_interview
from tests import interviewing as ask
from tests import portfolio as a

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NOW = datetime(2021, 4, 6, 15, tzinfo=UTC)
USES = ("analyse", "quote_without_name")
TALK = "Interviewer: What do small firms need?\nInes: A loan.\nInterviewer: Who lends?\nInes: Nobody."


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.REFLECTORY_DIR = tmp_path


@pytest.fixture
def opened(chromium, site):
    """A browser page in which somebody is signed in; nothing may be said in its console but that a line was cut."""
    said, contexts = [], []

    def open_page(account, *, width=1280, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce", base_url=site, **options
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
    assert [line for line in said if "ERR_INTERNET_DISCONNECTED" not in line] == []


def written_up(row):
    move_interview(by=a.operator(), interview=row, to=states.HELD, at=NOW)
    move_interview(by=a.operator(), interview=row, to=states.WRITTEN_UP, at=NOW + timedelta(hours=5))
    return row


def fill(tmp_path):
    """A series in which every page has something to show, and the addresses of those pages, full and empty."""
    edition = a.edition()
    empty = ask.a_series(edition, guide=ask.a_guide(edition, title="Pilot guide"))
    frame = ask.a_series(
        edition, Wanted(3, region="Midwest", size="under 50,000", role="mayor"),
        Wanted(2, region="South", role="budget office"),
        Wanted(0, size="over a million", why_fewer="No place of this size is in the programme."),
    )  # fmt: skip
    midwest, south, _none = frame.strata.all()
    quay, monte = a.organisation("Saltmarsh Quay"), a.organisation("Montepedra")
    ines = a.person("Ines Caldeira")
    add_contact(by=a.operator(), person=ines, kind="email", value="ines@example.org")
    later = ask.an_interview(
        frame, ines, organisation=monte, strata=[midwest], interviewer=a.person("Coretta Vance")
    )
    schedule_interview(
        by=a.operator(), interview=later, scheduled_at=NOW, time_zone="America/Bogota", minutes=45,
        place="https://call.example/room-4", at=NOW,
    )  # fmt: skip
    said = {"needs": (states.ANSWERED, "Loans under 10,000, and somebody who answers the telephone."),
            "lending": (states.ASKED_NO, "No bank in town."), "trust": (states.SILENT, "")}  # fmt: skip
    going = ask.a_talk(
        frame, a.person("Abel Moreno"), organisation=quay, strata=[south], notes=said, uses=USES, at=NOW
    )
    held = written_up(
        ask.a_talk(
            frame, a.person("Bea Ruiz"), organisation=quay, strata=[south], notes=said, uses=USES, at=NOW
        )
    )
    read_again(
        by=a.operator(), interview=held, noted=[Noted("needs", states.ANSWERED, "Loans under 5,000.", 1)], at=NOW,
        on=NOW.date(), why="Heard on the recording",
    )  # fmt: skip
    unread = ask.a_talk(frame, a.person("Cy Young"), uses=(), organisation=monte, at=NOW)
    path = tmp_path / "sent"
    path.write_text(TALK)
    bring_transcript(by=a.operator(), interview=held, path=path, name="talk.txt", at=NOW, on=NOW.date())
    match_speakers(by=a.operator(), interview=held, speakers={"Interviewer": "interviewer", "Ines": "person"})
    series, bare = frame.get_absolute_url(), empty.get_absolute_url()
    one, two, three, four = (row.get_absolute_url() for row in (later, going, held, unread))
    return [
        "/interviews/", "/interviews/new/", f"{edition.get_absolute_url()}interviews/new/", series, bare,
        f"{series}edit/", f"{series}frame/", f"{bare}frame/", f"{series}add/?q=ines&place=salt", f"{series}grid/",
        f"{bare}grid/",
        f"{series}grid/{quay.pk}/?domain=Money", one, f"{one}edit/", f"{one}time/", f"{one}write/", f"{one}hold/",
        f"{one}to/cancelled/", two, f"{two}hold/", f"{two}transcript/", three, f"{three}notes/", f"{three}transcript/",
        f"{three}take-back/", f"{four}hold/",
    ]  # fmt: skip


def barriers(page, width):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    seen = [(one["id"], one["nodes"][0]["html"][:200]) for one in found.response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth") != width:
        seen.append(("scrolls sideways", ""))
    return seen


@pytest.mark.parametrize(("width", "mode"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(opened, tmp_path, width, mode):
    page = opened(a.account("Ada Root", is_operator=True), width=width, color_scheme=mode)
    wrong = {}
    for address in fill(tmp_path):
        page.goto(address)
        wrong[address] = barriers(page, width)
    assert {address: seen for address, seen in wrong.items() if seen} == {}


def test_notes_are_saved_while_typing_and_after_the_line_was_cut(opened):
    frame = ask.a_series(a.edition())
    talk = ask.a_talk(frame, at=NOW)
    page = opened(a.account("Ada Root", is_operator=True))
    page.goto(f"{talk.get_absolute_url()}hold/")
    page.fill("#notes-needs", "Loans")
    page.wait_for_selector("#saved:has-text('Saved at')")
    assert page.is_checked("[name=state-needs][value=answered]")
    page.context.set_offline(True)
    page.fill("#notes-trust", "Nobody")
    page.wait_for_selector("#saved:has-text('No connection')")
    page.context.set_offline(False)
    page.wait_for_selector("#saved:has-text('Saved at')")
    assert list(talk.cells.order_by("pk").values_list("question", "state", "notes")) == [
        ("needs", "answered", "Loans"), ("trust", "answered", "Nobody"),
    ]  # fmt: skip
    page.reload()
    assert page.input_value("#notes-trust") == "Nobody"
    assert page.locator("text=kept on this device").count() == 0


def test_an_interview_is_held_with_keys_alone(opened):
    talk = ask.an_interview(ask.a_series(a.edition()), state=states.AGREED)
    page = opened(a.account("Ada Root", is_operator=True))
    page.goto(f"{talk.get_absolute_url()}hold/")
    page.focus("#use-analyse")
    page.keyboard.press("Space")
    page.focus("button[value=begin]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#notes-needs")
    page.focus("[name=state-needs][value=not_asked]")
    page.keyboard.press("ArrowUp")
    assert page.is_checked("[name=state-needs][value=silent]")
    page.keyboard.press("Tab")
    page.keyboard.type("Says nothing")
    page.focus("button[value=end]")
    page.keyboard.press("Enter")
    page.wait_for_selector("button[value=written]")
    talk.refresh_from_db()
    assert (talk.state, talk.cells.get().state, talk.cells.get().notes) == ("held", "silent", "Says nothing")
