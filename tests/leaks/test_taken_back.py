"""Words that somebody took back are met by nobody, not even by those who run the installation."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from reflectory.core.models import AuditEvent
from reflectory.evidence.actions.from_responses import pull_responses
from reflectory.listening.actions.answering import Who, receive
from reflectory.listening.actions.withdrawing import withdraw_response
from reflectory.listening.uses import ANALYSE
from tests import asking
from tests import portfolio as a
from tests.leaks.addresses import words

pytestmark = pytest.mark.django_db
SAID = "Underwing-taken-back"


@pytest.fixture
def taken_back():
    """An answer that was taken in as a text, and then taken back."""
    ask = asking.an_ask(edition=a.edition(), uses_asked=[ANALYSE])
    said = {"helped": f"It was {SAID}."}
    given = receive(ask=ask, client_uuid=uuid4(), sent=said, language="en", uses=[ANALYSE], who=Who("Ann"))
    assert pull_responses()
    withdraw_response(response=given.response)
    pull_responses()
    return given.response


def _told(address: str) -> str:
    client = Client()
    client.force_login(a.account(is_operator=True))
    answer = client.get(address)
    assert answer.status_code < 500
    return words(answer)


def test_lists_pages_and_files_are_without_them(taken_back):
    ask = taken_back.ask_id
    asked = ["", "?format=csv", "?q=underwing"]
    for address in (
        reverse("said"),
        reverse("ask-answers", args=[ask]),
        reverse("search"),
        reverse("ask-list"),
    ):
        assert [query for query in asked if SAID in _told(f"{address}{query}")] == []
    for kind, pk in AuditEvent.objects.exclude(kind="listening.response").values_list("kind", "object_id"):
        assert SAID not in _told(reverse("history", args=[kind, pk]))


def test_their_history_says_that_they_were_taken_back_and_not_what_they_were(taken_back):
    told = _told(reverse("history", args=["listening.response", taken_back.pk]))
    assert "•••" in told
    assert SAID not in told
