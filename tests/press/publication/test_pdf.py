"""report.pdf of a published report: tagged, valid, whole, the same each time, with nothing that should not be in it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import page as page_validation
import pymupdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from outloud import check

from reflectory.press.publication.content import Alternate, Picture, Quotes, Words
from reflectory.press.publication.pdf import render_pdf
from tests.press.publication.sample import HOSTILE, PLANTED, bare, large, next_year, picture, sample


def opened(pdf):
    return pymupdf.open(stream=pdf)


def told(pdf):
    """Every word of the file, in one line."""
    with opened(pdf) as document:
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


@cache
def made(name):
    """Set once for all tests that look at it."""
    return render_pdf(MADE[name]())


@pytest.mark.parametrize("name", MADE)
def test_a_report_is_valid_pdf_ua_and_reads_aloud_without_an_error(name, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(made(name))
    found = page_validation.validate_pdf(path, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in found.failures] == []
    assert found.is_compliant
    heard = check(str(path))
    errors = [(one.rule, one.message, one.evidence) for one in heard.findings if one.severity == "error"]
    assert (heard.error, errors) == (None, [])


def test_the_same_content_gives_the_same_bytes():
    assert render_pdf(sample()) == made("sample")


def test_what_the_file_says_of_itself_is_about_the_report_and_its_release_day():
    with opened(made("sample")) as document:
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
    with opened(made("sample")) as document:
        silent = [
            leaf.number
            for leaf in document
            if "Everything here is invented, for demonstration." not in leaf.get_text()
        ]
    assert silent == []


def test_the_paper_says_what_the_report_says():
    words = told(made("sample"))
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
        *(one.action for one in publication.section("became").items),
        *(reason.why for one in publication.section("became").items[:3] for reason in one.reasons),
        "Decisions on 3 pieces of advice: 11 to adopt, 5 to adapt, 5 to reject.",
        "Too few have decided on it to tell of without pointing at somebody.",
        "If departments whose managers never spoke first told as much.",
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
    with opened(made("sample")) as document:
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
    for name in ("sample", "next year"):
        publication = MADE[name]()
        with opened(made(name)) as document:
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
    with opened(made("sample")) as document:
        titles = [title for _level, title, _page in document.get_toc()]
        assert [part.title for part in sample().sections if part.title not in titles] == []
        links = [link for leaf in document for link in leaf.get_links()]
        outside = {link["uri"] for link in links if "uri" in link}
        assert outside == {"mailto:learning@tidewater.example.org"}
        assert len(links) > 80


def test_what_a_claim_means_stays_on_one_page_however_much_is_advised():
    part = sample().section("recommendations")
    many = tuple(
        replace(
            part.items[0],
            anchor=f"more-{n}",
            action=f"Do thing {n}, of which there are many, this week or next.",
        )
        for n in range(14)
    )
    sections = tuple(
        replace(one, items=one.items + many) if one.kind == "recommendations" else one
        for one in sample().sections
    )
    with opened(render_pdf(replace(sample(), sections=sections))) as document:
        (claim,) = [leaf.number for leaf in document if "Takeaway 1 of 3" in leaf.get_text()]
        meant = " ".join(document[claim + 1].get_text().split())
        assert "Do thing 0," in meant
        assert "Do thing 13," in meant
        assert "Contradicts" in meant  # the voice against it is the last to go
        assert "Takeaway 2 of 3" in document[claim + 2].get_text()


def test_a_heading_never_stands_alone_at_the_foot_of_a_page():
    for name in ("sample", "next year", "large"):
        with opened(made(name)) as document:
            alone = [
                (leaf.number + 1, title)
                for leaf in document
                for level, title, page in document.get_toc()
                if level == 1 and page == leaf.number + 1
                for box in leaf.search_for(title.split()[0])
                if box.height > 17 and box.y1 > 760
            ]
            assert alone == []


def test_the_report_says_in_which_other_languages_it_can_be_read():
    report = replace(bare(), alternates=(Alternate("es", "https://es.example.org/informe/"),))
    with opened(render_pdf(report)) as document:
        assert "Español" in document[-1].get_text()
        assert [link["uri"] for link in document[-1].get_links() if "uri" in link] == [
            "https://es.example.org/informe/"
        ]


def test_a_figure_leads_to_how_it_was_counted():
    with opened(made("sample")) as document:
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
    whole = made("sample")
    assert [
        mark for mark in (b"Exif", b"Photoshop", b"GPS", b"/tmp", b"/work", b"/home") if mark in whole
    ] == []


def test_a_character_without_a_font_is_shown_by_its_number_and_counted():
    words = told(render_pdf(saying("cuneiform \U00012000 here")))
    assert "cuneiform [U+12000] here" in words
    assert "In 1 place a character is shown by its number" in words
    assert "shown by its number" not in told(made("bare"))


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
