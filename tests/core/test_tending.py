"""What an installation does by itself: all of it, one failure beside the other, told until it goes well."""

import threading
from datetime import date

import pytest

from reflectory.core import tending
from reflectory.core.refusal import Refused
from reflectory.core.tending import Done, could_not_be_done, failures, register_tend, tend
from tests import portfolio as a

TODAY = date(2022, 3, 1)


@pytest.fixture(autouse=True)
def registered(settings, tmp_path, monkeypatch):
    """An installation with nothing to tend; tests register what they need."""
    settings.REFLECTORY_DIR = tmp_path
    monkeypatch.setattr(tending, "_tends", {})


def refuse():
    raise Refused("There is no room.")


def break_down():
    raise KeyError("page")


def test_everything_is_done_in_order_and_a_failure_keeps_nothing_back():
    register_tend("first", lambda: ["One went out."], label="First")
    register_tend("second", refuse, label="Second")
    register_tend("third", break_down, label="Third")
    register_tend("fourth", list, label="Fourth")
    assert tend() == [
        Done("first", "First", sentences=("One went out.",)),
        Done("second", "Second", failed="There is no room."),
        Done("third", "Third", failed="KeyError: 'page'"),
        Done("fourth", "Fourth"),
    ]


def test_a_failure_is_told_to_operators_until_it_went_well():
    register_tend("first", refuse, label="Sending mail", url_name="reports")
    tend()
    assert failures() == {"first": "There is no room."}
    (need,) = could_not_be_done(a.operator(), TODAY)
    assert (need.label, need.url, need.is_late) == (
        "Sending mail did not work: There is no room.",
        "/reports/",
        True,
    )
    register_tend("first", list, label="Sending mail")
    tend()
    assert (failures(), list(could_not_be_done(a.operator(), TODAY))) == ({}, [])


@pytest.mark.django_db
def test_a_failure_is_told_to_nobody_else():
    register_tend("first", refuse, label="Sending mail")
    tend()
    assert list(could_not_be_done(a.viewer_with("programme_lead", on=a.edition()), TODAY)) == []


def test_a_broken_file_of_failures_is_none(tmp_path):
    (tmp_path / tending.FAILED_FILE).write_text("half a fi")
    assert failures() == {}


def test_one_installation_is_tended_by_one_process_at_a_time():
    began, second_began, let_go = threading.Event(), threading.Event(), threading.Event()
    n_done = []

    def slow():
        n_done.append(1)
        (second_began if began.is_set() else began).set()
        let_go.wait(20)
        return []

    register_tend("slow", slow, label="Slow")
    both = [threading.Thread(target=tend) for _n in range(2)]
    both[0].start()
    assert began.wait(20)
    both[1].start()
    assert not second_began.wait(0.2)
    let_go.set()
    for one in both:
        one.join(20)
    assert len(n_done) == 2
