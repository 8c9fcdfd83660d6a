"""What people on a journey do with a page: sign in, look, tap, go on by keyboard, and say what stands in their way.

Things are found by their words and roles, as a person finds them, never by how a page is made.
"""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from reflectory.demonstration.signing_in import PASSWORD, SIGN_INS

__all__ = [
    "PASSWORD",
    "SCREENS",
    "Hand",
    "address_of",
    "arrive",
    "barriers",
    "edition_running",
    "open_part",
    "open_teams",
    "sign_in",
    "tab_to",
]

SCREENS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# A busy machine may need longer than a person would wait.
expect.set_options(timeout=30_000)

# The name a person would read for what has the keyboard, and whether they can see that it has it: an outline or a
# shadow on it, on what stands for it beside it, or on what surrounds it.
FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.getAttribute("aria-label") || (at.labels && at.labels[0] && at.labels[0].innerText) || at.innerText;
  const shown = (one) => {
    if (!one) return false;
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    const big = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight;
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    return big && (outlined || style.boxShadow !== "none");
  };
  return {
    name: (label || at.value || "").trim(),
    tag: at.tagName,
    group: at.closest("fieldset") ? at.closest("fieldset").querySelector("legend").innerText.trim() : "",
    value: at.value || "",
    isShown: [at, at.nextElementSibling, at.closest("label")].some(shown),
  };
}"""


def address_of(role: str) -> str:
    """The address that a role of the demonstration signs in with: `lead`, `coach`, `operator` and so on."""
    email = f"{role}@example.org"
    assert email in {one.email for one in SIGN_INS}
    return email


def sign_in(page: Page, *, email: str, password: str) -> None:
    """From the first page to one's own."""
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"//[^/]+/$"))


def arrive(page: Page, heading: str | re.Pattern[str]) -> str:
    """Waits for the page with that heading, and says what the heading is."""
    found = page.get_by_role("heading", level=1)
    expect(found).to_have_text(heading)
    return found.inner_text()


def open_teams(page: Page, programme: str) -> str:
    """Opens the teams of the edition that runs today, and says the edition's name."""
    edition = edition_running(page, programme)
    open_part(page, "Teams")
    arrive(page, re.compile(rf" in {edition}$"))
    return edition


def open_part(page: Page, name: str) -> None:
    """Goes to another part of the edition that is open."""
    page.get_by_role("navigation", name="Parts of this edition").get_by_role("link", name=name).click()


def edition_running(page: Page, programme: str) -> str:
    """Opens the edition of a programme that runs today, through the list of programmes, and says its name."""
    page.goto("/programmes/")
    row = page.get_by_role("table", name="Programmes that run today").get_by_role("row", name=programme)
    row.get_by_role("link", name=re.compile(r"^\d{4}$")).click()
    return arrive(page, re.compile(rf"^{programme} \d{{4}}$"))


def barriers(page: Page) -> list[str]:
    """What axe finds on the page, and whether it scrolls sideways."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    seen = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found.response["violations"]]
    wide, screen = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return [*seen, f"{wide} wide on a screen of {screen}"] if wide > screen else seen


class Hand:
    """One hand on a phone: taps and types, and counts what it did."""

    def __init__(self) -> None:
        self.n_taps = 0

    def tap(self, target: Locator) -> None:
        """One tap; it fails where the target is hidden or lies under something else."""
        target.tap()
        self.n_taps += 1

    def write(self, target: Locator, words: str) -> None:
        """Taps a field and writes into it."""
        self.tap(target)
        target.fill(words)


def tab_to(page: Page, name: str, *, within: str = "", most: int = 90) -> int:
    """Presses Tab until what has the focus is called `name`; how often. Everything on the way must show its focus."""
    for n in range(1, most + 1):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        assert at["isShown"], f"On {page.url} nobody sees that “{at['name']}” ({at['tag']}) has the focus."
        if re.fullmatch(name, at["name"]) and within in at["group"]:
            return n
    raise AssertionError(f"“{name}” on {page.url} is not reached within {most} presses of Tab.")
