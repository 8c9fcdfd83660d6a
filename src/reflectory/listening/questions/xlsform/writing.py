"""A form as the rows of an XLSForm, with what Kobo and ODK have no counterpart for told row by row.

What they lack goes into a column of ours, `reflectory`, as JSON: other tools pass over it, and `reading` takes it
back. `workbook` makes the file.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from reflectory.listening.questions import kinds
from reflectory.listening.questions.conditions import write_condition
from reflectory.listening.questions.document import Document, Option, Question, Section, Words, write_question
from reflectory.listening.questions.xlsform.expressions import write_relevant

OURS = "reflectory"
NAMES = {
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "pt": "Português",
    "ar": "العربية",
    "de": "Deutsch",
}
TYPES = {
    kinds.TEXT: "text", kinds.LONG_TEXT: "text", kinds.NUMBER: "decimal", kinds.DATE: "date", kinds.PLACE: "text",
    kinds.FILE: "file", kinds.TRIAD: "text", kinds.DYAD: "range", kinds.SCALE: "range",
}  # fmt: skip
# Of the JSON of a question: what the columns say already.
_IN_COLUMNS = {"key", "label", "hint", "required", "shown_if", "options", "rows"}
_PARTS = {"text": ("most_words",), "long_text": ("most_words",)}


@dataclass(frozen=True)
class Told:
    """One thing that the other side cannot hold: the row in the sheet, what it is, and what became of it."""

    row: int
    what: str
    why: str


@dataclass
class Sheets:
    """The rows of the three sheets, the first of each its header, and what is told."""

    survey: list[list[str]] = field(default_factory=list)
    choices: list[list[str]] = field(default_factory=list)
    settings: list[list[str]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


def lay_out(document: Document, *, form_id: str) -> Sheets:
    """The rows of the form."""
    return _Writer(document, form_id).sheets()


def workbook(sheets: Sheets) -> bytes:
    """The rows as an XLSX file. Every cell is text, so that no program takes one for a formula."""
    book = Workbook()
    book.remove(book.active)
    for name in ("survey", "choices", "settings"):
        sheet = book.create_sheet(name)
        for at, row in enumerate(getattr(sheets, name), start=1):
            for column, value in enumerate(row, start=1):
                if value:
                    cell = sheet.cell(at, column)
                    cell.value, cell.data_type = value, "s"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class _Writer:
    def __init__(self, document: Document, form_id: str) -> None:
        self.document = document
        self.form_id = form_id
        self.made = Sheets()
        self.columns = [f"{NAMES.get(code, code)} ({code})" for code in document.languages]
        self.head = [
            "type", "name", *(f"label::{one}" for one in self.columns), *(f"hint::{one}" for one in self.columns),
            "required", "relevant", "appearance", "parameters", "constraint", "repeat_count", OURS,
        ]  # fmt: skip
        self.lists: dict[tuple[Any, ...], str] = {}

    def sheets(self) -> Sheets:
        self.made.survey.append(self.head)
        self.made.choices.append(["list_name", "name", *(f"label::{one}" for one in self.columns)])
        for section in self.document.sections:
            self.section(section)
        title = self.document.title.in_(self.document.languages[0])
        held = {name: dict(getattr(self.document, name).said) for name in ("title", "introduction", "thanks")}
        self.made.settings.append(["form_title", "form_id", "default_language", OURS])
        self.made.settings.append(
            [title, self.form_id, self.columns[0], json.dumps(held, ensure_ascii=False)]
        )
        for name, words in (("introduction", self.document.introduction), ("thanks", self.document.thanks)):
            if words:
                self.told(
                    name,
                    _("Kobo and ODK have no place for it; it is kept in the column “reflectory”."),
                    row=2,
                )
        return self.made

    def row(self, **cells: Any) -> None:
        label, hint = cells.pop("label", Words()), cells.pop("hint", Words())
        languages = self.document.languages
        cells |= {
            f"label::{name}": label.in_(code) for name, code in zip(self.columns, languages, strict=True)
        }
        own = dict(hint.said)
        cells |= {
            f"hint::{name}": own.get(code, "") for name, code in zip(self.columns, languages, strict=True)
        }
        self.made.survey.append([str(cells.get(name, "") or "") for name in self.head])

    def told(self, what: str, why: str, *, row: int | None = None) -> None:
        self.made.told.append(Told(len(self.made.survey) if row is None else row, what, why))

    def section(self, section: Section) -> None:
        word = "group" if section.most_repeats is None else "repeat"
        said = {name: dict(getattr(section, name).said) for name in ("title", "note", "repeat_label")}
        self.row(
            type=f"begin_{word}", name=section.key, label=section.title or _plain(section.key, self.document),
            relevant=write_relevant(write_condition(section.shown_if)),
            appearance="field-list" if word == "group" else "",
            reflectory=json.dumps({**said, "most_repeats": section.most_repeats}, ensure_ascii=False),
        )  # fmt: skip
        if word == "repeat":
            why = _(
                "A repeat has no highest number there that people may stay below; %(n)s is kept in our column."
            )
            self.told(section.key, why % {"n": section.most_repeats})
        if section.note:
            self.row(
                type="note",
                name=f"{section.key}_note"[:60],
                label=section.note,
                reflectory='{"is_note": true}',
            )
        for question in section.questions:
            self.question(question)
        self.row(type=f"end_{word}")

    def question(self, question: Question) -> None:
        common = {
            "name": question.key, "label": question.label, "required": "yes" if question.is_required else "",
            "relevant": write_relevant(write_condition(question.shown_if)), OURS: self.ours(question),
        }  # fmt: skip
        if question.kind == kinds.MATRIX:
            self.matrix(question, common)
        elif question.kind in kinds.WITH_OPTIONS:
            verb = {kinds.CHOICE: "select_one", kinds.CHOICES: "select_multiple", kinds.RANKING: "rank"}[
                question.kind
            ]
            other = " or_other" if question.has_other else ""
            self.row(type=f"{verb} {self.list_of(question.options)}{other}", hint=question.hint, **common)
        else:
            self.plain(question, common)
        if question.is_personal:
            self.told(
                question.key,
                _("That the answer tells who somebody is has no mark there. Do not publish that column."),
            )
        if question.most_words:
            self.told(
                question.key,
                _("At most %(n)s words: nothing there holds people to it.") % {"n": question.most_words},
            )

    def plain(self, question: Question, common: dict[str, Any]) -> None:
        kind, more = TYPES[question.kind], {}
        hint = question.hint
        if question.kind == kinds.NUMBER:
            kind = "integer" if question.is_whole else "decimal"
            more["constraint"] = _between(question.least, question.most)
        elif question.kind == kinds.DATE:
            days = [
                f". {sign} date('{day}')"
                for sign, day in ((">=", question.earliest), ("<=", question.latest))
                if day
            ]
            more["constraint"] = " and ".join(days)
        elif question.kind == kinds.LONG_TEXT:
            more["appearance"] = "multiline"
        elif question.kind in (kinds.SCALE, kinds.DYAD):
            least, most = (question.least, question.most) if question.kind == kinds.SCALE else (0, 100)
            more["parameters"] = f"start={least:g} end={most:g} step=1"
            hint = self.with_ends(question)
            self.told(
                question.key, _("The words at the ends stand in the hint."), row=len(self.made.survey) + 1
            )
        elif question.kind == kinds.TRIAD:
            hint = self.with_ends(question)
            why = _(
                "Three ends have no counterpart there: it is asked as a text, the ends stand in the hint."
            )
            self.told(question.key, why, row=len(self.made.survey) + 1)
        elif question.kind == kinds.PLACE:
            why = _("A place of the gazetteer is asked as a text there.")
            self.told(question.key, why, row=len(self.made.survey) + 1)
        self.row(type=kind, hint=hint, **common, **more)
        if question.may_not_apply:
            self.told(question.key, _("“Does not apply” cannot be offered there; people leave it empty."))

    def with_ends(self, question: Question) -> Words:
        said = []
        for code in self.document.languages:
            ends = " – ".join(
                dict(end.said).get(code, "") for end in question.ends if dict(end.said).get(code)
            )
            said.append(
                (code, ". ".join(part for part in (dict(question.hint.said).get(code, ""), ends) if part))
            )
        return Words(tuple((code, text) for code, text in said if text))

    def matrix(self, question: Question, common: dict[str, Any]) -> None:
        """A group that Kobo shows as a table: one question for each row."""
        own, required = common[OURS], common["required"]
        self.row(
            type="begin_group", name=question.key, label=question.label, appearance="table-list",
            relevant=common["relevant"], reflectory=own,
        )  # fmt: skip
        if question.hint:
            self.told(question.key, _("A table has no help there; it is kept in our column."))
        named = self.list_of(question.options)
        for row in question.rows:
            key = f"{question.key}_{row.key}"
            self.row(type=f"select_one {named}", name=_name(key), label=row.label, required=required)
        self.row(type="end_group")

    def list_of(self, options: tuple[Option, ...]) -> str:
        """The name of the list of these choices; the same choices are one list."""
        known = self.lists.get(options)
        if known is not None:
            return known
        name = f"list_{len(self.lists) + 1}"
        self.lists[options] = name
        for option in options:
            labels = [option.label.in_(code) for code in self.document.languages]
            self.made.choices.append([name, option.key, *labels])
        return name

    def ours(self, question: Question) -> str:
        """What the columns cannot say, and the words as they were in each language."""
        held = {name: value for name, value in write_question(question).items() if name not in _IN_COLUMNS}
        for name in ("options", "rows"):
            said = [{"key": one.key, "label": dict(one.label.said)} for one in getattr(question, name)]
            if said:
                held[name] = said
        held["hint"], held["label"] = dict(question.hint.said), dict(question.label.said)
        return json.dumps(held, ensure_ascii=False)


def _plain(text: str, document: Document) -> Words:
    return Words(tuple((code, text) for code in document.languages))


def _name(key: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "_-." else "_" for letter in key)


def _between(least: float | None, most: float | None) -> str:
    parts = [f". {sign} {value:g}" for sign, value in ((">=", least), ("<=", most)) if value is not None]
    return " and ".join(parts)
