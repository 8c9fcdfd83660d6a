"""All of one sort that waits for somebody: what "2 more" on the first page leads to."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from reflectory.core.navigation import what_needs
from reflectory.programmes.actions.activities import plan_activity
from reflectory.programmes.actions.editions import add_deadline
from reflectory.programmes.needs import MOST, SORTS
from reflectory.programmes.viewing import viewer_for
from tests import portfolio as a

from .reading import heading_of, items_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def session(edition, title, day):
    at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    return plan_activity(by=a.operator(), edition=edition, kind="session", title=title, starts_at=at)


def fill(edition, n):
    """More of every sort than the first page shows."""
    team = a.team(edition)
    email = a.person(email="ana@example.org")
    a.member(team, email)
    for number in range(n):
        session(edition, f"Soon {number}", TODAY + timedelta(days=1))
        session(edition, f"Over {number}", TODAY - timedelta(days=3))
        a.artefact(team, kind="commitment", title=f"Promise {number}", details={"due_on": "2021-01-01"})
        a.artefact(team, kind="resource", title=f"Guide {number}", expires_on=TODAY)
        add_deadline(by=a.operator(), edition=edition, what=f"Deadline {number}", due_on=TODAY)


@pytest.mark.parametrize("sort", ["sessions", "attendance", "commitments", "deadlines", "resources"])
def test_the_line_that_says_how_many_more_leads_to_exactly_those_things(client, sort):
    edition = a.edition(starts_on=TODAY - timedelta(days=30))
    fill(edition, MOST + 2)
    account = a.account_with("programme_lead", on=edition)
    client.force_login(account)
    of_this_sort = [
        need for need in what_needs(viewer_for(account), TODAY) if need.kind == SORTS[sort].heading
    ]
    first, (more,) = of_this_sort[:MOST], of_this_sort[MOST:]
    assert (more.label, more.url) == (f"2 more: {SORTS[sort].heading}", f"/waiting/{sort}/")
    page = client.get(more.url)
    needs = page.context["needs"]
    assert ({need.label for need in needs[:MOST]}, len(needs)) == ({need.label for need in first}, MOST + 2)
    assert heading_of(page) == f"{SORTS[sort].heading}: {MOST + 2} things wait for you"
    assert [need.label in item for need, item in zip(needs, items_of(page, "todo"), strict=True)] == [
        True
    ] * (MOST + 2)


def test_editions_whose_personal_data_is_due_are_counted_and_listed_too(client):
    programme = a.programme()
    for number in range(MOST + 1):
        edition = a.edition(programme, label=f"year-{number}")
        edition.retention_on = date(2021, 1, 1)
        edition.save()
        a.member(a.team(edition), a.person(email=f"ana{number}@example.org"))
    account = a.account_with("programme_lead", on=programme)
    assert [need.url for need in what_needs(viewer_for(account), TODAY)][-1] == "/waiting/personal-data/"
    client.force_login(account)
    assert client.get("/waiting/personal-data/").context["page"].paginator.count == MOST + 1


@pytest.mark.parametrize("sort", sorted(SORTS))
@pytest.mark.parametrize("role", ["judge", "funder", "analyst"])
def test_who_can_do_nothing_about_it_is_shown_nothing(client, role, sort):
    edition = a.edition(starts_on=TODAY - timedelta(days=30))
    fill(edition, 2)
    client.force_login(a.account_with(role, on=edition))
    page = client.get(f"/waiting/{sort}/")
    assert page.status_code == (200 if sort == "deadlines" else 404)
    assert "Deadline 0" not in page.content.decode()


def test_a_sort_that_there_is_not_is_not_found(client):
    client.force_login(a.account(is_operator=True))
    assert client.get("/waiting/nonsense/").status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_asks_a_constant_number_of_queries(client, django_assert_num_queries, n):
    edition = a.edition(starts_on=TODAY - timedelta(days=30))
    fill(edition, n)
    client.force_login(a.account_with("programme_lead", on=edition))
    for sort in ("sessions", "attendance", "commitments", "deadlines", "resources"):
        with django_assert_num_queries(6):
            client.get(f"/waiting/{sort}/")
