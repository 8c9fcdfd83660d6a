"""A form as typed: no button loses a word, and what is saved is what was there."""

from collections import Counter

from django.http import QueryDict
from hypothesis import given
from hypothesis import settings as tried
from hypothesis import strategies as st

from reflectory.listening.forms.builder_body import make, read_lines
from reflectory.listening.forms.builder_buttons import press, removed_words
from reflectory.listening.forms.builder_typed import TypedForm, blank, from_document, from_post
from reflectory.listening.questions.document import read, write
from tests.asking import a_body, a_question, words
from tests.listening.builder_page import posted
from tests.listening.questions.documents import documents

YES_NO = [{"key": "yes", "label": words("Yes")}, {"key": "no", "label": words("No")}]
EMPTY = QueryDict("")
VERBS = ["up", "down", "copy", "add-question", "show"]


def typed_from(*questions, **more) -> TypedForm:
    return from_document(read(a_body(*questions, **more)))


def words_of(typed) -> list[str]:
    return [text for one in typed.questions() for held in one.said.values() for text in held.values()]


def keys_of(typed) -> list[list[str]]:
    return [[one.plain["key"] for one in section.questions] for section in typed.sections]


@given(documents())
@tried(deadline=None, max_examples=25)
def test_a_form_that_is_opened_and_saved_is_the_same(document):
    made = make(from_post(posted(from_document(document))))
    assert made.problems == {}
    assert made.body == write(document)


@given(documents(), st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 9)), max_size=6))
@tried(deadline=None, max_examples=15)
def test_no_button_loses_a_word(document, presses):
    typed = from_document(document)
    said = sorted(words_of(typed))
    for verb, n in presses:
        parts = [one.id for one in typed.questions()] + [one.id for one in typed.sections]
        press(typed, button=f"{verb}:{parts[n % len(parts)]}", post=EMPTY)
        typed = from_post(posted(typed))
    assert Counter(said) <= Counter(words_of(typed))


def test_a_blank_form_says_what_it_needs_at_the_fields():
    made = make(blank(["en"]))
    assert sorted(made.problems) == ["form.title.en", "q2.label.en"]


def test_keys_are_made_from_labels_and_stay_when_the_label_changes():
    typed = blank(["en"])
    typed.said = {"title": {"en": "After"}}
    question = typed.sections[0].questions[0]
    question.said = {"label": {"en": "What helped?"}}
    made = make(typed)
    assert made.body["sections"][0]["questions"][0]["key"] == "what_helped"
    again = from_document(read(made.body))
    again.sections[0].questions[0].said["label"]["en"] = "What hindered?"
    assert make(again).body["sections"][0]["questions"][0]["key"] == "what_helped"


def test_lines_are_choices_and_their_keys_stay():
    said = {"en": "Yes, much\nother: Something else", "es": "Sí, mucho\nother: Otra cosa"}
    assert read_lines(said, ["en", "es"]) == [
        {"key": "yes_much", "label": {"en": "Yes, much", "es": "Sí, mucho"}},
        {"key": "other", "label": {"en": "Something else", "es": "Otra cosa"}},
    ]


def test_a_capital_before_a_colon_is_a_key_only_where_it_was_one():
    assert read_lines({"en": "Note: later"}, ["en"])[0]["key"] == "note_later"
    assert read_lines({"en": "Note: later"}, ["en"], known=["Note"]) == [
        {"key": "Note", "label": {"en": "later"}}
    ]


def test_a_question_moves_over_the_edge_of_its_section():
    typed = typed_from(a_question("a"), a_question("b"))
    press(typed, button="add-section", post=EMPTY)
    last = typed.sections[0].questions[1].id
    assert press(typed, button=f"down:{last}", post=EMPTY) == last
    assert [len(one.questions) for one in typed.sections] == [1, 1]
    press(typed, button=f"up:{last}", post=EMPTY)
    assert keys_of(typed) == [["a", "b"], []]


