"""The thread from what was said to what readers have, seen from a text, and from a report."""

from datetime import date

import pytest

from reflectory.core.thread import PUBLISHED, SAID, TAKEAWAY, thread_of
from reflectory.listening.actions import withdraw
from reflectory.reports.withdrawing import take_out
from tests import portfolio as a

pytestmark = pytest.mark.django_db


def ends(viewer, source):
    """The last two steps beside a text."""
    return [(step.label, step.url, step.count) for step in thread_of(viewer, source, here=SAID)][-2:]


def test_a_text_that_nothing_rests_on_says_so(small):
    text = a.said("Nobody has quoted this.", of=small.edition)
    assert ends(small.lead, text) == [("Takeaway", "", "none yet"), ("Published", "", "not yet")]


def test_beside_a_text_stand_the_takeaway_and_the_report_that_quote_it(released):
    assert ends(released.lead, released.source) == [
        ("Takeaway", "/reports/learned-2021/takeaways/ask/", "1 takeaway"),
        ("Published", "/published/learned-2021/", "in 1 report"),
    ]


def test_withdrawn_words_are_published_no_more(released):
    withdraw(by=a.operator(), voice=released.source.voice, on=date(2022, 3, 1))
    take_out(by=released.editor, report=released.report)
    assert ends(released.lead, released.source)[-1] == ("Published", "", "not yet")


def test_a_report_says_what_it_rests_on(released):
    steps = thread_of(released.editor, released.report, here=PUBLISHED)
    assert [(step.label, step.count, step.state) for step in steps] == [
        ("Said", "3 passages", "past"), ("Takeaway", "1 takeaway", "past"), ("Published", "release 1", "here"),
    ]  # fmt: skip


def test_a_takeaway_says_what_it_rests_on_and_where_readers_have_it(released):
    takeaway = released.report.takeaways.get(slug="ask")
    steps = thread_of(released.editor, takeaway, here=TAKEAWAY)
    assert [(step.label, step.count, step.state) for step in steps] == [
        ("Said", "2 passages", "past"), ("Theme", "0 themes", "past"), ("Takeaway", "ready", "here"),
        ("Published", "release 1", "next"),
    ]  # fmt: skip
