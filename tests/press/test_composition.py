"""What the report says, before it is set: its sentences, and that nothing vanishes."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflectory.press.exploration.compose import compose
from reflectory.press.exploration.compose.comparing import shade
from reflectory.press.exploration.compose.nouns import KNOWN, both, counted
from reflectory.press.exploration.compose.words import STRETCHES, Words, starts_right
from reflectory.press.exploration.content import Accounting, Curve, HeatCell, Interval, Reason, Step
from reflectory.press.language import language
from reflectory.press.plain import plain, visible
from tests.press.sample import COUNCILS, empty, large, quote, small, theme, undated

PARTS = {
    "read", "reading", "glance", "themes", "groups", "time", "kinds", "campaigns", "unplaced", "enough",
    "number", "method", "limits", "versions",
}  # fmt: skip


def texts(piece):
    """Every string of a report."""
    if isinstance(piece, dict):
        for key, value in piece.items():
            if key not in ("kind", "look", "source", "key"):
                yield from texts(value)
    elif isinstance(piece, list):
        for value in piece:
            yield from texts(value)
    elif isinstance(piece, str):
        yield piece


def said(content, code="en"):
    return "\n".join(texts(plain(compose(content, language=code))))


def section(content, key):
    return next(part for part in compose(content).sections if part.key == key)


@pytest.mark.parametrize(
    "content", [large(), small(), empty(), undated(grouped=True), undated(grouped=False)]
)
def test_every_part_is_there_whatever_the_data(content):
    parts = compose(content).sections
    assert {part.key for part in parts} == PARTS
    assert all(part.blocks and part.title and part.station for part in parts)


def test_titles_say_who_where_and_when():
    assert compose(large()).title == "What 412 people said, in 12 councils, 2019\u00a0to\u00a02023"
    assert compose(small()).title == "What 31 people said, in 8 programmes, 2021\u00a0to\u00a02023"
    assert compose(empty()).title == "What 1 person said"
    one_year = replace(small(), first_day=small().last_day)
    assert compose(one_year).title == "What 31 people said, in 8 programmes, 2023"
    assert compose(replace(empty(), n_texts=0)).title == "No answer in one.txt could be used"
    assert (
        compose(large(), language="es").title
        == "Lo que dijeron 412 personas, en 12 ayuntamientos, 2019\u00a0a\u00a02023"
    )


def test_a_small_report_leads_with_what_to_read_and_has_no_percentage():
    keys = [part.key for part in compose(small()).sections]
    assert keys[:3] == ["read", "reading", "glance"]
    assert "%" not in said(small()).replace("%(", "")


def test_a_large_report_leads_with_the_themes_and_gives_ranges_in_words():
    assert [part.key for part in compose(large()).sections][:3] == ["read", "glance", "reading"]
    assert "Between 30\u202f% and 42\u202f% if we had asked others like them." in said(
        replace(large(), themes=(replace(large().themes[0], prevalence=Interval(0.36, 0.30, 0.42)),))
    )


def test_without_themes_what_was_said_comes_first():
    assert [part.key for part in compose(empty()).sections][:2] == ["read", "unplaced"]


def test_an_order_of_reading_promises_no_more_than_it_holds():
    whole = small()
    assert section(whole, "reading").title == (
        "Read these 9 passages and you have met every theme and every disagreement"
    )
    without = tuple(replace(step, disagrees=()) for step in whole.reading_order)
    assert section(replace(whole, reading_order=without), "reading").title == (
        "Read these 9 passages and you have met every theme"
    )
    assert section(replace(whole, reading_order=without[:4]), "reading").title == (
        "Read these 4 passages and you have met 4 of 9 themes"
    )
    assert section(replace(whole, reading_order=()), "reading").title == "There is no order of reading"


def test_the_sum_of_the_rows_is_said_and_every_row_is_listed():
    told = said(large())
    assert "431 rows received = 412 used + 16 excluded + 3 failed." in told
    assert "Excluded, the cell is empty: rows 4–6, 19, 44–45, 77, 101, 230–232." in told
    assert section(large(), "read").title == "412 of 431 rows received were used"
    assert section(small(), "read").title == "All 31 rows received were used"
    assert section(empty(), "read").title == "The one row received was used"


def test_rows_that_are_cut_or_unlisted_lead_to_run_json():
    reasons = (
        Reason("cut", (1, 2), ("row 1",), 9),
        Reason("unlisted", (), (), 4),
        Reason("places only", (), ("a.docx", "b.docx"), 2),
    )
    told = said(replace(large(), accounting=Accounting(20, 5, 15, 0, reasons, ())))
    assert "Excluded, cut: rows 1–2 and others, all in run.json." in told
    assert "Excluded, unlisted: rows listed in run.json." in told
    assert "Excluded, places only: rows a.docx, b.docx." in told


@given(st.lists(st.integers(1, 5000), max_size=60))
def test_a_row_list_names_exactly_the_rows(rows):
    listed = Words(empty(), language("en")).row_list(rows)
    named = set()
    for stretch in filter(None, listed.split(", ")):
        first, _, last = stretch.partition("–")
        named.update(range(int(first), int(last or first) + 1))
    assert named == set(rows)


def test_a_row_list_too_long_to_print_says_how_many_are_left():
    rows = range(0, 2 * (STRETCHES + 7), 2)
    assert Words(empty(), language("en")).row_list(rows).endswith(", and 7 more, in run.json")


@pytest.mark.parametrize(
    ("verdicts", "sentence"),
    [
        (["rises", "rises", "falls", "no change seen", "one period"],
         "Over time, 2 themes rise, 1 falls, 1 shows no change and for 1 there is too little to say"),
        (["falls", "falls"], "Over time, 2 themes fall"),
        (["no change seen"], "Over time, 1 theme shows no change"),
        (["too few groups", "too few respondents"],
         "The answers carry too little to say whether any theme rises or falls"),
    ],
)  # fmt: skip
def test_change_is_told_in_a_sentence(verdicts, sentence):
    themes = tuple(
        replace(one, trend=replace(one.trend, verdict=verdict))
        for one, verdict in zip(large().themes, verdicts, strict=False)
    )
    assert section(replace(large(), themes=themes), "time").title == sentence


@pytest.mark.parametrize("verdict", ["no dates", "one period"])
def test_without_time_the_reason_stands_where_change_would(verdict):
    themes = tuple(
        replace(one, trend=replace(one.trend, verdict=verdict, points=())) for one in large().themes
    )
    content = replace(large(), themes=themes, periods=())
    assert section(content, "time").title == "Nothing is said about change"
    assert "so nothing is said about change." in said(content)


def test_a_verdict_unknown_to_us_is_shown_as_it_came():
    assert Words(large(), language("en")).verdict("wobbles") == "wobbles"


def test_groups_are_named_by_their_column_where_the_word_is_known():
    english, spanish = language("en"), language("es")
    assert counted(english, "City", 1) == "1 city"
    assert counted(english, "Municipality", 3) == "3 cities"
    assert counted(english, "Event State", 42) == "42 states"
    assert counted(english, "program_name", 2) == "2 programmes"
    assert counted(english, "", 2) == "2 groups"
    assert counted(english, "Site code", 2) == "2 values of Site code"
    assert counted(english, "code", 1) == "1 value of code"
    assert counted(spanish, "programme", 2) == "2 programas"


@pytest.mark.parametrize("noun", sorted(KNOWN))
def test_a_known_noun_has_a_plural_and_a_translation(noun):
    english, spanish = language("en"), language("es")
    assert counted(english, noun, 1) == f"1 {noun}"
    assert counted(english, noun, 2).startswith(f"2 {noun[:-1]}")
    assert counted(spanish, noun, 2) != counted(english, noun, 2)
    assert both(english, noun) == counted(english, noun, 2).replace("2", "both")
    assert both(spanish, noun).split(" ", 1)[1] == counted(spanish, noun, 2).split(" ", 1)[1]


@pytest.mark.parametrize(
    ("column", "n", "total", "phrase"),
    [
        ("council", 9, 12, "9 of 12 councils"),
        ("council", 12, 12, "all 12 councils"),
        ("council", 2, 2, "both councils"),
        ("council", 1, 1, "1 of 1 council"),
        ("Site", 36, 42, "36 of 42 (Site)"),
        ("Site", 42, 42, "all 42 values of Site"),
        ("Site", 2, 2, "both values of Site"),
    ],
)
def test_groups_of_groups_read_well(column, n, total, phrase):
    words = Words(replace(small(), group_column=column), language("en"))
    assert words.of_groups(n, total) == phrase


def test_one_group_or_no_group_says_why_there_is_no_table():
    assert "All answers come from one group" in said(undated(grouped=True))
    assert "No column was taken for a group" in said(undated(grouped=False))


def test_a_theme_without_a_known_spread_says_so():
    content = replace(large(), themes=(replace(large().themes[0], spread=None),))
    assert "not known" in said(content)


def test_a_theme_said_everywhere_says_so_and_a_share_without_a_range_says_why():
    told = said(large())
    assert "Nowhere: somebody says it in each" in told
    assert "No range: it is heard in one council only." in told
    assert "It would not stand without Dunmoor." in told


def test_no_difference_between_kinds_is_told_apart_from_no_kinds():
    assert "No theme differs between the values of role" in said(replace(large(), differences=()))
    assert "No second column of groups was named" in said(small())


def test_left_out_groups_are_counted():
    heat = replace(large().heats[0], left_out=3)
    assert "3 groups are left out here for width; all are in themes.csv." in said(
        replace(large(), heats=(heat,))
    )


def test_a_nearly_flat_curve_is_called_a_convenience_and_repeated_choices_are_named_once():
    assert "Take the number as a convenience." in said(small())
    assert "Take the number as a convenience." not in said(large())
    content = replace(small(), curve=Curve(((2, 0.1), (3, 0.2)), 2, 2, 3, flat=False))
    drawing = next(block for block in section(content, "number").blocks if hasattr(block, "drawing")).drawing
    assert drawing.source.count(">2, used here<") == 1
    assert ", coarse<" not in drawing.source


def test_a_curve_of_one_point_is_not_drawn():
    content = replace(
        small(),
        curve=replace(small().curve, points=((9, 0.4),)),
        saturation=replace(small().saturation, curve=((1, 1.0),)),
    )
    kinds = {type(block).__name__ for key in ("number", "enough") for block in section(content, key).blocks}
    assert "Figure" not in kinds


def test_many_languages_are_cut_and_counted():
    languages = tuple((f"l{n}", f"Language {n}", 1) for n in range(40))
    assert "Language 11 (1) and 28 more languages." in said(replace(large(), languages=languages))


def test_nothing_without_a_theme_is_said_too():
    assert "Every passage stands in a theme." in said(replace(large(), unassigned_segments=0))
    assert "No passage was read." in said(replace(empty(), unassigned_segments=0))


def test_sentences_that_come_with_the_content_keep_their_language():
    spanish = plain(compose(large(), language="es"))
    reasons = [cell for cell in _cells(spanish) if cell["text"] == "the cell is empty"]
    assert [cell["lang"] for cell in reasons] == ["en"]
    english = plain(compose(large()))
    assert {cell["lang"] for cell in _cells(english)} == {""}


def _cells(piece):
    if isinstance(piece, dict):
        if piece.get("kind") == "cell":
            yield piece
        for value in piece.values():
            yield from _cells(value)
    elif isinstance(piece, list):
        for value in piece:
            yield from _cells(value)


def test_a_quote_says_where_it_stands_and_that_many_sent_it():
    words = Words(small(), language("en"))
    shown = words.quoted(replace(quote(4, "Enough.", council="Arlen"), campaign="L7", language="und"))
    assert shown.source == ("R0004", "row 5", "Arlen", "officer", "5 May 2023", "a letter sent by many (L7)")
    assert shown.reference == "interviews/, " + ", ".join([*shown.source, "characters 0 to 7"])
    assert shown.lang == ""
    assert words.quoted(replace(quote(4, "x"), id="row 5")).source[0:1] == ("row 5",)
    assert words.quoted(replace(quote(4, "x"), id="row 5")).source.count("row 5") == 1


def test_the_first_letter_with_a_direction_decides():
    assert [starts_right(text) for text in ("12 שלום", "abc שלום", "…", "")] == [True, False, False, False]


def test_shades_follow_shares_and_nobody_is_never_shaded():
    assert [shade(HeatCell(says, 10), 1.0) for says in (0, 1, 5, 10)] == [0, 1, 2, 5]
    assert shade(HeatCell(0, 0), 0.5) == 0
    assert shade(HeatCell(1, 100), 1.0) == 1


@pytest.mark.parametrize(
    ("mean", "verdict", "figure"),
    [
        (1.0, "steady", "overlap 1.00"),
        (0.75, "steady", "overlap 0.75"),
        (0.746, "steady", "overlap 0.75"),
        (0.67, "fairly steady", "overlap 0.67"),
        (0.5, "fairly steady", "overlap 0.50"),
        (0.494, "loose: one reading among several", "overlap 0.49"),
        (0.0, "loose: one reading among several", "overlap 0.00"),
    ],
)
@pytest.mark.parametrize("content", [small(), large()])
def test_repeatability_is_said_as_an_overlap(content, mean, verdict, figure):
    words = Words(content, language("en"))
    one = replace(content.themes[0], repeatability=mean)
    assert (words.steadiness(one), words.overlap(one)) == (verdict, figure)


def test_an_overlap_is_written_as_the_reader_writes_numbers():
    one = replace(small().themes[0], repeatability=0.7)
    assert Words(small(), language("es")).overlap(one) == "solapamiento 0,70"


@pytest.mark.parametrize("content", [small(), large()])
def test_repeatability_is_never_told_as_a_frequency(content):
    told = said(content)
    assert (
        "Overlap 0.71 when a fifth of the answers is left out. This is steadiness, not correctness." in told
    )
    assert re.search(r"\d runs\b|every second|almost always|most times", told) is None


def opening(*figures):
    """The first paragraph for themes a, b, c ... given as (groups of 12, people of 412, repeatability)."""
    base = theme(0, small=False, dated=True, grouped=True, total=412)
    themes = tuple(
        replace(
            base,
            key=f"T{i:02d}",
            label="abcdefgh"[i],
            n_respondents=people,
            repeatability=again,
            prevalence=Interval(people / 412, None, None),
            spread=replace(base.spread, n_groups=groups),
        )
        for i, (groups, people, again) in enumerate(figures)
    )
    return compose(replace(large(), themes=themes)).lead[0].replace("\u202f", " ")


def test_a_loose_theme_does_not_lead_however_large():
    assert opening((12, 206, 0.3), (9, 103, 0.8), (6, 41, 0.6)) == (
        "Most widely heard of the steadier themes: “b”, in 9 of 12 councils, by 103 of 412 people, 25 %. "
        "Next comes “c” (in 6 of 12 councils, by 41 of 412 people, 10 %). "
        "Larger but looser: “a” (in all 12 councils, by 206 of 412 people, 50 %)."
    )


def test_a_loose_theme_that_is_smaller_is_passed_over():
    assert opening((9, 103, 0.8), (6, 41, 0.3)) == (
        "Most widely heard: “a”, in 9 of 12 councils, by 103 of 412 people, 25 %."
    )
    assert opening((9, 103, 0.8), (8, 82, 0.3), (6, 41, 0.6)) == (
        "Most widely heard of the steadier themes: “a”, in 9 of 12 councils, by 103 of 412 people, 25 %. "
        "Next comes “c” (in 6 of 12 councils, by 41 of 412 people, 10 %)."
    )


def test_many_larger_loose_themes_are_cut_and_counted():
    told = opening((4, 41, 0.9), *((9, 200 - i, 0.2) for i in range(5)))
    assert told.endswith("“d” (in 9 of 12 councils, by 198 of 412 people, 48 %) and 2 more themes.")


def test_where_every_theme_is_loose_it_is_said():
    assert opening((9, 103, 0.3), (6, 41, 0.2)).endswith("Every theme is loose: one reading among several.")
    assert opening((9, 103, 0.3)).endswith("The theme is loose: one reading among several.")


def test_what_cannot_be_shown_is_shown_by_its_number():
    assert visible("a\x00b\x9fc\ud800d\n\te") == "a[U+0000]b[U+009F]c[U+D800]d\n\te"


def test_plain_keeps_every_field():
    report = compose(empty())
    assert {field.name for field in fields(report)} | {"kind"} == set(plain(report))


def test_a_theme_met_only_as_a_key_is_still_named():
    content = replace(small(), reading_order=(Step(quote(1, "x"), (), ("T99",)),))
    assert "a disagreement in T99" in said(content)


def test_one_theme_in_one_group_reads_well():
    one = theme(0, small=True, dated=False, grouped=True, total=3)
    content = replace(undated(grouped=True), themes=(one,), reading_order=())
    assert (
        compose(content)
        .lead[0]
        .startswith("Most widely heard: “waiting, phone, answer”, in all 8 councils, by 18 of 31 people.")
    )
    assert COUNCILS[0] in said(content)
