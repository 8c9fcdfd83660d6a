"""A form as data is the same however it is written, and what is wrong with it is told with its place."""

import json
import math
import random

import pytest
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from reflectory.listening.questions.document import NotAForm, hash_of, read, write
from tests.asking import a_body, a_question, words
from tests.listening.questions.documents import documents

CHOICES = [{"key": "yes", "label": words("Yes")}, {"key": "no", "label": words("No")}]


def problems_of(body) -> dict[str, str]:
    with pytest.raises(NotAForm) as refused:
        read(body)
    return dict(refused.value.problems)


def shuffled(value, chance):
    if isinstance(value, dict):
        names = list(value)
        chance.shuffle(names)
        return {name: shuffled(value[name], chance) for name in names}
    return [shuffled(one, chance) for one in value] if isinstance(value, list) else value


@given(documents())
@tried(deadline=None, max_examples=60)
def test_what_is_written_reads_as_what_it_was(document):
    assert read(write(document)) == document
    assert read(json.loads(json.dumps(write(document)))) == document


@given(documents(), st.integers())
@tried(deadline=None, max_examples=40)
def test_the_hash_does_not_depend_on_the_order_of_keys(document, seed):
    body = write(document)
    assert hash_of(shuffled(body, random.Random(seed))) == hash_of(body)


def test_the_hash_changes_with_a_word_and_not_with_blanks_around_it():
    assert hash_of(a_body(a_question(label=" What helped? "))) == hash_of(a_body())
    assert hash_of(a_body(a_question(label="What hindered?"))) != hash_of(a_body())


def test_a_scale_may_begin_at_nought():
    scale = a_question("rate", "scale", "How good?", least=0, most=10.0, ends=[words("bad"), words("good")])
    document = read(a_body(scale))
    assert (document.question("rate").least, document.question("rate").most) == (0, 10)
    assert read(write(document)) == document


def test_words_of_blanks_alone_are_no_words():
    assert problems_of(a_body(a_question(label="  \x00 "))) == {
        "helped/label": "This needs words in at least one language of the form."
    }


@pytest.mark.parametrize("value", [math.nan, math.inf, "3", True])
def test_what_is_no_number_is_refused(value):
    assert problems_of(a_body(a_question("age", "number", least=value))) == {
        "age/least": "This is a number, such as 12."
    }


def test_a_scale_has_whole_steps():
    scale = a_question("rate", "scale", least=0.5, most=10.5, ends=[words("bad"), words("good")])
    assert list(problems_of(a_body(scale))) == ["rate/least"]


def test_a_day_is_a_day_and_the_earliest_comes_first():
    wrong = a_question("when", "date", earliest="2021-02-30")
    turned = a_question("when", "date", earliest="2021-03-01", latest="2021-02-01")
    assert problems_of(a_body(wrong)) == {"when/earliest": "This is no day. Write it as 2026-05-31."}
    assert problems_of(a_body(turned)) == {"when/earliest": "The earliest day comes after the latest."}


def test_everything_that_is_wrong_is_told_at_once():
    body = a_body(
        a_question("one", "choice"), a_question("two", "matrix"), a_question("three", "triad"),
        a_question("four", "colour"), a_question("one"), a_question("Five"),
    )  # fmt: skip
    assert sorted(problems_of(body)) == [
        "first, question 5", "first, question 6", "four", "one/options", "three/ends", "two/options", "two/rows",
    ]  # fmt: skip


def test_what_hangs_on_a_later_answer_is_refused():
    later = a_question("one", shown_if={"question": "two", "is": "yes"})
    assert list(problems_of(a_body(later, a_question("two", "choice", options=CHOICES)))) == ["one/shown_if"]


def test_nothing_outside_hangs_on_what_is_answered_several_times():
    body = a_body()
    body["sections"] = [
        {"key": "partners", "most_repeats": 3, "questions": [
            a_question("name", "text"), a_question("role", "text", shown_if={"question": "name", "answered": True})]},
        {"key": "after", "questions": [a_question("more", shown_if={"question": "name", "answered": True})]},
    ]  # fmt: skip
    assert list(problems_of(body)) == ["more/shown_if"]


def test_a_name_in_the_words_is_of_a_question_before():
    fits = a_body(a_question("place", "text"), a_question("why", label="Why ${place}?"))
    assert read(fits).question("why").label.in_("en") == "Why ${place}?"
    assert list(
        problems_of(a_body(a_question("why", label="Why ${place}?"), a_question("place", "text")))
    ) == ["why/label"]


@pytest.mark.parametrize("body", [None, [], "a form", {"languages": "en"}, {"sections": [3]}])
def test_what_is_no_form_at_all_is_told_in_words(body):
    assert problems_of(body)
