"""The page in a browser: axe finds nothing, nothing needs a script, every control can be reached and seen."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from reflectory.press.exploration import html
from tests.press.sample import empty, large, small, undated

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = {
    "large": lambda: large(4),
    "small": lambda: small(4),
    "empty": empty,
    "undated": lambda: undated(grouped=True),
}


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    for name, make in SIZES.items():
        (folder / f"{name}.html").write_text(html.render(make()), encoding="utf-8")
    (folder / "reading.html").write_text(html.render(small()), encoding="utf-8")
    (folder / "whole.html").write_text(html.render(large()), encoding="utf-8")
    (folder / "spanish.html").write_text(html.render(small(4), language="es"), encoding="utf-8")
    return folder


@pytest.fixture
def opened(chromium, files):
    """Opens a report; afterwards nothing may have been said in the console or refused by the policy."""
    said, contexts = [], []

    def open_page(name, *, width=1280, mode="light", **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=mode, reduced_motion="reduce", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto((files / f"{name}.html").as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


# The large report holds whatever the others hold.
SEEN = [("large", 1280, "light"), ("large", 390, "dark"), ("small", 1280, "dark"), ("small", 390, "light"),
        ("empty", 1280, "dark"), ("undated", 390, "light")]  # fmt: skip


@pytest.mark.parametrize(("name", "width", "mode"), SEEN)
def test_axe_finds_nothing(opened, name, width, mode):
    assert found_by_axe(opened(name, width=width, mode=mode)) == []


def test_axe_finds_nothing_in_another_language(opened):
    assert found_by_axe(opened("spanish")) == []


def found_by_axe(page):
    """What axe complains of, every detail opened: the rule, the first place, what to do."""
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [
        (violation["id"], violation["nodes"][0]["html"][:200], violation["nodes"][0]["failureSummary"][:300])
        for violation in found.response["violations"]
    ]


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("name", SIZES)
def test_the_page_never_scrolls_sideways(opened, name, width):
    page = opened(name, width=width)
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [1280, 390])
def test_everything_can_be_read_without_a_script(opened, width):
    page = opened("whole", width=width, java_script_enabled=False)
    assert page.locator("button, input").count() == 0
    assert page.locator("section[data-theme]").count() == 30
    assert page.locator("section[data-theme]:visible").count() == 30
    summary = page.locator("summary:visible", has_text="Columns, encoding and languages")
    summary.click()
    assert page.get_by_text("Which column was taken for what").is_visible()
    page.locator("#glance tbody a").first.click()
    assert page.url.endswith("#T11")


@pytest.mark.parametrize("width", [1280, 390])
def test_every_target_is_at_least_24_pixels_or_stands_in_a_line(opened, width):
    page = opened("large", width=width)
    too_small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, summary")]
            .filter((e) => e.checkVisibility() && !e.matches(".skip"))
            .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect()])
            .filter(([, box]) => box.width < 24 || box.height < 23.9)
            .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
    )
    assert too_small == []


def test_every_control_is_reached_by_keyboard_and_shows_its_focus(opened):
    page = opened("small")
    expected = page.evaluate(
        """() => [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
            .filter((e) => e.checkVisibility()).length"""
    )
    reached = 0
    for _ in range(expected + 5):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return null;
                const first = !e.dataset.reached; e.dataset.reached = "1";
                const style = getComputedStyle(e);
                return [first, style.outlineStyle, parseFloat(style.outlineWidth)]; }"""
        )
        if seen is None:
            continue
        reached += seen[0]
        assert seen[1:] == ["solid", 3]
    assert reached == expected


def test_themes_can_be_filtered_by_a_word(opened):
    page = opened("whole")
    page.get_by_label("Show themes with the word").fill("MOULD")
    assert page.locator("section[data-theme]:visible").count() == 2
    assert page.locator("#glance tbody tr:not(.group):visible").count() == 2
    assert page.locator(".tools [role=status]").inner_text() == "2 of 30 themes shown"
    page.get_by_label("Show themes with the word").fill("zeppelin")
    assert page.locator("section[data-theme]:visible").count() == 0
    page.get_by_label("Show themes with the word").fill("")
    assert page.locator("section[data-theme]:visible").count() == 30


def test_a_link_to_a_hidden_theme_shows_it(opened):
    page = opened("whole")
    page.get_by_label("Show themes with the word").fill("mould")
    page.locator("#groups a", has_text="Waiting, phone, answer").first.click()
    page.wait_for_function("document.getElementById('T01').checkVisibility()")
    assert page.locator("#T01").is_visible()


def test_themes_can_be_sorted_by_each_column(opened):
    page = opened("whole")
    page.get_by_role("button", name="People").click()
    people = page.locator("#glance tbody td.is-number").all_inner_texts()
    assert [int(n) for n in people] == sorted((int(n) for n in people), reverse=True)
    assert page.locator("#glance th[aria-sort]").get_attribute("aria-sort") == "descending"
    page.get_by_role("button", name="Theme", exact=True).click()
    names = page.locator("#glance tbody th a").all_inner_texts()
    assert len(names) == 30
    assert page.locator("#glance th[aria-sort]").get_attribute("aria-sort") == "ascending"
    page.get_by_role("button", name="Theme", exact=True).click()
    assert page.locator("#glance tbody th a").all_inner_texts() == names[::-1]


def test_a_quote_is_copied_with_its_reference(opened):
    page = opened("reading", permissions=["clipboard-read", "clipboard-write"])
    button = page.locator("#T01 button.copy").first
    button.click()
    page.get_by_text("Copied").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "“I rang eleven times before anyone picked up, and then the line went dead.”\n"
        "interviews/, R0001, row 2, Brookmere, officer, 2 February 2020, characters 0 to 73"
    )


def test_every_detail_opens_and_closes_at_once(opened):
    page = opened("small")
    page.get_by_role("button", name="Open every detail").click()
    assert page.locator("main details:not([open])").count() == 0
    page.get_by_role("button", name="Close every detail").click()
    assert page.locator("main details[open]").count() == 0


def test_nothing_moves_for_a_reader_who_asked_for_stillness(opened):
    page = opened("small")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("getComputedStyle(document.querySelector('button')).transitionDuration") == "0s"


def test_nothing_is_fetched_and_a_planted_script_does_not_run(chromium, files):
    page = chromium.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url.split(",")[0][:30]))
    page.goto((files / "large.html").as_uri())
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = "
        "1'}))"
    )
    assert json.dumps(page.evaluate("window.ran ?? null")) == "null"
    page.close()
