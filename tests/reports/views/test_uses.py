"""The pages on which an edition decides about the last report's advice, and the panel on its other pages."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from reflectory.accounts import roles
from reflectory.reports.actions.pieces import add_recommendation
from reflectory.reports.models import Release, Use
from tests import portfolio as a
from tests.programmes.views.reading import heading_of, rows_of, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(released):
    return a.edition(released.edition.programme, "2022", starts_on=date(2022, 2, 1))


def address_of(edition, more: str = "advice/") -> str:
    return f"/programmes/{edition.programme.slug}/{edition.slug}/{more}"


def as_role(role: str, edition) -> Client:
    client = Client()
    client.force_login(a.account_with(role, on=edition))
    return client


def test_the_advice_is_shown_on_the_edition_and_before_it_begins(later):
    client = as_role(roles.LEAD, later)
    for page in ("", "before/"):
        said = words_of(client.get(address_of(later, page)))
        assert "The last report has one piece of advice that you have not decided on" in said
        assert "Before it begins Ask those who do the work." in said


def test_an_edition_without_advice_shows_no_panel(released):
    said = words_of(as_role(roles.LEAD, released.edition).get(address_of(released.edition, "")))
    assert "advice" not in said


def test_a_lead_decides_with_a_reason_and_later_says_what_came_of_it(released, later):
    client, advice = as_role(roles.LEAD, later), released.report.recommendations.get()
    page = address_of(later, f"advice/{advice.pk}/")
    refused = client.post(page, {"decision": "adopted", "why": "", "result": ""})
    assert (refused.status_code, Use.objects.count()) == (422, 0)
    assert client.post(page, {"decision": "adapted", "why": "Half of it.", "result": ""}).status_code == 302
    given = {"decision": "adapted", "why": "Half of it.", "result": "Fewer forms.", "version": 1}
    assert client.post(page, given).status_code == 302
    said = words_of(client.get(address_of(later)))
    assert "Adapted : Half of it. What came of it: Fewer forms." in said
    assert client.post(page, {**given, "why": "All of it.", "version": 1}).status_code == 409


def test_others_read_what_was_decided_and_cannot_decide(released, later):
    advice = released.report.recommendations.get()
    for role in (roles.EDITOR, roles.COACH):
        client = as_role(role, later)
        assert client.get(address_of(later)).status_code == 200
        assert client.get(address_of(later, f"advice/{advice.pk}/")).status_code == 404
    for role in (roles.FUNDER, roles.JUDGE, roles.TEAM_LEAD):
        assert as_role(role, later).get(address_of(later)).status_code == 404


def test_advice_that_does_not_bear_on_the_edition_has_no_page(released):
    other = a.edition(a.programme(), "2022", starts_on=date(2022, 2, 1))
    client, advice = as_role(roles.LEAD, other), released.report.recommendations.get()
    assert client.get(address_of(other, f"advice/{advice.pk}/")).status_code == 404
    assert "There is no advice for this edition" in words_of(client.get(address_of(other)))


@pytest.mark.parametrize("n", [1, 3])
def test_the_page_takes_as_many_queries_for_three_pieces_of_advice_as_for_one(
    released, later, n, django_assert_num_queries
):
    for number in range(n - 1):
        add_recommendation(
            by=a.operator(), report=released.report, audience="funder", action=f"Pay {number}."
        )
    Release.objects.update(made_at=timezone.now())  # so that readers have it
    client = as_role(roles.LEAD, later)
    client.get(address_of(later))
    with django_assert_num_queries(9):
        assert client.get(address_of(later)).content.count(b'id="advice-') == n


def test_the_next_report_looks_back_on_the_advice(released, later):
    client = as_role(roles.LEAD, later)
    a.report("A year on", year=2022, slug="a-year-on")
    advice = released.report.recommendations.get()
    client.post(
        address_of(later, f"advice/{advice.pk}/"), {"decision": "rejected", "why": "No time.", "result": ""}
    )
    page = client.get("/reports/a-year-on/advice/")
    assert heading_of(page) == "Of last year’s advice: adopted 0 times, adapted 0, rejected 1"
    assert rows_of(page) == [[
        "Ask those who do the work. Public servants, before", "0", "0", "1", "Open Doors 2022 , rejected: No time.",
    ]]  # fmt: skip
