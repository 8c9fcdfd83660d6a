"""Keys are made from words, once each."""

from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from reflectory.listening.questions.document import KEY
from reflectory.listening.questions.reusing import free_key, key_from, languages_of, reused


@given(st.text(max_size=200), st.sets(st.text("abc_", min_size=1, max_size=3)))
@tried(deadline=None)
def test_any_words_make_a_key_that_nothing_else_has(text, taken):
    key = key_from(text, taken=taken)
    assert KEY.fullmatch(key)
    assert key not in taken


def test_a_key_is_short_and_ends_with_a_word():
    assert key_from("What has become easier since the session on permits?", taken=()) == (
        "what_has_become_easier_since_the_session"
    )
    assert key_from("¿Qué ayudó?", taken=()) == "que_ayudo"
    assert key_from("什么", taken={"question"}) == "question_2"


def test_a_taken_key_gets_a_number():
    assert free_key("a", taken={"a", "a_2"}) == "a_3"
    assert reused({"key": "a", "kind": "text"}, same_as="a", taken={"a"}) == {
        "key": "a_2", "kind": "text", "same_as": "a",
    }  # fmt: skip


def test_the_languages_of_a_question_are_those_of_its_words():
    body = {"label": {"en": "x"}, "options": [{"key": "a", "label": {"es": "y"}}], "ends": [{"pt": "z"}]}
    assert languages_of(body) == ("en", "es", "pt")
