"""The line beside a text: what each room adds to it, in order, and where the reader is."""

import pytest

from reflectory.core import thread
from reflectory.core.thread import MARKED, SAID, THEME, Step, adds_to_thread, thread_of
from reflectory.evidence.actions.excerpts import make_excerpt
from tests import portfolio as a
from tests.evidence.words import brought, original

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_this_room(monkeypatch):
    """Rooms above add steps of their own; here are those of evidence alone."""
    own = {place: adds for place, adds in thread._steps["evidence.source"].items() if place in (SAID, MARKED)}
    monkeypatch.setitem(thread._steps, "evidence.source", own)


def test_a_text_was_said_and_its_passages_are_counted():
    source = brought()
    make_excerpt(by=a.operator(), version=original(source), start=0, end=8)
    assert thread_of(a.operator(), source, here=SAID) == [
        Step("Said", source.intake.get_absolute_url(), source.intake.title, "here"),
        Step("Marked", "#passages", "1 passage", "next"),
    ]


def test_a_room_above_adds_what_rests_on_it_or_nothing():
    source = brought()
    adds_to_thread("evidence.source", THEME)(lambda _viewer, _row: Step("Themes", "/themes/1/", "2 themes"))
    found = thread_of(a.operator(), source, here=MARKED)
    assert [(step.label, step.state) for step in found] == [
        ("Said", "past"),
        ("Marked", "here"),
        ("Themes", "next"),
    ]
    adds_to_thread("evidence.source", THEME)(lambda _viewer, _row: None)
    assert [step.label for step in thread_of(a.operator(), source, here=SAID)] == ["Said", "Marked"]
