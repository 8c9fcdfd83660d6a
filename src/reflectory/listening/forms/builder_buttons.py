"""What the buttons of the builder do to a form as typed: add, move, copy, take out, put back, other languages.

Nothing is stored here, and nothing that was typed is lost: what is taken out can be put back until the next thing
is taken out.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import asdict

from django.http import QueryDict

from reflectory.listening.forms.builder_typed import (
    TypedForm,
    TypedQuestion,
    TypedSection,
    TypedShown,
    from_json,
    typed_question,
)
from reflectory.listening.questions import kinds
from reflectory.listening.questions.document import Question


def press(typed: TypedForm, *, button: str, post: QueryDict) -> str:
    """Does what a button says ("up:q3") and gives the id of what it touched; empty where there is no such thing."""
    verb, _colon, own = button.partition(":")
    does = _BUTTONS.get(verb)
    return does(typed, own, post) if does is not None else ""


def add_copy(typed: TypedForm, *, section: str, question: Question) -> str:
    """A question of the library at the end of a section; its id. The caller has settled key and `same_as`."""
    into = _section(typed, section)
    if into is None:
        return ""
    into.questions.append(typed_question(question, typed.next_id("q"), {}, typed.languages))
    return into.questions[-1].id


def _section(typed: TypedForm, own: str) -> TypedSection | None:
    return next((one for one in typed.sections if one.id == own), None)


def _standing(typed: TypedForm, own: str) -> tuple[TypedSection, int] | None:
    for section in typed.sections:
        for at, question in enumerate(section.questions):
            if question.id == own:
                return section, at
    return None


def _add_question(typed: TypedForm, own: str, post: QueryDict) -> str:
    section = _section(typed, own)
    if section is None:
        return ""
    kind = post.get(f"{own}.new_kind", "")
    made = TypedQuestion(typed.next_id("q"), {"kind": kind if kind in kinds.KEYS else kinds.TEXT})
    section.questions.append(made)
    return made.id


def _add_section(typed: TypedForm, _own: str, _post: QueryDict) -> str:
    made = TypedSection(typed.next_id("s"))
    typed.sections.append(made)
    return made.id


def _copy(typed: TypedForm, own: str, _post: QueryDict) -> str:
    found = _standing(typed, own)
    if found is None:
        return ""
    section, at = found
    copy = deepcopy(section.questions[at])
    # A key belongs to one question, and so does being the same as one of the library.
    copy.id, copy.plain = typed.next_id("q"), {**copy.plain, "key": "", "same_as": ""}
    section.questions.insert(at + 1, copy)
    return copy.id


def _move(step: int) -> Callable[[TypedForm, str, QueryDict], str]:
    def move(typed: TypedForm, own: str, _post: QueryDict) -> str:
        if (section := _section(typed, own)) is not None:
            return _move_section(typed, section, step)
        found = _standing(typed, own)
        if found is None:
            return ""
        within, at = found
        question = within.questions.pop(at)
        if 0 <= at + step <= len(within.questions):
            within.questions.insert(at + step, question)
            return own
        # Beyond the edge of its section it goes into the next one.
        there = typed.sections.index(within) + step
        if not 0 <= there < len(typed.sections):
            within.questions.insert(at, question)
        elif step < 0:
            typed.sections[there].questions.append(question)
        else:
            typed.sections[there].questions.insert(0, question)
        return own

    return move


def _move_section(typed: TypedForm, section: TypedSection, step: int) -> str:
    at = typed.sections.index(section)
    if 0 <= at + step < len(typed.sections):
        typed.sections.insert(at + step, typed.sections.pop(at))
    return section.id


def _remove(typed: TypedForm, own: str, _post: QueryDict) -> str:
    section = _section(typed, own)
    if section is not None:
        at = typed.sections.index(section)
        typed.removed = json.dumps({"at": at, "section": asdict(typed.sections.pop(at))})
        return typed.sections[max(at - 1, 0)].id if typed.sections else "form"
    found = _standing(typed, own)
    if found is None:
        return ""
    within, at = found
    typed.removed = json.dumps({"at": at, "within": within.id, "question": asdict(within.questions.pop(at))})
    return within.id


def _put_back(typed: TypedForm, _own: str, _post: QueryDict) -> str:
    try:
        held = json.loads(typed.removed)
        typed.removed = ""
        if "section" in held:
            body = held["section"]
            questions = [from_json(one) for one in body["questions"]]
            section = TypedSection(**{**body, "shown": TypedShown(**body["shown"]), "questions": questions})
            typed.sections.insert(held["at"], section)
            return section.id
        within = _section(typed, held["within"]) or typed.sections[-1]
        question = from_json(held["question"])
    except (ValueError, KeyError, TypeError, IndexError):
        return ""
    within.questions.insert(held["at"], question)
    return question.id


def removed_words(typed: TypedForm) -> str:
    """What was taken out last, by its words; empty where nothing was."""
    try:
        held = json.loads(typed.removed)
        if "question" in held:
            return from_json(held["question"]).called(typed.languages) or "…"
        return next((text for text in held["section"]["said"].get("title", {}).values() if text), "…")
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""


def _add_language(typed: TypedForm, _own: str, post: QueryDict) -> str:
    code = post.get("new_language", "")
    if code and code not in typed.languages and 2 <= len(code) <= 12:
        typed.languages.append(code)
    return "form"


def _drop_language(typed: TypedForm, code: str, _post: QueryDict) -> str:
    """The column goes with its words; they are stored until the form is saved without it."""
    if code in typed.languages and len(typed.languages) > 1:
        typed.languages.remove(code)
    return "form"


def _first_language(typed: TypedForm, code: str, _post: QueryDict) -> str:
    if code in typed.languages:
        typed.languages.remove(code)
        typed.languages.insert(0, code)
    return "form"


def _show(_typed: TypedForm, own: str, _post: QueryDict) -> str:
    """Only shows the page again: the fields of another kind, one more line of a condition."""
    return own


_BUTTONS: dict[str, Callable[[TypedForm, str, QueryDict], str]] = {
    "add-question": _add_question,
    "add-section": _add_section,
    "copy": _copy,
    "up": _move(-1),
    "down": _move(1),
    "remove": _remove,
    "put-back": _put_back,
    "add-language": _add_language,
    "drop-language": _drop_language,
    "first-language": _first_language,
    "show": _show,
}
