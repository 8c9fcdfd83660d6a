"""What people said in their own words: to one question, or all that those said who answered another in one way.

Anonymous answers are listed for one question at a time and without what else the same person answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reflectory.core.exports import Column
from reflectory.listening.identities import ANONYMOUS
from reflectory.listening.queries import allows
from reflectory.listening.questions import kinds
from reflectory.listening.questions.document import Question, Section
from reflectory.listening.questions.piping import in_words
from reflectory.listening.results.reading import Given, Results
from reflectory.listening.results.summaries import answers_to
from reflectory.listening.results.triads import region_of
from reflectory.listening.uses import USES


@dataclass(frozen=True)
class Told:
    """Words of one person: each with the question, and who said it as far as that is shown."""

    said: tuple[tuple[str, str], ...]
    who: str
    language: str


def stories(results: Results, question: Question, *, at: str, language: str) -> list[Told]:
    """With `at`, an option or a region, what those said who answered so; without, what was answered in words."""
    document = results.ask.form_version.document
    section = document.section_of(question.key)
    if section is None or (results.is_guarded and question.is_personal):
        return []
    pairs = list(answers_to(section, question, results.given))
    if not at:
        return [
            Told((("", words),), _who(one), one.language)
            for one, value in pairs
            if (words := _own(question, value))
        ]
    if results.ask.identity == ANONYMOUS:
        return []
    there = {id(one): one for one, value in pairs if is_at(question, value, at)}
    found = []
    for one in there.values():
        said = tuple(
            (other.label.in_(language), str(value))
            for part in document.sections
            for other in part.questions
            if other.kind in kinds.IN_WORDS and not (other.is_personal and results.is_guarded)
            for _one, value in answers_to(part, other, [one])
        )
        if said:
            found.append(Told(said, _who(one), one.language))
    return found


def is_at(question: Question, value: Any, at: str) -> bool:
    """Whether an answer is this option or lies in this region."""
    if question.kind == kinds.TRIAD:
        return isinstance(value, list) and region_of(value) == at
    return str(value) == at or (isinstance(value, list) and at in value)


def columns_of(results: Results, language: str) -> list[Column]:
    """What leaves as a file: who it was where that is shown, each answer, and a column for each use.

    Of anonymous answers neither the language nor anything that tells who somebody is.
    """
    ask = results.ask
    found: list[Column] = []
    if ask.identity != ANONYMOUS:
        found = [(name, _read(field)) for field, name in _WHO]
    for section in ask.form_version.document.sections:
        for question in section.questions:
            if not (results.is_guarded and question.is_personal):
                found.append((question.label.in_(language), _answer(section, question, language)))
    return [*found, *((f"May {name}", _may(use)) for use, name in USES if use in ask.uses_asked)]


_WHO = (
    ("who", "Who"), ("place", "Place"), ("role", "Role"), ("seniority", "Seniority"), ("team", "Team"),
    ("language", "Language"),
)  # fmt: skip


def _read(field: str) -> Any:
    return lambda one: getattr(one, field)


def _answer(section: Section, question: Question, language: str) -> Any:
    return lambda one: " | ".join(
        in_words(question, value, language) for _one, value in answers_to(section, question, [one])
    )


def _may(use: str) -> Any:
    return lambda one: "yes" if allows(one.uses, use) else "no"


def _own(question: Question, value: Any) -> str:
    """The words that somebody chose themselves."""
    if question.kind in kinds.IN_WORDS:
        return str(value)
    given: Sequence[Any] = value if isinstance(value, list) else [value]
    return next((str(one.get("other", "")) for one in given if isinstance(one, Mapping)), "")


def _who(one: Given) -> str:
    return ", ".join(part for part in (one.who, one.role, one.place) if part)
