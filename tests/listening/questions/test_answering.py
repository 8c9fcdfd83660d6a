"""What somebody sent is read against the form, and nothing they typed is lost."""

import json

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from reflectory.listening.questions.answering import n_words, read_answer, read_answers, shown
from reflectory.listening.questions.document import read
from tests.asking import a_body, a_question, words
from tests.listening.questions.documents import ANYTHING, documents

YES_NO = [{"key": "yes", "label": words("Yes")}, {"key": "no", "label": words("No")}]
THREE = [{"key": key, "label": words(key.upper())} for key in "abc"]
ENDS = [words("people"), words("rules"), words("money")]


def one(kind: str, **more):
    return read(a_body(a_question("it", kind, **more))).question("it")


@given(documents(), st.data())
@tried(deadline=None, max_examples=150)
def test_whatever_is_sent_is_read_without_falling_over_and_can_be_kept(document, data):
    keys = [question.key for question in document.questions()] + [s.key for s in document.sections]
    sent = data.draw(st.dictionaries(st.sampled_from(keys), ANYTHING, max_size=len(keys)))
    reading = read_answers(document, sent)
    json.dumps(reading.answers, allow_nan=False).encode()
    json.dumps(reading.answers, ensure_ascii=False).encode()
    again = read_answers(document, reading.answers)
    if reading.is_complete:
        assert again == reading


@given(st.lists(st.floats(0, 1e6), min_size=3, max_size=3).filter(lambda parts: sum(parts) > 1e-9))
@tried(deadline=None)
def test_the_parts_of_a_triad_add_up_to_a_hundred(parts):
    triad = one("triad", ends=ENDS)
    value, problem = read_answer(triad, [f"{part:.12f}" for part in parts])
    if not problem:
        assert sum(value) == 100
        assert all(0 <= part <= 100 for part in value)
        assert all(
            abs(part - given * 100 / sum(parts)) <= 1 for part, given in zip(value, parts, strict=True)
        )


def test_parts_by_name_are_taken_by_name_whatever_their_order():
    triad = one("triad", ends=ENDS)
    assert read_answer(triad, {"2": "20", "0": "50", "1": "30"}) == ([50, 30, 20], "")


@pytest.mark.parametrize("sent", [5, "many", ["1", "2"], ["a", "b", "c"], [0, 0, 0], [-1, 1, 1]])
def test_what_is_no_triad_is_kept_and_told(sent):
    value, problem = read_answer(one("triad", ends=ENDS), sent)
    assert value
    assert problem


def test_what_is_hidden_is_neither_required_nor_kept():
    document = read(a_body(
        a_question("helped", "choice", options=YES_NO),
        a_question("how", required=True, shown_if={"question": "helped", "is": "yes"}),
    ))  # fmt: skip
    assert read_answers(document, {"helped": "no", "how": "By phone"}).answers == {"helped": "no"}
    assert read_answers(document, {"helped": "no", "how": "By phone"}).is_complete
    assert read_answers(document, {"helped": "yes"}).problems == {"how": "This needs an answer."}
    assert [question.key for question in shown(document, {"helped": "no"})[0][1]] == ["helped"]


def test_what_hangs_on_something_hidden_is_hidden_with_it():
    document = read(a_body(
        a_question("helped", "choice", options=YES_NO),
        a_question("how", "choice", options=THREE, shown_if={"question": "helped", "is": "yes"}),
        a_question("why", shown_if={"question": "how", "is": "a"}),
    ))  # fmt: skip
    assert read_answers(document, {"helped": "no", "how": "a", "why": "Because"}).answers == {"helped": "no"}


@given(st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=30), st.integers(1, 20))
@tried(deadline=None)
def test_words_over_the_limit_are_kept_and_not_handed_in(said, most):
    text = " ".join(said)
    value, problem = read_answer(one("long_text", most_words=most), text)
    assert value == text
    assert bool(problem) == (n_words(text) > most)


def test_the_limit_says_how_many_words_to_take_out():
    assert read_answer(one("long_text", most_words=2), "one two three four")[1] == (
        "There is room for 2 words; please take out 2."
    )


@pytest.mark.parametrize(
    ("sent", "value"),
    [("12", 12), ("12,5", 12.5), (" 1 000 ", 1000), ("0.125", 0.125), ("-3", -3), (4.0, 4), (0, 0)],
)
def test_numbers_as_people_write_them(sent, value):
    assert read_answer(one("number"), sent) == (value, "")


@pytest.mark.parametrize("sent", ["1,000", "1_000", "nan", "inf", "many", True, "1.000.000", "9" * 400])
def test_what_may_be_another_number_is_asked_again(sent):
    value, problem = read_answer(one("number"), sent)
    assert value == str(sent)
    assert problem


def test_a_point_before_three_digits_is_asked_again_where_the_number_is_whole():
    assert read_answer(one("number", whole=True), "1.000")[1] == (
        "“1.000” can be read in two ways. Write thousands without a comma or point."
    )


def test_long_words_beside_choices_and_of_places_are_told_not_cut():
    long = "word " * 200
    assert read_answer(one("place"), long) == (
        {"words": long.strip()},
        "There is room for 500 characters here.",
    )
    own = one("choice", options=YES_NO, other=True)
    assert read_answer(own, {"other": long}) == (
        {"other": long.strip()},
        "There is room for 500 characters here.",
    )


def test_boxes_left_empty_are_no_choices():
    assert read_answer(one("choices", options=THREE), ["", "b", "a"]) == (["a", "b"], "")
    assert read_answer(one("choices", options=THREE), [""]) == ([], "")


@pytest.mark.parametrize(
    ("sent", "value", "problem"),
    [
        ({"a": "2", "b": "1", "c": ""}, ["b", "a"], ""),
        ({"a": "1", "b": "1"}, {"a": "1", "b": "1"}, "Place 1 is given twice. Give each place once."),
        ({"a": "first"}, {"a": "first"}, "Give places as 1, 2, 3 and so on."),
        ({"a": "9" * 5000}, {"a": "9" * 5000}, "Give places as 1, 2, 3 and so on."),
        (["c", "a"], ["c", "a"], ""),
        (["c", "c"], ["c", "c"], "Put each of those that are listed in one place."),
    ],
)
def test_an_order_with_and_without_script(sent, value, problem):
    assert read_answer(one("ranking", options=THREE), sent) == (value, problem)


def test_a_question_of_a_repeated_section_is_named_by_its_place_among_those_kept():
    body = a_body()
    body["sections"] = [{"key": "partners", "most_repeats": 3, "questions": [
        a_question("name", "text", required=True), a_question("role", "text")]}]  # fmt: skip
    reading = read_answers(read(body), {"partners": [{"name": ""}, {"name": "A"}, {"role": "chair"}]})
    assert reading.answers == {"partners": [{"name": "A"}, {"role": "chair"}]}
    assert reading.problems == {"partners.2.name": "This needs an answer."}


def test_more_rounds_than_there_is_room_for_are_kept_and_told():
    body = a_body()
    body["sections"] = [{"key": "partners", "most_repeats": 1, "questions": [a_question("name", "text")]}]
    reading = read_answers(read(body), {"partners": [{"name": "A"}, {"name": "B"}]})
    assert reading.answers == {"partners": [{"name": "A"}, {"name": "B"}]}
    assert reading.problems == {"partners": "There is room for 1 here."}


def test_half_characters_and_nul_are_taken_out():
    assert read_answer(one("text"), "a\x00b\ud800c") == ("abc", "")
