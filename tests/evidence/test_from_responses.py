"""What people answered in their own words becomes texts, follows what they change, and goes when they take it back."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from reflectory.core.models import AuditEvent, Revision, SearchEntry
from reflectory.evidence.actions.excerpts import make_excerpt
from reflectory.evidence.actions.from_responses import pull_ask, pull_responses
from reflectory.evidence.checking import WITHDRAWN, problems
from reflectory.evidence.models import Intake, Source, SourceVersion
from reflectory.listening.actions import withdraw
from reflectory.listening.actions.answering import amend, receive
from reflectory.listening.actions.closing import shuffle
from reflectory.listening.actions.withdrawing import withdraw_anonymous, withdraw_response
from reflectory.listening.models import AnonymousResponse, Ask, Response, Voice
from reflectory.listening.uses import ANALYSE, WITHOUT_NAME
from tests import asking
from tests import portfolio as a

pytestmark = pytest.mark.django_db
HELPED = "The clerk drew an envelope, and everybody understood where the money went."
BODY = asking.a_body(
    asking.a_question(),
    asking.a_question("name", "text", "Your name", personal=True),
    asking.a_question("one_word", "text", "In one line"),
    asking.a_question("how_often", "number", "How often?"),
)


def an_open_ask(identity: str = "named", body: dict | None = None, **more) -> Ask:
    return asking.an_ask(
        asking.a_form(body or BODY), identity=identity, uses_asked=[ANALYSE, WITHOUT_NAME],
        edition=more.pop("edition", None) or a.edition(), **more,
    )  # fmt: skip


def answered(ask: Ask, text: str = HELPED, *, uses=(ANALYSE,), invitation=None, **more) -> Response | None:
    sent = {"helped": text, "name": "Ana Ruiz", "how_often": 3, **more}
    got = receive(
        ask=ask, client_uuid=uuid.uuid4(), sent=sent, language="en", uses=uses, invitation=invitation
    )
    assert got.problems == {}
    return got.response


def closed(ask: Ask) -> Ask:
    Ask.objects.filter(pk=ask.pk).update(closed_at=datetime(2021, 3, 9, 17, 30, tzinfo=UTC))
    ask.refresh_from_db()
    shuffle(ask)
    return ask


def texts() -> list[str]:
    return sorted(row.latest.text for row in Source.objects.filter(taken_back_on__isnull=True))


def test_each_answer_in_words_becomes_a_text_with_where_it_comes_from():
    team = a.team(edition := a.edition())
    member = a.member(team)
    ask = an_open_ask(edition=edition, purpose="reflection")
    invitation = asking.an_invitation(ask, member.person, membership=member, team=team)
    response = answered(ask, one_word="Envelopes", invitation=invitation)
    assert pull_responses() == ["2 answers were taken in as texts."]
    source = Source.objects.get(place_in_file="helped")
    assert source.latest.text == HELPED
    assert (source.voice, source.edition, source.team) == (response.voice, edition, team)
    assert (source.kind, source.question, source.language) == ("reflection", "What helped?", "en")
    assert source.said_on == timezone.localdate()
    assert source.intake.ask == ask
    assert source.intake.accounting == {
        "received": 2, "used": 2, "excluded": 0, "failed": 0, "reasons": []
    }  # fmt: skip
    assert texts() == ["Envelopes", HELPED]  # not the name, and not the number
    assert AuditEvent.objects.filter(kind="evidence.source", verb="bring_in").count() == 2


def test_pulling_again_changes_nothing(django_assert_num_queries):
    answered(an_open_ask())
    pull_responses()
    before = (list(Source.objects.values_list("pk", flat=True)), AuditEvent.objects.count())
    with django_assert_num_queries(4):
        assert pull_responses() == []
    assert (list(Source.objects.values_list("pk", flat=True)), AuditEvent.objects.count()) == before


def test_answers_of_repeated_sections_are_texts_each():
    body = {**BODY, "sections": [*BODY["sections"], {
        "key": "partners", "title": asking.words("Partners"), "most_repeats": 3,
        "questions": [asking.a_question("gave", "text", "What did they give?")],
    }]}  # fmt: skip
    answered(an_open_ask(body=body), partners=[{"gave": "A hall"}, {"gave": "Two translators"}])
    pull_responses()
    assert texts() == ["A hall", HELPED, "Two translators"]


def test_the_language_is_that_of_the_words_and_not_of_the_page():
    answered(an_open_ask(), "El funcionario dibujó un sobre y todos entendieron adónde iba el dinero.")
    pull_responses()
    assert [row.language for row in Source.objects.all()] == ["es"]


def test_who_did_not_agree_is_counted_and_not_taken_in_until_they_agree():
    ask = an_open_ask()
    response = answered(ask, uses=())
    pull_responses()
    assert texts() == []
    accounting = Intake.objects.get().accounting
    assert (accounting["received"], accounting["used"], accounting["excluded"]) == (1, 0, 1)
    from reflectory.listening.actions import agree

    agree(by=a.operator(), voice=response.voice, uses=[ANALYSE], basis="own_choice", on=timezone.localdate())
    pull_responses()
    assert texts() == [HELPED]


def test_a_corrected_answer_takes_the_place_of_the_old_words_everywhere():
    ask = an_open_ask()
    response = answered(ask, uses=(ANALYSE, WITHOUT_NAME))
    pull_responses()
    old = Source.objects.get()
    excerpt = make_excerpt(by=a.operator(), version=old.latest, start=0, end=9)
    amend(kept=response, sent={"helped": "Nobody drew anything."}, language="en")
    pull_responses()
    assert texts() == ["Nobody drew anything."]
    old.refresh_from_db()
    assert old.taken_back_on == timezone.localdate()
    assert [row.text for row in old.versions.all()] == [""]
    new = Source.objects.get(taken_back_on__isnull=True)
    assert new.key == f"{old.key}~2"
    today = timezone.localdate()
    assert [one.code for one in problems([(excerpt, WITHOUT_NAME)], on=today)[excerpt.pk]] == [WITHDRAWN]
    assert "envelope" not in str(list(SearchEntry.objects.values()))
    assert "envelope" not in str(list(Revision.objects.values()))
    assert Intake.objects.get().accounting["used"] == 1
    amend(kept=response, sent={"helped": "Somebody did."}, language="en")
    pull_responses()
    assert Source.objects.get(taken_back_on__isnull=True).key == f"{old.key}~3"


def test_withdrawn_answers_leave_no_word_behind():
    response = answered(an_open_ask())
    pull_responses()
    withdraw_response(response=response)
    pull_responses()
    assert texts() == []
    assert list(SourceVersion.objects.values_list("text", flat=True)) == [""]
    assert "envelope" not in str(list(SearchEntry.objects.values()))


def test_who_withdraws_their_consent_keeps_their_answer_and_it_is_read_by_nobody():
    lead_of = a.edition()
    response = answered(an_open_ask(edition=lead_of))
    pull_responses()
    lead = a.viewer_with("programme_lead", on=lead_of)
    assert Source.objects.visible_to(lead).count() == 1
    withdraw(by=a.operator(), voice=response.voice, on=timezone.localdate())
    pull_responses()
    assert Source.objects.visible_to(lead).count() == 0
    assert Response.objects.get().answers["helped"] == HELPED


def test_confidential_answers_wait_until_enough_people_answered():
    ask = an_open_ask("confidential", floor=3)
    for n in range(2):
        answered(ask, f"Number {n} said something of their own.")
    pull_responses()
    assert texts() == []
    assert [one["reason"] for one in Intake.objects.get().accounting["reasons"]] == ["too_few"]
    answered(ask, "The third said something too.")
    pull_responses()
    assert len(texts()) == 3


def test_anonymous_answers_are_taken_in_after_closing_without_person_place_or_time():
    ask = an_open_ask("anonymous", floor=3)
    for n in range(4):
        answered(ask, f"Number {n} said something of their own.", uses=(ANALYSE,) if n else ())
    pull_responses()
    assert Source.objects.count() == 0
    before = AuditEvent.objects.count()
    pull_ask(closed(ask))
    assert texts() == [f"Number {n} said something of their own." for n in (1, 2, 3)]
    assert {row.said_on for row in Source.objects.all()} == {date(2021, 3, 9)}
    assert {row.created_at for row in Source.objects.all()} == {ask.closed_at}
    voices = Voice.objects.all()
    assert {(row.person, row.organisation, row.role, row.name, row.created_at) for row in voices} == {
        (None, None, "", "", ask.closed_at)
    }
    # The history says that answers were taken in, and nothing of any of them.
    assert [event.kind for event in AuditEvent.objects.order_by("pk")[before:]] == ["evidence.intake"]


def test_an_anonymous_answer_that_is_withdrawn_takes_its_texts_with_it():
    ask = an_open_ask("anonymous", floor=3)
    for n in range(4):
        answered(ask, f"Number {n} said something of their own.")
    pull_ask(closed(ask))
    withdraw_anonymous(response=next(
        row for row in AnonymousResponse.objects.all() if row.answers["helped"].startswith("Number 2")
    ))  # fmt: skip
    pull_responses()
    assert texts() == [f"Number {n} said something of their own." for n in (0, 1, 3)]
    assert not AuditEvent.objects.filter(kind="evidence.source").exists()