def test_the_last_question_stays_where_it_is_when_moved_down():
    typed = typed_from(a_question("a"), a_question("b"))
    press(typed, button=f"down:{typed.sections[0].questions[1].id}", post=EMPTY)
    assert keys_of(typed) == [["a", "b"]]


def test_a_copy_has_a_key_of_its_own_and_is_nobodys_same():
    typed = typed_from(a_question("a", same_as="helped"))
    press(typed, button=f"copy:{typed.sections[0].questions[0].id}", post=EMPTY)
    questions = make(typed).body["sections"][0]["questions"]
    assert [one["key"] for one in questions] == ["a", "what_helped"]
    assert "same_as" not in questions[1]


def test_what_was_taken_out_is_put_back_where_it_stood():
    typed = typed_from(a_question("a"), a_question("b", label="What hindered?"), a_question("c"))
    press(typed, button=f"remove:{typed.sections[0].questions[1].id}", post=EMPTY)
    typed = from_post(posted(typed))
    assert keys_of(typed) == [["a", "c"]]
    assert removed_words(typed) == "What hindered?"
    press(typed, button="put-back", post=EMPTY)
    assert keys_of(typed) == [["a", "b", "c"]]


def test_a_section_is_put_back_with_its_questions():
    typed = typed_from(a_question("a"))
    press(typed, button="add-section", post=EMPTY)
    press(typed, button=f"remove:{typed.sections[0].id}", post=EMPTY)
    assert keys_of(typed) == [[]]
    press(typed, button="put-back", post=EMPTY)
    assert keys_of(typed) == [["a"], []]


def test_a_language_is_added_and_its_words_go_to_their_own_column():
    typed = typed_from(a_question("a", "choice", options=YES_NO))
    press(typed, button="add-language", post=QueryDict("new_language=es"))
    typed.sections[0].questions[0].said["options"]["es"] = "yes: Sí\nno: No, nada"
    assert make(typed).body["sections"][0]["questions"][0]["options"] == [
        {"key": "yes", "label": {"en": "Yes", "es": "Sí"}}, {"key": "no", "label": {"en": "No", "es": "No, nada"}},
    ]  # fmt: skip


def test_the_answer_that_something_hangs_on_may_be_given_by_its_words():
    typed = typed_from(a_question("ok", "choice", options=YES_NO), a_question("why"))
    ok, why = typed.sections[0].questions
    why.shown.rows = [[ok.id, "is", "YES"]]
    assert make(typed).body["sections"][0]["questions"][1]["shown_if"] == {"question": "ok", "is": "yes"}
    why.shown.rows = [[ok.id, "is", "perhaps"]]
    assert make(typed).problems == {
        f"{why.id}.if_value": ["“perhaps” is no choice of that question. It has: yes, no."]
    }


def test_a_condition_on_a_later_question_is_told_at_its_field():
    typed = typed_from(a_question("ok", "choice", options=YES_NO), a_question("why"))
    ok, why = typed.sections[0].questions
    ok.shown.rows = [[why.id, "answered", "yes"]]
    assert list(make(typed).problems) == [f"{ok.id}.if_question"]


def test_what_another_kind_uses_is_kept_on_the_page_and_left_out_of_the_form():
    typed = typed_from(a_question("ok", "choice", options=YES_NO))
    typed.sections[0].questions[0].plain["kind"] = "text"
    typed = from_post(posted(typed))
    assert make(typed).body["sections"][0]["questions"] == [a_question("ok", "text")]
    typed.sections[0].questions[0].plain["kind"] = "choice"
    assert make(typed).body["sections"][0]["questions"][0]["options"] == YES_NO


def test_numbers_and_keys_are_checked_at_their_fields():
    typed = typed_from(a_question("a", "number"), a_question("b", "text"))
    one, two = typed.sections[0].questions
    one.plain |= {"least": "many", "key": "B 1"}
    two.plain |= {"key": "b"}
    typed.sections[0].plain["most_repeats"] = "99"
    assert sorted(make(typed).problems) == [f"{one.id}.key", f"{one.id}.least", "s3.most_repeats"]
