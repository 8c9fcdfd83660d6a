"""From an exploration to a draft report: texts, spans, themes, draft claims, and what may be quoted of them."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from reflectory.accounts import roles
from reflectory.core.refusal import Refused
from reflectory.evidence.actions.intake import Basis
from reflectory.evidence.models import Intake, Source
from reflectory.listening.models import Consent
from reflectory.programmes.viewing import viewer_for
from reflectory.reports.actions.drafting import draft_from
from reflectory.reports.composing import compose
from reflectory.reports.models import Report
from reflectory.sensemaking.models import Run, Theme
from reflectory.workspace.explored import read_explored
from tests import portfolio as a

pytestmark = pytest.mark.django_db
HEAD = (
    "id", "row", "segment", "start", "end", "theme", "subtheme", "weight", "respondent", "date", "campaign",
    "county", "role",
)  # fmt: skip
THEMES = ("theme", "label", "respondents", "groups", "repeatability")
ALMOND = "🌰 The almond tree fell. We asked nobody."
ROWS = [
    ("a", 2, "🌰 The almond tree fell.", 0, 23, "T1", "", "0.900", "p1", "2023-05-01", "", "Alder", "clerk"),
    ("a", 2, "We asked nobody.", 24, 40, "T2", "", "0.300", "p1", "2023-05-01", "", "Alder", "clerk"),
    ("b", 3, "'=They never called us back about the tree.", 0, 42, "T1", "", "0.500", "p2", "", "", "'+Quill", "mayor"),
    ("c", 5, "Nothing.", 2, 10, "", "", "", "", "", "", "", ""),
]  # fmt: skip
BASIS = Basis(frozenset({"analyse", "quote_without_name"}), "Ada Lovell", date(2023, 5, 2))


@pytest.fixture
def folder(tmp_path) -> Path:
    """An exploration as its command leaves it, small enough to be read here."""
    where = tmp_path / "answers"
    where.mkdir()
    _write(where / "excerpts.csv", HEAD, ROWS)
    _write(where / "themes.csv", THEMES, [("T1", "almond, tree", 2, 2, "0.8"), ("T2", "asked", 1, 1, "0.4")])
    reasons = [{"what": "excluded", "reason": "the text is empty", "n": 1, "rows": [4]}]
    (where / "run.json").write_text(
        json.dumps({
            "versions": {"reflectory": "0.4"}, "parameters": {"seed": 7}, "columns": [], "embedding": "words",
            "names_masked": [], "input": {"name": "answers.csv", "sha256": "ab" * 32},
            "accounting": {"received": 4, "used": 3, "excluded": 1, "failed": 0, "reasons": reasons},
        }),
        encoding="utf-8",
    )  # fmt: skip
    return where


def _write(path: Path, head, rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])


@pytest.fixture
def analyst():
    return viewer_for(a.account_with(roles.ANALYST, on=a.edition()))


def drafted(folder: Path, by, basis=BASIS) -> Report:
    return draft_from(
        by=by, explored=read_explored(folder), title="What we heard", organisation="Tidewater", basis=basis
    )


def test_texts_are_put_together_so_that_every_passage_lies_where_it_lay(folder):
    explored = read_explored(folder)
    assert [(text.row, text.text) for text in explored.texts] == [
        (2, ALMOND),
        (3, "=They never called us back about the tree."),
        (5, "  Nothing."),
    ]
    assert [(text.place, text.role, text.respondent) for text in explored.texts] == [
        ("Alder", "clerk", "p1"), ("+Quill", "mayor", "p2"), ("", "", ""),
    ]  # fmt: skip
    bodies = {text.row: text.text for text in explored.texts}
    assert [bodies[one.row][one.start : one.end] for one in explored.segments] == [
        row[2].removeprefix("'") for row in ROWS
    ]


def test_a_row_whose_passage_is_not_at_its_place_has_failed_and_is_counted(folder):
    shifted = [(*ROWS[0][:4], 24, *ROWS[0][5:]), *ROWS[1:]]
    _write(folder / "excerpts.csv", HEAD, shifted)
    explored = read_explored(folder)
    assert [text.row for text in explored.texts] == [3, 5]
    assert [(one.outcome, list(one.rows)) for one in explored.left_out] == [
        ("excluded", [4]),
        ("failed", [2]),
    ]


def test_the_file_itself_is_read_where_it_lies_beside_unchanged(folder):
    (folder / "answers.csv").write_text("id,answer\na,something else\n", encoding="utf-8")
    assert not read_explored(folder).is_whole  # another file under that name: its hash says so


@pytest.mark.parametrize(
    ("name", "content"),
    [("excerpts.csv", "id,row\na,x\n"), ("themes.csv", "theme\nT1\n"), ("run.json", "{"), ("run.json", "[]")],
)
def test_files_that_cannot_be_read_are_refused_with_the_name(folder, name, content):
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match="answers"):
        read_explored(folder)


def test_the_draft_rests_on_texts_that_add_up_and_on_a_run_with_its_themes(folder, analyst):
    report = drafted(folder, analyst)
    intake, run = Intake.objects.get(), Run.objects.get()
    sums = {name: intake.accounting[name] for name in ("received", "used", "excluded", "failed")}
    assert sums == {"received": 4, "used": 3, "excluded": 1, "failed": 0}
    assert {name: run.accounting[name] for name in sums} == sums
    assert (run.state, run.engine, run.seed, run.intake, report.run) == ("done", "0.4", 7, intake, run)
    themes = [(str(one), one.state, one.n_voices, one.n_governments) for one in Theme.objects.all()]
    assert themes == [("almond, tree", "suggested", 2, 2), ("asked", "suggested", 1, 1)]
    passages = [
        (one.excerpt.words, one.rank)
        for one in Theme.objects.get(number=1).passages.order_by("excerpt__version")
    ]
    assert passages == [("🌰 The almond tree fell.", 2), ("=They never called us back about the tree.", 1)]


def test_the_draft_has_its_sections_and_a_claim_to_be_written_for_each_theme(folder, analyst):
    report = drafted(folder, analyst)
    assert (report.slug, report.year, report.made_by) == ("what-we-heard", 2023, analyst.account_id)
    assert list(report.sections.values_list("kind", flat=True)) == [
        "introduction", "takeaways", "quotes", "heard", "method", "share",
    ]  # fmt: skip
    claims = [
        (one.claim, one.is_draft, [link.excerpt.words for link in one.links.all()])
        for one in report.takeaways.all()
    ]
    assert claims == [
        (
            "To be written: almond, tree", True,
            ["=They never called us back about the tree.", "🌰 The almond tree fell."],
        ),
        ("To be written: asked", True, ["We asked nobody."]),
    ]  # fmt: skip
    assert "3 of 4 texts were read by a machine" in report.sections.get(kind="method").text


def test_with_a_basis_the_best_passages_are_quoted_as_it_says_each_text_once(folder, analyst):
    report = drafted(folder, analyst)
    assert [(one.excerpt.words, one.use) for one in report.quotes.all()] == [
        ("=They never called us back about the tree.", "quote_without_name"),
        ("We asked nobody.", "quote_without_name"),
    ]
    stated = set(Consent.objects.values_list("use", "stated_by", "given_on"))
    assert stated == {(use, "Ada Lovell", date(2023, 5, 2)) for use in BASIS.uses}
    assert [one.code for one in compose(report).problems if one.code not in {"no_day", "empty_section"}] == []


def test_without_a_basis_nothing_is_quoted_nor_can_be(folder, analyst):
    report = drafted(folder, analyst, basis=None)
    assert list(report.quotes.all()) == []
    assert set(Consent.objects.values_list("use", flat=True)) == {"analyse"}
    takeaway = report.takeaways.first()
    takeaway.is_draft = False
    takeaway.save()
    composed = compose(report)
    assert {one.code for one in composed.problems} >= {"not_consented"}
    assert composed.publication.all_words == ()


def test_the_same_file_is_drafted_from_once_and_a_refusal_leaves_nothing(folder, analyst):
    drafted(folder, analyst)
    with pytest.raises(Refused, match="already"):
        drafted(folder, analyst)
    assert (Report.objects.count(), Run.objects.count(), Source.objects.count()) == (1, 1, 3)


def test_a_second_report_of_the_same_title_gets_an_address_of_its_own(folder, analyst):
    a.report("What we heard", slug="what-we-heard")
    assert drafted(folder, analyst).slug == "what-we-heard-2"


@pytest.mark.parametrize("role", [roles.COACH, roles.CHAIR, roles.FUNDER])
def test_who_may_not_bring_texts_in_drafts_nothing(folder, role):
    with pytest.raises(Refused):
        drafted(folder, a.viewer_with(role, on=a.edition()))
    assert Report.objects.count() == 0


def test_others_see_neither_the_texts_nor_the_run_of_a_draft(folder, analyst):
    drafted(folder, analyst)
    other = a.viewer_with(roles.ANALYST, on=a.edition())
    seen = [
        (Source.objects.visible_to(who).count(), Run.objects.visible_to(who).count())
        for who in (analyst, other)
    ]
    assert seen == [(3, 1), (0, 0)]
