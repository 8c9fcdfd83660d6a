"""Consent is given and withdrawn; what was withdrawn never comes back, and nothing is allowed that was not given."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reflectory.core.audit import history
from reflectory.core.refusal import Refused
from reflectory.listening.actions import Agreement, Withdrawal, agree, agree_many, withdraw, withdraw_many
from reflectory.listening.models import Consent, Voice
from reflectory.listening.queries import allows, uses_allowed
from reflectory.listening.uses import ANALYSE, BY_NAME, ROLE_PLACE, USES, WITHOUT_NAME, that_allow
from tests import portfolio as a

pytestmark = pytest.mark.django_db
DAY = date(2021, 3, 1)
LATER = date(2021, 6, 1)
_number = count(1)


def voice(**more) -> Voice:
    return Voice.objects.create(key=f"v{next(_number)}", **more)


def agreed(who, *uses, on=DAY, by=None):
    return agree(by=by or a.operator(), voice=who, uses=set(uses), basis="own_choice", on=on)


def allowed(who, *, on=LATER):
    return uses_allowed([who.pk], on=on)[who.pk]


def test_nobody_has_agreed_to_anything_by_default():
    assert allowed(voice()) == frozenset()


def test_what_is_agreed_to_stands_from_its_day_on():
    who = voice()
    agreed(who, ANALYSE, WITHOUT_NAME)
    assert allowed(who, on=DAY - timedelta(days=1)) == frozenset()
    assert allowed(who, on=DAY) == {ANALYSE, WITHOUT_NAME}


def test_agreeing_again_changes_nothing_and_returns_what_stands():
    who = voice()
    first = agreed(who, ANALYSE)
    assert agreed(who, ANALYSE, on=LATER) == first
    assert [one.given_on for one in Consent.objects.all()] == [DAY]


def test_an_agreement_is_recorded_in_the_history():
    row = agreed(voice(), ANALYSE)[0]
    event = history([row])[0].event
    assert (event.by_name, event.verb) == ("A test", "agree")


def test_who_states_an_agreement_is_named():
    with pytest.raises(Refused, match="Say who states that these people agreed"):
        agree(by=a.operator(), voice=voice(), uses={ANALYSE}, basis="stated", on=DAY)


def test_an_unknown_use_and_an_unknown_way_are_refused():
    with pytest.raises(Refused, match="“sell” is no use"):
        agreed(voice(), "sell")
    with pytest.raises(Refused, match="“guessed” is no way"):
        agree(by=a.operator(), voice=voice(), uses={ANALYSE}, basis="guessed", on=DAY)


def test_withdrawing_takes_everything_back_from_its_day_on():
    who = voice()
    rows = agreed(who, ANALYSE, BY_NAME)
    gone = withdraw(by=a.operator(), voice=who, on=LATER)
    assert {one.pk for one in gone} == {one.pk for one in rows}
    assert allowed(who, on=LATER - timedelta(days=1)) == {ANALYSE, BY_NAME}
    assert allowed(who, on=LATER) == frozenset()
    assert history([gone[0]])[0].event.verb == "withdraw"


def test_withdrawing_again_changes_nothing():
    who = voice()
    agreed(who, ANALYSE)
    first = withdraw(by=a.operator(), voice=who, on=LATER)
    again = withdraw(by=a.operator(), voice=who, on=LATER + timedelta(days=9))
    assert [one.withdrawn_on for one in again] == [one.withdrawn_on for one in first] == [LATER]
    assert len(history(first)) == 2


def test_who_is_not_to_be_quoted_without_a_name_is_not_quoted_with_it():
    who = voice()
    agreed(who, ANALYSE, BY_NAME, ROLE_PLACE, WITHOUT_NAME)
    withdraw(by=a.operator(), voice=who, on=LATER, uses={WITHOUT_NAME})
    assert allowed(who) == {ANALYSE}


def test_who_is_not_to_be_named_may_still_be_quoted_without():
    who = voice()
    agreed(who, BY_NAME, WITHOUT_NAME)
    withdraw(by=a.operator(), voice=who, on=LATER, uses={BY_NAME})
    assert allowed(who) == {WITHOUT_NAME}


def test_nothing_is_withdrawn_before_it_was_given():
    who = voice()
    agreed(who, ANALYSE, on=LATER)
    with pytest.raises(Refused, match="agreed to on 1 Jun 2021"):
        withdraw(by=a.operator(), voice=who, on=DAY)


@pytest.mark.parametrize("use", [WITHOUT_NAME, BY_NAME])
def test_an_agreement_from_before_a_withdrawal_does_not_count_after_it(use):
    who = voice()
    agreed(who, WITHOUT_NAME)
    withdraw(by=a.operator(), voice=who, on=LATER)
    for day in (DAY, LATER):
        with pytest.raises(Refused, match="Only what is agreed to on a later day counts again"):
            agreed(who, use, on=day)
    agreed(who, use, on=LATER + timedelta(days=1))
    assert allowed(who, on=LATER) == frozenset()
    assert allowed(who, on=LATER + timedelta(days=1)) == {use}


def test_consent_is_recorded_by_those_who_work_with_the_words():
    edition = a.edition()
    who = voice(edition=edition)
    for role in ("programme_lead", "analyst"):
        agreed(who, ANALYSE, by=a.viewer_with(role, on=edition))
    for role in ("coach", "editor", "funder"):
        with pytest.raises(Refused, match="recorded by the lead or an analyst"):
            agreed(who, ANALYSE, by=a.viewer_with(role, on=edition))
    with pytest.raises(Refused, match="recorded by the lead or an analyst"):
        withdraw(by=a.viewer_with("programme_lead", on=a.edition()), voice=who, on=LATER)


def test_many_are_recorded_in_as_many_queries_as_one(django_assert_num_queries):
    def agreements(n):
        return [Agreement(voice(), {ANALYSE, WITHOUT_NAME}, "own_choice", DAY) for _one in range(n)]

    def withdrawals(some):
        return [Withdrawal(one.voice, LATER) for one in some]

    for some in (agreements(1), agreements(30)):
        with django_assert_num_queries(6):
            agree_many(by=a.operator(), agreements=some)
        with django_assert_num_queries(6):
            withdraw_many(by=a.operator(), withdrawals=withdrawals(some))


steps = st.lists(
    st.tuples(
        st.sampled_from(["agree", "withdraw", "withdraw_all"]),
        st.sets(st.sampled_from([use for use, _name in USES]), min_size=1),
        st.integers(0, 20),
    ),
    max_size=8,
)


@given(steps=steps)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_withdrawn_never_comes_back_and_nothing_is_allowed_that_was_not_given(steps, db):  # noqa: ARG001 - opens the database
    """Whatever is recorded, in whatever order: a plain model beside it says on which days what is allowed at most."""
    given_on: list[tuple[str, int]] = []
    taken_on: list[tuple[str, int]] = []
    with transaction.atomic():
        who = voice()
        for what, uses, n in steps:
            on = DAY + timedelta(days=n)
            try:
                with transaction.atomic():
                    if what == "agree":
                        agreed(who, *uses, on=on)
                        given_on += [(use, n) for use in uses]
                    else:
                        some = None if what == "withdraw_all" else uses
                        rows = withdraw(by=a.operator(), voice=who, on=on, uses=some)
                        taken_on += [(row.use, (row.withdrawn_on - DAY).days) for row in rows]
            except Refused:
                continue
        for n in range(22):
            stand = uses_allowed([who.pk], on=DAY + timedelta(days=n))[who.pk]
            for use, _name in USES:
                grants = [day for other, day in given_on if other in that_allow(use) and day <= n]
                if allows(stand, use):
                    assert grants
                ended = max((day for other, day in taken_on if other == use and day <= n), default=None)
                if ended is not None and not any(ended < day for day in grants):
                    assert use not in stand
        transaction.set_rollback(True)
