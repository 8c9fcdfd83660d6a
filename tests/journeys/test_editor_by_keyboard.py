"""A report from its first word to its publication with the keyboard alone, by two people; one always sees where one is.

Nothing is clicked, and nothing is filled in but by typing. After each action the keyboard is either at the top of a new
page, or on what the action was about: a row that was moved keeps it on the button that moved it.
"""

import re
from datetime import date

import pytest
from playwright.sync_api import Page

from reflectory.accounts.roles import EDITOR
from reflectory.programmes.actions.grants import grant_role
from tests import portfolio as a
from tests.journeys.people import FOCUSED, arrive, tab_to
from tests.journeys.test_editor import opened  # noqa: F401 - a fixture that these tests share

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
SECRET = "a long enough secret"
WORDS = "The form got shorter because the clerk was in the room."
CLAIM = "A form gets shorter when whoever fills it in sits at the table."


@pytest.fixture
def editors(settings, tmp_path):
    """Two editors of a programme in which something was said."""
    settings.REFLECTORY_DIR = tmp_path
    found = [a.account("Dana Quist"), a.account("Bo Ferreira")]
    edition = a.edition(a.programme("Open Streets"), "2022", date(2022, 2, 1), date(2022, 11, 30))
    for editor in found:
        grant_role(by=a.operator(), account=editor, role=EDITOR, on=date(2022, 1, 1), edition=edition)
    for words in (WORDS, "In our town it stayed as long as it was."):
        text = a.said(f"{words} More was said.", of=edition, by=a.organisation(), day=date(2022, 6, 1))
        a.excerpt(text, words)
    return found


class Keys:
    """Somebody who has a keyboard and no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def past_the_head(self) -> None:
        """The first stop of every page leads to its content; a form that was sent from there comes back to it."""
        if self.page.evaluate("document.activeElement.id") == "main":
            return
        assert tab_to(self.page, "Skip to the content") == 1
        self.press("Enter")

    def to(self, name: str) -> None:
        """To what is called so, from where the keyboard is."""
        tab_to(self.page, name.replace(" ", r"\s*"), most=120)

    def follow(self, name: str, heading: str | re.Pattern[str]) -> None:
        """From the top of a page through a link or button to another page."""
        self.past_the_head()
        self.to(name)
        self.go(heading)

    def go(self, heading: str | re.Pattern[str], key: str = "Enter") -> None:
        """Presses what has the keyboard, and waits for the page with that heading."""
        with self.page.expect_navigation():
            self.press(key)
        arrive(self.page, heading)

    def write(self, name: str, words: str) -> None:
        """Goes to a field, and types over what is in it."""
        self.to(name)
        self.press("Control+A")
        self.page.keyboard.type(words)

    def choose(self, name: str) -> None:
        """With the arrow keys, down the next group of choices, to the one called so."""
        self.press("Tab")
        while self.page.evaluate("document.activeElement.type") != "radio":
            assert self.at()["tag"] != "BODY", "there is no choice on the page"
            self.press("Tab")
        self.press("Space")
        for _n in range(30):
            at = self.at()
            if re.match(name, at["name"]):
                return
            assert at["isShown"], at
            self.press("ArrowDown")
        raise AssertionError(f"no choice is called {name}")

    def leave_the_day(self) -> None:
        """Past the browser's own parts of a field for a day, whose focus no page can ask for."""
        for _n in range(6):
            self.press("Tab")
            if self.page.evaluate("document.activeElement.type") != "date":
                self.press("Shift+Tab")
                return

    def at(self) -> dict:
        return self.page.evaluate(FOCUSED)

    def is_on(self, name: str) -> None:
        """The keyboard is here, and one sees it."""
        at = self.at()
        assert (" ".join(at["name"].split()), at["isShown"]) == (name, True)


def sign_in(page: Page, email: str) -> Keys:
    hand = Keys(page)
    page.goto("/")
    hand.past_the_head()
    hand.to("Sign in")
    with page.expect_navigation():
        hand.press("Enter")
    hand.write("E-mail address", email)
    hand.write("Password", SECRET)
    with page.expect_navigation():
        hand.press("Enter")
    page.wait_for_url(re.compile(r"//[^/]+/$"))
    return hand


def titles(page: Page) -> list[str]:
    return page.get_by_role("main").get_by_role("heading", level=3).all_inner_texts()


