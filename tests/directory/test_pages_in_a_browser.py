"""The pages of this room and of signing in, full and empty, looked at by axe at two widths, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from reflectory.directory.actions.merging import merge_organisations
from reflectory.directory.actions.people import add_post
from tests import portfolio as a

from .conftest import client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def opened(chromium, site):
    """A browser page in which somebody is signed in; nothing may be said in its console."""
    said, contexts = [], []

    def open_page(*, width, mode="light", account=None):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=mode,
            reduced_motion="reduce",
            base_url=site,
        )
        contexts.append(context)
        if account is not None:
            session = client_of(account).cookies[settings.SESSION_COOKIE_NAME].value
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
    """One place with everything that its page can show, one person likewise, and their addresses."""
    county = a.organisation(
        "Quill County", level="county", aliases=["County of Quill"], region="OH", note="A note."
    )
    a.organisation("Libraries", level="department", parent=county)
    person = a.person("Wendy Haskell", "w@example.org")
    member = a.member(
        a.team(organisation_=county, coach=a.person("Delbert Goodrain"), focus="Fewer forms"), person
    )
    add_post(by=a.operator(), person=person, organisation=county, title="County Manager")
    a.attended(a.activity(member.team.edition, "Open call", is_open=True), person)
    a.artefact(member.team, title="One form instead of nine", owner=person)
    twin = a.person("W. Haskell", "w@example.org")
    double = a.organisation("Quill-County", level="county")
    merge_organisations(by=a.operator(), kept=county, gone=double)
    return [
        "/places/", "/places/?q=nothing", f"/places/{county.pk}/", f"/places/{county.pk}/edit/",
        f"/places/{county.pk}/merge/", f"/places/{county.pk}/merge/?q=lib", "/places/new/",
        "/places/new/?place=St.+Paul", "/places/new/?place=Sant+Paul,+MN", "/places/new/?place=Saint+Paul,+MN",
        "/people/", f"/people/{person.pk}/", "/people/new/", f"/people/{person.pk}/merge/?with={twin.pk}",
        f"/people/contacts/{person.contacts.get().pk}/remove/", "/me/", "/account/password/change/",
        "/account/email/", "/account/2fa/", "/account/logout/",
    ]  # fmt: skip


def barriers(page):
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found.response["violations"]]


# By day at a desk, and on a phone at night: tests/journeys/test_every_page.py.
@pytest.mark.parametrize(("width", "mode"), [(1280, "dark")])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(opened, width, mode):
    page = opened(width=width, mode=mode, account=a.account("Ada Root", is_operator=True))
    wrong = {}
    for address in fill():
        page.goto(address)
        seen = barriers(page)
        if page.evaluate("document.documentElement.scrollWidth") != width:
            seen.append("scrolls sideways")
        if seen:
            wrong[address] = seen
    assert wrong == {}


@pytest.mark.parametrize(("width", "mode"), [(1280, "dark"), (390, "light")])
def test_axe_finds_nothing_where_nobody_is_signed_in(opened, width, mode):
    page = opened(width=width, mode=mode)
    wrong = {}
    for address in (
        "login/",
        "signup/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/1-x/",
    ):
        page.goto(f"/account/{address}")
        if seen := barriers(page):
            wrong[address] = seen
    assert wrong == {}


def test_a_place_is_added_by_keyboard_alone(opened):
    page = opened(width=390, account=a.account("Ada Root", is_operator=True))
    page.goto("/places/new/")
    page.get_by_label("Name of the place").focus()
    page.keyboard.type("Saint Paul, MN")
    page.keyboard.press("Enter")
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Edit this place").wait_for()
    assert page.locator("h1").inner_text() == "Saint Paul"
