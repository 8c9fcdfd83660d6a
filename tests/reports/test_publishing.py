"""A report goes out whole, signed off by two, the same bytes each time, or not at all."""

import json
import os
from datetime import date

import pytest

from reflectory.core.refusal import Refused
from reflectory.listening.actions import withdraw
from reflectory.reports import building, folders, publishing
from reflectory.reports.actions.pieces import add_figure
from reflectory.reports.actions.signing import sign_off
from reflectory.reports.composing import compose
from reflectory.reports.models import Release, Report, Section
from reflectory.reports.publishing import NotReady, publish
from tests import portfolio as a

pytestmark = pytest.mark.django_db


def codes(report) -> list[str]:
    return [problem.code for problem in compose(report).problems]


def test_a_report_that_is_ready_has_nothing_in_its_way(small):
    composed = compose(small.report)
    assert composed.problems == ()
    assert [figure.value for figure in composed.publication.figures] == [2, 2]
    assert [words.text for words in composed.publication.all_words] == [
        "we asked the night crew, and they knew",
        "That changed it.",
        "changed nothing here",
    ]


def test_composing_twice_says_the_same(small):
    assert compose(small.report).content_hash == compose(Report.objects.get()).content_hash


def test_the_map_says_how_many_governments_it_leaves_out(small):
    where = compose(small.report).publication.section("where")
    assert where.note == (
        "In addition to those pictured, we worked with 1 government outside the United States."
    )
    assert [(place.name, place.programmes) for place in where.places] == [
        ("Larkspur County", ("Open Doors",)),
        ("Quill", ("Open Doors",)),
    ]


def test_without_a_release_day_nothing_goes_out(small):
    small.report.released_on = None
    assert codes(small.report) == ["no_day"]


def test_an_empty_report_says_so(small):
    Section.objects.all().delete()
    assert "empty" in codes(small.report)


def test_an_empty_section_is_filled_or_hidden(small):
    section = Section.objects.get(kind="method")
    Section.objects.filter(pk=section.pk).update(text=" \n\n ")
    assert codes(small.report) == ["empty_section"]
    Section.objects.filter(pk=section.pk).update(is_shown=False)
    assert codes(small.report) == []


def test_a_figure_that_no_longer_exists_is_named(small):
    add_figure(by=a.operator(), place=Section.objects.get(kind="where"), key="gone", label="gone things")
    assert [(one.code, one.where) for one in compose(small.report).problems] == [("no_figure", "gone things")]


def test_a_quote_without_that_consent_keeps_the_report_from_going_out(small):
    small.report.quotes.update(use="quote_name")
    assert codes(small.report) == ["not_consented"]


def test_a_span_that_was_shifted_keeps_the_report_from_going_out(small):
    type(small.quote).objects.filter(pk=small.quote.pk).update(start=small.quote.start + 1)
    assert codes(small.report) == ["broken"]


def test_words_withdrawn_before_the_first_release_are_left_out_of_drafts_at_once(small):
    withdraw(by=a.operator(), voice=small.source.voice, on=date(2021, 7, 1))
    words = compose(small.report).publication.all_words
    assert [one.text for one in words] == ["changed nothing here"]


def test_two_different_people_sign_off(small):
    composed = compose(small.report)
    for _time in range(2):
        sign_off(by=small.editor, report=small.report, composed=composed, content_hash=composed.content_hash)
    with pytest.raises(Refused):
        publish(by=small.editor, report=small.report)
    small.sign()
    assert publish(by=small.editor, report=small.report).is_new


def test_a_report_changed_after_it_was_read_is_not_signed_off(small):
    read = compose(small.report).content_hash
    Section.objects.filter(kind="method").update(text="We read half of it.")
    with pytest.raises(Refused):
        sign_off(by=small.editor, report=small.report, composed=compose(small.report), content_hash=read)


def test_another_word_and_sign_offs_hold_no_more(small):
    small.sign()
    Section.objects.filter(kind="method").update(text="We read half of it.")
    with pytest.raises(Refused):
        publish(by=small.editor, report=small.report)


@pytest.mark.parametrize("role", ["analyst", "coach", "funder", "judge"])
def test_only_editors_and_leads_publish(small, role):
    small.sign()
    with pytest.raises(Refused):
        publish(by=a.viewer_with(role, on=small.edition), report=small.report)


