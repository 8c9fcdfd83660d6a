"""The pages of somebody who answered in a browser: axe in four languages at two widths, light and dark; keys alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from reflectory.listening.models import Response
from tests import portfolio as a
from tests.asking import a_response, an_ask, words_of
from tests.journeys.people import RULES, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
RECEIPT = "k7m4-pq2x-9trw"
WORDS = "The night crew knew it before anybody asked.\nThen somebody asked."
MOST_BYTES = 60 * 1024


@pytest.fixture
def _answered(settings, tmp_path):
    """A response that was taken in, with a passage marked."""
    settings.REFLECTORY_DIR = tmp_path
    edition = a.edition(a.programme("Open Doors"))
    ask = an_ask(
        edition=edition,
        identity="confidential",
        uses_asked=["analyse", "quote_without_name", "quote_role_place"],
    )
    place = a.organisation("Larkspur County", "county")
    response = a_response(
        ask, {"helped": WORDS}, uses={"analyse", "quote_without_name"}, receipt=RECEIPT, organisation=place
    )
    a.excerpt(words_of(response, WORDS), "night crew knew it")


PAGES = [
    "/mine/",
    f"/mine/{RECEIPT}/",
    f"/mine/{RECEIPT}/take-back/",
    "/mine/taken-back/",
    "/mine/aaaa-bbbb-cccc/",
]


@pytest.mark.usefixtures("_answered")
@pytest.mark.parametrize(
    ("language", "width", "mode"),
    [
        ("en", 390, "light"),
        ("es", 1280, "dark"),
        ("fr", 390, "dark"),
        ("pt", 640, "light"),
        ("fr", 320, "light"),
    ],
)
def test_nothing_stands_in_anybodys_way(chromium, site, language, width, mode):
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=mode, base_url=site)
    page = context.new_page()
    for address in PAGES:
        page.goto(f"{address}?lang={language}")
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


@pytest.mark.usefixtures("_answered")
def test_with_all_that_it_loads_the_page_is_light(chromium, site):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, base_url=site)
    page = context.new_page()
    sizes = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    page.goto(f"/mine/{RECEIPT}/?lang=fr")
    page.wait_for_load_state("networkidle")
    assert sum(sizes) < MOST_BYTES  # before they are compressed
    context.close()


@pytest.mark.usefixtures("_answered")
def test_all_of_it_is_taken_back_with_keys_alone_and_without_a_script(chromium, site):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=site)
    page = context.new_page()
    page.goto("/mine/")
    tab_to(page, "Your code")
    page.keyboard.type(RECEIPT)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What you said, and what became of it")).to_be_visible()
    tab_to(page, "Take back what I said")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Take back what you said?")).to_be_visible()
    tab_to(page, "Take all of it back")
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", name="You took back what you said")).to_be_visible()
    assert Response.objects.get().answers == {}
    assert page.evaluate("document.scripts.length") == 0
    context.close()
