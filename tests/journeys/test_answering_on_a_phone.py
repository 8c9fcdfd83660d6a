"""A resident answers on a phone with a bad line, and another without scripts: nothing is lost and it is stored once.

Every page that respondents meet is looked at in its four languages, on a phone, at twice the size, and by keyboard.
"""

import gzip
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from reflectory.listening.models import AnonymousResponse, Draft, Response
from tests.asking import a_body, a_form, a_question, an_ask
from tests.journeys.people import SCREENS, barriers
from tests.listening.kinds_of_questions import LANGUAGES, every_kind

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
USES = ["analyse", "quote_without_name", "quote_name"]
TWICE = {"viewport": {"width": 640, "height": 450}}  # 1280 pixels at 200 %
MOST_KB = 60
# How much of an answer this browser holds, wherever it could.
KEPT = """async () => {
  const done = (asked) => new Promise((told) => { asked.onsuccess = () => told(asked.result); });
  const base = await done(indexedDB.open("reflectory-answers"));
  const rows = await done(base.transaction("reflectory-answers").objectStore("reflectory-answers").getAll());
  return [rows.length, localStorage.length, sessionStorage.length, document.cookie];
}"""


@pytest.fixture
def phone(chromium: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a browser of its own: `phone()`, `phone(has_scripts=False)`. Errors in its console fail the test."""
    contexts, complaints = [], []

    def opened(*, screen: dict | None = None, has_scripts: bool = True, mode: str = "light") -> Page:
        context = chromium.new_context(
            base_url=site, java_script_enabled=has_scripts, color_scheme=mode, **(screen or SCREENS["phone"])
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def standing(page: Page):
    """What the page says is true: saved here, sent, received."""
    return page.locator("#standing")


def a_long_ask(**more):
    return an_ask(a_form(every_kind()), languages=[], uses_asked=USES, **more)


def test_a_resident_is_cut_off_comes_back_and_hands_in_without_a_line(phone):
    ask = an_ask(
        a_form(a_body(a_question(), a_question("easy", "scale", "How easy?", least=1, most=5,
                                               ends=[{"en": "Hard"}, {"en": "Easy"}]))),
        identity="confidential",
    )  # fmt: skip
    page = phone()
    page.goto(f"/a/{ask.code}/")
    words = page.get_by_label("What helped?")
    words.fill("They rang back")
    expect(standing(page)).to_have_text(re.compile("^Sent: your draft"))
    assert Draft.objects.get().sent["helped"] == "They rang back"

    page.context.set_offline(True)
    words.fill("They rang back at noon")
    expect(standing(page)).to_have_text("Saved on this phone, not sent yet.")
    page.close()
    page.context.set_offline(False)

    page = page.context.new_page()
    page.goto(f"/a/{ask.code}/")
    words = page.get_by_label("What helped?")
    expect(words).to_have_value("They rang back at noon")
    page.get_by_role("radio", name="4").check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Hand in").click()
    expect(standing(page)).to_contain_text("Kept on this phone. It is handed in by itself")
    assert Response.objects.count() == 0
    page.context.set_offline(False)

    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers were received")
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", page.locator("[data-receipt]").inner_text())
    row = Response.objects.get()
    assert (row.answers, Draft.objects.count()) == ({"helped": "They rang back at noon", "easy": 4}, 0)
    page.goto(f"/a/{ask.code}/")
    expect(page.get_by_label("What helped?")).to_have_value("")


def test_an_answer_that_was_handed_in_offline_is_sent_when_the_page_is_opened_again(phone):
    ask = an_ask(identity="anonymous")
    page = phone()
    page.goto(f"/a/{ask.code}/")
    page.get_by_label("What helped?").fill("Nobody knows who says this")
    page.context.set_offline(True)
    page.get_by_role("button", name="Hand in").click()
    expect(standing(page)).to_contain_text("Kept on this phone")
    page.close()
    page.context.set_offline(False)
    page = page.context.new_page()
    page.goto(f"/a/{ask.code}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers were received")
    assert [one.answers for one in AnonymousResponse.objects.all()] == [
        {"helped": "Nobody knows who says this"}
    ]
    assert page.evaluate(KEPT) == [0, 0, 0, ""]


def test_drafts_of_anonymous_answers_never_leave_the_phone(phone):
    ask = an_ask(identity="anonymous")
    page = phone()
    sent = []
    page.on("request", lambda one: sent.append(one.method) if one.method == "POST" else None)
    page.goto(f"/a/{ask.code}/")
    page.get_by_label("What helped?").fill("Mine")
    expect(standing(page)).to_have_text("Saved on this phone, not sent yet.")
    page.wait_for_timeout(5_000)
    assert (sent, Draft.objects.count()) == ([], 0)
    page.get_by_role("button", name="Clear what is on this phone").click()
    expect(standing(page)).to_have_text("Nothing is kept on this phone any more.")
    expect(page.get_by_label("What helped?")).to_have_value("")


def test_two_tabs_hold_the_same_answer(phone):
    ask = an_ask()
    first = phone()
    first.goto(f"/a/{ask.code}/")
    second = first.context.new_page()
    second.goto(f"/a/{ask.code}/")
    first.get_by_label("What helped?").fill("In the first tab")
    expect(second.get_by_label("What helped?")).to_have_value("In the first tab")
    second.get_by_role("textbox", name="Your name").fill("Ana")
    expect(first.get_by_role("textbox", name="Your name")).to_have_value("Ana")
    second.get_by_role("button", name="Hand in").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("Your answers were received")
    expect(standing(first)).to_have_text("Received.")
    assert Response.objects.count() == 1


def test_what_was_mended_on_a_page_that_came_back_is_sent_on(phone):
    ask = an_ask(a_form(a_body(a_question(most_words=3))), identity="confidential")
    page = phone()
    page.goto(f"/a/{ask.code}/")
    words = page.get_by_label("What helped?")
    words.fill("one two three four")
    page.get_by_role("button", name="Save and go on later").click()
    expect(page.get_by_role("status").first).to_contain_text("Saved, not handed in yet")
    expect(standing(page)).to_be_empty()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("alert")).to_contain_text("please take out 1")
    assert Draft.objects.get().sent["helped"] == "one two three four"
    words.fill("one two three")
    expect(standing(page)).to_have_text(re.compile("^Sent: your draft"))
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers were received")
    assert Response.objects.get().answers == {"helped": "one two three"}


def test_without_a_script_somebody_answers_from_start_to_receipt(phone):
    ask = a_long_ask()
    page = phone(has_scripts=False)
    page.goto("/a/")
    page.get_by_label("The code on the slide").fill(ask.code.upper())
    page.get_by_role("button", name="Open the questions").click()
    page.get_by_role("textbox", name="Your name").fill("Ana")
    page.get_by_label("Which department helped you?").fill("Housing")
    page.get_by_label("Where do you live?").fill("Springfield")
    page.get_by_role("button", name="Another partner").click()
    page.get_by_label("Name of the partner").nth(1).fill("The library")
    page.get_by_role("button", name="Save and go on later").click()
    page.get_by_role("link", name="go on later").click()
    expect(page.get_by_label("Name of the partner").first).to_have_value("The library")
    page.get_by_role("radio", name="No", exact=True).check()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("alert")).to_contain_text("opens one more question")
    page.get_by_label("Why not?").fill("Too far")
    page.get_by_role("button", name="Hand in").click()
    page.get_by_role("radio", name="None of these: keep it as I wrote it").check()
    page.get_by_role("checkbox", name="May the team that asks read your answers").check()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers were received")
    receipt = page.locator("[data-receipt]").inner_text()
    row = Response.objects.get()
    assert row.answers == {
        "department": "Housing", "again": "no", "why_not": "Too far", "where": {"words": "Springfield"},
        "partners": [{"name": "The library"}],
    }  # fmt: skip
    page.get_by_role("link", name="Change my answers").click()
    page.get_by_label("The code that you were shown").fill(receipt)
    page.get_by_role("button", name="Show my answers").click()
    page.get_by_label("Why not?").fill("Too far by bus")
    page.get_by_role("button", name="Replace my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers were changed")
    row.refresh_from_db()
    assert row.answers["why_not"] == "Too far by bus"


def test_what_an_answer_opens_is_there_at_once_and_sliders_follow_numbers(phone):
    page = phone()
    page.goto(f"/a/{a_long_ask().code}/")
    expect(page.get_by_label("Why not?")).to_be_hidden()
    page.get_by_role("radio", name="No", exact=True).check()
    expect(page.get_by_label("Why not?")).to_be_visible()
    page.get_by_label("Which department helped you?").fill("Housing")
    expect(page.get_by_label("What did Housing do that helped?")).to_be_visible()
    ends = [page.get_by_role("spinbutton", name=name) for name in ("1. You", "2. They", "3. Chance")]
    page.locator(".triad svg").click(position={"x": 100, "y": 20})
    assert [int(one.input_value()) > 90 for one in ends] == [True, False, False]
    page.get_by_role("slider", name="They").fill("40")
    assert sum(int(one.input_value()) for one in ends) == 100
    page.get_by_role("button", name="Another partner").click()
    expect(page.get_by_label("Name of the partner")).to_have_count(2)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("screen", ["phone", "twice"])
def test_nothing_stands_in_anybodys_way(phone, language, screen):
    page = phone(screen=TWICE if screen == "twice" else None, mode="dark" if screen == "twice" else "light")
    ask = a_long_ask(closes_at=datetime(2099, 1, 1, tzinfo=UTC))
    found = {}

    def look(name: str) -> None:
        assert page.locator("html").get_attribute("lang") == language
        found[name] = barriers(page)

    for name, address in {
        "start": f"/a/?lang={language}",
        "unknown": f"/i/none/?lang={language}",
        "change": f"/a/{ask.code}/change/?lang={language}",
        "form": f"/a/{ask.code}/?lang={language}",
    }.items():
        page.goto(address)
        look(name)
    page.locator("[data-hand]").click()
    page.wait_for_selector(".summary")
    look("mend")
    page.locator("#who-name").fill("Ana")
    page.locator("#q-again-1").check()
    page.locator("[data-hand]").click()
    page.wait_for_selector("[data-receipt]")
    look("received")
    assert {name: one for name, one in found.items() if one} == {}


def test_somebody_answers_with_a_keyboard_alone(phone):
    ask = a_long_ask(identity="confidential")
    page = phone(screen=SCREENS["desk"])
    page.goto(f"/a/{ask.code}/")
    page.keyboard.press("Tab")
    names = []
    for _n in range(90):
        at = page.evaluate(
            "() => [document.activeElement.name || '', document.activeElement.type || '', "
            "!!document.activeElement.dataset.hand, getComputedStyle(document.activeElement).outlineStyle]"
        )
        names.append(at[0])
        if at[0] == "who.name":
            page.keyboard.type("Ana")
        if at[0] == "q.again":
            page.keyboard.press("Space")
        if "hand" in page.evaluate("Object.keys(document.activeElement.dataset)"):
            break
        page.keyboard.press("Tab")
    assert {"who.name", "q.helped", "q.ways", "q.first.speed", "q.between.1", "q.pull", "uses"} <= set(names)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your answers were received")
    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_the_whole_page_weighs_less_than_a_picture(phone):
    page = phone()
    sizes: dict[str, bytes] = {}
    page.on("response", lambda one: sizes.__setitem__(one.url, one.body()))
    page.goto(f"/a/{a_long_ask().code}/")
    page.wait_for_load_state("networkidle")
    packed = {url: len(gzip.compress(body)) for url, body in sizes.items()}
    assert sum(packed.values()) < MOST_KB * 1024, packed
    assert len(sizes) <= 7, sorted(sizes)
    assert sum(map(len, sizes.values())) < MOST_KB * 1024 * 1.5
