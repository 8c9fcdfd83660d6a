"""Somebody takes back what they said, or changes what may be done with it, without asking anybody."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from reflectory.core import search
from reflectory.core.models import AuditEvent, Revision
from reflectory.evidence.actions.from_responses import pull_responses
from reflectory.evidence.models import Excerpt, SourceVersion
from reflectory.listening.actions.answering import SOMEBODY
from reflectory.listening.actions.closing import before_leaving
from reflectory.listening.actions.withdrawing import (
    change_anonymous_consent,
    change_consent,
    withdraw_anonymous,
    withdraw_response,
)
from reflectory.listening.mine import by_receipt_hash, consent_of, of_response, said
from reflectory.listening.models import AnonymousResponse, AnonymousTally, Consent, Draft, Response
from reflectory.listening.queries import uses_allowed
from reflectory.listening.receipts import hash_of
from tests import portfolio as a
from tests.asking import a_response, an_anonymous_response, an_ask, words_of

pytestmark = pytest.mark.django_db
WORDS = "The night crew knew it before anybody asked."
ASKED = ["analyse", "quote_without_name", "quote_role_place", "quote_name"]


def standing(response) -> set[str]:
    return set(uses_allowed([response.voice_id], on=timezone.localdate())[response.voice_id])


@pytest.fixture
def response():
    return a_response(
        an_ask(edition=a.edition(), uses_asked=ASKED), {"helped": WORDS}, uses={"analyse", "quote_role_place"}
    )


def test_the_answer_is_empty_at_once_and_nothing_is_agreed_any_more(response):
    gone = withdraw_response(response=response)
    assert (gone.answers, gone.withdrawn_at is not None) == ({}, True)
    assert standing(response) == set()
    assert Response.objects.get(pk=response.pk).answers == {}


def test_again_changes_nothing(response):
    withdraw_response(response=response)
    n = AuditEvent.objects.count()
    withdraw_response(response=response)
    assert AuditEvent.objects.count() == n


def test_a_draft_on_its_way_goes_too(response):
    Draft.objects.create(
        client_uuid=response.client_uuid,
        ask=response.ask,
        identity="named",
        sent={"helped": WORDS},
        saved_at=timezone.now(),
    )
    withdraw_response(response=response)
    assert Draft.objects.count() == 0


def test_texts_lose_their_words_and_no_search_finds_them(response):
    source = words_of(response, WORDS)
    assert [hit.row for hit in search.find("night crew", a.operator())] == [source]
    withdraw_response(response=response)
    assert list(SourceVersion.objects.filter(source=source).values_list("text", flat=True)) == [""]
    assert search.find("night crew", a.operator()) == []


def test_a_passage_that_was_marked_holds_no_words_any_more(response):
    from reflectory.evidence.hashing import SpanBroken

    excerpt = a.excerpt(words_of(response, WORDS), "night crew")
    withdraw_response(response=response)
    with pytest.raises(SpanBroken):
        _ = Excerpt.objects.with_words().get(pk=excerpt.pk).words


def test_the_history_says_that_it_was_taken_back_and_holds_no_word_of_it(response):
    words_of(response, WORDS)
    withdraw_response(response=response)
    (event,) = AuditEvent.objects.filter(verb="withdraw_response")
    assert (event.by_name, event.by_account) == (SOMEBODY.name, None)
    kept = [str(one.values) + one.about for one in Revision.objects.all()]
    assert [one for one in kept if "night crew" in one] == []


def test_what_others_said_stays(response):
    other = a_response(response.ask, {"helped": "Nothing did."}, uses={"analyse"})
    source = words_of(other, "Nothing did.")
    withdraw_response(response=response)
    assert Response.objects.get(pk=other.pk).answers == {"helped": "Nothing did."}
    assert source.versions.get().text == "Nothing did."


def test_more_is_agreed_to_on_the_text_that_was_shown(response):
    changed = change_consent(
        response=response, uses=["analyse", "quote_role_place", "quote_name"], language="es"
    )
    assert (changed.given, changed.taken_back, changed.not_yet) == (("quote_name",), (), ())
    text = Consent.objects.get(voice=response.voice, use="quote_name").text
    assert (text.key, text.language) == ("listening", "es")


def test_less_is_agreed_to_and_the_rest_stays(response):
    changed = change_consent(response=response, uses=["analyse"], language="en")
    assert changed.taken_back == ("quote_role_place",)
    assert standing(response) == {"analyse"}


def test_going_back_to_a_more_guarded_use_keeps_that_one(response):
    changed = change_consent(response=response, uses=["analyse", "quote_without_name"], language="en")
    assert (changed.given, changed.taken_back) == (("quote_without_name",), ("quote_role_place",))
    assert standing(response) == {"analyse", "quote_without_name"}


def test_what_was_taken_back_today_waits_until_tomorrow_and_the_page_says_so(response):
    change_consent(response=response, uses=[], language="en")
    changed = change_consent(response=response, uses=["analyse"], language="en")
    assert (changed.given, changed.not_yet) == ((), ("analyse",))
    _asking, waits = consent_of(of_response(response, language="en"))
    # Whoever took back being quoted with role and place may still agree to less, or to more than nothing.
    assert waits == {"analyse", "quote_role_place", "quote_name"}
    assert standing(response) == set()


def test_taking_back_holds_even_where_something_else_has_to_wait(response):
    change_consent(response=response, uses=["quote_role_place"], language="en")
    changed = change_consent(response=response, uses=["analyse"], language="en")
    assert (changed.taken_back, changed.not_yet) == (("quote_role_place",), ("analyse",))
    assert standing(response) == set()


def test_a_use_that_was_never_asked_is_not_agreed_to_by_sending_it(response):
    change_consent(response=response, uses=["analyse", "share_funder"], language="en")
    assert standing(response) == {"analyse"}


@pytest.fixture
def anonymous():
    ask = an_ask(edition=a.edition(), identity="anonymous", uses_asked=ASKED)
    return an_anonymous_response(ask, {"helped": WORDS}, uses=["analyse", "quote_without_name"])


def test_of_an_anonymous_answer_nothing_stays_but_the_count_of_its_day(anonymous):
    n = AuditEvent.objects.count()
    AnonymousTally.objects.create(ask=anonymous.ask, on=date(2021, 3, 1), n=1)
    withdraw_anonymous(response=anonymous)
    assert AnonymousResponse.objects.count() == 0
    assert AnonymousTally.objects.get().n == 1
    assert AuditEvent.objects.count() == n


def test_an_anonymous_answer_that_was_taken_in_leaves_texts_and_consents_without_a_trace_in_the_history(
    anonymous,
):
    source = words_of(anonymous, WORDS)
    excerpt = a.excerpt(source, "night crew")
    n = AuditEvent.objects.count()
    withdraw_anonymous(response=anonymous)
    assert AuditEvent.objects.count() == n
    assert SourceVersion.objects.get(source=source).text == ""
    assert (
        list(Consent.objects.filter(voice=source.voice).values_list("withdrawn_on", flat=True))
        == [timezone.localdate()] * 2
    )
    assert Excerpt.objects.filter(pk=excerpt.pk).exists()


def test_an_anonymous_person_changes_what_they_agreed_to(anonymous):
    source = words_of(anonymous, WORDS)
    n = AuditEvent.objects.count()
    changed = change_anonymous_consent(response=anonymous, uses=["analyse", "quote_name"], language="en")
    assert changed.taken_back == ("quote_without_name",)
    assert AnonymousResponse.objects.get().uses == ["analyse"]
    allowed = uses_allowed([source.voice_id], on=timezone.localdate())[source.voice_id]
    assert allowed == {"analyse"}
    assert AuditEvent.objects.count() == n


def texts() -> list[str]:
    return sorted(SourceVersion.objects.exclude(text="").values_list("text", flat=True))


def test_an_answer_that_is_taken_back_is_not_taken_in_again(response):
    other = a_response(response.ask, {"helped": "Nothing did."}, uses={"analyse"})
    pull_responses()
    assert texts() == sorted([WORDS, "Nothing did."])
    withdraw_response(response=response)
    assert texts() == ["Nothing did."]
    pull_responses()
    assert texts() == ["Nothing did."]
    assert Response.objects.get(pk=other.pk).answers == {"helped": "Nothing did."}


def test_an_anonymous_answer_is_found_by_its_receipt_after_it_was_mixed_with_the_others_and_taken_in():
    ask = an_ask(edition=a.edition(), identity="anonymous", uses_asked=ASKED)
    for n in range(6):
        an_anonymous_response(ask, {"helped": f"Answer {n}."}, uses=["analyse"], receipt=f"receipt{n}")
    ask.closed_at = timezone.now()
    ask.save()
    pull_responses()
    before_leaving()
    mine = by_receipt_hash(hash_of("receipt3"), language="en")
    assert [one.lines for one in said(mine)] == [("Answer 3.",)]
    withdraw_anonymous(response=mine.kept)
    assert texts() == [f"Answer {n}." for n in (0, 1, 2, 4, 5)]
    assert by_receipt_hash(hash_of("receipt3"), language="en") is None
    pull_responses()
    assert texts() == [f"Answer {n}." for n in (0, 1, 2, 4, 5)]


def test_who_read_the_answer_before_and_saves_it_after_does_not_bring_it_back(response):
    stale = Response.objects.get(pk=response.pk)
    withdraw_response(response=response)
    with pytest.raises(IntegrityError), transaction.atomic():
        stale.save()
    assert Response.objects.get(pk=response.pk).answers == {}
