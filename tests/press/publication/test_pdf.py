"""report.pdf of a published report: tagged, valid, whole, the same each time, with nothing that should not be in it."""

from __future__ import annotations

from dataclasses import replace

import page as page_validation
import pymupdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from outloud import check

from reflectory.press.publication.content import Picture, Quotes, Words
from reflectory.press.publication.pdf import render_pdf
from tests.press.publication.sample import HOSTILE, PLANTED, bare, large, next_year, picture, sample


def opened(made):
    return pymupdf.open(stream=made)


def told(made):
    """Every word of the file, in one line."""
    with opened(made) as document:
        text = " ".join(leaf.get_text() for leaf in document)
    return " ".join(text.replace("\u200b", "").split())


def saying(text, language="und"):
    """A report with one quote."""
    quote = Words("q", text, language, language in ("ar", "he"), "Somebody")
    return replace(bare(), sections=(Quotes("quotes", "Quotes", (), (quote,)),))


MADE = {
    "sample": sample,
    "next year": next_year,
    "bare": bare,
    "large": lambda: large(1),
    "spanish": lambda: replace(sample(), language="es"),
    "right to left": lambda: replace(sample(), language="ar"),
    "cover": lambda: replace(
        sample(), cover=Picture("cover.png", picture(120, 80), "A porch", "Drawing: Tidewater")
    ),
}


