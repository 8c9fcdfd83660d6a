"""A session is looked back on: notes on a board, actions with a person and a day, and the next session begins there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from reflectory.accounts.roles import ANALYST, COACH, FUNDER, LEAD, TEAM_LEAD
from reflectory.core.navigation import what_needs
from reflectory.core.refusal import Refused
from reflectory.listening.actions.after_action import (
    add_action,
    add_note,
    ask_before_review,
    begin_action_review,
    close_action_review,
    remove_note,
    settle_action,
)
from reflectory.listening.after_action import left_from_before
from reflectory.listening.models.after_action import ReviewAction
from tests import portfolio as a

pytestmark = pytest.mark.django_db
MARCH = datetime(2021, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def edition():
    return a.edition()


def held(edition, days=0, **more):
    found = a.activity(edition, **more)
    found.starts_at = MARCH + timedelta(days=days)
    found.save()
    return found


@pytest.fixture
def review(edition):
    return begin_action_review(by=a.operator(), activity=held(edition))


def opened(role, edition, path, **more):
    client = Client()
    client.force_login(a.account_with(role, on=edition, **more))
    return client.get(path)


def test_it_is_begun_once(review):
    assert begin_action_review(by=a.operator(), activity=review.activity) == review


def test_the_next_session_of_the_kind_opens_with_what_is_still_open(edition, review):
    who = a.person("Hana Sorel")
    kept = add_action(
        by=a.operator(), review=review, what="Shorter slides", owner=who, due_on=date(2021, 4, 1)
    )
    done = add_action(by=a.operator(), review=review, what="Name tags", owner=who, due_on=date(2021, 4, 1))
    settle_action(by=a.operator(), action=done, state="done", came_of_it="Printed")
    later = held(edition, 14)
    assert left_from_before(later, a.operator()) == [kept]
    assert "Shorter slides" in opened(LEAD, edition, f"/sessions/{later.pk}/").content.decode()


def test_sessions_of_another_kind_edition_or_an_earlier_day_do_not(edition, review):
    add_action(
        by=a.operator(), review=review, what="Shorter slides", owner=a.person(), due_on=date(2021, 4, 1)
    )
    others = held(edition, 14, kind="call"), held(a.edition(), 14), held(edition, -14)
    assert [left_from_before(one, a.operator()) for one in others] == [[], [], []]


def test_what_is_dropped_says_why(review):
    action = add_action(
        by=a.operator(), review=review, what="Shorter slides", owner=a.person(), due_on=date(2021, 4, 1)
    )
    with pytest.raises(Refused, match="why it was dropped"):
        settle_action(by=a.operator(), action=action, state="dropped")
    settled = settle_action(by=a.operator(), action=action, state="dropped", came_of_it="Nobody minded")
    assert (settled.state, settled.settled_on is None) == ("dropped", False)
    assert settle_action(by=a.operator(), action=action, state="open").settled_on is None


def test_a_closed_board_stays_as_it_is(review):
    note = add_note(by=a.operator(), review=review, column="why", text="The room was cold.")
    close_action_review(by=a.operator(), review=review)
    with pytest.raises(Refused, match="closed"):
        add_note(by=a.operator(), review=review, column="why", text="Late.")
    note.refresh_from_db()
    with pytest.raises(Refused, match="closed"):
        remove_note(by=a.operator(), note=note)


def test_a_note_is_taken_off_by_its_writer_or_who_leads_and_by_nobody_else(edition, review):
    lead, analyst = a.viewer_with(LEAD, on=edition), a.viewer_with(ANALYST, on=edition)
    note = add_note(by=lead, review=review, column="why", text="The room was cold.")
    with pytest.raises(Refused):
        remove_note(by=analyst, note=note)
    remove_note(by=lead, note=add_note(by=analyst, review=review, column="why", text="Late."))
    assert list(review.notes.all()) == [note]


def test_what_was_said_in_a_confidential_session_stays_with_those_who_ran_it(edition):
    closed = held(edition, confidentiality="confidential")
    review = begin_action_review(by=a.operator(), activity=closed)
    add_note(by=a.operator(), review=review, column="why", text="Planted-cold-room")
    page = f"/sessions/{closed.pk}/review/"
    assert [opened(role, edition, page).status_code for role in (LEAD, COACH, ANALYST, FUNDER)] == [
        200,
        200,
        404,
        404,
    ]
    assert ReviewAction.objects.visible_to(a.viewer_with(ANALYST, on=edition)).count() == 0


def test_the_ask_before_is_anonymous_and_made_once(edition):
    session, other = held(edition), held(edition, 7)
    ask = ask_before_review(by=a.operator(), activity=session)
    assert (ask.identity, ask.audience, ask_before_review(by=a.operator(), activity=session)) == (
        "anonymous",
        "open",
        ask,
    )
    assert ask_before_review(by=a.operator(), activity=other).form_version == ask.form_version


def test_actions_that_are_due_wait_on_the_first_page_of_their_owner_and_of_the_lead(edition, review):
    owner = a.person("Hana Sorel")
    team = a.team(edition)
    a.member(team, owner)
    add_action(by=a.operator(), review=review, what="Shorter slides", owner=owner, due_on=date(2021, 4, 1))
    mine = a.viewer_with(TEAM_LEAD, on=edition, who=owner)
    other = a.viewer_with(TEAM_LEAD, on=edition, who=a.person())
    for viewer, n in ((mine, 1), (other, 0), (a.viewer_with(LEAD, on=edition), 1)):
        found = [need.label for need in what_needs(viewer, date(2021, 3, 30)) if "Shorter" in need.label]
        assert found == ["Shorter slides (Hana Sorel)"] * n


def test_a_lead_holds_a_review_in_the_pages(edition):
    session = held(edition)
    client = Client()
    client.force_login(a.account_with(LEAD, on=edition))
    where = f"/sessions/{session.pk}/review/"
    assert "Look back on this session" in client.get(f"/sessions/{session.pk}/").content.decode()
    client.post(where, {"begin": "1"})
    assert client.post(where, {"column": "why", "text": ""}).status_code == 422
    client.post(where, {"column": "why", "text": "The room was cold."})
    owner = a.person("Hana Sorel")
    a.member(a.team(edition), owner)
    answer = client.post(f"{where}actions/", {"what": "Heat it", "owner": owner.pk, "due_on": "2021-04-01"})
    assert answer.status_code == 302
    page = client.get(where).content.decode()
    assert [words in page for words in ("The room was cold.", "Heat it", "Hana Sorel")] == [True] * 3
    client.post(where, {"close": "1"})
    assert "Put it on the board" not in client.get(where).content.decode()


def test_the_board_asks_as_many_queries_for_three_notes_as_for_one(review, edition):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(a.account_with(LEAD, on=edition))
    counts = []
    for _time in range(2):
        add_note(by=a.operator(), review=review, column="why", text="Cold.")
        add_action(by=a.operator(), review=review, what="Heat", owner=a.person(), due_on=date(2021, 4, 1))
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/sessions/{review.activity_id}/review/")
        counts.append(len(asked))
        for _more in range(2):
            add_note(by=a.operator(), review=review, column="why", text="Cold.")
    assert counts[0] == counts[1]
