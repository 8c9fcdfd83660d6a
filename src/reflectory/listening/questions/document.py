"""What a form asks, as frozen values: `read(body)` gives them from JSON, `write(document)` the JSON again.

Everything that people read is `Words`: the same said in each language. Keys of questions are stable, since answers
hang on them: a key is never given to another question. What is wrong is told all at once, each with its place.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from reflectory.listening.questions import kinds
from reflectory.listening.questions.conditions import (
    Condition,
    NotACondition,
    read_condition,
    write_condition,
)
from reflectory.listening.questions.texts import storable

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
# Of a choice or a row; other tools have capitals and points in theirs.
OPTION_KEY = re.compile(r"[^\s:]{1,60}")
# An answer named in later words; `piping` puts it there.
PIPED = re.compile(r"\$\{([a-z][a-z0-9_]*)\}")
# What a scale of more would be is a number.
MOST_STEPS = 11
MOST_REPEATS = 50


class NotAForm(Exception):
    """What is wrong with a body, each with its place: `problems` holds ("sections/about/helped", "says why")."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{place}: {why}" for place, why in problems))
        self.problems = problems


@dataclass(frozen=True)
class Words:
    """The same said in several languages, by the code of each."""

    said: tuple[tuple[str, str], ...] = ()

    def in_(self, language: str) -> str:
        """The words in this language; where there are none, in the first that has any."""
        by_language = dict(self.said)
        return by_language.get(language) or next((text for _code, text in self.said if text), "")

    def has(self, language: str) -> bool:
        """Whether they were written in this language."""
        return bool(dict(self.said).get(language))

    def __bool__(self) -> bool:
        return any(text for _code, text in self.said)


@dataclass(frozen=True)
class Option:
    """One choice, or one row of a matrix."""

    key: str
    label: Words


@dataclass(frozen=True)
class Question:
    """One question. What a kind does not use is empty."""

    key: str
    kind: str
    label: Words
    hint: Words = Words()
    is_required: bool = False
    is_personal: bool = False  # the answer tells who somebody is: it never becomes evidence
    same_as: str = ""  # the key in the library: the same question asked elsewhere and in other years
    shown_if: Condition | None = None
    domain: str = ""  # of an interview guide: the column of the grid that it belongs to
    most_words: int | None = None
    options: tuple[Option, ...] = ()
    has_other: bool = False  # a choice of one's own words beside those given
    rows: tuple[Option, ...] = ()
    ends: tuple[Words, ...] = ()
    may_not_apply: bool = False
    least: float | None = None
    most: float | None = None
    is_whole: bool = False
    earliest: str = ""  # days, ISO
    latest: str = ""


@dataclass(frozen=True)
class Section:
    """Questions that stand together; one with `most_repeats` is answered once for each of several things."""

    key: str
    title: Words
    questions: tuple[Question, ...]
    note: Words = Words()
    shown_if: Condition | None = None
    most_repeats: int | None = None
    repeat_label: Words = Words()  # "Another partner"


@dataclass(frozen=True)
class Document:
    """A whole form."""

    languages: tuple[str, ...]
    title: Words
    sections: tuple[Section, ...]
    introduction: Words = Words()
    thanks: Words = Words()

    def questions(self) -> Iterator[Question]:
        """All questions in their order."""
        for section in self.sections:
            yield from section.questions

    def question(self, key: str) -> Question | None:
        """The question with this key, None where there is none."""
        return next((one for one in self.questions() if one.key == key), None)

    def section_of(self, key: str) -> Section | None:
        """The section in which a question stands."""
        return next((one for one in self.sections if any(q.key == key for q in one.questions)), None)


def read(body: Mapping[str, Any]) -> Document:
    """The form that a JSON body holds. Raises `NotAForm` with everything that is wrong."""
    reader = _Reader()
    found = reader.document(body)
    if reader.problems:
        raise NotAForm(reader.problems)
    return found


def write(document: Document) -> dict[str, Any]:
    """The JSON of a form; what is empty is left out, so that the same form is the same bytes."""
    return _without_nothing(
        {
            "languages": list(document.languages),
            "title": dict(document.title.said),
            "introduction": dict(document.introduction.said),
            "thanks": dict(document.thanks.said),
            "sections": [_section_body(section) for section in document.sections],
        }
    )


