"""Takeaways: evidence for and against, points, themes, dissent, and what is asked before a claim is ready."""

import pytest

from reflectory.accounts import roles
from reflectory.core.editing import Conflict
from reflectory.core.refusal import Refused
from reflectory.listening.actions import withdraw
from reflectory.reports import evidencing
from reflectory.reports.actions.pieces import Moved
from reflectory.reports.actions.takeaways import (
    add_point,
    add_takeaway,
    edit_link,
    edit_point,
    link_evidence,
    link_theme,
    make_ready,
    move_beneath,
)
from reflectory.reports.claims import is_bare, judged_with, questioned
from reflectory.reports.composing import compose
from reflectory.sensemaking.models import Run, Theme
from tests import portfolio as a
from tests.reports.conftest import excerpt, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def takeaway(small):
    row = small.report.takeaways.get()
    row.report = small.report
    return row


def theme_of(state: str = "suggested") -> Theme:
    run = Run.objects.create(title="A run", ran_by_name="A test", state="done")
    day = {"decided_on": "2021-06-01"} if state != "suggested" else {}
    return Theme.objects.create(run=run, number=1, label="night, crew", state=state, **day)


def test_evidence_stands_under_what_it_does_to_the_claim(small, takeaway):
    supports, complicates, contradicts = evidencing.columns(takeaway, small.lead)
    assert [one.shown.words for one in supports.items] == ["That changed it."]
    assert [one.shown.words for one in complicates.items] == []
    assert [one.shown.words for one in contradicts.items] == ["changed nothing here"]
    assert [one.shown.source for one in contradicts.items] == ["A participant of Open Doors"]
    assert evidencing.contrary([supports, complicates, contradicts]) == 1


def test_words_that_were_withdrawn_are_not_shown_beneath_a_claim(small, takeaway):
    withdraw(by=a.operator(), voice=small.source.voice, on=a.STARTS.replace(year=2022))
    (one,) = evidencing.columns(takeaway, a.operator())[0].items
    assert (one.shown.words, one.shown.is_withdrawn) == ("", True)


def test_the_way_to_a_text_is_shown_to_those_who_read_it_alone(small, takeaway):
    (to_lead,) = evidencing.columns(takeaway, small.lead)[0].items
    elsewhere = a.viewer_with(roles.LEAD, on=a.edition())
    (to_other,) = evidencing.columns(takeaway, elsewhere)[0].items
    assert (bool(to_lead.url), to_other.url) == (True, "")


@pytest.mark.parametrize("n", [1, 3])
def test_evidence_is_read_in_as_many_queries_for_three_as_for_one(small, n, django_assert_num_queries):
    row = add_takeaway(by=a.operator(), report=small.report, claim="Asking pays.")
    for number in range(n):
        words = a.excerpt(a.said(f"We asked them, for the {number}th time.", of=small.edition))
        link_evidence(by=a.operator(), takeaway=row, excerpt=words, kind="supports", use="quote_without_name")
    with django_assert_num_queries(7):
        evidencing.columns(row, small.lead)


def test_words_are_found_in_excerpts_and_in_texts_that_the_viewer_reads(small, takeaway):
    a.said("Nobody asked. The night crew laughed when we came, and stayed to talk.", of=small.edition)
    hidden = a.edition()
    a.said("The night crew of another programme.", of=hidden)
    found = evidencing.candidates(takeaway, small.lead, words="night crew")
    assert sorted((one.excerpt is not None, one.words) for one in found) == [
        (False, "The night crew laughed when we came, and stayed to talk."),
        (True, "we asked the night crew, and they knew"),
    ]
    assert {one.allowed for one in found} == {("quote_role_place", "quote_without_name")}


def test_words_that_stand_beneath_the_claim_are_not_offered_again(small, takeaway):
    found = evidencing.candidates(takeaway, small.lead, words="changed nothing")
    assert [(one.excerpt, one.words) for one in found] == [
        (None, "Asking took a month and changed nothing here.")
    ]


def test_a_text_whose_voice_did_not_agree_to_be_quoted_is_offered_without_a_way_to_quote_it(small, takeaway):
    found = evidencing.candidates(takeaway, small.lead, words="copy 2")
    assert [(one.allowed, one.source) for one in found] == [((), "")]


def test_a_suggested_theme_cannot_stand_beneath_a_claim_and_an_accepted_one_can(takeaway):
    with pytest.raises(Refused):
        link_theme(by=a.operator(), takeaway=takeaway, theme=theme_of())
    assert link_theme(by=a.operator(), takeaway=takeaway, theme=theme_of("accepted")).takeaway == takeaway


