"""What is shown after which answer."""

import pytest

from reflectory.listening.questions.conditions import NotACondition, read_condition, write_condition
from reflectory.listening.questions.document import read
from reflectory.listening.questions.piping import in_words, piped
from tests.asking import a_body, a_question, words


@pytest.mark.parametrize(
    ("condition", "answers", "holds"),
    [
        ({"question": "a", "is": "x"}, {"a": "x"}, True),
        ({"question": "a", "is": "x"}, {}, False),
        ({"question": "a", "is_not": "x"}, {}, True),
        ({"question": "a", "is_not": "x"}, {"a": "x"}, False),
        ({"question": "a", "includes": "x"}, {"a": ["x", "y"]}, True),
        ({"question": "a", "includes": "x"}, {"a": "x"}, False),
        ({"question": "a", "at_least": 3}, {"a": 3}, True),
        ({"question": "a", "at_most": 3}, {"a": 4}, False),
        ({"question": "a", "at_least": 3}, {"a": "na"}, False),
        ({"question": "a", "answered": True}, {"a": 0}, True),
        ({"question": "a", "answered": False}, {"a": ""}, True),
        ({"all": [{"question": "a", "is": 1}, {"question": "b", "is": 2}]}, {"a": 1, "b": 3}, False),
        ({"any": [{"question": "a", "is": 1}, {"question": "b", "is": 2}]}, {"a": 1, "b": 3}, True),
    ],
)
def test_a_condition_holds_or_not(condition, answers, holds):
    assert read_condition(condition).holds(answers) is holds
    assert write_condition(read_condition(condition)) == condition


@pytest.mark.parametrize(
    "body", ["a", {}, {"question": "a"}, {"all": []}, {"question": "a", "is": 1, "is_not": 2}]
)
def test_what_is_no_condition_is_told(body):
    with pytest.raises(NotACondition):
        read_condition(body)


def test_what_was_answered_stands_in_later_words():
    yes = [{"key": "yes", "label": words("Yes", es="Sí")}, {"key": "no", "label": words("No")}]
    document = read(a_body(
        a_question("ok", "choice", options=yes), a_question("said", "text"), languages=("en", "es"),
    ))  # fmt: skip
    given = {"ok": "yes", "said": "na"}
    assert piped("${ok}, ${said}, ${gone}", document=document, answers=given, language="es") == "Sí, na, …"


def test_the_word_na_is_a_word_where_nothing_may_not_apply():
    document = read(a_body(a_question("said", "text"), a_question("files", "file")))
    assert in_words(document.question("said"), "na", "en") == "na"
    assert in_words(document.question("files"), ["x", "y"], "en") == "2 files"