def test_a_report_is_written_and_published_by_two_people_without_a_mouse(editors, opened):  # noqa: F811  the fixture of that name, which pytest hands over
    first, second = editors
    page = opened(has_scripts=False)
    hand = sign_in(page, first.email)

    page.goto("/reports/")
    hand.follow("Begin the first report", "Begin a report")
    hand.past_the_head()
    hand.write("Year.*", "2022")
    hand.write("Title.*", "What 2022 taught us")
    hand.write("Published by.*", "Tidewater")
    hand.to("Address.*")
    hand.choose("Nothing: I add every section myself")
    hand.to("Begin the report")
    hand.go("What 2022 taught us")
    report = page.url.partition("#")[0]

    hand.follow("Change title, release day and the like", re.compile("^Title, release day"))
    hand.past_the_head()
    hand.to("Release day.*")
    page.keyboard.type("01242023")
    hand.leave_the_day()
    hand.to("Save")
    hand.go("What 2022 taught us")

    for title in ("Introduction", "In their words", "Takeaways"):
        page.goto(report)
        hand.follow("Add a section", "Add a section")
        hand.past_the_head()
        hand.choose(title)
        hand.to("Add the section")
        hand.go(title)
        if title == "Introduction":
            hand.past_the_head()
            hand.write("Paragraphs.*", "We asked, and this is what we heard.")
            hand.to("Save the words")
            hand.go(title)

    # Up twice and down once: the button keeps the keyboard, and where it is closed the other one has it.
    page.goto(report)
    assert titles(page) == ["Introduction", "In their words", "Takeaways"]
    hand.past_the_head()
    hand.to("Move “Takeaways” up")
    hand.go("What 2022 taught us")
    hand.is_on("Move “Takeaways” up")
    assert titles(page) == ["Introduction", "Takeaways", "In their words"]
    hand.go("What 2022 taught us", key="Space")
    hand.is_on("Move “Takeaways” down")
    assert titles(page) == ["Takeaways", "Introduction", "In their words"]
    hand.go("What 2022 taught us")
    hand.is_on("Move “Takeaways” down")
    assert titles(page) == ["Introduction", "Takeaways", "In their words"]
    hand.to("Hide “Takeaways”")
    hand.go("What 2022 taught us")
    hand.is_on("Show “Takeaways”")
    hand.go("What 2022 taught us")
    hand.is_on("Hide “Takeaways”")

    page.goto(report)
    hand.follow("In their words", "In their words")
    hand.follow("Choose words", re.compile("^Choose words"))
    hand.past_the_head()
    hand.to(f"Quote these words : {WORDS}")
    hand.go("In their words")
    assert page.evaluate("document.activeElement.id").startswith("quote-")
    assert hand.at()["isShown"]

    page.goto(report)
    hand.follow("Takeaways", "Takeaways")
    hand.follow("Write a takeaway", "Write a takeaway")
    hand.past_the_head()
    hand.write("What do you claim.*", CLAIM)
    hand.to("Keep it as a draft")
    hand.go(CLAIM)
    takeaway = page.url.partition("#")[0]
    for n, point in enumerate(("Ask the clerk.", "Ask again in spring.")):
        page.goto(takeaway)
        hand.follow("Add a point", "Add a point")
        hand.past_the_head()
        hand.write("Point.*", point)
        hand.to("When.*")
        hand.press(*["ArrowDown"] * (n + 1))
        hand.to("Add the point")
        hand.go(CLAIM)
        assert page.evaluate("document.activeElement.id").startswith("point-")
        assert hand.at()["isShown"]
    hand.to("Move “Ask again in spring.” up")
    hand.go(CLAIM)
    hand.is_on("Move “Ask again in spring.” down")

    for words, kind in (("clerk", 0), ("town", 2)):
        page.goto(takeaway)
        hand.follow("Look for words to put here", "What did people say about this?")
        hand.past_the_head()
        hand.write("Words in what people said.*", words)
        hand.go("What did people say about this?")
        hand.past_the_head()
        hand.to("Put these words beneath the claim")
        hand.press("Space")
        hand.to("What it does to the claim.*")
        hand.press(*["ArrowDown"] * kind)
        hand.to("Put these words here")
        hand.go(CLAIM)
        assert page.evaluate("document.activeElement.id").startswith("evidence-")

    page.goto(takeaway)
    hand.follow("Call it ready", "Before this claim is ready")
    hand.past_the_head()
    hand.write("What would make this wrong.*", "A form that stayed long with a clerk at the table.")
    hand.write("Where did you look.*", "In all that was said: one town.")
    hand.to("Call it ready")
    hand.go(CLAIM)

    page.goto(report)
    hand.follow("Sign off and publish", re.compile("^Nothing stands in the way"))
    hand.past_the_head()
    hand.to("I have read it: sign it off")
    hand.go("Dana Quist has signed it off. One more person has to", key="Space")

    other = opened()
    theirs = sign_in(other, second.email)
    other.goto(report)
    theirs.follow("Sign off and publish", re.compile("^Dana Quist has signed it off"))
    theirs.past_the_head()
    theirs.to("I have read it: sign it off")
    theirs.go(re.compile("have signed it off"))
    theirs.past_the_head()
    theirs.to("Publish the report")
    theirs.go(re.compile("^Readers have had it"))

    page.goto("/published/what-2022-taught-us-2022/")
    said = page.get_by_role("main").inner_text()
    assert [one in said for one in (CLAIM, "Ask the clerk.", WORDS)] == [True, True, True]
