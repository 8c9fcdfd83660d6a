"""The questions of an ask as they are put to people, and the reading of what was sent, with places looked up.

An anonymous ask puts no question for a file: a file tells who made it. A place that several places are called is
asked back once, with those that it may be; whoever means none of them has it kept as it was written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from reflectory.directory import gazetteer
from reflectory.listening.models import Ask, FormVersion
from reflectory.listening.posted import AS_WRITTEN
from reflectory.listening.questions import kinds
from reflectory.listening.questions.answering import Answers, read_answers
from reflectory.listening.questions.document import Document, read

MOST_OFFERED = 8


@dataclass
class WholeReading:
    """As `answering.Reading`, with the places that somebody is to choose from, by field."""

    answers: Answers
    problems: dict[str, str]
    offered: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


def document_for(ask: Ask, version: FormVersion | None = None) -> Document:
    """What the ask puts to people."""
    asked = version or ask.form_version
    return _document(asked.content_hash, _Body(asked.body), ask.is_anonymous)


def leaves_out_files(ask: Ask) -> bool:
    """Whether the form has a question for a file that is not put, since nobody may know who answers."""
    return ask.is_anonymous and any(one.kind == kinds.FILE for one in ask.form_version.document.questions())


def languages_of(ask: Ask) -> list[str]:
    """The languages in which it can be answered: those of the ask that the form has, else all of the form."""
    there = document_for(ask).languages
    return [code for code in ask.languages if code in there] or list(there)


def read_whole(document: Document, sent: Mapping[str, Any]) -> WholeReading:
    """What was sent, with every place that is one place known by its id."""
    reading = read_answers(document, sent)
    found = WholeReading(reading.answers, reading.problems)
    for section in document.sections:
        wanted = [one.key for one in section.questions if one.kind == kinds.PLACE]
        if not wanted:
            continue
        if section.most_repeats is None:
            _settle(found, found.answers, wanted, "")
            continue
        for n, one in enumerate(found.answers.get(section.key, []), start=1):
            _settle(found, one, wanted, f"{section.key}.{n}.")
    return found


def _settle(found: WholeReading, answers: Answers, keys: list[str], prefix: str) -> None:
    for key in keys:
        given = answers.get(key)
        if not isinstance(given, Mapping):
            continue
        words, picked = str(given.get("words", "")), str(given.get("id", ""))
        places = gazetteer.resolve(words).places
        if picked in {place.id for place in places}:
            answers[key] = {"words": words, "id": picked}
        elif len(places) == 1:
            answers[key] = {"words": words, "id": places[0].id}
        elif picked == AS_WRITTEN or not places:
            answers[key] = {"words": words}
        else:
            told = [(place.id, gazetteer.describe(place)) for place in places[:MOST_OFFERED]]
            found.offered[f"{prefix}{key}"] = [*told, (AS_WRITTEN, _("None of these: keep it as I wrote it"))]
            found.problems[f"{prefix}{key}"] = _(
                "Several places are called “%(words)s”. Choose the one you mean."
            ) % {"words": words}


def as_given(document: Document, answers: Mapping[str, Any]) -> Answers:
    """Kept answers as they would be sent again: a place that was kept as it was written is not asked back anew."""
    places = {one.key for one in document.questions() if one.kind == kinds.PLACE}
    if not places:
        return dict(answers)
    found: Answers = {}
    for key, value in answers.items():
        if key in places and isinstance(value, Mapping):
            found[key] = {"id": AS_WRITTEN, **value}
        elif isinstance(value, list):
            found[key] = [as_given(document, one) if isinstance(one, Mapping) else one for one in value]
        else:
            found[key] = value
    return found


class _Body:
    """A body that is read once for each hash: two with the same hash are the same."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.body = body

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Body)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=64)
def _document(_content_hash: str, body: _Body, without_files: bool) -> Document:
    document = read(body.body)
    if not without_files:
        return document
    sections = tuple(
        replace(section, questions=tuple(one for one in section.questions if one.kind != kinds.FILE))
        for section in document.sections
    )
    return replace(document, sections=sections)
