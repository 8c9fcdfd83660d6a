import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine.reference import segments as reference
from reflectory.engine.segments import LONG_SENTENCE, SHORT_TEXT, excerpts, n_words, sentences
from reflectory.engine.spans import Span

# One sentence per line of each list; joined with a space (or nothing) they must fall apart again.
WRITTEN = {
    "en": [
        "Dr. Hale and Mrs. Ode met at 5 p.m. on Main St. near No. 7.",
        "It cost $3.50, i.e. far less than the approx. 12.5 hours we lost.",
        'He said: "Is it open?" and left.',
        '"Never again!"',
        "(It rained.)",
        "We met J. K. Rowan of the U.S. Department of Parks.",
        "So did I.",
        "Vitamin C.",
        "The end was near in the U.S.",
        "It was quiet...",
        "Then ... I think ... nothing.",
        "they closed it!!!",
        "Why?!",
        "It opened in 2019.",
        "The path, etc.",
        "We like plan B.",
        "They do not.",
        "Go to page 12.",
        "Ask for J. Rowan.",
        "I said no.",
        "Bring Buses Inc. drivers.",
    ],
    "de": [
        "Am 3. Mai kam Hr. Dr. Moser, z. B. mit dem Bus.",
        "Das war im Jahr 2019.",
        "Die Stadt hat z.B. Bäume, Bänke usw. gepflanzt.",
        "»Und der Park?«",
        "Er ist ca. 3,5 km lang.",
    ],
    "es": ["El Sr. Pérez vive en la Av. Central, p. ej. hoy.", "¿Por qué?", "¡Porque sí!", "Los EE.UU. no."],
    "fr": ["« Bonjour ! » dit M. Dupont.", "Pourquoi ?", "Parce que Mme Roy, cf. p. 12, est là."],
    "pt": ["A Sra. Lima mora na Av. Norte.", "Por quê?", "Chegou às 5 p.m. e saiu, etc."],
    "ru": ["Парк закрыт.", "Почему?", "Никто не знает!"],
    "ar": ["هل الحديقة مفتوحة؟", "نعم، كل يوم.", "شكرا"],
    "hi": ["बस देर से आती है।", "हम रोज़ इंतज़ार करते हैं।"],
}


@pytest.mark.parametrize("language", WRITTEN)
def test_written_sentences_fall_apart_where_they_were_joined(language):
    text = " ".join(WRITTEN[language])
    assert [text[a:b] for a, b in sentences(text, language)] == WRITTEN[language]


@pytest.mark.parametrize("language", WRITTEN)
def test_without_a_language_the_rules_of_all_are_used(language):
    text = " ".join(WRITTEN[language])
    assert [text[a:b] for a, b in sentences(text)] == WRITTEN[language]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公園は遠い。駐車場はない！なぜ？", ["公園は遠い。", "駐車場はない！", "なぜ？"]),
        ("「行く。」と言った。「来る。」雨だ。", ["「行く。」と言った。", "「来る。」", "雨だ。"]),
        ("它很远\n。很好", ["它很远\n。", "很好"]),
        ("Staff was good.They helped me.I left.", ["Staff was good.", "They helped me.", "I left."]),
        ("See www.Example.Com or Node.js today", ["See www.Example.Com or Node.js today"]),
        (
            "1. Parking\n2. Buses\n- shade • seats\n\n• trees",
            ["1. Parking", "2. Buses", "- shade", "• seats", "• trees"],
        ),
        ("a. first b) second", ["a. first b) second"]),
        ("Very kind! 😀", ["Very kind! 😀"]),
        ("Very kind.\n😀", ["Very kind.", "😀"]),
        ("... ! well", ["... ! well"]),
        ("Good . . . bad. Ok .", ["Good . . . bad.", "Ok ."]),
        ("Good . Bad", ["Good .", "Bad"]),
        ("Mr. Antidisestablishment. Then", ["Mr. Antidisestablishment.", "Then"]),
        ("Der 3. Oktober ist frei.", ["Der 3. Oktober ist frei."]),
        ("Grade ß. Next", ["Grade ß. Next"]),
        ("Item 中. Next", ["Item 中.", "Next"]),
        ('It was "slow." but fine.', ['It was "slow." but fine.']),
        ("", []),
        (" \n\t\u2028 ", []),
    ],
)
def test_marks_of_other_scripts_bullets_and_loose_typing(text, expected):
    assert [text[a:b] for a, b in sentences(text)] == expected


WRAPPED = """The committee met in the old library to talk about the
buses, which had been late every morning since the new
timetable was printed, and about what the drivers at the
Northgate depot had to say on it. Nobody had asked them
before. They had a list of six stops where the road is
(as they put it) too narrow for two buses to pass.

A second meeting is planned"""


def test_a_line_that_a_program_wrapped_does_not_end_a_sentence():
    assert [" ".join(WRAPPED[a:b].split()) for a, b in sentences(WRAPPED)] == [
        "The committee met in the old library to talk about the buses, which had been late every morning "
        "since the new timetable was printed, and about what the drivers at the Northgate depot had to say "
        "on it.",
        "Nobody had asked them before.",
        "They had a list of six stops where the road is (as they put it) too narrow for two buses to pass.",
        "A second meeting is planned",
    ]


def test_a_short_line_or_a_list_item_ends_where_its_line_ends():
    text = "Bus stop\nat the school\nA long line of words that nobody wrapped at all, only\n- shade\nand more"
    assert [text[a:b] for a, b in sentences(text)] == [
        "Bus stop",
        "at the school",
        "A long line of words that nobody wrapped at all, only",
        "- shade",
        "and more",
    ]