@pytest.mark.parametrize("name", MADE)
def test_a_report_is_valid_pdf_ua_and_reads_aloud_without_an_error(name, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(render_pdf(MADE[name]()))
    found = page_validation.validate_pdf(path, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in found.failures] == []
    assert found.is_compliant
    heard = check(str(path))
    errors = [(one.rule, one.message, one.evidence) for one in heard.findings if one.severity == "error"]
    assert (heard.error, errors) == (None, [])


def test_the_same_content_gives_the_same_bytes():
    assert render_pdf(sample()) == render_pdf(sample())


def test_what_the_file_says_of_itself_is_about_the_report_and_its_release_day():
    with opened(render_pdf(sample())) as document:
        about = document.metadata
        assert (about["title"], about["author"], about["keywords"]) == (
            "Reflect and reimagine: What a year beside 173 governments taught us",
            "Tidewater Learning Partnership",
            "Tidewater Learning Partnership, 2021, What we learned in 2021",
        )
        assert about["creationDate"].startswith("D:20220120")
        assert about["modDate"].startswith("D:20220120")
        assert document.xref_get_key(document.pdf_catalog(), "Lang") == ("string", "en-GB")


def test_every_page_of_an_invented_report_says_so():
    with opened(render_pdf(sample())) as document:
        silent = [
            leaf.number
            for leaf in document
            if "Everything here is invented, for demonstration." not in leaf.get_text()
        ]
    assert silent == []


def test_the_paper_says_what_the_report_says():
    words = told(render_pdf(sample()))
    publication = sample()
    sentences = [
        *(part.title for part in publication.sections),
        *(one.claim for one in publication.takeaways),
        *(point.text for one in publication.takeaways for point in one.points),
        *(line for one in publication.takeaways for line in (*one.how.judged, *one.how.not_heard)),
        *(one.action for one in publication.section("recommendations").items),
        *(one.first_step for one in publication.section("recommendations").items),
        *(one.text for one in publication.section("share").texts),
        *(one.text for one in publication.section("corrections").items),
        *(one.name for one in publication.section("where").places),
        *(one.rule for one in publication.figures),
        publication.section("where").note,
        "600+",
        "631 exactly",
        "between 10 and 18",
        "Too few people to tell of without pointing at somebody",
        "Withdrawn on 3 March 2022 by the person who said it.",
    ]
    plain = words.replace(" ", "").replace("\u202f", "")
    assert [one for one in sentences if "".join(one.split()) not in plain] == []


def test_words_are_set_as_they_were_said():
    words = told(render_pdf(saying(HOSTILE))).replace(" ", "")
    assert HOSTILE.replace(" ", "") in words


def test_nothing_planted_is_in_any_byte():
    with opened(render_pdf(sample())) as document:
        parts = [document.get_xml_metadata(), str(document.metadata)]
        parts += [leaf.get_text() for leaf in document]
        # Attributes of tags, alternative texts and whatever else is in an object or its stream.
        for number in range(1, document.xref_length()):
            parts.append(document.xref_object(number))
            if document.xref_is_stream(number):
                parts.append((document.xref_stream(number) or b"").decode("latin-1"))
    whole = " ".join("".join(parts).split())
    assert [
        secret for secret in PLANTED if secret in whole or secret.encode("utf-16-be").hex() in whole
    ] == []


def test_a_left_page_has_the_claim_and_the_right_page_beside_it_what_it_means():
    for make in (sample, next_year):
        publication = make()
        with opened(render_pdf(publication)) as document:
            pages = ["".join(leaf.get_text().split()) for leaf in document]
            n = len(publication.takeaways)
            claims = [
                next(i for i, page in enumerate(pages, 1) if f"Takeaway{number}of{n}" in page)
                for number in range(1, n + 1)
            ]
            assert [page % 2 for page in claims] == [0] * n
            meant = ["".join(one.paragraphs[0].split()) for one in publication.takeaways]
            assert [line in pages[page] for line, page in zip(meant, claims, strict=True)] == [True] * n


def test_the_contents_lead_to_every_section_and_every_link_stays_in_the_file():
    with opened(render_pdf(sample())) as document:
        titles = [title for _level, title, _page in document.get_toc()]
        assert [part.title for part in sample().sections if part.title not in titles] == []
        links = [link for leaf in document for link in leaf.get_links()]
        outside = {link["uri"] for link in links if "uri" in link}
        assert outside == {"mailto:learning@tidewater.example.org"}
        assert len(links) > 80


def test_a_figure_leads_to_how_it_was_counted():
    with opened(render_pdf(sample())) as document:
        rule = "Two applications that were sent twice count once."
        counted = next(
            leaf.number
            for leaf in document
            if rule in " ".join(leaf.get_text().split()).replace("\u200b", "")
        )
        names = document.resolve_names()
        seen = [
            names.get(link.get("nameddest"), {}).get("page", link.get("page"))
            for leaf in document
            if "600+" in leaf.get_text()
            for link in leaf.get_links()
            if "600+" in leaf.get_textbox(link["from"])
        ]
    assert seen == [counted]


def test_no_picture_tells_where_it_was_taken():
    made = render_pdf(sample())
    assert [
        mark for mark in (b"Exif", b"Photoshop", b"GPS", b"/tmp", b"/work", b"/home") if mark in made
    ] == []


def test_a_character_without_a_font_is_shown_by_its_number_and_counted():
    words = told(render_pdf(saying("cuneiform \U00012000 here")))
    assert "cuneiform [U+12000] here" in words
    assert "In 1 place a character is shown by its number" in words
    assert "shown by its number" not in told(render_pdf(bare()))


def test_a_report_with_nothing_in_its_sections_can_be_set():
    lists = ("paragraphs", "items", "figures", "quotes", "rows", "not_heard", "texts", "places")
    sections = tuple(
        replace(part, title="", **{name: () for name in lists if hasattr(part, name)})
        for part in sample().sections
    )
    for publication in (replace(sample(), sections=sections), replace(bare(), sections=(), title="")):
        assert render_pdf(publication).startswith(b"%PDF")


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=120))
@example("\ufeff")
@example('#panic("x") $x$ *b* _i_ `c` @ref <label> \\ = h')
@example("\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f1ec\U0001f1e7 1\ufe0f\u20e3")
@example("\u202eright to left\u202c \u2066isolated\u2069")
def test_no_text_breaks_the_file(text):
    publication = replace(
        saying(text), title=text, strap=text, organisation=text, invented=text, contact=text
    )
    assert render_pdf(publication).startswith(b"%PDF")
