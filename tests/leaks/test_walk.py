"""Every address and every export, with every role, searched for secrets that the role must not meet."""

import logging
from collections.abc import Callable, Iterable
from functools import cache, partial
from urllib.parse import parse_qs

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLResolver

from reflectory.accounts import roles
from reflectory.programmes.viewing import viewer_for
from tests.leaks.addresses import addresses, words
from tests.leaks.listening import COLLEAGUE
from tests.leaks.planted import OPERATOR, STRANGER, Planted
from tests.leaks.reading import EVERYTHING

pytestmark = pytest.mark.django_db
# What lists may be asked: as files, by words, by a year.
QUERIES = (
    "format=csv",
    "format=xlsx",
    "q=of",
    "q=yttermoor",
    "q=umber",
    "q=others&format=csv",
    "year=2021",
    "show=all",
)


@pytest.fixture(autouse=True)
def silence(caplog) -> None:
    """A walk through addresses that somebody may not open is told as one warning each."""
    caplog.set_level(logging.ERROR, logger="django.request")


class Walk:
    """One role asks for every address, and with every question that the page reads."""

    def __init__(self, planted: Planted, role: str, read_words: set[str]) -> None:
        self._client = Client()
        self._client.force_login(planted.accounts[role])
        self._read = read_words
        self._secrets = planted.secrets
        self._forbidden = {word for word, readers in planted.secrets.items() if role not in readers}
        self._forbidden |= planted.nowhere
        self.leaks: list[tuple[str, str]] = []  # where the role met what it must not
        self.met: set[str] = set()
        self.n_shown = 0

    def through(self, all_addresses: Iterable[str]) -> None:
        """Asks for each of them."""
        for address in all_addresses:
            self._read.clear()
            status = self._asked(address)
            assert status < 500, address
            if status == 200:
                self.n_shown += 1
                self._asked_about(address, frozenset(self._read))

    def _asked_about(self, address: str, read: frozenset[str]) -> None:
        for query in QUERIES:
            if EVERYTHING in read or set(parse_qs(query)) <= read:
                self._asked(f"{address}?{query}")

    def _asked(self, address: str) -> int:
        answer = self._client.get(address)
        said = words(answer)
        self.leaks += [(address, word) for word in self._forbidden if word in said]
        self.met |= {word for word in self._secrets if word in said}
        return int(answer.status_code)


@pytest.fixture
def walk(planted: Planted, read_words: set[str], monkeypatch) -> Callable[[str], Walk]:
    """A role's way through all addresses.

    Most are not there for most roles. The page that says so has nothing of what was asked for: it is looked at once.
    Who is looking, and what they were granted, stays as it is all the way: it is looked up once.
    """

    def walked(role: str) -> Walk:
        one = Walk(planted, role, read_words)
        one.through(["/nothing/is/here/"])
        with monkeypatch.context() as patched:
            patched.setattr("reflectory.programmes.viewing.viewer_for", cache(viewer_for))
            patched.setattr(
                "django.contrib.auth.middleware.get_user", lambda _request: planted.accounts[role]
            )
            patched.setattr(
                URLResolver, "resolve_error_handler", lambda _self, code: partial(_plainly, code=code)
            )
            one.through(addresses())
        return one

    return walked


def _plainly(*_asked: object, code: int, **_why: object) -> HttpResponse:
    return HttpResponse(status=code)


# Some of what each role is there to see: a walk that meets nothing would prove nothing.
LED = {
    "words-said-in-ours",
    "Money-for-ours",
    "ada-address@example.org",
    "Harm-to-yttermoor",
    "said-by-name-of-ours",
    "File-of-ours",
    "said-by-nobody-0-of-ours",
    "said-elsewhere-in-confidence-of-ours",
    "Invited-Ingram-of-ours",
    "noted-elsewhere-of-ours",
    "card-of-ours",
    "Claim-of-ours",
}
MEETS = {
    roles.LEAD: LED | {"said-in-confidence-of-ours", "Confider-Quist-of-ours", "noted-here-of-ours"},
    COLLEAGUE: LED,
    roles.COACH: {
        "Harm-to-ours",
        "Wrenfield Ada",
        "ada-address@example.org",
        "card-of-ours",
        "Label-of-ours",
    },
    roles.CHAIR: {"Yttermoor", "said-in-confidence-of-ours", "Title-of-ours"},
    roles.ANALYST: {
        "words-said-in-ours",
        "notes-on-yttermoor",
        "Guestwick Cyr",
        "Theme-of-ours",
        "night-shift-said-this",
        "said-by-name-of-ours",
        "said-by-nobody-0-of-ours",
        "noted-here-of-ours",
    },
    roles.EDITOR: {"Idea-of-Yttermoor", "Question-kept-of-ours"},
    roles.TEAM_LEAD: {"Idea-of-ours", "Wrenfield Ada"},
    roles.PARTNER: {"Idea-of-ours", "Wrenfield Ada"},
    roles.JUDGE: set(),
    roles.FUNDER: set(),
    STRANGER: set(),
}


@pytest.mark.parametrize("role", [*roles.ROLES, COLLEAGUE, STRANGER])
def test_no_page_and_no_export_shows_what_the_role_must_not_see(walk, role: str):
    walked = walk(role)
    assert walked.leaks == []
    assert MEETS[role] - walked.met == set()
    assert walked.n_shown > 3


def test_an_operator_meets_every_secret_so_the_walk_goes_where_they_are(walk, planted):
    walked = walk(OPERATOR)
    assert walked.leaks == []
    assert set(planted.secrets) - walked.met == set()


def test_somebody_not_signed_in_is_shown_nothing(planted):
    said = {address: words(Client().get(address)) for address in addresses()}
    secrets = [*planted.secrets, *planted.nowhere]
    assert [address for address, text in said.items() if any(secret in text for secret in secrets)] == []
