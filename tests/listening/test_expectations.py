"""What a team expects to hear is locked before the first answer, and held against what came."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.accounts.roles import COACH, FUNDER, LEAD
from reflectory.core.refusal import Refused
from reflectory.listening.actions.expectations import expect, judge, lock, take_back
from reflectory.listening.expected import broken_seals, reckon, wrong_first
from reflectory.listening.models.expectations import Expectation
from tests import asking
from tests import portfolio as a

pytestmark = pytest.mark.django_db
OPERATOR = a.operator()


@pytest.fixture
def ask():
    return asking.an_ask(edition=a.edition(), identity="confidential")


def locked(ask, *claims):
    for claim, sure in claims:
        expect(by=OPERATOR, ask=ask, claim=claim, sure=sure)
    return lock(by=OPERATOR, ask=ask)


def somebody_answers(ask):
    ask.fixed_at = timezone.now()
    ask.save()


def test_after_the_first_answer_nothing_is_added_by_us_or_by_the_database(ask):
    somebody_answers(ask)
    with pytest.raises(Refused, match="Somebody has answered"):
        expect(by=OPERATOR, ask=ask, claim="They name the permits", sure=80)
    with pytest.raises(IntegrityError, match="after the first answer"), transaction.atomic():
        Expectation.objects.create(ask=ask, claim="They name the permits", sure=80, made_by_name="Me")


def test_what_is_not_locked_can_be_taken_back(ask):
    row = expect(by=OPERATOR, ask=ask, claim="They name the permits", sure=80)
    take_back(by=OPERATOR, expectation=row)
    assert ask.expectations.count() == 0


def test_what_is_locked_stays_word_for_word(ask):
    row = locked(ask, ("They name the permits", 80))[0]
    with pytest.raises(Refused, match="This is locked"):
        take_back(by=OPERATOR, expectation=row)
    for change in (
        {"claim": "They name the buses"},
        {"sure": 20},
        {"seal": "0" * 64},
        {"locked_at": timezone.now()},
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            Expectation.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError, match="never removed"), transaction.atomic():
        row.delete()


def test_a_seal_shows_words_that_were_changed_behind_our_back(ask):
    rows = locked(ask, ("They name the permits", 80), ("Nobody names the buses", 60))
    assert broken_seals(rows) == []
    with connection.cursor() as cursor:  # as somebody would who has the database and takes its lock away
        cursor.execute(
            "DROP TRIGGER listening_expectation_update_refused"
            + (" ON listening_expectation" if connection.vendor == "postgresql" else "")
        )
        cursor.execute("UPDATE listening_expectation SET sure = 5 WHERE id = %s", [rows[0].pk])
    assert broken_seals(list(ask.expectations.all())) == [rows[0]]


def test_claims_that_are_locked_later_are_sealed_upon_the_earlier(ask):
    first = locked(ask, ("They name the permits", 80))[0]
    second = locked(ask, ("Nobody names the buses", 60))[0]
    assert second.seal == second.seal_after(first.seal)
    assert broken_seals(list(ask.expectations.all())) == []


def test_where_we_were_surest_and_wrong_comes_first(ask):
    rows = locked(
        ask, ("sure and wrong", 95), ("sure and right", 90), ("doubted, and it came", 20), ("unjudged", 50)
    )
    somebody_answers(ask)
    for row, came_true in zip(rows[:3], (False, True, True), strict=True):
        judge(by=OPERATOR, expectation=row, came_true=came_true, why="As they said.")
    found = wrong_first(list(ask.expectations.all()))
    assert [row.claim for row in found] == [
        "sure and wrong",
        "doubted, and it came",
        "sure and right",
        "unjudged",
    ]


def test_the_score_is_the_mean_square_of_how_far_off_each_claim_was(ask):
    rows = locked(ask, ("one", 90), ("two", 50))
    for row, came_true in zip(rows, (True, False), strict=True):
        judge(by=OPERATOR, expectation=row, came_true=came_true, why="")
    found = reckon(rows)
    assert (found.n_judged, found.n_true, round(found.score, 4)) == (2, 1, 0.13)


@given(st.lists(st.booleans(), min_size=1, max_size=12))
@settings(deadline=None)
def test_whoever_is_always_half_sure_scores_as_guessing_does(outcomes):
    rows = [Expectation(sure=50, came_true=one) for one in outcomes]
    assert (reckon(rows).score, reckon(rows).is_worse_than_guessing) == (0.25, False)


def test_nothing_judged_has_no_score(ask):
    assert reckon(locked(ask, ("one", 90))).score is None


def test_only_what_was_locked_is_judged(ask):
    row = expect(by=OPERATOR, ask=ask, claim="They name the permits", sure=80)
    with pytest.raises(Refused, match="Only what was locked"):
        judge(by=OPERATOR, expectation=row, came_true=True, why="")


@pytest.mark.parametrize(("role", "status"), [(LEAD, 200), (COACH, 200), (FUNDER, 404)])
def test_the_page_is_for_those_who_see_the_ask(ask, role, status):
    client = Client()
    client.force_login(a.account_with(role, on=ask.edition))
    assert client.get(f"/asks/{ask.pk}/expected/").status_code == status


def test_a_coach_who_does_not_read_the_answers_sees_no_claims(ask):
    locked(ask, ("They name the permits", 80))
    client = Client()
    client.force_login(a.account_with(COACH, on=ask.edition))
    assert "They name the permits" not in client.get(f"/asks/{ask.pk}/expected/").content.decode()


def test_a_lead_writes_down_locks_and_judges_in_the_pages(ask):
    client = Client()
    client.force_login(a.account_with(LEAD, on=ask.edition))
    where = f"/asks/{ask.pk}/expected/"
    assert client.post(where, {"claim": "They name the permits", "sure": "120"}).status_code == 422
    assert client.post(where, {"claim": "They name the permits", "sure": "80"}).status_code == 302
    client.post(f"{where}lock/")
    somebody_answers(ask)
    row = ask.expectations.get()
    client.post(f"{where}{row.pk}/", {"came_true": "no", "why": "They named the buses."})
    assert "Did not come true" in client.get(where).content.decode()
