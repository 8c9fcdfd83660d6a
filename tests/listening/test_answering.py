"""What is handed in is stored once, a draft never overwrites a later one, and what is anonymous leaves nothing else."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from reflectory.core.audit import history
from reflectory.core.models import AuditEvent, Revision, SearchEntry
from reflectory.core.refusal import Refused
from reflectory.listening.actions.answering import Who, amend, receive, save_draft
from reflectory.listening.models import (
    AnonymousResponse,
    AnonymousTally,
    Ask,
    Consent,
    Draft,
    Response,
    Upload,
    Voice,
)
from reflectory.listening.receipts import LETTERS, hash_of, is_receipt, plain, receipt_for
from tests import portfolio as a
from tests.asking import a_body, a_form, a_question, an_ask, an_invitation

pytestmark = pytest.mark.django_db
WORDS = {"helped": "Ringing the office at noon"}


def handed_in(ask, sent=None, *, number=None, **more):
    return receive(
        ask=ask, client_uuid=number or uuid.uuid4(), sent=WORDS if sent is None else sent, language="en",
        uses=more.pop("uses", ()), **more,
    )  # fmt: skip


def saved(ask, number, text, n):
    return save_draft(ask=ask, client_uuid=number, sent={"helped": text}, language="en", n_saved=n)


def limited(n=2):
    return a_form(a_body(a_question(most_words=n)))


# What is received


def test_an_answer_is_kept_with_its_voice_and_its_receipt():
    ask = an_ask(identity="confidential")
    made = handed_in(ask, who=Who(name="Ana", role="Clerk", place="Lisboa"))
    row = Response.objects.get()
    assert (row.answers, row.receipt_hash, row.voice.key) == (
        WORDS, hash_of(made.receipt), f"ask/{ask.pk}/{row.client_uuid}",
    )  # fmt: skip
    assert (row.voice.name, row.voice.role, row.voice.place_words) == ("Ana", "Clerk", "Lisboa")


def test_who_was_invited_is_known_from_their_team():
    team = a.team()
    member = a.member(team, seniority="director")
    ask = an_ask(edition=team.edition)
    invitation = an_invitation(ask, member.person, membership=member)
    handed_in(ask, invitation=invitation)
    voice = Voice.objects.get()
    assert (voice.person, voice.organisation, voice.role, voice.seniority, voice.edition) == (
        member.person, team.organisation, member.role, "director", team.edition,
    )  # fmt: skip
    invitation.refresh_from_db()
    assert invitation.answered_at is not None


def test_the_same_number_is_stored_once_and_gets_the_same_receipt():
    ask, number = an_ask(), uuid.uuid4()
    first, second = handed_in(ask, number=number), handed_in(ask, number=number)
    assert (first.receipt, first.was_there) == (second.receipt, False)
    assert (second.was_there, second.differs, Response.objects.count()) == (True, False, 1)


def test_other_words_under_the_same_number_change_nothing_and_say_so():
    ask, number = an_ask(), uuid.uuid4()
    handed_in(ask, number=number)
    assert handed_in(ask, {"helped": "Other"}, number=number).differs
    assert Response.objects.get().answers == WORDS


def test_an_answer_that_arrives_twice_is_received_even_where_the_ask_closed_in_between():
    ask, number = an_ask(), uuid.uuid4()
    first = handed_in(ask, number=number)
    ask.refresh_from_db()
    ask.closed_at = datetime.now(UTC)
    ask.save()
    assert handed_in(ask, number=number).receipt == first.receipt


def test_only_what_was_asked_is_agreed_to():
    ask = an_ask(uses_asked=["analyse", "quote_without_name"])
    handed_in(ask, uses=["analyse", "quote_name"])
    assert [(one.use, one.basis) for one in Consent.objects.all()] == [("analyse", "own_choice")]


def test_nothing_is_agreed_to_by_itself():
    handed_in(an_ask(uses_asked=["analyse"]))
    assert Consent.objects.count() == 0


def test_the_first_answer_freezes_the_form_and_fixes_the_ask():
    ask = an_ask()
    handed_in(ask)
    ask.refresh_from_db()
    assert (ask.fixed_at is not None, ask.form_version.is_frozen) == (True, True)


def test_the_history_says_that_somebody_answered_and_none_of_the_words():
    handed_in(an_ask(), who=Who(name="Ana Silva"))
    row = Response.objects.get()
    said = history([row, row.voice])
    assert {(one.event.by_name, one.event.verb) for one in said} == {("Somebody who was asked", "answer")}
    kept = str(list(Revision.objects.values())) + str(list(AuditEvent.objects.values()))
    assert ("noon" in kept, "Ana Silva" in kept, row.receipt_hash in kept) == (False, False, False)
    assert not SearchEntry.objects.filter(words__contains="noon").exists()


def test_what_is_missing_is_said_and_nothing_is_kept():
    ask = an_ask(a_form(a_body(a_question(required=True))))
    assert handed_in(ask, {}).problems == {"helped": "This needs an answer."}
    assert (Response.objects.count(), Voice.objects.count()) == (0, 0)


@pytest.mark.parametrize("identity", ["named", "anonymous"])
def test_nothing_is_received_before_it_opens_nor_after_it_closed(identity):
    soon = datetime.now(UTC) + timedelta(days=1)
    early, late = (
        an_ask(identity=identity, opens_at=soon),
        an_ask(identity=identity, closed_at=datetime.now(UTC)),
    )
    for ask in (early, late):
        with pytest.raises(Refused):
            handed_in(ask)


def test_nul_bytes_and_broken_letters_are_taken_out():
    handed_in(an_ask(), {"helped": "at\x00 noon \ud800"})
    assert Response.objects.get().answers == {"helped": "at noon ?"}


# Drafts


def test_a_draft_over_the_limit_is_saved_and_not_handed_in():
    ask, number = an_ask(limited()), uuid.uuid4()
    saved(ask, number, "one two three", 1)
    assert handed_in(ask, {"helped": "one two three"}, number=number).problems.keys() == {"helped"}
    assert Draft.objects.get().sent == {"helped": "one two three"}


def test_an_older_draft_never_overwrites_a_newer_one():
    ask, number = an_ask(), uuid.uuid4()
    saved(ask, number, "newer", 7)
    told = saved(ask, number, "older", 6)
    assert (told.n_saved, Draft.objects.get().sent) == (7, {"helped": "newer"})


def test_the_draft_goes_when_the_answer_arrives_and_does_not_come_back():
    ask, number = an_ask(), uuid.uuid4()
    saved(ask, number, "on its way", 1)
    handed_in(ask, number=number)
    with pytest.raises(Refused, match="received already"):
        saved(ask, number, "late", 2)
    assert Draft.objects.count() == 0


def test_an_anonymous_draft_is_refused():
    with pytest.raises(Refused, match="on the phone alone"):
        saved(an_ask(identity="anonymous"), uuid.uuid4(), "mine", 1)


# Anonymous


def test_an_anonymous_answer_leaves_one_row_and_one_more_in_the_count_of_its_day():
    ask = an_ask(identity="anonymous", uses_asked=["analyse", "quote_name"])
    before = AuditEvent.objects.count(), Revision.objects.count(), SearchEntry.objects.count()
    number = uuid.uuid4()
    made = handed_in(ask, number=number, uses=["analyse", "quote_name"])
    assert (made.response, Response.objects.count(), Voice.objects.count(), Draft.objects.count()) == (
        None,
        0,
        0,
        0,
    )
    assert (AuditEvent.objects.count(), Revision.objects.count(), SearchEntry.objects.count()) == before
    row = AnonymousResponse.objects.get()
    assert (row.answers, row.uses, row.receipt_hash) == (WORDS, ["analyse"], hash_of(made.receipt))
    assert [one.n for one in AnonymousTally.objects.all()] == [1]
    handed_in(ask, number=number)
    handed_in(ask)
    assert [one.n for one in AnonymousTally.objects.all()] == [2]


def test_no_time_of_an_anonymous_answer_is_kept_where_it_fixes_the_ask():
    ask = an_ask(identity="anonymous")
    handed_in(ask)
    ask.refresh_from_db()
    assert (ask.fixed_at, ask.form_version.frozen_at) == (ask.opens_at, ask.opens_at)


def test_an_anonymous_ask_puts_no_question_for_a_file():
    form = a_form(a_body(a_question(), a_question("proof", "file", "Send it", required=True)))
    handed_in(an_ask(form, identity="anonymous"), {**WORDS, "proof": [str(uuid.uuid4())]})
    assert (AnonymousResponse.objects.get().answers, Upload.objects.count()) == (WORDS, 0)


# Changes


@pytest.mark.parametrize("identity", ["named", "anonymous"])
def test_an_answer_is_changed_until_the_ask_closes(identity):
    ask = an_ask(identity=identity)
    handed_in(ask)
    model = AnonymousResponse if identity == "anonymous" else Response
    amend(kept=model.objects.get(), sent={"helped": "A letter"}, language="en")
    assert model.objects.get().answers == {"helped": "A letter"}
    Ask.objects.update(closed_at=datetime.now(UTC))
    with pytest.raises(Refused, match="closed"):
        amend(kept=model.objects.get(), sent=WORDS, language="en")


def test_a_changed_answer_counts_its_revisions():
    handed_in(an_ask())
    amend(kept=Response.objects.get(), sent={"helped": "A letter"}, language="en")
    row = Response.objects.get()
    assert (row.revision, row.amended_at is not None) == (2, True)


# Places and receipts


def test_a_place_is_known_by_its_id_and_one_of_several_is_asked_back():
    ask = an_ask(a_form(a_body(a_question("where", "place", "Where?"))))
    asked = handed_in(ask, {"where": {"words": "Springfield"}})
    assert asked.problems.keys() == {"where"}
    handed_in(ask, {"where": {"words": "Springfield", "id": "-"}})
    handed_in(ask, {"where": {"words": "Nowhere at all"}})
    handed_in(ask, {"where": {"words": "Saint Paul, Minnesota, United States"}})
    kept = [one.answers["where"] for one in Response.objects.order_by("pk")]
    assert kept[:2] == [{"words": "Springfield"}, {"words": "Nowhere at all"}]
    assert kept[2]["id"].startswith("geonames:")


def test_a_receipt_has_twelve_letters_that_cannot_be_mistaken():
    made = receipt_for(uuid.uuid4())
    assert [len(part) for part in made.split("-")] == [4, 4, 4]
    assert (set(plain(made)) <= set(LETTERS), is_receipt(made.upper()), is_receipt("k7m4-pq2x")) == (
        True,
        True,
        False,
    )
    assert hash_of(made) == hash_of(f" {made.upper().replace('-', ' ')} ")


# Costs


def answered_once(**more):
    """An ask as it stands after its first answer, which alone fixes it."""
    ask = an_ask(**more)
    handed_in(ask)
    return Ask.objects.select_related("form_version").get()


def test_what_is_handed_in_costs_the_same_for_few_and_many_uses(django_assert_num_queries):
    ask = answered_once(uses_asked=["analyse", "quote_without_name", "share_funder"])
    handed_in(ask, uses=["analyse"])
    for uses in (["analyse"], ["analyse", "quote_without_name", "share_funder"]):
        with django_assert_num_queries(15):
            handed_in(ask, uses=uses)


def test_without_consent_it_costs_less(django_assert_num_queries):
    ask = answered_once()
    with django_assert_num_queries(8):
        handed_in(ask)


def test_an_anonymous_answer_costs_seven_queries(django_assert_num_queries):
    ask = answered_once(identity="anonymous")
    with django_assert_num_queries(7):
        handed_in(ask)


def test_a_draft_that_is_there_is_renewed_in_one_query(django_assert_num_queries):
    ask, number = an_ask(), uuid.uuid4()
    saved(ask, number, "first", 1)
    with django_assert_num_queries(1):
        saved(ask, number, "second", 2)
