"""What is asked in the demonstration's present year: open and closed, before and after, and both sides of a story."""

from collections import Counter
from datetime import timedelta

import pytest

from reflectory.core import ledger
from reflectory.core.ledger import Scope
from reflectory.core.visibility import system
from reflectory.listening import interview_states as states
from reflectory.listening.expected import broken_seals, reckon
from reflectory.listening.models import (
    AnonymousResponse,
    Ask,
    Draft,
    Interview,
    InterviewCell,
    Invitation,
    Response,
    Voice,
)
from reflectory.listening.models.after_action import AfterActionReview, ReviewAction
from reflectory.listening.models.power import BothSides
from reflectory.listening.power import told_of
from reflectory.listening.standing import OPEN, standing_of
from reflectory.listening.waves import compare, waves_of
from reflectory.programmes.models import Edition
from tests.demonstration.conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portfolio")]
BY = system("A test")


def an_ask(purpose):
    return Ask.objects.get(purpose=purpose)


def test_everything_is_asked_in_the_present_year_and_in_no_other():
    running = set(Edition.objects.running_on(TODAY))
    assert {ask.edition for ask in Ask.objects.all()} == running
    assert Counter(Ask.objects.values_list("purpose", flat=True)) == {
        "application": 1, "pre_survey": 1, "post_survey": 1, "interview_guide": 1, "engagement": 2, "pulse": 1,
    }  # fmt: skip
    for year in (2021, 2022):
        told = {one.key: one.value(Scope.year(year)) for one in ledger.definitions()}
        keys = ("answers", "answers_anonymous", "sides_heard", "recommend_answered", "learned_answered")
        assert [told[key] for key in keys] == [0, 0, 0, 0, 0]


def test_the_pulse_is_open_and_fourteen_have_answered_in_three_languages():
    ask = an_ask("pulse")
    moment = ask.opens_at + timedelta(days=2)
    assert (ask.identity, ask.audience, standing_of(ask, moment)) == ("anonymous", "open", OPEN)
    assert ask.activity.starts_at.date() >= TODAY
    languages = Counter(AnonymousResponse.objects.filter(ask=ask).values_list("language", flat=True))
    assert languages == {"en": 8, "es": 4, "fr": 2}
    assert list(ask.tallies.values_list("on", "n")) == [
        (TODAY - timedelta(days=2), 5), (TODAY - timedelta(days=1), 6), (TODAY, 3),
    ]  # fmt: skip


def test_the_survey_before_and_after_pairs_seventeen_of_twenty_four_and_nineteen():
    before, after = waves_of(an_ask("pre_survey").edition, BY)
    assert [(wave.n_asked, wave.n_answered) for wave in (before, after)] == [(42, 24), (42, 19)]
    people = [
        set(Response.objects.filter(ask=wave.ask).values_list("voice__person", flat=True))
        for wave in (before, after)
    ]
    assert len(people[0] & people[1]) == 17
    lines = compare(before.ask, after.ask)
    assert [line.label for line in lines] == [
        "I know the people who live with this problem.",
        "Where I work I can say out loud that something does not work.",
        "I have enough time for this work.",
        "In the last four weeks, did you talk with a resident about the problem you work on?",
    ]
    assert [line.paired.n for line in lines] == [17, 17, 17, 17]
    # They know more people, and have less time for it; of speaking aloud some say more and some less.
    assert [(line.paired.up, line.paired.same, line.paired.down) for line in lines] == [
        (11, 5, 1), (5, 10, 2), (0, 7, 10), (6, 11, 0),
    ]  # fmt: skip


def test_answers_came_while_the_ask_was_open():
    for row in Response.objects.select_related("ask"):
        assert row.ask.opens_at <= row.received_at
        assert row.ask.closes_at is None or row.received_at < row.ask.closes_at


def test_of_the_locked_expectations_one_was_wrong():
    rows = list(an_ask("post_survey").expectations.all())
    reckoned = reckon(rows)
    assert (reckoned.n_judged, reckoned.n_true, broken_seals(rows)) == (3, 2, [])
    given = Response.objects.filter(ask__purpose="post_survey").values_list("answers", flat=True)
    assert Counter(one["talked_with_resident"] for one in given) == {"yes": 16, "no": 3}


def test_three_have_applied_and_three_are_writing_still():
    ask = an_ask("application")
    assert (Response.objects.filter(ask=ask).count(), Draft.objects.filter(ask=ask).count()) == (3, 3)
    said = ask.form_version.document
    assert [one.key for one in said.questions() if one.kind == "file"] == ["letter"]
    assert [section.key for section in said.sections if section.shown_if] == ["government", "community"]
    assert {one.most_words for one in said.questions()} == {None, 60, 120}


def test_the_review_left_two_open_actions():
    review = AfterActionReview.objects.get()
    assert review.closed_on == review.activity.starts_at.date() < TODAY
    assert Counter(ReviewAction.objects.values_list("state", flat=True)) == {"open": 2, "done": 1}


def test_eight_of_twelve_interviews_were_held_and_silence_is_not_no():
    assert Counter(Interview.objects.values_list("state", flat=True)) == {
        states.HELD: 4, states.WRITTEN_UP: 3, states.SECOND_READ: 1, states.SCHEDULED: 2, states.AGREED: 1,
        states.DECLINED: 1,
    }  # fmt: skip
    kept = Counter(InterviewCell.objects.values_list("state", flat=True))
    assert kept == {states.ANSWERED: 34, states.ASKED_NO: 9, states.SILENT: 6}
    assert 8 * 7 - kept.total() == 7  # never asked


def test_both_sides_tell_the_engagement_with_a_gap():
    (told,) = told_of(BothSides.objects.select_related("team_ask", "others_ask"))
    assert (told.team.rung, told.others.rung, told.gap) == ("co_created", "asked", 2)


def test_voices_are_counted_once_and_no_mail_has_left():
    asked = Voice.objects.exclude(key__startswith="portfolio/")
    assert Counter(key.split("/")[0] for key in asked.values_list("key", flat=True)) == {
        "ask": 24 + 19 + 3 + 5, "interview": 8,
    }  # fmt: skip
    assert Invitation.objects.filter(sent_on__isnull=False).count() == 0
    assert Ask.objects.filter(mails_since__isnull=False).count() == 0
