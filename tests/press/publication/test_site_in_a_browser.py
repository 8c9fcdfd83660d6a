"""The published site in a browser: axe finds nothing, it fits, it prints whole, it needs neither script nor server."""

from __future__ import annotations

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe

from reflectory.press.publication.content import Programmes, Takeaways, Where
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
LOOKS = [
    (path, width, mode)
    for n, path in enumerate(PAGES)
    for width in (1280, 390)
    for mode in ("light", "dark")
    if n < 2 or (width == 1280) == (mode == "light")
]


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The sites in a folder whose name has a space and a letter beyond ASCII."""
    root = tmp_path_factory.mktemp("a shélf")
    for name, report in (("sample", sample()), ("next", next_year()), ("bare", bare())):
        base_url = None if name == "bare" else f"https://tidewater.example.org/{name}"
        for path, data in render_site(report, base_url=base_url).items():
            file = root / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
    return root


@pytest.fixture
def opened(chromium, folder):
    """Opens a page; afterwards nothing may have been said in the console, refused by the policy or not found."""
    said, contexts = [], []

    def open_page(path, *, width=1280, mode="light", **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=mode, reduced_motion="reduce", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("requestfailed", lambda request: said.append(request.url))
        page.on("request", lambda request: request.url.startswith("file:") or said.append(request.url))
        page.goto((folder / path).as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def open_details(page):
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")


@pytest.mark.parametrize(("path", "width", "mode"), LOOKS)
def test_axe_finds_nothing(opened, path, width, mode):
    page = opened(path, width=width, mode=mode)
    open_details(page)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "preload": False})
    assert [
        (one["id"], one["nodes"][0]["html"][:200], one["nodes"][0]["failureSummary"][:300])
        for one in found.response["violations"]
    ] == []


@pytest.mark.parametrize(
    ("path", "width"), [(PAGES[0], 1280), (PAGES[1], 1280), *((path, 320) for path in PAGES)]
)
def test_no_page_scrolls_sideways(opened, path, width):
    page = opened(path, width=width)
    open_details(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [1280, 320])
def test_words_too_long_for_a_line_are_broken(opened, folder, width):
    long = "Donaudampfschifffahrtsgesellschaft" * 4
    parts = []
    for part in sample().sections:
        if isinstance(part, Where):
            part = replace(part, places=(replace(part.places[0], name=long, where=long), *part.places[1:]))
        if isinstance(part, Takeaways):
            part = replace(part, items=tuple(replace(one, claim=long) for one in part.items))
        if isinstance(part, Programmes):
            part = replace(part, items=tuple(replace(one, name=long, partners=(long,)) for one in part.items))
        parts.append(part)
    report = replace(sample(), title=long, organisation=long, contact=long, sections=tuple(parts))
    (folder / "long").mkdir(exist_ok=True)
    for path, data in render_site(report, base_url=None).items():
        file = folder / "long" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    for path in ("index.html", "how-we-know/culture/index.html", "recommendations/index.html"):
        page = opened(f"long/{path}", width=width)
        open_details(page)
        assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize(("path", "width"), [(PAGES[0], 1280), *((path, 390) for path in PAGES)])
def test_every_target_is_at_least_24_pixels_or_stands_in_a_line(opened, path, width):
    page = opened(path, width=width)
    open_details(page)
    too_small = page.evaluate(
        """() => [...document.querySelectorAll("a, summary, textarea")]
            .filter((e) => e.checkVisibility() && !e.matches(".skip"))
            .map((e) => [e.outerHTML.slice(0, 90), e.getBoundingClientRect(), getComputedStyle(e).display])
            .filter(([, box, display]) => display !== "inline" && (box.width < 24 || box.height < 23.9))
            .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
    )
    assert too_small == []


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


def test_a_reader_without_a_script_comes_from_the_first_page_to_the_words_and_on_to_the_advice(opened):
    page = opened("sample/index.html", width=390, java_script_enabled=False)
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
