"""From a spreadsheet to a draft page in an empty installation, and a learning review held over the draft."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import reflectory.demonstration
from tests.journeys.conftest import run, serving
from tests.journeys.people import SCREENS, arrive, barriers, sign_in

pytestmark = pytest.mark.browser
SECRET = "ten-minutes-with-a-spreadsheet"
ANSWERS = Path(reflectory.demonstration.__file__).parent / "answers.csv"
MOST_SECONDS = 10  # from the button to the draft


@pytest.fixture(scope="module")
def explored(tmp_path_factory) -> Path:
    """An installation without a programme, in which a spreadsheet of answers was explored."""
    folder = tmp_path_factory.mktemp("drafting")
    (folder / "password").write_text(SECRET + "\n", encoding="utf-8")
    run(
        "init", folder / "new", "--email", "ada.root@example.org", "--name", "Ada Root",
        "--password-file", folder / "password",
    )  # fmt: skip
    (folder / "new" / "explorations").mkdir(exist_ok=True)
    run(
        "explore", ANSWERS, "--id", "id", "--respondent", "respondent", "--group", "government", "--group", "role",
        "--out", folder / "new" / "explorations" / "answers",
    )  # fmt: skip
    return folder / "new"


def test_answers_become_a_draft_page_and_a_review_is_held_over_it(chromium, explored):
    with serving(explored) as address:
        context = chromium.new_context(base_url=address, java_script_enabled=False, **SCREENS["desk"])
        page = context.new_page()
        sign_in(page, email="ada.root@example.org", password=SECRET)
        _draft(page)
        _claim(page)
        _review(page)
        context.close()
        context = chromium.new_context(base_url=address, storage_state=None, **SCREENS["phone"])
        page = context.new_page()
        sign_in(page, email="ada.root@example.org", password=SECRET)
        for path in (
            "/explorations/answers/draft/", "/reports/what-participants-told-us/takeaways/theme-1/",
            "/reports/what-participants-told-us/takeaways/theme-1/evidence/?q=coach",
            "/reports/what-participants-told-us/reviews/1/", "/reports/what-participants-told-us/reviews/new/",
        ):  # fmt: skip
            page.goto(path)
            assert barriers(page) == [], path
        context.close()


def _draft(page: Page) -> None:
    """Through the door of the first hour to the draft; what is missing is said in place, nothing typed is lost."""
    expect(page.get_by_role("heading", name="Draft the page")).to_have_count(1)
    page.get_by_role("link", name="Choose an exploration").click()
    page.get_by_role("link", name=re.compile("^Draft a page from this")).click()
    arrive(page, "Draft a page from “answers”")
    expect(page.get_by_text("154 texts and 17 suggested themes")).to_have_count(1)
    page.get_by_label("Title of the page").fill("What participants told us")
    page.get_by_label("Published by").fill("Tidewater")
    page.get_by_label("They agreed to be quoted with role and place").check()
    page.get_by_role("button", name="Draft the page").click()
    expect(page.get_by_text("Say on which day they agreed").first).to_be_visible()
    expect(page.get_by_label("Title of the page")).to_have_value("What participants told us")
    page.get_by_label("On which day they agreed").fill("2021-03-01")
    began = time.perf_counter()
    page.get_by_role("button", name="Draft the page").click()
    arrive(page, "What participants told us")
    assert time.perf_counter() - began < MOST_SECONDS


def _claim(page: Page) -> None:
    """A claim is written over the words of a theme, and called ready after it was doubted."""
    page.goto("/reports/what-participants-told-us/takeaways/theme-1/")
    arrive(page, re.compile("^To be written: "))
    expect(page.get_by_text("3 pieces of what people said stand beneath it")).to_have_count(1)
    page.get_by_role("link", name="Change the takeaway").click()
    page.get_by_label("What do you claim?").fill("Hours on video wear people out before the work begins.")
    page.get_by_role("button", name="Save the takeaway").click()
    arrive(page, "Hours on video wear people out before the work begins.")
    page.get_by_role("link", name="Look for words to put here").click()
    page.get_by_label("Words in what people said").fill("coach")
    page.get_by_role("button", name="Look for these words").click()
    page.get_by_text("Put these words beneath the claim").first.click()
    page.get_by_label("What it does to the claim").first.select_option(label="contradicts")
    page.get_by_role("button", name="Put these words here").first.click()
    expect(page.get_by_role("heading", name=re.compile("^Contradicts 1"))).to_have_count(1)
    page.get_by_role("link", name="Call it ready").click()
    page.get_by_label("What would make this wrong?").fill("People who met in a room and were as tired.")
    page.get_by_label("Where did you look for words against it").fill("In all answers about coaching.")
    page.get_by_role("button", name="Call it ready").click()
    expect(page.get_by_text("It stands in the report.")).to_have_count(1)


def _review(page: Page) -> None:
    """Begun, notes and a claim and dissent kept with one form, closed, and read again."""
    page.goto("/reports/what-participants-told-us/reviews/")
    page.get_by_role("link", name="Begin a learning review").click()
    page.get_by_label("Who is there").fill("Ada Root\nBo Marsh")
    page.get_by_role("button", name="Begin the review").click()
    arrive(page, re.compile("^Learning review of "))
    expect(page.get_by_text("154 texts belong to no edition.")).to_have_count(1)
    page.get_by_label("Notes").fill("We read the strongest five.")
    page.get_by_label("A new claim").fill("A coach who stays is worth more than a second coach.")
    page.get_by_role("button", name="Keep the claim as a draft").click()
    claim = page.get_by_role("link", name="A coach who stays is worth more than a second coach.", exact=True)
    expect(claim).to_have_count(1)
    expect(page.get_by_label("Notes")).to_have_value("We read the strongest five.")
    page.get_by_text("Record dissent: Hours on video").click()
    beside = page.get_by_role("listitem").filter(has_text="Hours on video")
    beside.get_by_label("Who holds it").fill("Bo Marsh")
    beside.get_by_label("What they hold against it").fill("Nobody who met in a room was asked.")
    page.get_by_role("button", name=re.compile("^Record this dissent ?: Hours on video")).click()
    expect(page.get_by_text("Dissent, Bo Marsh")).to_have_count(1)
    page.get_by_role("button", name="Save and close the review").click()
    expect(page.get_by_role("heading", name="What came of it")).to_have_count(1)
    expect(
        page.get_by_role("link", name="A coach who stays is worth more than a second coach.")
    ).to_have_count(1)
    expect(page.get_by_text("dissent by Bo Marsh")).to_have_count(1)
