"""A form as somebody is typing it: every word as it was typed, right or wrong, so that no button loses any.

It comes from a stored form or from a POST. `builder_buttons` changes it, `builder_body` makes a form of it,
`builder_fields` says what the page shows. A question has an id for as long as the page is open ("q3"); its key,
on which answers hang, is made when it is saved first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.http import QueryDict

from reflectory.listening.questions import kinds
from reflectory.listening.questions.conditions import Comparison, Condition, write_condition
from reflectory.listening.questions.document import Document, Option, Question, Section

FORM_WORDS = ("title", "introduction", "thanks")
SECTION_WORDS = ("title", "note", "repeat_label")
QUESTION_WORDS = ("label", "hint", "options", "rows", "end0", "end1", "end2")
FLAGS = ("required", "personal", "other", "may_not_apply", "whole")
PLAIN = (
    "key", "kind", "most_words", "least", "most", "earliest", "latest", "same_as", "domain", "options_keys", "rows_keys"
)  # fmt: skip
MOST_QUESTIONS = 400
MOST_SECTIONS = 60

Said = dict[str, dict[str, str]]  # name of the field -> language -> what was typed


@dataclass
class TypedShown:
    """After which answers something is shown: comparisons with the ids of questions."""

    match: str = "all"
    rows: list[list[str]] = field(default_factory=list)  # question's id, test, value
    kept: str = ""  # JSON of a condition within a condition, which the page tells and does not take apart


@dataclass
class TypedQuestion:
    """One question as typed."""

    id: str
    plain: dict[str, str] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    said: Said = field(default_factory=dict)
    shown: TypedShown = field(default_factory=TypedShown)

    @property
    def kind(self) -> str:
        """Its kind, a line of text where none is known."""
        return self.plain.get("kind", "") if self.plain.get("kind") in kinds.KEYS else kinds.TEXT

    def called(self, languages: list[str]) -> str:
        """Its label in the first language that has one."""
        return next(
            (text for code in languages if (text := self.said.get("label", {}).get(code, "").strip())), ""
        )


@dataclass
class TypedSection:
    """One section as typed."""

    id: str
    plain: dict[str, str] = field(default_factory=dict)  # key, most_repeats
    said: Said = field(default_factory=dict)
    shown: TypedShown = field(default_factory=TypedShown)
    questions: list[TypedQuestion] = field(default_factory=list)


@dataclass
class TypedForm:
    """The whole form as typed. `n_ids` is how many ids were given out, so that none is given twice."""

    languages: list[str]
    said: Said = field(default_factory=dict)
    sections: list[TypedSection] = field(default_factory=list)
    n_ids: int = 0
    removed: str = ""  # JSON of what was taken out last, and where it stood

    def questions(self) -> Iterator[TypedQuestion]:
        """All questions in their order."""
        for section in self.sections:
            yield from section.questions

    def next_id(self, letter: str) -> str:
        """An id that nothing on the page has had."""
        self.n_ids += 1
        return f"{letter}{self.n_ids}"

    def before(self, wanted: str) -> list[TypedQuestion]:
        """The questions that can be asked about where something stands: those before it that are answered once."""
        found: list[TypedQuestion] = []
        for section in self.sections:
            if section.id == wanted:
                return found
            own: list[TypedQuestion] = []
            for question in section.questions:
                if question.id == wanted:
                    return found + own
                own.append(question)
            if not section.plain.get("most_repeats", "").strip():
                found += own
        return found


def blank(languages: list[str]) -> TypedForm:
    """A form with one section and one question, all of it empty."""
    typed = TypedForm(languages)
    section = TypedSection(typed.next_id("s"))
    section.questions.append(TypedQuestion(typed.next_id("q"), {"kind": kinds.LONG_TEXT}))
    typed.sections.append(section)
    return typed


def from_document(document: Document) -> TypedForm:
    """A stored form, as it would have been typed."""
    typed = TypedForm(list(document.languages))
    typed.said = {name: dict(getattr(document, name).said) for name in FORM_WORDS}
    ids = {one.key: typed.next_id("q") for one in document.questions()}
    for section in document.sections:
        typed.sections.append(_section(section, typed.next_id("s"), ids, typed.languages))
    return typed


def _section(section: Section, own: str, ids: Mapping[str, str], languages: Sequence[str]) -> TypedSection:
    return TypedSection(
        own,
        {"key": section.key, "most_repeats": _said_number(section.most_repeats)},
        {name: dict(getattr(section, name).said) for name in SECTION_WORDS},
        _shown(section.shown_if, ids),
        [typed_question(one, ids[one.key], ids, languages) for one in section.questions],
    )


def typed_question(
    question: Question, own: str, ids: Mapping[str, str], languages: Sequence[str]
) -> TypedQuestion:
    """A stored question, as it would have been typed."""
    plain = {
        "key": question.key, "kind": question.kind, "same_as": question.same_as, "domain": question.domain,
        "most_words": _said_number(question.most_words), "least": _said_number(question.least),
        "most": _said_number(question.most), "earliest": question.earliest, "latest": question.latest,
        # What stands before a colon is a key where it was one before, however it is written.
        "options_keys": " ".join(one.key for one in question.options),
        "rows_keys": " ".join(one.key for one in question.rows),
    }  # fmt: skip
    flags = {
        "required": question.is_required, "personal": question.is_personal, "other": question.has_other,
        "may_not_apply": question.may_not_apply, "whole": question.is_whole,
    }  # fmt: skip
    said: Said = {"label": dict(question.label.said), "hint": dict(question.hint.said)}
    said["options"], said["rows"] = _lines(question.options, languages), _lines(question.rows, languages)
    said |= {f"end{n}": dict(end.said) for n, end in enumerate(question.ends)}
    is_flagged = [name for name, is_so in flags.items() if is_so]
    return TypedQuestion(own, plain, is_flagged, said, _shown(question.shown_if, ids))


def _lines(options: tuple[Option, ...], languages: Sequence[str]) -> dict[str, str]:
    """A line for each choice with words in a language; in the first one for each, so that all have places."""
    codes = list(dict.fromkeys(code for option in options for code, _text in option.label.said))
    first = next(iter(languages), "") or next(iter(codes), "")
    if options and first not in codes:
        codes.append(first)
    return {
        code: "\n".join(_line(one, code) for one in options if code == first or one.label.has(code))
        for code in codes
    }


def _line(option: Option, language: str) -> str:
    label = option.label.in_(language) if option.label.has(language) else ""
    return f"{option.key}: {' '.join(label.split())}".rstrip()


def _said_number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _shown(condition: Condition | None, ids: Mapping[str, str]) -> TypedShown:
    if condition is None:
        return TypedShown()
    if isinstance(condition, Comparison):
        return TypedShown(rows=[_row(condition, ids)])
    parts = [part for part in condition.parts if isinstance(part, Comparison)]
    if len(parts) < len(condition.parts):
        return TypedShown(kept=json.dumps(write_condition(condition)))
    return TypedShown("all" if condition.needs_all else "any", [_row(part, ids) for part in parts])


def _row(one: Comparison, ids: Mapping[str, str]) -> list[str]:
    value = ("yes" if one.value else "no") if one.test == "answered" else str(one.value)
    return [ids.get(one.question, ""), one.test, value]


def from_post(post: QueryDict) -> TypedForm:
    """What stands on the page, in the order in which it stands."""
    typed = TypedForm(_languages(post), n_ids=_count(post.get("n_ids", "")), removed=post.get("removed", ""))
    typed.said = _said(post, "form", FORM_WORDS, typed.languages)
    by_id: dict[str, TypedSection] = {}
    for own in post.getlist("section")[:MOST_SECTIONS]:
        plain = {name: post.get(f"{own}.{name}", "") for name in ("key", "most_repeats")}
        by_id[own] = TypedSection(
            own, plain, _said(post, own, SECTION_WORDS, typed.languages), _typed_shown(post, own)
        )
    for named in post.getlist("question")[:MOST_QUESTIONS]:
        section, _colon, own = named.partition(":")
        if section in by_id:
            by_id[section].questions.append(_typed_question(post, own, typed.languages))
    typed.sections = list(by_id.values())
    return typed


def _typed_question(post: QueryDict, own: str, languages: list[str]) -> TypedQuestion:
    plain = {name: said for name in PLAIN if (said := post.get(f"{own}.{name}", ""))}
    flags = [name for name in FLAGS if post.get(f"{own}.{name}")]
    return TypedQuestion(
        own, plain, flags, _said(post, own, QUESTION_WORDS, languages), _typed_shown(post, own)
    )


def _typed_shown(post: QueryDict, own: str) -> TypedShown:
    columns = zip(
        post.getlist(f"{own}.if_question"),
        post.getlist(f"{own}.if_test"),
        post.getlist(f"{own}.if_value"),
        strict=False,
    )
    rows = [list(row) for row in columns if row[0]]
    kept = "" if post.get(f"{own}.if_forget") else post.get(f"{own}.if_kept", "")
    return TypedShown("any" if post.get(f"{own}.if_match") == "any" else "all", rows, kept)


def _said(post: QueryDict, own: str, names: tuple[str, ...], languages: list[str]) -> Said:
    found: Said = {}
    for name in names:
        words = {
            code: text
            for code in languages
            if (text := post.get(f"{own}.{name}.{code}", "").replace("\r\n", "\n"))
        }
        if words:
            found[name] = words
    return found


def _languages(post: QueryDict) -> list[str]:
    found = [code for code in dict.fromkeys(post.getlist("language")) if 2 <= len(code) <= 12]
    return found or ["en"]


def _count(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 8 else 0


def to_json(question: TypedQuestion) -> dict[str, Any]:
    """A typed question as plain values."""
    return asdict(question)


def from_json(held: Mapping[str, Any]) -> TypedQuestion:
    """A typed question from plain values."""
    return TypedQuestion(**{**held, "shown": TypedShown(**held["shown"])})
