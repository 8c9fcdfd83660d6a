"""Calendar feeds: whose sessions, at which instants, and never what was planned or said in them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from reflectory.programmes.actions.activities import cancel_activity, edit_activity, plan_activity
from reflectory.programmes.actions.grants import end_grant
from reflectory.programmes.models import Grant
from tests import portfolio as a

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installation")]
NOW = timezone.now().replace(minute=0, second=0, microsecond=0)


def session(edition, title, *, in_days=1, **more):
    return plan_activity(
        by=a.operator(),
        edition=edition,
        kind="session",
        title=title,
        starts_at=NOW + timedelta(days=in_days),
        **more,
    )


def with_calendar(account):
    account.calendar_token = f"token-{account.pk}"
    account.save()
    return account


def events(client, owner):
    answer = client.get(f"/calendar/{owner.calendar_token}.ics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def titles(client, owner):
    return [str(event["summary"]) for event in events(client, owner)]


def test_a_feed_holds_when_where_and_what_as_an_instant(client):
    edition = a.edition()
    row = session(edition, "Foundry", where="Town hall; room 2", minutes=90)
    account = with_calendar(a.account_with("programme_lead", on=edition))
    (event,) = events(client, account)
    assert (event["uid"], event["summary"], event["location"]) == (
        f"session-{row.pk}@reflectory",
        "Foundry",
        "Town hall; room 2",
    )
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (
        row.starts_at,
        row.starts_at + timedelta(minutes=90),
    )
    assert event["url"] == f"http://testserver/sessions/{row.pk}/"
    assert event["description"] == str(edition)


def test_an_hour_in_new_york_is_the_same_instant_in_summer_and_in_winter(client):
    edition = a.edition()
    account = with_calendar(a.account_with("programme_lead", on=edition))
    year = NOW.year + 1
    for month, hour in ((1, 15), (7, 14)):  # 10 o'clock in New York, as UTC has it
        at = datetime(year, month, 5, hour, tzinfo=UTC)
        plan_activity(by=a.operator(), edition=edition, kind="session", title="Ten o'clock", starts_at=at)
    starts = [event.decoded("dtstart") for event in events(client, account)]
    assert starts == [datetime(year, 1, 5, 15, tzinfo=UTC), datetime(year, 7, 5, 14, tzinfo=UTC)]


def test_nothing_that_is_planned_or_noted_in_a_session_is_in_a_feed(client):
    edition = a.edition()
    row = session(edition, "Foundry")
    edit_activity(
        by=a.operator(),
        activity=row,
        values={"plan": "planted plan", "notes": "planted notes"},
        version=row.version,
    )
    edition.calendar_token = "for-the-edition"
    edition.save()
    for token in (
        "for-the-edition",
        with_calendar(a.account_with("programme_lead", on=edition)).calendar_token,
    ):
        assert b"planted" not in client.get(f"/calendar/{token}.ics").content


def test_a_coach_reads_the_sessions_of_their_teams_and_those_for_everybody(client):
    coach = a.person()
    mine = a.team(coach=coach)
    other = a.team(mine.edition)
    session(mine.edition, "Ours", team=mine)
    session(mine.edition, "Everybody's")
    session(mine.edition, "Planted elsewhere", team=other)
    session(a.edition(), "Planted in another edition")
    account = with_calendar(a.account_with("coach", on=mine.edition, who=coach))
    assert sorted(titles(client, account)) == ["Everybody's", "Ours"]


def test_the_feed_of_an_edition_holds_only_what_is_for_everybody(client):
    team = a.team()
    session(team.edition, "Everybody's")
    session(team.edition, "Planted for one team", team=team)
    session(team.edition, "Planted for leaders", is_for_leaders=True)
    team.edition.calendar_token = "for-the-edition"
    team.edition.save()
    assert titles(client, team.edition) == ["Everybody's"]


def test_a_role_that_ended_empties_the_feed(client):
    edition = a.edition()
    session(edition, "Foundry")
    account = with_calendar(a.account_with("programme_lead", on=edition))
    assert titles(client, account) == ["Foundry"]
    end_grant(by=a.operator(), grant=Grant.objects.get(account=account), on=timezone.localdate())
    assert titles(client, account) == []


def test_a_cancelled_session_is_said_to_be_cancelled(client):
    edition = a.edition()
    cancel_activity(by=a.operator(), activity=session(edition, "Foundry"), why="Planted reason")
    account = with_calendar(a.account_with("programme_lead", on=edition))
    (event,) = events(client, account)
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)
    assert b"Planted" not in event.to_ical()


def test_an_address_that_is_none_is_not_found(client):
    account = with_calendar(a.account())
    account.is_active = False
    account.save()
    for token in ("wrong", "None", account.calendar_token, "x" * 500):
        assert client.get(f"/calendar/{token}.ics").status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_a_feed_asks_a_constant_number_of_queries(client, django_assert_num_queries, n):
    edition = a.edition()
    account = with_calendar(a.account_with("programme_lead", on=edition))
    for number in range(n):
        session(edition, f"Foundry {number}", team=a.team(edition))
    with django_assert_num_queries(4):
        client.get(f"/calendar/{account.calendar_token}.ics")