def test_words_are_counted_in_scripts_with_and_without_spaces():
    texts = ["", "Staff were kind.", "très bien", "公園の駐車場", "Bus と train", "รถเมล์"]
    assert [n_words(text) for text in texts] == [0, 3, 2, 3, 3, 3]


@settings(max_examples=30, deadline=None)
@given(st.text())
def test_words_are_counted_as_one_character_at_a_time_would(text):
    assert n_words(text) == reference.n_words(text)


SENTENCE = st.builds(
    lambda words, end: " ".join(words) + end,
    st.lists(
        st.sampled_from(["bus", "Park", "etc.", "3.5", "J.", "公園", "“slow”"]),
        min_size=1,
        max_size=60,
    ),
    st.sampled_from([".", "!", "?", "...", "。", "", ";"]),
)
PROSE = st.lists(SENTENCE, max_size=14).flatmap(
    lambda s: st.lists(
        st.sampled_from([" ", "  ", "\n", "\n\n", "\r\n", " • "]), min_size=len(s), max_size=len(s)
    ).map(lambda gaps: "".join(a + b for a, b in zip(s, gaps, strict=True)))
)
MARKS = st.text(alphabet=list("aBi1I.!?…。」と \n\r\t\u2028•-\"'»«()éß中र।😀\u0301\ud800"))
ANYTHING = st.one_of(st.text(), PROSE, MARKS)


def in_order(spans):
    return all(a.end <= b.start for a, b in pairwise(spans)) and all(a < b for a, b in spans)


@settings(max_examples=30, deadline=None)
@given(ANYTHING, st.sampled_from(["und", "en", "de-AT", "zz"]))
def test_sentences_are_in_order_inside_and_hold_every_character(text, language):
    spans = sentences(text, language)
    assert in_order(spans)
    assert reference.uncovered(text, spans) == ""
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)


@settings(max_examples=30, deadline=None)
@given(ANYTHING)
def test_excerpts_are_runs_of_whole_sentences_and_hold_every_character(text):
    spans = excerpts(text)
    assert in_order(spans)
    assert reference.uncovered(text, spans) == ""
    if n_words(text) > SHORT_TEXT:
        pieces = [s for s in sentences(text) if n_words(text[slice(*s)]) <= LONG_SENTENCE]
        assert [p for p in pieces if not any(a <= p.start and p.end <= b for a, b in spans)] == []
        starts, ends = {s.start for s in sentences(text)}, {s.end for s in sentences(text)}
        long = [s for s in sentences(text) if s not in pieces]
        loose = [s for s in spans if s.start not in starts or s.end not in ends]
        assert all(any(s.start < a.end and a.start < s.end for a in long) for s in loose)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 70), min_size=1, max_size=9))
def test_excerpts_of_one_paragraph_are_nearly_as_even_as_the_fairest_cut(lengths):
    text = " ".join("W" + " w" * (n - 1) + "." for n in lengths)
    spans = excerpts(text)
    longest = max(n_words(text[a:b]) for a, b in spans)
    assert longest <= reference.shortest_longest_run(lengths, len(spans)) + max(lengths)


def words(n, end="."):
    return "Word" + " word" * (n - 1) + end


def test_a_short_text_is_one_excerpt_without_its_outer_space():
    text = f"  {words(60)}\n\n{words(60)} \n"
    assert excerpts(text) == [Span(2, len(text) - 2)]
    assert excerpts(" \n") == []


def test_a_longer_text_is_cut_at_paragraphs_and_between_sentences():
    text = "\n\n".join([words(50), words(60), " ".join([words(20)] * 6), words(45)])
    assert [n_words(text[a:b]) for a, b in excerpts(text)] == [50, 60, 60, 60, 45]
    assert not any("\n" in text[a:b] for a, b in excerpts(text))


def test_headings_and_bullets_join_their_neighbours():
    text = "\n".join(["Buses", words(70), "Parks", words(70), *["- more shade please"] * 10])
    assert [text[a:b].split("\n")[0][:5] for a, b in excerpts(text)] == ["Buses", "Parks", "- mor"]


def test_the_length_of_an_excerpt_can_be_chosen():
    text = " ".join([words(10)] * 20)
    assert [n_words(text[a:b]) for a, b in excerpts(text, words=(20, 40))] == [40] * 5


def test_a_sentence_without_an_end_is_cut_at_commas_then_at_spaces_then_anywhere():
    commas = ", ".join(["one two three four five six seven eight nine ten"] * 30)
    assert {commas[b - 1] for _, b in excerpts(commas)[:-1]} == {","}
    spaces = words(300, "")
    assert [n_words(spaces[a:b]) for a, b in excerpts(spaces)] == [74, 75, 75, 76]
    unspaced = "字" * 1000
    assert [b - a for a, b in excerpts(unspaced)] == [166, 167, 167, 166, 167, 167]


def test_a_cut_never_parts_an_accent_from_its_letter():
    text = "字\u0301" * 500
    assert all(re.match("字", text[a:b]) for a, b in excerpts(text))


def test_a_very_long_run_of_marks_or_spaces_takes_no_quadratic_time():
    for text in ("." * 90_000 + "x", ". " * 40_000, "ab.Cd" * 20_000, " " * 90_000, "a\r" * 9_000):
        assert reference.uncovered(text, sentences(text)) == ""
