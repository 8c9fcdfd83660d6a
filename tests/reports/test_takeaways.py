"""Takeaways: evidence for and against, points, themes, dissent, and what is asked before a claim is ready."""

import pytest

from reflectory.accounts import roles
from reflectory.core.editing import Conflict
from reflectory.core.refusal import Refused
from reflectory.listening.actions import withdraw
from reflectory.reports import evidencing
from reflectory.reports.actions.takeaways import (
    add_point,
    add_takeaway,
    edit_link,
    edit_point,
    link_evidence,
    link_theme,
    make_ready,
)
from reflectory.reports.claims import is_bare, judged_with, questioned
from reflectory.reports.composing import compose
from reflectory.sensemaking.models import Run, Theme
from tests import portfolio as a

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
    judged = judged_with(
        "Two of us read all.", wrong="A place without it that fares\nas well.", looked="None found."
    )
    assert judged == (
        "Two of us read all.\n\n"
        "What would make this wrong: A place without it that fares as well.\n\n"
        "Where we looked for words against it: None found."
    )
    told = questioned(judged)
    assert (told.rest, told.looked) == ("Two of us read all.", "None found.")
    assert judged_with(told.rest, wrong=told.wrong, looked=told.looked) == judged


def test_a_ready_takeaway_publishes_how_it_was_judged(small):
    row = add_takeaway(by=a.operator(), report=small.report, claim="Asking pays.")
    make_ready(by=small.editor, takeaway=row, judged="What would make this wrong: a quiet year.", version=1)
    published = compose(small.report).publication.takeaways
    assert [(one.claim, one.how.judged) for one in published] == [
        ("Those who do the work know first.", ()),
        ("Asking pays.", ("What would make this wrong: a quiet year.",)),
    ]


def test_who_may_not_write_the_report_changes_nothing_beneath_a_claim(small, takeaway):
    coach = a.viewer_with(roles.COACH, on=small.edition)
    for act in (
        lambda: make_ready(by=coach, takeaway=takeaway, judged="x", version=1),
        lambda: add_point(by=coach, takeaway=takeaway, text="x"),
        lambda: edit_link(
            by=coach, link=takeaway.links.first(), kind="supports", use="quote_name", why="", version=1
        ),
    ):
        with pytest.raises(Refused):
            act()
