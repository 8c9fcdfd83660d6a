"""The same people asked before and after, paired without anybody remembering a code."""

import uuid
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reflectory.accounts.roles import ANALYST, COACH, LEAD
from reflectory.listening.models import AnonymousResponse, Response, Voice
from reflectory.listening.waves import compare, missing, waves_of
from tests import asking
from tests import portfolio as a

pytestmark = pytest.mark.django_db
SCALE = {"least": 1, "most": 5, "ends": [{"en": "not at all"}, {"en": "fully"}]}
SAFE = asking.a_question("safe", "scale", "Can you speak of what went wrong?", same_as="speak", **SCALE)


def a_wave(edition, purpose, *, identity="confidential", version=None, **more):
    form = version or asking.a_form(asking.a_body(SAFE), purpose=purpose)
    return asking.an_ask(form, edition=edition, identity=identity, purpose=purpose, title=purpose, **more)


def answered(ask, person, value, *, place=None, seniority=""):
    """One person's answer, invited as somebody asked by name is."""
    team = (
        a.team(ask.edition, place) if place and not place.teams.filter(edition=ask.edition).exists() else None
    )
    team = team or (place.teams.get(edition=ask.edition) if place else None)
    membership = a.member(team, person, seniority=seniority) if team else None
    invitation = asking.an_invitation(ask, person, membership=membership)
    if value is None:
        return None
    voice = Voice.objects.create(
        key=f"ask/{uuid.uuid4()}", person=person, organisation=place, edition=ask.edition
    )
    return Response.objects.create(
        ask=ask, identity=ask.identity, form_version=ask.form_version, client_uuid=uuid.uuid4(), voice=voice,
        invitation=invitation, answers={"safe": value}, receipt_hash=uuid.uuid4().hex,
        received_at=datetime(2021, 4, 1, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture
def two():
    edition = a.edition()
    return a_wave(edition, "pre_survey"), a_wave(edition, "post_survey")


def asked_twice(two, pairs):
    people = [a.person() for _pair in pairs]
    for person, (before, after) in zip(people, pairs, strict=True):
        answered(two[0], person, before)
        answered(two[1], person, after)
    return people


def test_each_person_is_compared_with_themselves(two):
    asked_twice(two, [(1, 3), (2, 4), (3, 3), (4, 5), (5, 4)])
    line = compare(*two)[0]
    assert (line.paired.n, line.paired.before, line.paired.after, line.change) == (5, 3.0, 3.8, "+0.8")
    assert (line.paired.up, line.paired.same, line.paired.down) == (3, 1, 1)


def test_how_many_moved_is_told_where_no_few_can_be_found_out(two):
    asked_twice(two, [(1, 3)] * 6 + [(5, 4)] * 5)
    assert compare(*two)[0].moves == (6, 0, 5)
    asked_twice(two, [(3, 3)])
    assert compare(*two)[0].moves is None


def test_whoever_answered_once_is_counted_and_not_compared(two):
    asked_twice(two, [(1, 3), (2, 4), (3, 3), (4, 5), (5, 4), *[(1, None)] * 5, *[(None, 5)] * 6])
    line = compare(*two)[0]
    assert (line.first.n, line.last.n, line.paired.n) == (10, 11, 5)


def test_a_person_who_was_merged_into_another_is_that_one(two):
    people = asked_twice(two, [(2, 2)] * 4 + [(1, None)])
    twin = a.person()
    twin.merged_into, twin.counted_as = people[4], people[4]
    twin.save()
    answered(two[1], twin, 5)
    assert compare(*two)[0].paired.n == 5


def test_below_the_floor_nothing_is_told(two):
    asked_twice(two, [(1, 3), (2, 4), (3, 3), (4, 5)])
    line = compare(*two)[0]
    assert (line.first, line.last, line.paired) == (None, None, None)
    assert line.hidden == "Fewer than 5 answered: nothing is shown."


def test_the_few_who_answered_once_cannot_be_worked_out_from_all_and_those_who_are_paired(two):
    asked_twice(two, [(1, 3), (2, 4), (3, 3), (4, 5), (5, 4), (1, None)])
    line = compare(*two)[0]
    assert (line.first, line.last.n, line.paired.n) == (None, 5, 5)
    # Nor with the page that shows the answers of the first wave: the means of those who are paired are left out.
    assert (line.paired.before, line.paired.after, line.paired.change) == (None, None, 0.8)


def test_withdrawn_answers_count_nowhere(two):
    asked_twice(two, [(1, 3), (2, 4), (3, 3), (4, 5), (5, 4), (1, 5)])
    gone = Response.objects.filter(ask=two[0]).last()
    gone.answers, gone.withdrawn_at = {}, datetime(2021, 5, 1, tzinfo=UTC)
    gone.save()
    assert compare(*two)[0].paired.n == 5


def test_anonymous_answers_are_two_groups_and_never_pairs():
    edition = a.edition()
    two = [a_wave(edition, one, identity="anonymous") for one in ("pre_survey", "post_survey")]
    for ask, values in zip(two, ([1, 2, 3, 4, 5], [5, 5, 5, 5, 5, 5]), strict=True):
        for value in values:
            AnonymousResponse.objects.create(
                ask=ask, form_version=ask.form_version, answers={"safe": value}, receipt_hash=uuid.uuid4().hex
            )
    line = compare(*two)[0]
    assert (line.first.n, line.first.mean, line.last.n, line.last.mean, line.paired) == (5, 3.0, 6, 5.0, None)
    assert missing(*two) == []


def test_questions_are_the_same_by_the_library_or_by_the_key_within_a_form():
    edition = a.edition()
    other = asking.a_form(asking.a_body(SAFE | {"key": "speaks"}))
    unlike = asking.a_form(asking.a_body(SAFE | {"same_as": ""}))
    first = a_wave(edition, "pre_survey")
    assert [line.label for line in compare(first, a_wave(edition, "mid_survey", version=other))] == [
        "Can you speak of what went wrong?"
    ]
    assert compare(first, a_wave(edition, "post_survey", version=unlike)) == []
    same = a_wave(edition, "pre_survey", version=unlike), a_wave(edition, "post_survey", version=unlike)
    assert len(compare(*same)) == 1


def test_yes_and_no_are_compared_as_shares():
    edition = a.edition()
    options = [{"key": "yes", "label": asking.words("Yes")}, {"key": "no", "label": asking.words("No")}]
    form = asking.a_form(asking.a_body(asking.a_question("safe", "choice", "Still?", options=options)))
    two = a_wave(edition, "post_survey", version=form), a_wave(edition, "follow_up", version=form)
    asked_twice(two, [("yes", "no")] * 2 + [("yes", "yes")] * 3)
    line = compare(*two)[0]
    assert (line.paired.before, line.paired.after, line.unit) == (100.0, 60.0, "of a hundred who said yes")


def test_who_is_missing_is_told_by_seniority_and_small_groups_are_hidden(two):
    place = a.organisation()
    for seniority, n, n_both in (("executive", 7, 2), ("frontline", 20, 12)):
        for i in range(n):
            person = a.person()
            answered(two[0], person, 3, place=place, seniority=seniority)
            if i < n_both:
                answered(two[1], person, 4)
    told = {one.label: (one.n_asked, one.n_both) for one in missing(*two)}
    assert set(told.values()) == {(7, None), (20, None)}


def test_waves_come_in_the_order_of_time_with_how_many_answered(two):
    asked_twice(two, [(1, 3), (2, None)])
    later = a_wave(two[0].edition, "follow_up", opens_at=datetime(2021, 1, 1, tzinfo=UTC))
    found = waves_of(two[0].edition, a.operator())
    assert [(wave.ask, wave.n_asked, wave.n_answered, wave.rate) for wave in found] == [
        (two[0], 2, 2, 100), (two[1], 2, 1, 50), (later, 0, 0, None),
    ]  # fmt: skip


@pytest.mark.parametrize(("role", "status"), [(LEAD, 200), (ANALYST, 200), (COACH, 404)])
def test_the_page_is_for_those_who_read_the_answers(two, role, status):
    asked_twice(two, [(1, 3), (2, 4), (3, 3), (4, 5), (5, 4)])
    client = Client()
    client.force_login(a.account_with(role, on=two[0].edition))
    edition = two[0].edition
    assert client.get(f"/programmes/{edition.programme.slug}/{edition.slug}/waves/").status_code == status


def test_a_page_asks_as_many_queries_for_three_people_as_for_one(two):
    client = Client()
    client.force_login(a.account_with(LEAD, on=two[0].edition))
    where = f"/programmes/{two[0].edition.programme.slug}/{two[0].edition.slug}/waves/"
    asked_twice(two, [(1, 3)] * 5)
    client.get(where)
    counts = []
    for _more in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(where)
        counts.append(len(asked))
        asked_twice(two, [(2, 3)] * 3)
    assert counts[0] == counts[1]
