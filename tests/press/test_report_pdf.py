"""report.pdf: tagged, valid, the same each time, and no character lost."""

from __future__ import annotations

from dataclasses import replace

import page as page_validation
import pymupdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from outloud import check

from reflectory.press.exploration import pdf
from reflectory.press.exploration.content import Heat, HeatCell
from tests.press.sample import HARD, empty, large, quote, small, undated


def holding(text, language="und"):
    """A short report with one quote."""
    return replace(empty(), unassigned_quotes=(quote(1, text, lang=language, dated=False),))


def words_of(made):
    with pymupdf.open(stream=made) as document:
        return "".join(leaf.get_text() for leaf in document).replace("\u200b", "")


@pytest.mark.parametrize("make", [lambda: large(8), small, empty, lambda: undated(grouped=True)])
def test_a_report_is_valid_pdf_ua_and_reads_aloud_without_an_error(make, tmp_path):
    made = pdf.render(make())
    path = tmp_path / "report.pdf"
    path.write_bytes(made)
    found = page_validation.validate_pdf(path, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in found.failures] == []
    assert found.is_compliant
    heard = check(str(path))
    errors = [(one.rule, one.message, one.evidence) for one in heard.findings if one.severity == "error"]
    assert (heard.error, errors) == (None, [])


def test_the_same_content_gives_the_same_bytes():
    assert pdf.render(small()) == pdf.render(small())


def test_the_title_and_the_language_are_in_the_file():
    with pymupdf.open(stream=pdf.render(empty(), language="es")) as document:
        assert document.metadata["title"] == "Lo que dijo 1 persona"
        assert document.xref_get_key(document.pdf_catalog(), "Lang") == ("string", "es")


def test_every_page_of_an_invented_report_says_so():
    with pymupdf.open(stream=pdf.render(replace(small(), invented=True))) as document:
        assert all("Invented answers, for demonstration" in leaf.get_text() for leaf in document)


def test_page_and_pdf_say_the_same_words():
    told = " ".join(words_of(pdf.render(small())).split())
    for sentence in (
        "Read these 9 passages and you have met every theme and every disagreement",
        "I rang eleven times before anyone picked up, and then the line went dead.",
        "Suggested by the machine, to be read by a person",
        "theme = T01, each respondent once",
    ):
        assert sentence in told


@pytest.mark.parametrize(("text", "language"), HARD)
def test_people_are_quoted_in_any_script(text, language):
    assert len(pdf.render(holding(text, language))) > 10_000


def test_markup_of_the_typesetter_is_only_words():
    told = words_of(pdf.render(holding('#panic("x") $x$ *b* _i_ `c` @ref <label> \\ = h')))
    assert '#panic("x") $x$ *b* _i_ `c` @ref <label> \\ = h' in told


def test_a_character_without_a_font_is_shown_by_its_number_and_counted():
    told = " ".join(words_of(pdf.render(holding("cuneiform \U00012000 here"))).split())
    assert "cuneiform [U+12000] here" in told
    assert "In 1 place a character is shown by its number" in told
    assert "shown by its number" not in words_of(pdf.render(empty()))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=120))
@example("\ufeff")
@example("\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1ec\U0001f1e7 1\ufe0f\u20e3")
@example("\u202eright to left\u202c \u2066isolated\u2069")
@example("\u0301\u094d\u0e33\u115f\u3164\u2800\ufffc")
def test_no_text_breaks_the_file(text):
    assert pdf.render(holding(text)).startswith(b"%PDF")


def test_a_table_too_wide_for_a_page_is_set_in_parts_and_loses_no_cell():
    names = tuple(f"Group {n}" for n in range(1, 31))
    rows = (("T01", "one", tuple(HeatCell(n, 40) for n in range(1, 31))),)
    content = replace(small(), heats=(Heat("programme", names, rows),), n_groups=30)
    told = " ".join(words_of(pdf.render(content)).split())
    assert all(f"{n} of 40" in told for n in range(1, 31))
    assert [part in told for part in ("(1–12 / 30)", "(13–24 / 30)", "(25–30 / 30)")] == [True] * 3