def test_what_is_wrong_is_said_all_at_once(small):
    small.report.released_on = None
    small.report.save()
    small.report.quotes.update(use="quote_name")
    with pytest.raises(NotReady) as refused:
        publish(by=small.editor, report=small.report)
    assert [problem.code for problem in refused.value.problems] == ["no_day", "not_consented"]


def test_a_release_is_a_folder_that_says_what_is_in_it(released):
    manifest = json.loads((released.folder / "release.json").read_text())
    assert manifest["release"] == "learned-2021-1" == released.folder.name
    found = folders.read_files(released.folder)
    del found["release.json"]
    assert building.hashes(found) == manifest["files"]
    assert {"site/index.html", "report.pdf", "data/datapackage.json"} <= set(found)
    assert [(one["key"], one["value"]) for one in manifest["figures"]] == [
        ("governments-open-doors", 2),
        ("governments", 2),
    ]


def test_the_same_content_makes_the_same_bytes(released):
    from reflectory.press.publication.codec import read

    again = building.build(read(Release.objects.get().content))
    assert building.hashes(again) == released.release.manifest["files"]


def test_what_is_live_already_is_not_released_again(released):
    again = publish(by=released.editor, report=released.report)
    assert (again.is_new, again.release.pk, Release.objects.count()) == (False, released.release.pk, 1)


def test_a_changed_report_is_a_second_release_and_the_first_stays(released):
    before = folders.read_files(released.folder)
    Section.objects.filter(kind="method").update(text="We read all of it, three times.")
    released.small.sign()
    made = publish(by=released.editor, report=released.report)
    assert (made.release.number, made.release.manifest["previous"]) == (2, "learned-2021-1")
    assert folders.read_files(released.folder) == before
    assert Report.objects.get().live_release == made.release


def test_a_copy_goes_where_it_is_wanted(small, tmp_path):
    small.sign()
    made = publish(by=small.editor, report=small.report, out=tmp_path / "elsewhere")
    assert folders.read_files(tmp_path / "elsewhere") == folders.read_files(made.folder)


class Killed(BaseException):
    """As a process that is killed: nothing catches it."""


@pytest.mark.parametrize("step", ["prepared", "put_in_place"])
def test_killed_on_the_way_the_old_release_stands(released, step, monkeypatch):
    Section.objects.filter(kind="method").update(text="We read all of it, three times.")
    released.small.sign()

    def die(*_given):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(publishing.folders, step, die)
        with pytest.raises(Killed):
            publish(by=released.editor, report=released.report)
    assert Report.objects.get().live_release == released.release
    assert Release.objects.count() == 1
    assert [path.name for path in folders.releases_folder().iterdir() if not path.name.startswith(".")] == [
        "learned-2021-1"
    ]
    assert publish(by=released.editor, report=Report.objects.get()).release.number == 2


def test_what_a_killed_process_left_is_cleared_by_the_next(small):
    small.sign()
    folder = folders.releases_folder()
    (folder / ".learned-2021-1-00c0ffee").mkdir(parents=True)
    (folder / ".another-2020-3-00c0ffee").mkdir()
    (folder / "learned-2021-1").mkdir()
    (folder / "learned-2021-1" / "half").write_text("a file")
    made = publish(by=small.editor, report=small.report)
    assert os.listdir(folder) == ["learned-2021-1"]
    assert not (made.folder / "half").exists()


def test_a_path_that_leads_out_of_a_release_is_never_written(tmp_path):
    with (
        pytest.raises(ValueError, match="outside"),
        folders.prepared({"../escaped": b""}, tmp_path / "release"),
    ):
        pass


def test_what_another_process_is_just_writing_is_left_alone(tmp_path, settings):
    settings.REFLECTORY_DIR = tmp_path
    target = folders.folder_of("learned-2021-1")
    with folders.prepared({"a": b"1"}, target) as busy, folders.prepared({"a": b"2"}, target) as second:
        assert (busy / "a").read_bytes() == b"1"
        folders.put_in_place(second, target)
    assert [path.name for path in target.parent.iterdir()] == ["learned-2021-1"]