def test_two_who_change_a_point_or_a_judgement_at_once_do_not_overwrite_each_other(takeaway):
    by = a.operator()
    point = add_point(by=by, takeaway=takeaway, text="Ask first.")
    edit_point(by=by, point=point, text="Ask before.", moment="before", version=1)
    with pytest.raises(Conflict):
        edit_point(by=by, point=point, text="Ask after.", moment="after", version=1)
    link = takeaway.links.first()
    edit_link(by=by, link=link, kind="complicates", use=link.use, why="", version=1)
    with pytest.raises(Conflict):
        edit_link(by=by, link=link, kind="contradicts", use=link.use, why="", version=1)


def test_a_takeaway_called_new_does_not_stand_where_takeaways_are_begun(small):
    assert add_takeaway(by=a.operator(), report=small.report, claim="New").slug == "new-2"


@pytest.mark.parametrize(
    "claim", ["Culture", "Trust in local government", "Psychological safety", "La confianza"]
)
def test_a_heading_is_told_from_a_claim(claim):
    assert is_bare(claim)


@pytest.mark.parametrize(
    "claim",
    [
        "Trust grows slowly.", "Those who do the work know first.", "La confianza es lenta",
        "Teams that met weekly kept more of their promises", "信頼は小さな部屋で生まれる",
    ],
)  # fmt: skip
def test_a_claim_is_told_from_a_heading(claim):
    assert not is_bare(claim)


def test_what_was_asked_before_a_claim_was_ready_is_kept_apart_and_together():
    judged = judged_with("Two of us read all.", looked="None\nfound.")
    assert judged == ("Two of us read all.\n\nWhere we looked for words against it: None found.")
    told = questioned(judged)
    assert (told.rest, told.looked) == ("Two of us read all.", "None found.")
    assert judged_with(told.rest, looked=told.looked) == judged


def test_a_ready_takeaway_publishes_how_it_was_judged(small):
    row = add_takeaway(by=a.operator(), report=small.report, claim="Asking pays.")
    make_ready(by=small.editor, takeaway=row, judged="Two read it.", wrong_if="A quiet year.", version=1)
    published = compose(small.report).publication.takeaways
    assert [(one.claim, one.how.judged, one.how.wrong_if) for one in published] == [
        ("Those who do the work know first.", (), ()),
        ("Asking pays.", ("Two read it.",), ("A quiet year.",)),
    ]


def in_order(rows):
    return [row.text if hasattr(row, "text") else str(row.pk) for row in rows.order_by("order", "pk")]


def test_points_are_put_in_another_order_and_stop_at_the_ends(small, takeaway):
    first = takeaway.points.get()
    points = [
        first,
        *(add_point(by=small.editor, takeaway=takeaway, text=text) for text in ("Two.", "Three.")),
    ]
    assert move_beneath(by=small.editor, row=points[2], steps=-1) == Moved(1, 3)
    assert in_order(takeaway.points) == [first.text, "Three.", "Two."]
    assert move_beneath(by=small.editor, row=points[1], steps=1) == Moved(2, 3)
    assert move_beneath(by=small.editor, row=points[2], steps=-9) == Moved(0, 3)
    assert in_order(takeaway.points) == ["Three.", first.text, "Two."]


def test_evidence_moves_among_what_does_the_same_to_the_claim(small, takeaway):
    by = a.operator()
    support, against = takeaway.links.order_by("order")
    texts = [said(f"We knew it, {n} of us.", uses={"analyse", "quote_without_name"}) for n in range(2)]
    more = [
        link_evidence(
            by=by, takeaway=takeaway, excerpt=excerpt(text, "We knew it"), kind="supports", use="quote_without_name"
        )
        for text in texts
    ]  # fmt: skip
    assert move_beneath(by=small.editor, row=more[1], steps=-1) == Moved(1, 3)
    found = list(takeaway.links.order_by("order"))
    assert [row.pk for row in found if row.kind == "supports"] == [support.pk, more[1].pk, more[0].pk]
    assert move_beneath(by=small.editor, row=against, steps=-1) == Moved(0, 1)
    published = compose(small.report).publication.takeaways[0].how.links
    assert [link.words.key for link in published if link.kind == "supports"] == [
        f"w{row.excerpt_id}" for row in (support, more[1], more[0])
    ]


def test_who_may_not_write_the_report_changes_nothing_beneath_a_claim(small, takeaway):
    coach = a.viewer_with(roles.COACH, on=small.edition)
    for act in (
        lambda: make_ready(by=coach, takeaway=takeaway, judged="x", wrong_if="", version=1),
        lambda: move_beneath(by=coach, row=takeaway.points.first(), steps=1),
        lambda: add_point(by=coach, takeaway=takeaway, text="x"),
        lambda: edit_link(
            by=coach, link=takeaway.links.first(), kind="supports", use="quote_name", why="", version=1
        ),
    ):
        with pytest.raises(Refused):
            act()
