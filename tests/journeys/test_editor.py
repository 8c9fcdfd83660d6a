"""An editor makes a page of another kind than last year's, alone and without a line of code, and it goes out.

Impact figures first, then participants' words, four learnings in three areas, then programmes, partners and funders.
"""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from reflectory.accounts.roles import EDITOR
from reflectory.programmes.actions.editions import add_partner
from reflectory.programmes.actions.grants import grant_role
from tests import portfolio as a
from tests.journeys.people import SCREENS, arrive, barriers, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SECRET = "a long enough secret"
LEARNINGS = (
    ("Mindsets", "People try again once their first failure was met with a question."),
    ("Relationships", "A resident who was paid once comes back with a neighbour."),
    ("Relationships", "Departments share a budget after they have shared a mistake."),
    ("Culture change", "What the night shift says reaches the budget when it has a seat."),
)
WORDS = (
    "We wrote down what went wrong and nobody was fired.",
    "Me pagaron el autobús y volví con mi vecina.",
    "The form got shorter because the clerk was in the room.",
)


@pytest.fixture
def year(settings, tmp_path):
    """Two programmes of 2022 with governments, a partner, a funder, and what people said; and those who edit them."""
    settings.REFLECTORY_DIR = tmp_path
    editors = [a.account("Dana Quist"), a.account("Bo Ferreira")]
    for name in ("Failing Forward", "Open Streets"):
        programme = a.programme(name)
        edition = a.edition(programme, "2022", date(2022, 2, 1), date(2022, 11, 30))
        for place in ("Larkspur", "Quill", "Duskwater"):
            a.team(edition, a.organisation(f"{place} for {name}"), on=date(2022, 2, 1))
        for role in ("partner", "funder"):
            who = a.organisation(f"{role.title()} of {name}", level=role if role == "funder" else "nonprofit")
            add_partner(by=a.operator(), programme=programme, role=role, organisation=who)
        for editor in editors:
            grant_role(by=a.operator(), account=editor, role=EDITOR, on=date(2022, 1, 1), edition=edition)
        place = a.organisation(f"Town of {name}")
        for words in WORDS if name == "Failing Forward" else ():
            language = "es" if "vecina" in words else "en"
            text = a.said(
                f"{words} More was said.", of=edition, by=place, day=date(2022, 6, 1), language=language
            )
            a.excerpt(text, words)
    return editors


@pytest.fixture
def opened(chromium, site):
    """Opens a browser on the test's own server."""
    contexts = []

    def open_page(screen: str = "desk", *, has_scripts: bool = True) -> Page:
        context = chromium.new_context(base_url=site, java_script_enabled=has_scripts, **SCREENS[screen])
        context.set_default_timeout(30_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def open_section(page: Page, report: str, title: str) -> None:
    page.goto(report)
    page.get_by_role("heading", level=3, name=title).get_by_role("link").click()
    arrive(page, title)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).click()


