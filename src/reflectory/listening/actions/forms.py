"""Making forms and changing their words while nobody has answered; questions that are used again.

A body is checked and stored as `listening.questions.document` writes it. A version that was answered is never
changed: `new_version` copies it, and says why. The database refuses what would get round this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.editing import save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.listening.models import Form, FormVersion, LibraryQuestion
from reflectory.listening.policies.forms import (
    check_can_add_form,
    check_can_change_form,
    check_can_change_library_question,
)
from reflectory.listening.questions.document import (
    KEY,
    NotAForm,
    hash_of,
    read,
    read_question,
    write,
    write_question,
)
from reflectory.listening.questions.reusing import languages_of, reused
from reflectory.listening.questions.texts import storable
from reflectory.programmes.models import Programme

Retired = TypeVar("Retired", Form, LibraryQuestion)


@transaction.atomic
def add_form(
    *,
    by: Viewer,
    title: str,
    purpose: str,
    body: Mapping[str, Any],
    programme: Programme | None = None,
) -> FormVersion:
    """The first version of a new form. Raises `NotAForm` with everything that is wrong with its body."""
    check_can_add_form(by, programme)
    kept = write(read(body))
    form = Form.objects.create(programme=programme, title=title, purpose=purpose)
    audit.record(by=by, verb="add_form", on=form)
    return _add_version(by=by, form=form, number=1, body=kept, why="")


@transaction.atomic
def edit_form(*, by: Viewer, form: Form, values: Mapping[str, Any], version: int) -> Form:
    """What the team calls the form, what it is for, whose it is. Raises `Conflict`, see `core.editing`."""
    check_can_change_form(by, Form.objects.select_related("programme").get(pk=form.pk))
    check_can_add_form(by, values.get("programme", form.programme))
    return save_edit(by=by, verb="edit_form", row=form, values=values, version=version)


@transaction.atomic
def change_body(
    *, by: Viewer, form_version: FormVersion, body: Mapping[str, Any], version: int
) -> FormVersion:
    """The version with new words. Raises `NotAForm` for what is wrong, `Conflict` where somebody was faster."""
    check_can_change_form(by, form_version.form)
    now: FormVersion = FormVersion.objects.select_for_update().get(pk=form_version.pk)
    if now.is_frozen:
        raise Refused(
            _(
                "Version {number} of “{form}” was answered, so its words stay as they are. "
                "Make a new version and change that."
            ).format(number=now.number, form=form_version.form)
        )
    kept = write(read(body))
    values = {"body": kept, "content_hash": hash_of(kept)}
    return save_edit(by=by, verb="change_form", row=now, values=values, version=version)


@transaction.atomic
def new_version(*, by: Viewer, form: Form, why: str) -> FormVersion:
    """A copy of the last version, to be changed. `why` is read by those who compare the answers later."""
    check_can_change_form(by, form)
    last = form.versions.select_for_update().order_by("-number").first()
    if last is None or not last.is_frozen:
        raise Refused(
            _("Nobody has answered the last version of “{form}” yet: change that one.").format(form=form)
        )
    said = storable(why).strip()
    if not said:
        raise Refused(_("Say what is to change and why, for those who compare the answers later."))
    return _add_version(by=by, form=form, number=last.number + 1, body=last.body, why=said)


@transaction.atomic
def retire_form(*, by: Viewer, form: Form, on: date) -> Form:
    """The form is offered no longer. What was asked with it, and answered, stays."""
    check_can_change_form(by, form)
    return _set_retired(by=by, row=form, verb="retire_form", on=on)


@transaction.atomic
def bring_back_form(*, by: Viewer, form: Form) -> Form:
    """The form is offered again."""
    check_can_change_form(by, form)
    return _set_retired(by=by, row=form, verb="bring_back_form", on=None)


@transaction.atomic
def add_library_question(
    *, by: Viewer, key: str, body: Mapping[str, Any], programme: Programme | None = None, note: str = ""
) -> LibraryQuestion:
    """A question that can be used again. Its key is what answers of all forms and years are compared by."""
    check_can_add_form(by, programme)
    if not KEY.fullmatch(key):
        raise Refused(_("A key begins with a small letter and has small letters, digits and _ alone."))
    if LibraryQuestion.objects.filter(key=key).exists():
        raise Refused(_("There is a question “{key}” in the library already. Use it, or choose another key.").format(
            key=key))  # fmt: skip
    # What it was shown after, and what it was the same as, belong to the form it came from.
    own = {name: value for name, value in body.items() if name not in ("shown_if", "same_as")}
    kept = write_question(read_question({**own, "key": key}, languages=languages_of(own)))
    question = LibraryQuestion.objects.create(
        key=key, body=kept, programme=programme, note=storable(note).strip()
    )
    audit.record(by=by, verb="add_library_question", on=question)
    return question


@transaction.atomic
def retire_library_question(*, by: Viewer, question: LibraryQuestion, on: date) -> LibraryQuestion:
    """The question is offered no longer; forms that use it go on doing so."""
    check_can_change_library_question(by, question)
    return _set_retired(by=by, row=question, verb="retire_library_question", on=on)


@transaction.atomic
def bring_back_library_question(*, by: Viewer, question: LibraryQuestion) -> LibraryQuestion:
    """The question is offered again."""
    check_can_change_library_question(by, question)
    return _set_retired(by=by, row=question, verb="bring_back_library_question", on=None)


@transaction.atomic
def use_library_question(
    *, by: Viewer, form_version: FormVersion, question: LibraryQuestion, section: str, version: int
) -> FormVersion:
    """The version with a copy of the question at the end of a section, marked as the same."""
    document = form_version.document
    taken = {one.key for one in document.questions()} | {one.key for one in document.sections}
    body = write(document)
    into = next((one for one in body["sections"] if one["key"] == section), None)
    if into is None:
        raise Refused(_("There is no section “{section}” in this form.").format(section=section))
    copy = reused(question.body, same_as=question.key, taken=taken)
    check_has_words(copy, languages=document.languages)
    into["questions"] = [*into.get("questions", []), copy]
    return change_body(by=by, form_version=form_version, body=body, version=version)


def check_has_words(body: Mapping[str, Any], *, languages: Iterable[str]) -> None:
    """Raises `Refused` where a question is written in no language of the form."""
    try:
        read_question({**body, "shown_if": None}, languages=languages)
    except NotAForm as wrong:
        raise Refused(
            _("The library has “{key}” in other languages than this form. Add one of: {languages}.").format(
                key=body.get("same_as") or body.get("key"), languages=", ".join(languages_of(body))
            )
        ) from wrong


def _add_version(*, by: Viewer, form: Form, number: int, body: dict[str, Any], why: str) -> FormVersion:
    made = FormVersion.objects.create(
        form=form, number=number, body=body, content_hash=hash_of(body), why=why
    )
    audit.record(by=by, verb="add_form_version", on=made)
    return made


def _set_retired(*, by: Viewer, row: Retired, verb: str, on: date | None) -> Retired:
    was = audit.snapshot(row)
    row.retired_on = on
    row.version += 1
    row.save()
    audit.record(by=by, verb=verb, on=row, was=was)
    return row