def hash_of(body: Mapping[str, Any]) -> str:
    """SHA-256 over the form as it is meant: the order in which JSON writes its keys does not matter."""
    plain = json.dumps(write(read(body)), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def _section_body(section: Section) -> dict[str, Any]:
    return _without_nothing(
        {
            "key": section.key,
            "title": dict(section.title.said),
            "note": dict(section.note.said),
            "shown_if": write_condition(section.shown_if),
            "most_repeats": section.most_repeats,
            "repeat_label": dict(section.repeat_label.said),
            "questions": [write_question(question) for question in section.questions],
        }
    )


def write_question(question: Question) -> dict[str, Any]:
    """The JSON of one question."""
    return _without_nothing(
        {
            "key": question.key,
            "kind": question.kind,
            "label": dict(question.label.said),
            "hint": dict(question.hint.said),
            "required": question.is_required,
            "personal": question.is_personal,
            "same_as": question.same_as,
            "shown_if": write_condition(question.shown_if),
            "domain": question.domain,
            "most_words": question.most_words,
            "options": [{"key": one.key, "label": dict(one.label.said)} for one in question.options],
            "other": question.has_other,
            "rows": [{"key": one.key, "label": dict(one.label.said)} for one in question.rows],
            "ends": [dict(one.said) for one in question.ends],
            "may_not_apply": question.may_not_apply,
            "least": question.least,
            "most": question.most,
            "whole": question.is_whole,
            "earliest": question.earliest,
            "latest": question.latest,
        }
    )


def read_question(body: Mapping[str, Any], *, languages: Iterable[str]) -> Question:
    """One question from JSON, as the library keeps it. Raises `NotAForm`."""
    reader = _Reader(tuple(languages))
    found = reader.question(body, "question")
    if reader.problems:
        raise NotAForm(reader.problems)
    return found


def _without_nothing(body: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty. 0 is not: a scale may begin there."""
    return {
        name: value for name, value in body.items() if value is not False and value not in (None, "", [], {})
    }


class _Reader:
    """Reads a body and keeps what is wrong with it, so that everything can be mended at once."""

    def __init__(self, languages: tuple[str, ...] = ()) -> None:
        self.problems: list[tuple[str, str]] = []
        self.languages = languages
        self.keys: set[str] = set()
        self.before: set[str] = set()

    def document(self, given: Mapping[str, Any]) -> Document:
        body = _mapping(given)
        self.languages = tuple(str(one) for one in _list(body.get("languages")))
        if not self.languages or len(set(self.languages)) != len(self.languages):
            self.wrong("languages", _("A form needs at least one language, each once."))
        sections = tuple(
            self.section(_mapping(one), n) for n, one in enumerate(_list(body.get("sections")), start=1)
        )
        if not any(section.questions for section in sections):
            self.wrong("sections", _("A form needs at least one question."))
        thanks = self.words(body.get("thanks"), "thanks")
        self.before = set()
        return Document(
            languages=self.languages,
            title=self.words(body.get("title"), "title", needed=True),
            introduction=self.words(body.get("introduction"), "introduction"),
            thanks=thanks,
            sections=sections,
        )

    def section(self, body: Mapping[str, Any], n: int) -> Section:
        key = self.key(body, f"section {n}")
        shown_if = self.condition(body.get("shown_if"), key)
        most = body.get("most_repeats")
        title = self.words(body.get("title"), f"{key}/title")
        note = self.words(body.get("note"), f"{key}/note")
        if most is not None and not (type(most) is int and 1 <= most <= MOST_REPEATS):
            self.wrong(
                f"{key}/most_repeats",
                _("A section can be repeated 1 to %(most)s times.") % {"most": MOST_REPEATS},
            )
            most = None
        questions = tuple(
            self.question(_mapping(one), f"{key}, {_('question')} {i}")
            for i, one in enumerate(_list(body.get("questions")), start=1)
        )
        if most is not None:
            # Answered several times, so that nothing outside can hang on one answer.
            self.before -= {one.key for one in questions}
        return Section(
            key=key,
            title=title,
            note=note,
            shown_if=shown_if,
            most_repeats=most,
            repeat_label=self.words(body.get("repeat_label"), f"{key}/repeat_label"),
            questions=questions,
        )

    def question(self, body: Mapping[str, Any], place: str) -> Question:
        key = self.key(body, place)
        kind = str(body.get("kind", ""))
        if kind not in kinds.KEYS:
            self.wrong(key, _("“%(kind)s” is no kind of question.") % {"kind": kind})
            kind = kinds.TEXT
        shown_if = self.condition(body.get("shown_if"), key)
        options = self.options(body, "options", key)
        rows = self.options(body, "rows", key)
        ends = tuple(self.words(one, f"{key}/ends") for one in _list(body.get("ends")))
        ends = ends if any(ends) else ()
        question = Question(
            key=key,
            kind=kind,
            label=self.words(body.get("label"), f"{key}/label", needed=True),
            hint=self.words(body.get("hint"), f"{key}/hint"),
            is_required=bool(body.get("required")),
            is_personal=bool(body.get("personal")),
            same_as=_cleaned(body.get("same_as")),
            shown_if=shown_if,
            domain=_cleaned(body.get("domain")),
            most_words=self.number(body, "most_words", key, whole=True),
            options=options,
            has_other=bool(body.get("other")),
            rows=rows,
            ends=ends,
            may_not_apply=bool(body.get("may_not_apply")),
            least=self.number(body, "least", key),
            most=self.number(body, "most", key),
            is_whole=bool(body.get("whole")),
            earliest=self.day(body, "earliest", key),
            latest=self.day(body, "latest", key),
        )
        self.check(question)
        self.before.add(key)
        return question

    def check(self, question: Question) -> None:
        """What a kind needs beyond its label."""
        if question.kind in kinds.WITH_OPTIONS and len(question.options) < 2:
            self.wrong(f"{question.key}/options", _("Give at least two choices."))
        if question.kind == kinds.MATRIX and not question.rows:
            self.wrong(f"{question.key}/rows", _("Give at least one row."))
        wanted = kinds.ENDS.get(question.kind, 0)
        if wanted and len([end for end in question.ends if end]) != wanted:
            self.wrong(f"{question.key}/ends", _("Name all %(n)s ends.") % {"n": wanted})
        if question.kind == kinds.SCALE and not (
            question.least is not None
            and question.most is not None
            and 1 <= question.most - question.least < MOST_STEPS
            and isinstance(question.least, int)
            and isinstance(question.most, int)
        ):
            self.wrong(
                f"{question.key}/least",
                _("A scale goes from a lower to a higher whole number, in 2 to 11 steps."),
            )
        if question.kind != kinds.SCALE and _is_more(question.least, question.most):
            self.wrong(f"{question.key}/least", _("The least is more than the most."))
        if question.earliest and question.latest and question.earliest > question.latest:
            self.wrong(f"{question.key}/earliest", _("The earliest day comes after the latest."))
        if question.most_words is not None and question.most_words < 1:
            self.wrong(f"{question.key}/most_words", _("A text has room for one word or more."))

    def key(self, body: Mapping[str, Any], place: str) -> str:
        key = str(body.get("key", ""))
        if not KEY.fullmatch(key):
            self.wrong(
                place, _("A key begins with a small letter and has small letters, digits and _ alone.")
            )
        elif key in self.keys:
            self.wrong(place, _("The key “%(key)s” is given twice.") % {"key": key})
        self.keys.add(key)
        return key

    def words(self, body: Any, place: str, *, needed: bool = False) -> Words:
        said = _mapping(body)
        cleaned = [(code, _cleaned(said.get(code))) for code in self.languages]
        found = tuple((code, text) for code, text in cleaned if text)
        if needed and not found:
            self.wrong(place, _("This needs words in at least one language of the form."))
        unknown = sorted({name for _code, text in found for name in PIPED.findall(text)} - self.before)
        if unknown:
            self.wrong(
                place,
                _("“${%(key)s}” names no question that comes before and is answered once.")
                % {"key": unknown[0]},
            )
        return Words(found)

    def options(self, body: Mapping[str, Any], name: str, place: str) -> tuple[Option, ...]:
        found, met = [], set()
        for one in _list(body.get(name)):
            key = _cleaned(_mapping(one).get("key"))
            if not OPTION_KEY.fullmatch(key) or key in met:
                self.wrong(
                    f"{place}/{name}",
                    _("Each choice needs a key of its own; “%(key)s” will not do.") % {"key": key},
                )
            met.add(key)
            label = self.words(_mapping(one).get("label"), f"{place}/{name}", needed=True)
            found.append(Option(key, label))
        return tuple(found)

    def condition(self, body: Any, place: str) -> Condition | None:
        if not body:
            return None
        try:
            found = read_condition(body)
        except NotACondition as problem:
            self.wrong(f"{place}/shown_if", str(problem))
            return None
        later = sorted(found.asks() - self.before)
        if later:
            self.wrong(
                f"{place}/shown_if",
                _("Shown after an answer to “%(key)s”, which does not come before it and is answered once.")
                % {"key": later[0]},
            )
        return found

    def number(self, body: Mapping[str, Any], name: str, place: str, *, whole: bool = False) -> Any:
        value = body.get(name)
        if value is None:
            return None
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not is_number or (whole and value != int(value)):
            self.wrong(f"{place}/{name}", _("This is a number, such as 12."))
            return None
        return int(value) if value == int(value) else value  # 10.0 and 10 are the same bytes

    def day(self, body: Mapping[str, Any], name: str, place: str) -> str:
        said = _cleaned(body.get(name))
        try:
            return date.fromisoformat(said).isoformat() if said else ""
        except ValueError:
            self.wrong(f"{place}/{name}", _("This is no day. Write it as 2026-05-31."))
            return ""

    def wrong(self, place: str, why: str) -> None:
        self.problems.append((place, why))


def _list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _cleaned(value: Any) -> str:
    """Text without blanks around it, and without what no database keeps."""
    return "" if value is None else storable(str(value)).strip()


def _is_more(least: float | None, most: float | None) -> bool:
    return least is not None and most is not None and least > most
