"""A release proves itself: whatever was changed about it, or is no longer agreed to, is found and named."""

import json
from datetime import date

import pytest

from reflectory.evidence.models import Excerpt, SourceVersion
from reflectory.listening.actions import withdraw
from reflectory.programmes.actions.teams import remove_team
from reflectory.reports import folders
from reflectory.reports.models import Release, SignOff
from reflectory.reports.verifying import NoRelease, find_release, verify
from reflectory.reports.withdrawing import take_out
from tests import portfolio as a

pytestmark = pytest.mark.django_db


def failures(released) -> list[str]:
    folder, release = find_release(str(released.folder))
    return verify(folder, release)


def test_a_release_that_nobody_touched_holds(released):
    assert failures(released) == []


def test_it_is_found_by_its_name_too(released):
    assert find_release("learned-2021-1") == (released.folder, released.release)


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize("given", ["nothing-1", "learned-2021-7"])
def test_what_is_no_release_is_said_to_be_none(given):
    with pytest.raises(NoRelease):
        find_release(given)


@pytest.mark.parametrize("path", ["site/index.html", "report.pdf", "data/figures.csv"])
def test_one_changed_byte_is_named(released, path):
    changed = bytearray((released.folder / path).read_bytes())
    changed[len(changed) // 2] ^= 1
    (released.folder / path).write_bytes(changed)
    assert failures(released) == [f"{path} was changed after the release."]


def test_a_missing_and_an_added_file_are_named(released):
    (released.folder / "report.pdf").unlink()
    (released.folder / "site" / "extra.html").write_text("more")
    assert failures(released) == ["report.pdf is missing.", "site/extra.html is no part of the release."]


def test_an_edited_figure_in_the_manifest_is_named(released):
    path = released.folder / "release.json"
    manifest = json.loads(path.read_text())
    manifest["figures"][0]["value"] = 3
    path.write_text(json.dumps(manifest))
    assert failures(released) == ["release.json was changed after the release."]


def test_a_figure_that_counts_otherwise_by_now_is_named(released):
    remove_team(by=a.operator(), team=released.team)
    assert failures(released) == [
        "The figure governments-open-doors was 2 when it was published and is 1 now.",
        "The figure governments was 2 when it was published and is 1 now.",
    ]


def test_a_shifted_span_is_named(released):
    Excerpt.objects.filter(pk=released.quote.pk).update(start=released.quote.start + 1)
    assert failures(released) == [f"Quote w{released.quote.pk} no longer points at the words it was made of."]


def test_a_text_that_was_changed_is_named(released):
    SourceVersion.objects.filter(source=released.source).update(text="We asked nobody at all, ever. " * 4)
    assert [line.split(":")[0] for line in failures(released)] == [
        f"Quote w{pk}" for pk in sorted(released.source.versions.get().excerpts.values_list("pk", flat=True))
    ]


def test_a_missing_sign_off_is_named(released):
    SignOff.objects.first().delete()
    assert failures(released) == ["The release was not signed off by 2 different people."]


def test_what_the_database_keeps_of_it_is_held_to_its_hash(released):
    content = released.release.content
    content["title"] = "Something else"
    Release.objects.update(content=content)
    assert failures(released) == ["What the database keeps of the release was changed after it."]


def test_withdrawn_words_fail_until_a_release_without_them_is_out(released):
    withdraw(by=a.operator(), voice=released.source.voice, on=date(2022, 3, 1))
    assert len(failures(released)) == 2
    made = take_out(by=a.operator(), report=released.report)
    assert made.number == 2
    assert failures(released) == []
    folder, release = find_release("learned-2021-2")
    assert verify(folder, release) == []


def test_no_byte_of_any_release_holds_withdrawn_words(released):
    words = ["night crew, and they knew", "That changed it"]
    before = b"".join(folders.read_files(released.folder).values())
    assert all(one.encode() in before for one in words)
    manifest = (released.folder / "release.json").read_bytes()
    withdraw(by=a.operator(), voice=released.source.voice, on=date(2022, 3, 1))
    made = take_out(by=a.operator(), report=released.report)
    for folder in (released.folder, folders.folder_of(made.key)):
        held = b"".join(folders.read_files(folder).values())
        assert [one for one in words if one.encode() in held] == []
    assert (released.folder / "release.json").read_bytes() == manifest
    kept = json.dumps(list(Release.objects.values_list("content", flat=True)))
    assert [one for one in words if one in kept] == []


def test_nothing_is_taken_out_where_nothing_was_withdrawn(released):
    assert take_out(by=a.operator(), report=released.report) is None
    assert Release.objects.count() == 1


def test_the_correction_does_not_repeat_what_was_withdrawn(released):
    withdraw(by=a.operator(), voice=released.source.voice, on=date(2022, 3, 1))
    take_out(by=a.operator(), report=released.report)
    assert [one.text for one in released.report.errata.all()] == [
        "2 quotes were taken out because the people who said them withdrew their words. "
        "Nothing was added, so nobody had to sign the report off again."
    ]
