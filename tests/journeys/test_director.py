"""A director looks for what one of their clerks said in confidence, in a real browser, wherever somebody would look."""

import re

import pytest
from playwright.sync_api import Page, expect

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.evidence.models import Source
from tests import portfolio as a
from tests.journeys.people import SCREENS, arrive, barriers, sign_in
from tests.listening.in_confidence import OTHERS, SECRET, plant

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
PASSWORD = "a long enough secret"


@pytest.fixture
def opened(chromium, site):
    """Opens a browser on the test's own server."""
    contexts = []

    def open_page(screen: str = "desk") -> Page:
        context = chromium.new_context(base_url=site, **SCREENS[screen])
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def said_on(page: Page) -> str:
    """Everything that the page says, shown or not."""
    return page.content()


def test_a_director_who_leads_the_programme_finds_the_others_words_and_not_their_clerks(opened):
    planted = plant()
    director = a.account_with(LEAD, on=planted["edition"], who=planted["director"])
    own = Source.objects.get(voice=planted["comment"].voice)
    page = opened()
    sign_in(page, email=director.email, password=PASSWORD)

    page.goto("/said/")
    expect(page.get_by_role("heading", level=1)).to_have_text("4 texts in people's own words")
    assert SECRET not in said_on(page)
    assert OTHERS in said_on(page)
    with page.expect_download() as csv:
        page.get_by_role("link", name="CSV").click()
    told = csv.value.path().read_text(encoding="utf-8")
    assert OTHERS in told
    assert SECRET not in told

    page.get_by_role("searchbox", name=re.compile("Search")).first.fill("night shift")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search/"))
    assert SECRET not in said_on(page)

    page.goto(f"/asks/{planted['ask'].pk}/answers/")
    arrive(page, "5 answers")
    expect(page.get_by_text("Shown here").locator("xpath=following-sibling::dd")).to_have_text("4")
    page.get_by_role("link", name="Read what they said").click()
    arrive(page, "What helped?")
    assert OTHERS in said_on(page)
    assert SECRET not in said_on(page)

    # By hand, as somebody does who has seen how addresses are made.
    for at in (f"/said/{own.pk}/", f"/history/evidence.source/{own.pk}/", f"/said/{own.pk}/redact/"):
        assert page.goto(at).status == 404
        assert SECRET not in said_on(page)

    page.goto(f"/themes/{planted['theme'].pk}/")
    expect(page.get_by_text("It was said in confidence").first).to_be_visible()
    assert OTHERS in said_on(page)
    assert SECRET not in said_on(page)


@pytest.mark.parametrize("screen", SCREENS)
def test_an_analyst_from_elsewhere_reads_it_and_no_page_of_answers_has_a_barrier(opened, screen):
    planted = plant()
    analyst = a.account_with(ANALYST, on=planted["edition"])
    page = opened(screen)
    sign_in(page, email=analyst.email, password=PASSWORD)
    found = []
    for at in ("", "?by=place", "helped/", "mood/?at=good"):
        page.goto(f"/asks/{planted['ask'].pk}/answers/{at}")
        found += [(at, one) for one in barriers(page)]
    assert found == []
    page.goto(f"/asks/{planted['ask'].pk}/answers/helped/")
    assert SECRET in said_on(page)
