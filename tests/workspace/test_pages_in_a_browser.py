"""The pages of the shell, full and empty, looked at by axe at two widths, light and dark; search with keys alone."""

import contextvars

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from reflectory.programmes.actions.editions import add_deadline
from tests import portfolio as a

pytestmark = [pytest.mark.browser, pytest.mark.django_db, pytest.mark.usefixtures("installation")]
SITE = "http://localhost"  # an origin that browsers trust as it is
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def opened(chromium, client, monkeypatch):
    """Opens a page that the test's own client answers; nothing may be said in its console."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # the browser's own loop runs in this thread
    said, contexts = [], []
    # A browser's requests are handled in another context, which knows nothing of the test's database connection.
    here = contextvars.copy_context()

    def answer(route):
        asked = route.request
        address = asked.url.removeprefix(SITE)
        response = here.copy().run(
            client.generic,
            asked.method,
            address,
            asked.post_data_buffer or b"",
            follow=True,
            HTTP_HOST="localhost",
        )
        body = b"".join(response.streaming_content) if response.streaming else response.content
        headers = {name: value for name, value in response.items() if name.lower() != "content-length"}
        route.fulfill(status=response.status_code, headers=headers, body=body)

    def open_page(*, width=1280, mode="light"):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=mode,
            reduced_motion="reduce",
            base_url=SITE,
        )
        contexts.append(context)
        context.route("**/*", answer)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def fill():
    """A portfolio in which every page of the shell has something to show, and the addresses of those pages."""
    place = a.organisation("Saltmarsh Quay", latitude=44.9, longitude=-93.1, region="MN")
    team = a.team(organisation_=place, focus="Repairs")
    a.team(a.edition(), place)
    a.team(team.edition, a.organisation("Montepedra", country="PT", latitude=38.7, longitude=-9.1))
    row = a.artefact(
        team, kind="commitment", title="Repair line", details={"due_on": "2021-03-01", "amount": "100"}
    )
    add_deadline(by=a.operator(), edition=team.edition, what="Report", due_on=timezone.localdate())
    return [
        "/", "/figures/?year=2021", "/figures/governments/?year=2021", "/figures/governments/?year=2021&several=yes",
        f"/figures/sessions/?edition={team.edition_id}", "/map/?year=2021", "/map/?year=2020", "/search/",
        "/search/?q=salt", "/search/?q=zzz", f"/history/programmes.artefact/{row.pk}/", "/explorations/",
    ]  # fmt: skip


def barriers(page, width):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    seen = [(one["id"], one["nodes"][0]["html"][:200]) for one in found.response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth") != width:
        seen.append(("scrolls sideways", ""))
    return seen


@pytest.mark.usefixtures("reader")
# By day at a desk, and on a phone at night: tests/journeys/test_every_page.py.
@pytest.mark.parametrize(("width", "mode"), [(390, "light")])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(opened, width, mode):
    page = opened(width=width, mode=mode)
    wrong = {}
    page.goto("/")  # nothing is there yet: the doors of the first hour
    wrong["first hour"] = barriers(page, width)
    for address in fill():
        page.goto(address)
        wrong[address] = barriers(page, width)
    assert {address: seen for address, seen in wrong.items() if seen} == {}


@pytest.mark.parametrize(("width", "mode"), [(1280, "dark"), (390, "light")])
def test_axe_finds_nothing_on_the_front_page(opened, width, mode):
    page = opened(width=width, mode=mode)
    page.goto("/")
    assert barriers(page, width) == []


@pytest.mark.usefixtures("reader")
def test_search_works_with_keys_alone(opened):
    fill()
    page = opened()
    page.goto("/search/")
    page.focus("main input[name=q]")
    page.keyboard.type("salt")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=salt")
    page.focus("main input[name=q]")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Saltmarsh Quay"