def test_next_years_page_is_built_in_the_editor_alone(year, opened):
    first, second = year
    page = opened(has_scripts=False)
    sign_in(page, email=first.email, password=SECRET)
    page.goto("/reports/")
    page.get_by_role("link", name="Begin the first report").click()
    page.get_by_label("Year").fill("2022")
    page.get_by_label("Title").fill("What 2022 taught us")
    page.get_by_label("Published by").fill("Tidewater")
    page.get_by_role("radio", name=re.compile("^Figures first")).check()
    press(page, "Begin the report")
    arrive(page, "What 2022 taught us")
    report = page.url
    expect(page.get_by_role("heading", name="8 things stand in the way of publishing")).to_have_count(1)

    page.get_by_role("link", name="Release day", exact=True).click()
    page.get_by_label("Release day").fill("2023-01-24")
    press(page, "Save")

    open_section(page, report, "Impact in figures")
    page.get_by_role("link", name="Choose a figure").click()
    page.get_by_role("link", name="Governments worked with", exact=True).click()
    arrive(page, "6 governments worked with")
    page.get_by_label("Words after the number").fill("governments tried something")
    page.get_by_role("radio", name="5+, rounded down to 5").check()
    press(page, "Put it into the report")
    expect(page.get_by_role("link", name="5+ governments tried something")).to_have_count(1)
    page.get_by_label("Title").fill("What we did, in numbers")
    press(page, "Save the words")
    arrive(page, "What we did, in numbers")

    open_section(page, report, "In their words")
    for search, words in (("clerk", WORDS[2]), ("autobús", WORDS[1])):
        page.get_by_role("link", name="Choose words").click()
        page.get_by_label("Words in it").fill(search)
        press(page, "Show")
        expect(page.get_by_text("1 of 3 passages")).to_have_count(1)
        press(page, re.compile(rf"^Quote these words ?: {re.escape(words)}$"))
        arrive(page, "In their words")
        expect(page.get_by_role("blockquote").filter(has_text=words)).to_have_count(1)

    for area, claim in LEARNINGS:
        open_section(page, report, "Takeaways")
        page.get_by_role("link", name="Write a takeaway").click()
        page.get_by_label("What do you claim?").fill(claim)
        page.get_by_label("Learning area").fill(area)
        press(page, "Keep it as a draft")
        page.get_by_role("link", name="Call it ready").click()
        page.get_by_label("What would make this wrong?").fill(
            "A place where it was tried and nothing came of it."
        )
        page.get_by_label("Where did you look for words against it, and what did you find?").fill(
            "In all answers: none."
        )
        page.get_by_role("main").locator("form").get_by_role("button").first.click()
        arrive(page, claim)

    for name in ("Failing Forward", "Open Streets"):
        open_section(page, report, "Programmes, partners and funders")
        page.get_by_role("link", name="Put a programme in").click()
        page.get_by_label("Programme", exact=False).first.select_option(label=name)
        page.get_by_label("What it is").fill(f"A year of {name}.")
        press(page, "Put it into the report")
        arrive(page, name)

    open_section(page, report, "Recommendations")
    page.get_by_role("link", name="Write a recommendation").click()
    page.get_by_label("For whom").select_option(label="Funders")
    page.get_by_label("What to do").fill("Pay for the second try.")
    press(page, "Save")
    open_section(page, report, "Share")
    page.get_by_role("link", name="Write a text").click()
    page.get_by_label("Text").fill("The second try is the one to pay for. " * 8)
    press(page, "Save")
    expect(page.get_by_role("main")).to_contain_text(
        "It has 303 characters; 280 is the most that can be posted."
    )
    page.get_by_label("Text").fill("The second try is the one to pay for. #Tidewater")
    press(page, "Save")
    expect(page.get_by_role("main")).to_contain_text("48 of 280 characters")
    for title, words in (("What is next", "We try again."), ("Method", "We read all of it.")):
        open_section(page, report, title)
        page.get_by_label("Paragraphs").fill(words)
        press(page, "Save the words")

    page.goto(report)
    expect(page.get_by_text("Nothing stands in the way. Two people have to sign it off.")).to_have_count(1)
    page.get_by_role("link", name="See it as readers would").click()
    expect(page.get_by_text("Draft, not published.")).to_have_count(1)
    page.goto(report)
    page.get_by_role("link", name="Sign off and publish").click()
    press(page, "I have read it: sign it off")
    arrive(page, "Dana Quist has signed it off. One more person has to")

    other = opened()
    sign_in(other, email=second.email, password=SECRET)
    other.goto(f"{report}going-out/")
    press(other, "I have read it: sign it off")
    press(other, "Publish the report")
    arrive(other, re.compile("^Readers have had it, as it stands here, since "))
    other.get_by_role("table", name="Releases").get_by_role("link", name="Verify release 1").click()
    arrive(other, "All of release 1 holds")

    reader = opened(has_scripts=False)
    reader.goto("/published/what-2022-taught-us-2022/")
    headings = reader.get_by_role("heading", level=2).all_inner_texts()
    wanted = [
        "What we did, in numbers",
        "In their words",
        "Takeaways",
        "Programmes, partners and funders",
        "Recommendations",
    ]
    assert [one for one in headings if one in wanted] == wanted
    main = reader.get_by_role("main")
    for said in (
        *[claim for _area, claim in LEARNINGS],
        WORDS[1],
        "Funder of Open Streets",
        "Pay for the second try.",
    ):
        expect(main.get_by_text(said).first).to_be_visible()
    for area in ("Mindsets", "Relationships", "Culture change"):
        expect(main.get_by_role("heading", name=area)).to_have_count(1)


def test_every_page_of_the_editor_stands_open_to_everybody(year, opened):
    editor = year[0]
    report = a.report("What 2022 taught us", year=2022, kinds=("introduction", "where", "quotes", "share"))
    quotes, where = (report.sections.get(kind=kind) for kind in ("quotes", "where"))
    address = report.get_absolute_url()
    pages = [
        "/reports/", "/reports/new/", address, f"{address}edit/", f"{address}sections/new/",
        f"{address}sections/{where.pk}/", f"{address}sections/{where.pk}/figures/new/",
        f"{address}sections/{quotes.pk}/quotes/new/", f"{address}going-out/", f"{address}share/new/",
        f"{address}pieces/section/{where.pk}/remove/", f"{address}preview/site/index.html",
    ]  # fmt: skip
    found = {}
    for screen in ("desk", "phone"):
        page = opened(screen)
        sign_in(page, email=editor.email, password=SECRET)
        for one in pages:
            page.goto(one)
            seen = barriers(page)
            if seen:
                found[screen, one] = seen
    assert found == {}
