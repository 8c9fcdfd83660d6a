"""The pages of themes in a real browser: axe, no scrolling sideways, a run that ends while somebody looks on."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone

from reflectory.sensemaking.actions import decide_theme
from reflectory.sensemaking.models import Run
from tests import portfolio as a
from tests.sensemaking import runs

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def opened(chromium, site):
    """A browser page in which an operator is signed in; nothing may be said in its console."""
    said, contexts = [], []

    def open_page(*, width=1280, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 844}, reduced_motion="reduce", base_url=site, **options
        )
        contexts.append(context)
        client = Client()
        client.force_login(a.account(is_operator=True))
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


def fill() -> list[str]:
    """Runs in every state, themes in every state, and the addresses of their pages."""
    done = runs.done()
    first, second = done.themes.all()[:2]
    decide_theme(by=a.operator(), theme=first, state="accepted", name="Buses that come late")
    decide_theme(by=a.operator(), theme=second, state="rejected")
    failed = runs.carried_out(runs.begun([a.edition()], title="Nothing there"))
    others = [runs.begun([a.edition()], title=state) for state in ("waiting", "running", "silent")]
    Run.objects.filter(title="running").update(state="running", stage="themes", seen_at=timezone.now())
    Run.objects.filter(title="silent").update(state="running", stage="themes")
    return [
        "/themes/", "/themes/new/", first.get_absolute_url(), second.get_absolute_url(),
        f"/themes/{first.pk}/decide/", *(run.get_absolute_url() for run in (done, failed, *others)),
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "mode"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(opened, width, mode):
    page = opened(width=width, color_scheme=mode)
    page.goto("/themes/")  # nobody has looked for themes yet
    wrong = {"empty": barriers(page, width)}
    for address in fill():
        page.goto(address)
        wrong[address] = barriers(page, width)
    assert {address: seen for address, seen in wrong.items() if seen} == {}


def barriers(page, width):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    seen = [(one["id"], one["nodes"][0]["html"][:200]) for one in found.response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth") != width:
        seen.append(("scrolls sideways", ""))
    return seen


def test_the_page_of_a_run_shows_its_themes_as_soon_as_they_are_there(opened):
    editions = runs.two_programmes()
    runs.bring(runs.said(editions))
    run = runs.begun(editions)
    page = opened()
    page.goto(run.get_absolute_url())
    assert page.inner_text("h1") == "The engine is looking for themes"
    runs.carried_out(run)
    page.wait_for_selector("table.grid")
    assert page.inner_text("h1").endswith(" in what 90 voices said")


def test_a_theme_is_accepted_without_a_script(opened):
    theme = runs.theme_of(runs.done())
    page = opened(java_script_enabled=False)
    page.goto(theme.get_absolute_url())
    page.get_by_label("accepted").check()
    page.get_by_label("Name", exact=True).fill("Buses that come late")
    page.get_by_role("button", name="Keep this decision").click()
    assert page.inner_text("h1") == "Buses that come late"
    assert page.inner_text(".lead").startswith("Accepted")
