"""What changed from one version to the next, each thing once and in its language."""

from hypothesis import given
from hypothesis import settings as tried

from reflectory.listening.questions.differences import Change, differences, in_words
from reflectory.listening.questions.document import read
from tests.asking import a_body, a_question, words
from tests.listening.questions.documents import documents

YES_NO = [{"key": "yes", "label": words("Yes")}, {"key": "no", "label": words("No")}]


def between(before: list[dict], after: list[dict], **more):
    return differences(read(a_body(*before, **more)), read(a_body(*after, **more)))


def what(found) -> list[tuple[str, list[str]]]:
    return [(one.key, sorted(one.what)) for one in found.found]


@given(documents())
@tried(deadline=None, max_examples=25)
def test_a_form_differs_in_nothing_from_itself(document):
    assert not differences(document, document)


@given(documents(), documents())
@tried(deadline=None, max_examples=25)
def test_what_was_added_one_way_was_removed_the_other(one, other):
    there, back = differences(one, other).n, differences(other, one).n
    assert (there["added"], there["removed"]) == (back["removed"], back["added"])


def test_added_removed_and_moved():
    a, b, c, d = (a_question(key) for key in "abcd")
    assert what(between([a, b, c], [c, a, b])) == [("c", ["moved"])]
    assert what(between([a, b], [a, d])) == [("d", ["added"]), ("b", ["removed"])]


def test_a_question_that_goes_to_another_section_has_moved():
    one, other = a_body(a_question("a"), a_question("b")), a_body(a_question("a"))
    other["sections"].append({"key": "second", "questions": [a_question("b")]})
    assert what(differences(read(one), read(other))) == [("second", ["added"]), ("b", ["moved"])]


def test_a_label_says_in_which_language_it_changed():
    before = a_question(label="What helped?")
    after = {**before, "label": words("What helped?", es="¿Qué ayudó?")}
    found = between([before], [after], languages=("en", "es"))
    assert found.found[0].changes == (Change("question", "es", "", "¿Qué ayudó?"),)


def test_kind_choices_and_conditions():
    ok = a_question("ok", "choice", options=YES_NO)
    more = {
        **ok,
        "options": [YES_NO[1], {"key": "yes", "label": words("Yes!")}, {"key": "so", "label": words("So")}],
    }
    found = between(
        [ok, a_question("a")], [more, a_question("a", "text", shown_if={"question": "ok", "is": "no"})]
    )
    assert [[(one.what, one.before, one.after) for one in row.changes] for row in found.found] == [
        [
            ("choice yes", "Yes", "Yes!"),
            ("choice so", "", "So"),
            ("order of choices", "yes, no", "no, yes, so"),
        ],
        [("kind of answer", "a text of any length", "a line of text"), ("shown if", "", "ok is no")],
    ]


def test_the_form_itself():
    found = differences(read(a_body()), read(a_body(languages=("en", "es"), thanks=words("Thanks"))))
    assert [(one.what, one.after) for one in found.found[0].changes] == [
        ("thanks", "Thanks"),
        ("languages", "en, es"),
    ]


def test_a_move_alone_leaves_answers_comparable():
    a, b = a_question("a"), a_question("b")
    assert [one.is_comparable for one in between([a, b], [b, a]).found] == [True]
    assert [one.is_comparable for one in between([a], [a_question("a", label="Other?")]).found] == [False]


def test_conditions_in_words():
    either = {"any": [{"question": "b", "at_least": 3}, {"question": "c", "is_not": "x"}]}
    several = {"all": [{"question": "a", "answered": True}, either]}
    assert in_words(several) == "a is answered and (b is at least 3 or c is not x)"
