"""The published site in a browser: axe finds nothing, it fits, it prints whole, it needs neither script nor server."""

from __future__ import annotations

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe

from reflectory.press.publication.content import Became, Programmes, Takeaways, Where
from reflectory.press.publication.site import render_site
from tests.press.publication.sample import bare, next_year, sample

pytestmark = pytest.mark.browser

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "sample/index.html",
    "sample/how-we-know/culture/index.html",
    "sample/programmes/failing-forward/index.html",
    "sample/recommendations/index.html",
    "sample/recommendations/for-public-servant/index.html",
    "sample/recommendations/before/index.html",
    "sample/figures/index.html",
    "sample/the-data/index.html",
    "next/index.html",
    "next/how-we-know/room/index.html",
    "bare/index.html",
)
# Two pages in all four looks show every piece but a few; the others in two.
FULL, SHORT = (
    [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")],
    [(1280, "light"), (390, "dark")],
)
ARE_FULL = PAGES[:2]
# What axe says of all that is right would be most of what it says.
ASKED = {"runOnly": {"type": "tag", "values": TAGS}, "preload": False, "resultTypes": ["violations"]}
SMALL = """() => [...document.querySelectorAll("a, summary, textarea")]
    .filter((e) => e.checkVisibility() && !e.matches(".skip"))
    .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect(), getComputedStyle(e).display])
    .filter(([, box, display]) => display !== "inline" && (box.width < 24 || box.height < 23.9))
    .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The sites in a folder whose name has a space and a letter beyond ASCII."""
    root = tmp_path_factory.mktemp("a shélf")
    for name, report in (("sample", sample()), ("next", next_year()), ("bare", bare())):
        base_url = None if name == "bare" else f"https://tidewater.example.org/{name}"
        write(render_site(report, base_url=base_url), root / name)
    return root


def write(site, root):
    for path, data in site.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


@pytest.fixture(scope="module")
def context(chromium):
    """A window that tests share: a site keeps nothing between its pages."""
    made = chromium.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield made
    made.close()


@pytest.fixture
def opened(context, folder):
    """Opens a page; afterwards nothing may have been said in the console, refused by the policy or not found."""
    said, opened_pages = [], []

    def open_page(path, *, of=context):
        page = of.new_page()
        opened_pages.append(page)
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("requestfailed", lambda request: said.append(request.url))
        page.on("request", lambda request: request.url.startswith("file:") or said.append(request.url))
        page.goto((folder / path).as_uri())
        return page

    yield open_page
    for page in opened_pages:
        page.close()
    assert said == []


def open_details(page):
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_in_every_look_fits_every_width_and_can_be_hit(opened, path):
    """Each page is opened once and looked at from all sides: opening it is what costs."""
    page = opened(path)
    open_details(page)
    page.evaluate(Axe().axe_script)
    is_full = path in ARE_FULL
    for width, mode in FULL if is_full else SHORT:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=mode)
        assert (path, width, mode, violations(page)) == (path, width, mode, [])
        if width == 390 or path == PAGES[0]:
            assert (path, width, page.evaluate(SMALL)) == (path, width, [])
        if is_full or width != 1280:
            assert (path, width, page.evaluate("document.documentElement.scrollWidth")) == (
                path,
                width,
                width,
            )
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def violations(page):
    """What axe finds, each with the first place where it does."""
    found = page.evaluate(
        """async (asked) => (await axe.run(document, asked)).violations.map((one) => [
            one.id, one.nodes[0].html.slice(0, 200), one.nodes[0].failureSummary.slice(0, 300)])""",
        ASKED,
    )
    return [tuple(one) for one in found]


def test_words_too_long_for_a_line_are_broken(opened, folder):
    long = "Donaudampfschifffahrtsgesellschaft" * 4
    parts = []
    for part in sample().sections:
        if isinstance(part, Where):
            part = replace(part, places=(replace(part.places[0], name=long, where=long), *part.places[1:]))
        if isinstance(part, Takeaways):
            part = replace(part, items=tuple(replace(one, claim=long) for one in part.items))
        if isinstance(part, Programmes):
            part = replace(part, items=tuple(replace(one, name=long, partners=(long,)) for one in part.items))
        if isinstance(part, Became):
            part = replace(part, report=long, items=tuple(replace(one, action=long) for one in part.items))
        parts.append(part)
    report = replace(sample(), title=long, organisation=long, contact=long, sections=tuple(parts))
    write(render_site(report, base_url=None), folder / "long")
    for path in ("index.html", "how-we-know/culture/index.html", "recommendations/index.html"):
        page = opened(f"long/{path}")
        open_details(page)
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_fonts_are_loaded_from_the_folder(opened):
    page = opened("sample/index.html")
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        "[...document.fonts].filter((f) => f.status === 'loaded').map((f) => f.family + f.weight)"
    )
    assert sorted(name.replace('"', "") for name in loaded) == [
        "Public Sans400",
        "Public Sans600",
        "Source Serif 4400",
    ]


def test_a_reader_without_a_script_comes_from_the_first_page_to_the_words_and_on_to_the_advice(
    opened, chromium
):
    alone = chromium.new_context(viewport={"width": 390, "height": 900}, java_script_enabled=False)
    page = opened("sample/index.html", of=alone)
    page.get_by_text("Contents", exact=True).click()
    page.locator(".narrow").get_by_role("link", name="Our three key takeaways").click()
    page.locator("#takeaway--culture .how").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("People tell the truth about failure")
    page.get_by_role("link", name="Recommendation 4 recommendations").click()
    assert page.url.endswith("culture/index.html#advice")
    page.locator("#advice").get_by_role("link", name="Innovation Track").click()
    assert page.get_by_role("heading", level=1).inner_text() == "What we advise out of Innovation Track"
    page.locator(".whose a").click()
    page.get_by_role("link", name="600+ cities applied").click()
    assert page.url.endswith("figures/index.html#applications-mayors-challenge")


def test_every_link_is_reached_by_keyboard_and_shows_its_focus(opened):
    page = opened("sample/how-we-know/culture/index.html")
    expected = page.evaluate(
        "[...document.querySelectorAll('a[href], summary')].filter((e) => e.checkVisibility()).length"
    )
    reached = 0
    for _ in range(expected + 3):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const e = document.activeElement; if (e === document.body) return null;
                const first = !e.dataset.reached; e.dataset.reached = "1";
                const style = getComputedStyle(e); return [first, style.outlineStyle, style.outlineWidth]; }"""
        )
        if seen is not None:
            reached += seen[0]
            assert seen[1:] == ["solid", "3px"]
    assert reached == expected


def test_on_paper_everything_is_there_and_nothing_to_click(opened):
    page = opened("sample/index.html")
    page.emulate_media(media="print")
    assert page.locator(".is-where tbody tr:visible").count() == 173
    assert page.locator(".mast nav:visible, .thread:visible, .button:visible, summary:visible").count() == 0


def test_nothing_moves_for_a_reader_who_asked_for_stillness(opened):
    page = opened("sample/index.html")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert page.evaluate("getComputedStyle(document.querySelector('.button')).transitionDuration") == "0s"
