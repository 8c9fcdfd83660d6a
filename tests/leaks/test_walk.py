"""Every address and every export, with every role, searched for secrets that the role must not meet."""

import logging

import pytest
from django.test import Client

from reflectory.accounts import roles
from tests.leaks.addresses import addresses, words
from tests.leaks.listening import COLLEAGUE
from tests.leaks.planted import OPERATOR, STRANGER, Planted, plant

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


def walk(planted: Planted, role: str) -> tuple[list[tuple[str, str]], set[str], int]:
    """Where the role met what it must not, everything it met, and how many pages it was shown."""
    client = Client()
    client.force_login(planted.accounts[role])
    forbidden = [secret for secret, readers in planted.secrets.items() if role not in readers]
    forbidden += planted.nowhere
    leaks: list[tuple[str, str]] = []
    met: set[str] = set()
    n_shown = 0
    for address, is_list in addresses():
        first = client.get(address)
        assert first.status_code < 500, address
        n_shown += first.status_code == 200
        answers = {address: words(first)}
        if is_list and first.status_code == 200:
            answers |= {f"{address}?{query}": words(client.get(f"{address}?{query}")) for query in QUERIES}
        for where, said in answers.items():
            leaks += [(where, secret) for secret in forbidden if secret in said]
            met |= {secret for secret in planted.secrets if secret in said}
    return leaks, met, n_shown


# Some of what each role is there to see: a walk that meets nothing would prove nothing.
MEETS = {
    roles.LEAD: {"words-said-in-ours", "Money-for-ours", "ada-address@example.org", "Harm-to-yttermoor"},
    roles.COACH: {"Harm-to-ours", "Wrenfield Ada", "ada-address@example.org"},
    roles.CHAIR: {"Yttermoor"},
    roles.ANALYST: {
        "words-said-in-ours",
        "notes-on-yttermoor",
        "Guestwick Cyr",
        "Theme-of-ours",
        "night-shift-said-this",
    },
    roles.EDITOR: {"Idea-of-Yttermoor"},
    roles.TEAM_LEAD: {"Idea-of-ours", "Wrenfield Ada"},
    roles.PARTNER: {"Idea-of-ours", "Wrenfield Ada"},
    roles.JUDGE: set(),
    roles.FUNDER: set(),
    STRANGER: set(),
}


@pytest.mark.parametrize("role", [*roles.ROLES, COLLEAGUE, STRANGER])
def test_no_page_and_no_export_shows_what_the_role_must_not_see(role: str):
    leaks, met, n_shown = walk(plant(), role)
    assert leaks == []
    assert MEETS[role] - met == set()
    assert n_shown > 3


def test_an_operator_meets_every_secret_so_the_walk_goes_where_they_are():
    planted = plant()
    leaks, met, _n = walk(planted, OPERATOR)
    assert leaks == []
    assert set(planted.secrets) - met == set()


def test_somebody_not_signed_in_is_shown_nothing():
    planted = plant()
    said = {address: words(Client().get(address)) for address, _is_list in addresses()}
    assert [
        address for address, text in said.items() if any(secret in text for secret in planted.secrets)
    ] == []
