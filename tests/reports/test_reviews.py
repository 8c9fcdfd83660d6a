"""Learning reviews: what is new since the last, what comes out of one, and that a closed one stays as it is."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from reflectory.accounts import roles
from reflectory.core.editing import Conflict
from reflectory.core.refusal import Refused
from reflectory.programmes.actions.artefacts import move_artefact
from reflectory.reports.actions.pieces import edit_piece
from reflectory.reports.actions.reviews import (
    begin_review,
    close_review,
    dissent_in_review,
    draft_in_review,
    write_review,
)
from reflectory.reports.newly import came_of, what_is_new
from reflectory.sensemaking.models import Run, Theme
from tests import portfolio as a

pytestmark = pytest.mark.django_db


def begun(small, **more):
    return begin_review(by=small.editor, report=small.report, held_on=timezone.localdate(), **more)


def test_what_is_new_is_counted_in_each_edition(small):
    idea = a.artefact(small.team, "idea", "A porch")
    move_artefact(by=a.operator(), artefact=idea, to="considered", on=date(2021, 5, 1), reason="it fits")
    new = what_is_new(small.lead, since=None, until=None)
    assert [
        (one.edition, one.texts, one.excerpts, one.moves, one.teams, one.sessions) for one in new.editions
    ] == [(small.edition, 6, 3, 1, 2, 0)]
    assert [step.artefact for step in new.moves] == [idea]


def test_what_came_before_the_last_review_is_not_new(small):
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert what_is_new(small.lead, since=tomorrow, until=None).is_empty
    yesterday = timezone.localdate() - timedelta(days=1)
    assert what_is_new(small.lead, since=None, until=yesterday).editions == []


def test_nobody_is_told_what_is_new_in_editions_that_they_do_not_read(small):
    elsewhere = a.viewer_with(roles.LEAD, on=a.edition())
    assert what_is_new(elsewhere, since=None, until=None).is_empty
    to_editor = what_is_new(small.editor, since=None, until=None).editions
    assert [(one.texts, one.teams) for one in to_editor] == [(0, 2)]  # an editor reads no texts


@pytest.mark.parametrize("n", [1, 3])
def test_what_is_new_takes_as_many_queries_for_three_editions_as_for_one(n, django_assert_num_queries):
    for _ in range(n):
        a.said("Another thing was said.", of=a.edition())
    with django_assert_num_queries(8):
        what_is_new(a.operator(), since=date(2020, 1, 1), until=None)


def test_a_review_that_looks_back_to_a_later_day_is_refused(small):
    with pytest.raises(Refused):
        begun(small, since=timezone.localdate() + timedelta(days=1))


def test_notes_of_two_who_write_at_once_are_not_lost(small):
    review = begun(small)
    write_review(by=small.lead, review=review, participants="Ada", notes="One.", version=1)
    with pytest.raises(Conflict):
        write_review(by=small.editor, review=review, participants="Ada", notes="Two.", version=1)


def test_what_came_of_a_review_is_what_was_written_and_held_against_it_while_it_lasted(small):
    earlier = small.report.takeaways.get()
    review = begun(small)
    drafted = draft_in_review(by=small.lead, review=review, claim="Asking  takes\na month.")
    edit_piece(by=small.lead, piece=earlier, values={"text": "In more words."}, version=earlier.version)
    held = dissent_in_review(
        by=small.lead,
        review=review,
        takeaway=earlier,
        said_by="Ada",
        text="Not in the north.",
        is_public=False,
    )
    review.refresh_from_db()
    close_review(by=small.lead, review=review, version=review.version)
    after = edit_piece(by=small.lead, piece=drafted, values={"text": "Afterwards."}, version=1)
    review.refresh_from_db()
    out = came_of(review)
    assert (after.claim, drafted.is_draft) == ("Asking takes a month.", True)
    assert ([*out.new], [*out.changed], [*out.dissents]) == ([drafted], [earlier], [held])


def test_a_closed_review_is_not_written_in_any_more(small):
    review = close_review(by=small.lead, review=begun(small), version=1)
    takeaway = small.report.takeaways.get()
    for act in (
        lambda: write_review(
            by=small.lead, review=review, participants="", notes="Late.", version=review.version
        ),
        lambda: draft_in_review(by=small.lead, review=review, claim="Late."),
        lambda: dissent_in_review(
            by=small.lead, review=review, takeaway=takeaway, said_by="Ada", text="Late.", is_public=True
        ),
    ):
        with pytest.raises(Refused):
            act()


def test_dissent_says_who_and_what(small):
    with pytest.raises(Refused):
        dissent_in_review(
            by=small.lead, review=begun(small), takeaway=small.report.takeaways.get(), said_by=" ", text="No.",
            is_public=True,
        )  # fmt: skip


def test_only_those_who_write_the_report_hold_a_review(small):
    with pytest.raises(Refused):
        begin_review(
            by=a.viewer_with(roles.COACH, on=small.edition), report=small.report, held_on=date(2021, 7, 1)
        )


def test_without_a_period_every_theme_is_new_but_a_rejected_one(small):
    run = Run.objects.create(title="A run", ran_by_name="A test", state="done")
    themes = [
        Theme.objects.create(run=run, number=1, label="form"),
        Theme.objects.create(run=run, number=2, label="bus", state="accepted", decided_on=date(2021, 6, 1)),
        Theme.objects.create(run=run, number=3, label="tree", state="rejected", decided_on=date(2021, 6, 1)),
    ]
    assert set(what_is_new(a.operator(), since=None, until=None).themes) == {themes[0], themes[1]}
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert what_is_new(a.operator(), since=tomorrow, until=None).themes == []
    assert what_is_new(a.operator(), since=None, until=date(2021, 6, 1)).themes == [themes[1]]
    assert what_is_new(small.lead, since=None, until=None).themes == []  # of no edition that they lead
