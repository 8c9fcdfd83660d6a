"""What a release is told of its surroundings: those before it and its translations; neither is signed off anew."""

import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path

import pytest

from reflectory.press.publication.codec import content_hash, read, to_plain
from reflectory.press.publication.content import Alternate, Earlier
from reflectory.reports.actions.signing import sign_off
from reflectory.reports.composing import compose
from reflectory.reports.composing.surroundings import earlier_releases, translations_of
from reflectory.reports.models import Release, Report, Section
from reflectory.reports.publishing import publish
from reflectory.reports.verifying import verify
from tests import portfolio as a

pytestmark = pytest.mark.django_db
BASE = "https://reports.example.org/2021/site"


def signed(small, report):
    """The report, signed off by both."""
    composed = compose(report)
    for by in (small.editor, small.lead):
        sign_off(by=by, report=report, composed=composed, content_hash=composed.content_hash)
    return report


def another(small, slug, **more):
    """A report with one section, ready to go out."""
    from reflectory.reports.actions.pieces import add_section

    report = a.report("Another year", slug=slug, organisation="Tidewater", **more)
    add_section(by=a.operator(), report=report, kind="method", title="How", text="We read.")
    return signed(small, report)


def guids(folder: Path) -> list[str]:
    feed = ET.fromstring((folder / "site" / "feed.xml").read_text("utf-8"))
    return [str(one.findtext("guid")) for one in feed.iter("item")]


def test_the_feed_of_a_second_release_tells_of_the_first_and_the_first_stays_as_it_was(small):
    small.sign()
    first = publish(by=small.editor, report=small.report, base_url=BASE)
    before = (first.folder / "site" / "feed.xml").read_bytes()
    Section.objects.filter(kind="method").update(text="We read all of it, three times.")
    small.sign()
    second = publish(by=small.editor, report=small.report, base_url=BASE)
    assert guids(first.folder) == ["learned-2021-1:2022-01-25:release"]
    assert guids(second.folder) == ["learned-2021-2:2022-01-25:release", "learned-2021-1:2022-01-25:release"]
    assert (first.folder / "site" / "feed.xml").read_bytes() == before
    assert read(second.release.content).earlier == (
        Earlier("learned-2021-1", "What we learned", date(2022, 1, 25), "", BASE),
    )
    assert verify(second.folder, second.release) == []


def test_the_next_years_feed_goes_on_from_this_one_and_this_one_knows_nothing_of_the_next(small):
    small.sign()
    publish(by=small.editor, report=small.report, base_url=BASE)
    later = another(small, "learned-2022", year=2022, released_on=date(2023, 1, 24))
    made = publish(by=small.editor, report=later, base_url="https://reports.example.org/2022/site")
    assert guids(made.folder) == ["learned-2022-1:2023-01-24:release", "learned-2021-1:2022-01-25:release"]
    assert [one.release for one in earlier_releases(small.report, on=date(2022, 1, 25))] == ["learned-2021-1"]


def test_reports_of_others_and_in_other_languages_are_none_of_its_feed(small):
    small.sign()
    publish(by=small.editor, report=small.report)
    day = date(2022, 1, 25)
    assert earlier_releases(Report(organisation="Somebody else", language="en"), on=day) == ()
    assert earlier_releases(Report(organisation="Tidewater", language="es"), on=day) == ()


def test_earlier_releases_are_read_in_one_query_without_their_content(released, django_assert_num_queries):
    with django_assert_num_queries(1) as asked:
        assert len(earlier_releases(released.report, on=date(2022, 1, 25))) == 1
    assert '"reports_release"."manifest"' not in asked.captured_queries[0]["sql"]


def test_neither_changes_what_people_sign_off(released):
    kept = read(released.release.content)
    assert (
        content_hash(kept) == released.release.manifest["signed_off"] == compose(released.report).content_hash
    )
    assert {"earlier", "alternates"} & set(to_plain(kept)) == set()


@pytest.fixture
def spanish(small):
    """A translation that readers have."""
    report = another(
        small, "aprendido-2021", year=2021, language="es", translation_of=small.report,
        released_on=date(2022, 2, 1),
    )  # fmt: skip
    return publish(by=small.editor, report=report, base_url="https://es.example.org/site").release


def test_a_translation_knows_its_original_once_readers_have_it_at_an_address(small, spanish):
    assert translations_of(spanish.report) == ()
    small.sign()
    publish(by=small.editor, report=small.report)
    assert translations_of(spanish.report) == ()  # without an address there is nowhere to lead to
    publish(by=small.editor, report=small.report, base_url=BASE)
    (original,) = translations_of(spanish.report)
    assert (original.language, original.address) == ("en", BASE)
    assert "how-we-know/ask/" in original.pages


def test_what_is_live_goes_out_again_without_a_signature_when_a_translation_has_come_out(small):
    small.sign()
    first = publish(by=small.editor, report=small.report, base_url=BASE)
    assert not publish(by=small.editor, report=small.report, base_url=BASE).is_new
    report = another(small, "aprendido-2021", year=2021, language="es", translation_of=small.report,
                     released_on=date(2022, 2, 1))  # fmt: skip
    publish(by=small.editor, report=report, base_url="https://es.example.org/site")
    second = publish(by=small.editor, report=small.report, base_url=BASE)
    assert (second.is_new, second.release.content_hash) == (True, first.release.content_hash)
    assert read(second.release.content).alternates == (
        Alternate("es", "https://es.example.org/site", ("the-data/",)),
    )
    page = (second.folder / "site" / "index.html").read_text("utf-8")
    assert '<link rel="alternate" hreflang="es" href="https://es.example.org/site/">' in page
    assert not publish(by=small.editor, report=small.report, base_url=BASE).is_new
    assert Release.objects.count() == 3
    assert verify(second.folder, second.release) == []


def test_a_report_in_the_same_language_is_no_translation(small, spanish):
    Report.objects.filter(pk=spanish.report_id).update(language="en")
    assert translations_of(small.report) == ()
