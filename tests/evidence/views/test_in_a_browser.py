"""The pages of what was said, looked at by axe at two widths, light and dark; a passage is marked with keys alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import reverse

from reflectory.evidence.actions.excerpts import redact
from reflectory.evidence.models import Excerpt
from reflectory.listening.uses import ANALYSE, ROLE_PLACE
from tests import portfolio as a
from tests.evidence.words import brought

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def opened(chromium, site, client):
    """Opens a page for an operator; scripts are off, because no page here needs one."""
    client.force_login(a.account(is_operator=True))
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["sessionid"].value, "url": site}
    contexts = []

    def open_page(*, width=1280, mode="light", script=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=mode, reduced_motion="reduce", base_url=site,
            java_script_enabled=script,
        )  # fmt: skip
        contexts.append(context)
        context.add_cookies([cookie])
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def filled():
    """A text with everything that its page can show, and the addresses of the pages."""
    source = brought(
        "Ask Ines. " + "We asked late. " * 12, edition=a.edition(), uses={ANALYSE, ROLE_PLACE}, role="city_lead",
        organisation=a.organisation("Llanfair-upon-a-very-long-river County"), question="What was hard?",
    )  # fmt: skip
    redact(by=a.operator(), source=source, spans=[(4, 8)], why="A name")
    names = ("source-withdraw", "source-agree", "source-redact")
    return [
        reverse("said"), f"{reverse('said')}?q=zzz", source.get_absolute_url(), reverse("intakes"),
        source.intake.get_absolute_url(), reverse("said-new"), *[reverse(name, args=[source.pk]) for name in names],
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "mode"), [(1280, "light"), (390, "dark")])
def test_no_page_has_a_barrier(opened, width, mode):
    page = opened(width=width, mode=mode)
    found = {}
    for address in filled():
        page.goto(address)
        broken = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if broken or wide != width:
            found[address] = (wide, [(one["id"], one["nodes"][0]["html"][:200]) for one in broken])
    assert found == {}


def test_a_passage_is_marked_with_keys_and_without_scripts(opened):
    source = brought("We asked late. Nobody told them. They came anyway.")
    page = opened(script=False)
    page.goto(source.get_absolute_url())
    page.locator("#s1").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Mark these sentences").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{source.get_absolute_url()}#e*")
    assert Excerpt.objects.get().words == "Nobody told them."
    assert page.get_by_text("1 passage is marked", exact=True).is_visible()
