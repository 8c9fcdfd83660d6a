"""Forms are made, changed while nobody has answered, and copied into new versions afterwards."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, transaction

from reflectory.core.audit import history
from reflectory.core.editing import Conflict
from reflectory.core.refusal import Refused
from reflectory.listening.actions.forms import (
    add_form,
    add_library_question,
    bring_back_form,
    bring_back_library_question,
    change_body,
    edit_form,
    new_version,
    retire_form,
    retire_library_question,
    use_library_question,
)
from reflectory.listening.models import Form, FormVersion, LibraryQuestion
from reflectory.listening.questions.document import NotAForm, hash_of
from tests import portfolio as a
from tests.asking import a_body, a_question, words

pytestmark = pytest.mark.django_db
BY = a.operator()


def made(**more) -> FormVersion:
    return add_form(**{"by": BY, "title": "After", "purpose": "post_survey", "body": a_body(), **more})


def frozen(version: FormVersion) -> FormVersion:
    version.frozen_at = datetime.now(UTC)
    version.save()
    return version


def verbs(row) -> list[str]:
    return [one.event.verb for one in history([row])]


def test_a_form_begins_with_its_first_version():
    version = made()
    assert (version.number, version.body, version.content_hash) == (1, a_body(), hash_of(a_body()))
    assert verbs(version.form) == ["add_form"]
    assert verbs(version) == ["add_form_version"]


def test_a_form_that_is_none_leaves_nothing_behind():
    with pytest.raises(NotAForm):
        made(body={})
    assert Form.objects.count() == 0


def test_words_are_changed_while_nobody_has_answered():
    version, other = made(), a_body(a_question(label="What hindered?"))
    changed = change_body(by=BY, form_version=version, body=other, version=1)
    assert (changed.body, changed.content_hash, changed.version) == (other, hash_of(other), 2)
    assert verbs(version) == ["change_form", "add_form_version"]


def test_the_second_of_two_people_is_told():
    version = made()
    change_body(by=BY, form_version=version, body=a_body(a_question(label="Mine?")), version=1)
    with pytest.raises(Conflict):
        change_body(by=BY, form_version=version, body=a_body(a_question(label="Yours?")), version=1)


def test_an_answered_version_stays_as_it_is():
    version = frozen(made())
    with pytest.raises(Refused) as refused:
        change_body(by=BY, form_version=version, body=a_body(a_question(label="Other?")), version=1)
    assert str(refused.value) == (
        "Version 1 of “After” was answered, so its words stay as they are. Make a new version and change that."
    )
    version.body = a_body(a_question(label="Other?"))
    with pytest.raises(DatabaseError), transaction.atomic():
        version.save()


def test_a_new_version_is_a_copy_that_says_why():
    version = frozen(made())
    copy = new_version(by=BY, form=version.form, why=" Nobody understood it. ")
    assert (copy.number, copy.body, copy.why, copy.is_frozen) == (
        2,
        version.body,
        "Nobody understood it.",
        False,
    )


def test_a_new_version_needs_a_reason_and_an_answered_one_before_it():
    version = made()
    with pytest.raises(Refused, match="change that one"):
        new_version(by=BY, form=version.form, why="Because")
    with pytest.raises(Refused, match="Say what is to change"):
        new_version(by=BY, form=frozen(version).form, why="  ")


def test_a_form_is_retired_and_brought_back():
    form = made().form
    assert retire_form(by=BY, form=form, on=date(2021, 5, 1)).retired_on == date(2021, 5, 1)
    assert bring_back_form(by=BY, form=form).retired_on is None
    assert verbs(form) == ["bring_back_form", "retire_form", "add_form"]


def test_what_the_team_calls_it_is_changed():
    form = made().form
    assert edit_form(by=BY, form=form, values={"title": "Afterwards"}, version=1).title == "Afterwards"


def test_a_question_of_the_library_is_used_under_a_key_of_its_own():
    library = add_library_question(by=BY, key="helped", body=a_question(shown_if={"question": "x", "is": 1}))
    version = use_library_question(by=BY, form_version=made(), question=library, section="first", version=1)
    assert [(one.key, one.same_as) for one in version.document.questions()] == [
        ("helped", ""), ("helped_2", "helped"),
    ]  # fmt: skip
    assert "shown_if" not in library.body


def test_a_question_in_no_language_of_the_form_is_refused():
    body = {"kind": "text", "label": {"fr": "Quoi ?"}}
    library = add_library_question(by=BY, key="quoi", body=body)
    with pytest.raises(Refused, match="Add one of: fr"):
        use_library_question(by=BY, form_version=made(), question=library, section="first", version=1)


def test_a_key_of_the_library_is_given_once():
    add_library_question(by=BY, key="tidy", body=a_question())
    for key in ("tidy", "Not a key"):
        with pytest.raises(Refused):
            add_library_question(by=BY, key=key, body=a_question())


def test_a_question_of_the_library_is_retired_and_brought_back():
    question = add_library_question(by=BY, key="tidy", body={**a_question(), "label": words("Is it tidy?")})
    assert retire_library_question(by=BY, question=question, on=date(2021, 5, 1)).retired_on is not None
    assert bring_back_library_question(by=BY, question=question).retired_on is None
    assert LibraryQuestion.objects.get(key="tidy").version == 3


@pytest.mark.parametrize("role", ["coach", "editor", "team_lead", "judge", "funder"])
def test_others_make_no_forms(role):
    edition = a.edition()
    by = a.viewer_with(role, on=edition)
    with pytest.raises(Refused, match="its lead or an analyst"):
        made(by=by, programme=edition.programme)
    with pytest.raises(Refused, match="What all programmes share"):
        made(by=by)


@pytest.mark.parametrize("role", ["programme_lead", "analyst"])
def test_leads_and_analysts_make_those_of_their_programme_and_of_no_other(role):
    edition, other = a.edition(), a.programme()
    by = a.viewer_with(role, on=edition)
    assert made(by=by, programme=edition.programme).form.programme == edition.programme
    with pytest.raises(Refused):
        made(by=by, programme=other)
    elsewhere = made(programme=other)
    for change in (
        lambda: change_body(by=by, form_version=elsewhere, body=a_body(), version=1),
        lambda: new_version(by=by, form=elsewhere.form, why="x"),
        lambda: retire_form(by=by, form=elsewhere.form, on=date(2021, 5, 1)),
        lambda: edit_form(by=by, form=elsewhere.form, values={"title": "x"}, version=1),
    ):
        with pytest.raises(Refused):
            change()
