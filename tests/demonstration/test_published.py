"""The demonstration's two reports, as they are published: the figures, the order, the words, and that they prove it."""

import re
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import override_settings

from reflectory.core.visibility import system
from reflectory.demonstration.published import publish_reports
from reflectory.evidence.models import Excerpt
from reflectory.press.publication.codec import read
from reflectory.reports import folders
from reflectory.reports.models import Report
from reflectory.reports.verifying import verify

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def releases(loaded, tmp_path_factory, django_db_blocker):  # noqa: ARG001 - the portfolio must be there first
    folder = tmp_path_factory.mktemp("published")
    with django_db_blocker.unblock(), override_settings(REFLECTORY_DIR=folder), transaction.atomic():
        yield publish_reports(by=system("Demonstration"))
        transaction.set_rollback(True)


@pytest.fixture
def first(releases):
    return _opened(releases[0])


@pytest.fixture
def second(releases):
    return _opened(releases[1])


def _opened(release):
    folder = folders.folder_of(release.key)
    text = (folder / "site" / "index.html").read_text(encoding="utf-8")
    return SimpleNamespace(release=release, folder=folder, content=read(release.content), html=text)


def test_the_page_shows_its_figures_from_the_ledger(first):
    found = {figure.key: figure.value for figure in first.content.figures}
    wanted = {
        "governments": 173, "governments_outside_us": 40, "cities-innovation-track": 11,
        "core_team_members-innovation-track": 96, "cities-innovation-training": 12,
        "departments-innovation-training": 84, "applications-mayors-challenge": 631,
        "application_countries-mayors-challenge": 99, "finalists-mayors-challenge": 50,
        "winners-mayors-challenge": 15, "states-solutions-group": 21, "localities-solutions-group": 28,
        "community_partners-solutions-group": 6, "governments-earned-legitimacy": 4,
        "cities-opportunity-sprint": 2, "interviews-listening-series": 30,
        "interviewed_governments-listening-series": 12,
    }  # fmt: skip
    assert {key: found[key] for key in wanted} == wanted
    shown = {figure.key: figure.shown for figure in first.content.figures}
    assert shown["applications-mayors-challenge"] == "600+"
    for said in ("173", "40", "11", "96", "12", "84", "600+", "99", "21", "28", "6", "30"):
        assert re.search(rf">\s*{re.escape(said)}\s*<", first.html), said
    assert "631" in (first.folder / "site" / "figures" / "index.html").read_text(encoding="utf-8")


def test_the_map_leaves_out_the_forty_elsewhere_and_says_so(first):
    where = first.content.section("where")
    assert len(where.places) == 173
    assert sum(place.country == "US" and place.longitude is not None for place in where.places) == 133
    assert (
        where.note
        == "In addition to those pictured, we worked with 40 governments outside the United States."
    )


def test_the_first_year_has_the_order_of_the_page_that_it_follows(first):
    kinds = [section.kind for section in first.content.sections]
    assert [kind for kind in kinds if kind not in ("impact", "heard", "method", "corrections")] == [
        "introduction", "gratitude", "where", "programmes", "takeaways", "recommendations", "download", "share",
        "next",
    ]  # fmt: skip
    programmes = first.content.section("programmes").items
    assert [one.name for one in programmes] == [
        "Failing Forward in Local Government", "Innovation Track", "Innovation Training Program",
        "Global Mayors Challenge", "Earned Legitimacy Learning Cohort", "Pandemic Solutions Group",
        "The Opportunity Project for Cities", "Inclusive Economies Government Listening Series",
    ]  # fmt: skip
    assert [bool(one.path) for one in programmes] == [True, True, True, True, False, True, True, False]


def test_the_third_takeaway_is_split_by_before_and_during(first):
    moments = [[point.moment for point in one.points] for one in first.content.takeaways]
    assert (len(moments), set(moments[2])) == (3, {"before", "during"})


def test_the_second_year_is_another_page_made_of_the_same_kinds(second):
    kinds = [section.kind for section in second.content.sections]
    assert kinds[:4] == ["impact", "quotes", "takeaways", "supporters"]
    areas = second.content.section("takeaways").areas
    assert [(name, len(items)) for name, items in areas] == [
        ("Mindsets", 1), ("Relationships", 1), ("Culture change", 2),
    ]  # fmt: skip


def test_every_takeaway_says_what_speaks_against_it_and_whom_we_did_not_hear(first, second):
    for one in (*first.content.takeaways, *second.content.takeaways):
        kinds = {link.kind for link in one.how.links}
        assert "supports" in kinds
        assert kinds & {"complicates", "contradicts"}
        assert one.how.not_heard
        assert one.how.judged


def test_what_recurs_across_programmes_is_computed_from_what_was_said(first):
    for one in first.content.takeaways:
        assert one.how.recurrences, one.claim
        for theme in one.how.recurrences:
            told = [row for row in theme.rows if not row.is_hidden]
            assert len(told) > 1
            assert all(row.n_heard <= row.n_voices for row in told)


def test_every_quote_is_a_span_of_what_somebody_said(first):
    entries = first.release.manifest["words"]
    excerpts = Excerpt.objects.with_words().in_bulk([one["excerpt"] for one in entries])
    said = {words.key: words.text for words in first.content.all_words}
    assert {one["key"]: excerpts[one["excerpt"]].words for one in entries} == said
    assert len(said) >= 45


def test_both_prove_themselves(first, second):
    assert verify(first.folder, first.release) == []
    assert verify(second.folder, second.release) == []


def test_every_page_says_that_it_is_invented(first, second):
    for one in (first, second):
        pages = list((one.folder / "site").rglob("*.html"))
        assert pages
        assert [page for page in pages if "is invented" not in page.read_text(encoding="utf-8")] == []


def test_publishing_again_makes_nothing_new(releases):
    with transaction.atomic():
        again = publish_reports(by=system("Demonstration"))
        assert [release.pk for release in again] == [release.pk for release in releases]
        assert Report.objects.count() == 2
