import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine.spans import BrokenSpan, Span, check, digest, quote

TEXT = "Parking is hard. Staff are kind. 😀 Très bien."


def test_a_span_counts_code_points_and_its_end_is_exclusive():
    assert quote(TEXT, Span(17, 32)) == "Staff are kind."
    assert quote(TEXT, Span(33, 34)) == "😀"
    assert quote(TEXT, Span(35, 45)) == "Très bien."


def test_a_digest_is_the_blake2b_of_the_words_alone():
    assert digest("abc", Span(0, 3)) == "cf4ab791c62b8d2b2109c90275287816"
    assert digest("xx abc", Span(3, 6)) == digest("abc", Span(0, 3))


@pytest.mark.parametrize(
    ("span", "message"),
    [
        (Span(4, 4), "span 4–4 is empty, backward or negative"),
        (Span(5, 2), "span 5–2 is empty, backward or negative"),
        (Span(-3, 2), "span -3–2 is empty, backward or negative"),
        (Span(0, 46), "span 0–46 reaches beyond the text, which has 45 characters"),
    ],
)
def test_a_span_that_is_not_in_the_text_is_named_and_refused(span, message):
    with pytest.raises(BrokenSpan, match=re.escape(message)):
        quote(TEXT, span)


def test_a_changed_word_breaks_the_span_and_the_message_names_it():
    kept = digest(TEXT, Span(17, 32))
    with pytest.raises(BrokenSpan, match=r"span 17–32 no longer holds the words it was taken from"):
        check(TEXT.replace("kind", "rude"), Span(17, 32), kept)


def test_a_change_elsewhere_of_the_same_length_leaves_the_span_whole():
    kept = digest(TEXT, Span(17, 32))
    assert check(TEXT.replace("hard", "easy"), Span(17, 32), kept) == "Staff are kind."


def test_a_span_is_shown_as_its_two_numbers():
    assert f"{Span(3, 9)}" == "3–9"


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1), st.data())
def test_any_span_of_any_text_checks_against_its_own_digest(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Span(start, end)
    assert check(text, span, digest(text, span)) == text[start:end]


def test_a_lone_surrogate_is_hashed_and_not_refused():
    assert check("a\ud800b", Span(0, 3), digest("a\ud800b", Span(0, 3))) == "a\ud800b"
    assert digest("a\ud800b", Span(0, 3)) != digest("a\ud801b", Span(0, 3))
