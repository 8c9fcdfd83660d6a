"""A learning review on one screen: notes, drafts and dissent in one form, two at once, closing it."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from reflectory.accounts import roles
from reflectory.reports.actions.takeaways import add_takeaway
from reflectory.reports.models import Review
from tests import portfolio as a
from tests.programmes.views.reading import heading_of, rows_of, words_of

pytestmark = pytest.mark.django_db
REVIEWS = "/reports/learned-2021/reviews/"


@pytest.fixture
def review(editor) -> Review:
    given = {"held_on": timezone.localdate().isoformat(), "since": "2021-01-01", "participants": "Ada"}
    editor.post(f"{REVIEWS}new/", given)
    return Review.objects.get()


def typed(review, **more):
    return {
        "version": review.version,
        "participants": "Ada\nBo",
        "notes": "We read.",
        "draft-claim": "",
        **more,
    }


def test_the_list_begins_with_what_a_review_is(editor):
    assert heading_of(editor.get(REVIEWS)) == "No learning review has been held yet"


def test_a_review_looks_back_to_the_last_one(editor, review):
    page = editor.get(f"{REVIEWS}new/").content.decode()
    assert f'name="since" value="{review.held_on.isoformat()}"' in page
    assert editor.post(f"{REVIEWS}new/", {"held_on": "2021-01-01", "since": "2021-02-01"}).status_code == 422
    assert heading_of(editor.get(REVIEWS)) == "One learning review of this report"


def test_the_screen_shows_what_is_new_and_each_number_leads_to_it(lead, small, review):
    page = lead.get(review.get_absolute_url())
    assert rows_of(page) == [["Open Doors 2021", "6", "3", "0", "2", "0"]]
    assert f'href="/said/?edition={small.edition.pk}"' in page.content.decode()
    assert "New since 1 Jan 2021" in words_of(page)


def test_whatever_button_is_pressed_the_notes_are_saved(editor, small, review):
    takeaway = small.report.takeaways.get()
    for do, more in (
        ("notes", {}),
        ("draft", {"draft-claim": "Asking takes a month."}),
        (f"dissent-{takeaway.pk}", {f"d{takeaway.pk}-said_by": "Bo", f"d{takeaway.pk}-text": "Not here."}),
    ):
        review.refresh_from_db()
        given = typed(review, do=do, notes=f"Notes with {do}.", **more)
        assert editor.post(review.get_absolute_url(), given).status_code == 302
        review.refresh_from_db()
        assert review.notes == f"Notes with {do}."
    assert small.report.takeaways.filter(claim="Asking takes a month.", is_draft=True).exists()
    (held,) = takeaway.dissents.all()
    assert (held.said_by, held.text, held.is_public, held.review) == ("Bo", "Not here.", False, review)


def test_dissent_without_a_name_is_said_in_place_and_nothing_typed_is_lost(editor, small, review):
    pk = small.report.takeaways.get().pk
    response = editor.post(
        review.get_absolute_url(), typed(review, do=f"dissent-{pk}", **{f"d{pk}-text": "Not in the north."})
    )
    assert response.status_code == 422
    assert "Say who holds it and what they hold against the claim." in words_of(response)
    assert "Not in the north.</textarea>" in response.content.decode()
    review.refresh_from_db()
    assert review.notes == "We read."


def test_two_who_write_notes_at_once_see_both(editor, lead, review):
    assert lead.post(review.get_absolute_url(), typed(review, do="notes", notes="Theirs.")).status_code == 302
    response = editor.post(
        review.get_absolute_url(), typed(review, do="draft", notes="Mine.", **{"draft-claim": "X."})
    )
    assert response.status_code == 409
    assert "Theirs" in words_of(response)
    assert "Mine." in response.content.decode()
    review.refresh_from_db()
    assert (review.notes, review.report.takeaways.count()) == ("Theirs.", 1)


def test_a_closed_review_says_what_came_of_it_and_takes_no_more_notes(editor, review):
    editor.post(
        review.get_absolute_url(), typed(review, do="draft", **{"draft-claim": "Asking takes a month."})
    )
    review.refresh_from_db()
    editor.post(review.get_absolute_url(), typed(review, do="close"))
    review.refresh_from_db()
    assert review.is_closed
    page = editor.get(review.get_absolute_url())
    assert "What came of it Asking takes a month. new takeaway, draft" in words_of(page)
    assert "<textarea" not in page.content.decode()
    assert editor.post(review.get_absolute_url(), typed(review, do="notes", notes="Late.")).status_code in (
        403,
        422,
    )
    review.refresh_from_db()
    assert review.notes == "We read."


@pytest.mark.parametrize("n", [1, 3])
def test_the_screen_takes_as_many_queries_for_three_takeaways_as_for_one(
    editor, small, review, n, django_assert_num_queries
):
    for number in range(n - 1):
        add_takeaway(by=a.operator(), report=small.report, claim=f"Claim {number} is a claim.")
    editor.get(review.get_absolute_url())
    with django_assert_num_queries(16):
        editor.get(review.get_absolute_url())


@pytest.mark.parametrize("role", [roles.COACH, roles.FUNDER, roles.JUDGE, roles.TEAM_LEAD])
def test_other_roles_are_told_nothing(role, small, review):
    client = Client()
    client.force_login(a.account_with(role, on=small.edition))
    for address in (REVIEWS, f"{REVIEWS}new/", review.get_absolute_url()):
        assert client.get(address).status_code == 404


def test_a_review_of_another_day_is_held_on_its_own_page(editor):
    given = {"held_on": date(2021, 7, 1).isoformat(), "since": "", "participants": ""}
    response = editor.post(f"{REVIEWS}new/", given)
    assert heading_of(editor.get(response.url)) == "Learning review of 1 Jul 2021"


def test_the_history_of_a_review_is_open_to_those_who_write_the_report(editor, small, review):
    address = f"/history/reports.review/{review.pk}/"
    assert editor.get(address).status_code == 200
    coach = Client()
    coach.force_login(a.account_with(roles.COACH, on=small.edition))
    assert coach.get(address).status_code == 404
