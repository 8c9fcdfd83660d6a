"""What was withdrawn leaves what is published by itself: a new release follows, once, whoever does what meanwhile."""

from datetime import date

import pytest

from reflectory.core import tending
from reflectory.evidence.actions.excerpts import redact
from reflectory.listening.actions import withdraw
from reflectory.reports import folders, withdrawing
from reflectory.reports.actions.signing import sign_off
from reflectory.reports.composing import compose
from reflectory.reports.models import Release, Report, Section
from reflectory.reports.publishing import publish
from reflectory.reports.verifying import find_release, verify
from reflectory.reports.withdrawing import release_what_was_withdrawn, take_out
from reflectory.reports.withdrawn import TEND, words_to_take_out
from tests import portfolio as a

pytestmark = pytest.mark.django_db
DAY = date(2022, 3, 1)


def take_back(released):
    withdraw(by=a.operator(), voice=released.source.voice, on=DAY)


def live():
    return Report.objects.get().live_release


def failing(key):
    folder, release = find_release(key)
    return verify(folder, release)


def test_a_release_without_the_words_follows_by_itself(released):
    take_back(released)
    assert release_what_was_withdrawn() == ["learned-2021-2 is out, without the words that were withdrawn."]
    assert (live().number, failing("learned-2021-2"), failing("learned-2021-1")) == (2, [], [])
    page = (folders.folder_of("learned-2021-2") / "site" / "index.html").read_text()
    assert "Nothing was added, so nobody had to sign the report off again." in page
    assert "night crew, and they knew" not in page


def test_it_is_done_once_and_nothing_is_done_where_nothing_was_withdrawn(released):
    assert release_what_was_withdrawn() == []
    take_back(released)
    release_what_was_withdrawn()
    assert release_what_was_withdrawn() == []
    assert (Release.objects.count(), released.report.errata.count()) == (2, 1)


def test_what_was_not_signed_off_does_not_go_out_with_it(released):
    Section.objects.filter(kind="method").update(text="A sentence that nobody has signed off.")
    take_back(released)
    release_what_was_withdrawn()
    page = (folders.folder_of("learned-2021-2") / "site" / "index.html").read_text()
    assert ("nobody has signed off" in page, "We read all of it, twice." in page) == (False, True)


def test_words_that_were_made_unreadable_go_too_and_the_correction_says_why(released):
    start = released.source.versions.get().text.index("night crew")
    redact(
        by=a.operator(), source=released.source, spans=[(start, start + 10)], why="It names a crew of two."
    )
    release_what_was_withdrawn()
    assert failing("learned-2021-2") == []
    assert [one.text for one in released.report.errata.all()] == [
        "1 quote was taken out because words in it may no longer be read. "
        "Nothing was added, so nobody had to sign the report off again."
    ]
    page = (folders.folder_of("learned-2021-2") / "site" / "index.html").read_text()
    assert ("Words stood here that may no longer be read." in page, "night crew, and" in page) == (
        True,
        False,
    )


def test_an_older_release_that_was_not_blanked_in_time_is_blanked_by_the_next(released, monkeypatch):
    take_back(released)
    with monkeypatch.context() as patch:
        patch.setattr(withdrawing, "blank", lambda **_given: (_ for _ in ()).throw(OSError("No space left.")))
        tending.tend()
    assert tending.failures()[TEND] == "What we learned: No space left."
    assert (live().number, failing("learned-2021-1") != []) == (2, True)
    (need,) = words_to_take_out(released.editor, DAY)
    assert need.label == (
        "2 quotes were withdrawn: release “What we learned” (2021) without them. "
        "By itself it did not work: What we learned: No space left."
    )
    tending.tend()
    assert (tending.failures(), failing("learned-2021-1"), list(words_to_take_out(released.editor, DAY))) == (
        {}, [], [],
    )  # fmt: skip


def test_a_release_that_somebody_publishes_meanwhile_is_not_overwritten(released):
    take_back(released)
    stale = Report.objects.select_related("live_release").get()
    Section.objects.filter(kind="method").update(text="We read all of it, three times.")
    composed = compose(Report.objects.get())
    for by in (released.editor, released.lead):
        sign_off(by=by, report=released.report, composed=composed, content_hash=composed.content_hash)
    publish(by=released.editor, report=Report.objects.get())
    with pytest.raises(withdrawing.Refused):
        take_out(by=a.operator(), report=stale)
    assert (live().number, released.report.errata.count()) == (2, 0)
    assert release_what_was_withdrawn() == [
        "The withdrawn words are blank in every release of What we learned now."
    ]
    assert (failing("learned-2021-1"), failing("learned-2021-2")) == ([], [])


@pytest.mark.usefixtures("released")
def test_a_report_that_never_went_out_is_left_alone():
    Report.objects.update(live_release=None)
    assert release_what_was_withdrawn() == []
