"""The rows of an XLSForm as the JSON of a form, with everything that has no counterpart here told row by row.

Groups become sections, repeats become sections that are answered several times, a group that is shown as a table
becomes one question with rows. A column `reflectory`, written by `writing`, brings back what Kobo has no place for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from reflectory.listening.questions import kinds
from reflectory.listening.questions.document import (
    KEY,
    MOST_REPEATS,
    MOST_STEPS,
    PIPED,
    NotAForm,
    read,
    write,
)
from reflectory.listening.questions.reusing import free_key, key_from
from reflectory.listening.questions.xlsform.expressions import read_relevant
from reflectory.listening.questions.xlsform.languages import columns_of
from reflectory.listening.questions.xlsform.writing import OURS, Told

# Rows that ask nobody anything: the phone fills them in.
_SILENT = {
    "start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "audit",
    "calculate", "hidden", "start-geopoint", "background-audio", "xml-external", "csv-external",
}  # fmt: skip
_AS_TEXT = {"time", "datetime", "barcode", "geotrace", "geoshape"}
_FILES = {"image", "photo", "audio", "video", "file"}
_YES = {"yes", "true", "true()", "1"}
_NO = {"", "no", "false", "false()", "0"}
_TOLD_COLUMNS = {"calculation", "default", "choice_filter", "constraint_message", "required_message", "read_only",
                 "readonly", "trigger", "guidance_hint"}  # fmt: skip
_LIMIT = re.compile(r"\.\s*(>=|<=)\s*(-?\d+(?:\.\d+)?|date\('(\d{4}-\d\d-\d\d)'\))")


class Row(Protocol):
    """A row of a sheet, as `reflectory.intake.xlsform` gives it."""

    @property
    def number(self) -> int: ...
    @property
    def cells(self) -> dict[str, str]: ...


class Book(Protocol):
    """The three sheets."""

    @property
    def survey(self) -> tuple[Any, ...]: ...
    @property
    def choices(self) -> tuple[Any, ...]: ...
    @property
    def settings(self) -> tuple[Any, ...]: ...


@dataclass
class Brought:
    """The JSON of the form that was read, and what was left out or became otherwise."""

    body: dict[str, Any]
    told: list[Told] = field(default_factory=list)


def read_book(book: Book, *, title: str) -> Brought:
    """The form in the sheets. Raises `NotAForm` where no question is left. `title` is for one that has none."""
    reader = _Reader(book)
    for row in book.survey:
        reader.row(row)
    body = reader.body(title)
    return Brought(_settled(body, reader), sorted(reader.told, key=lambda one: one.row))


@dataclass
class _Within:
    """A group that is open: what it is, and the condition that holds for all in it."""

    is_repeat: bool
    relevant: dict[str, Any] | None
    matrix: dict[str, Any] | None = None


class _Reader:
    def __init__(self, book: Book) -> None:
        self.told: list[Told] = []
        self.settings = dict(book.settings[0].cells) if book.settings else {}
        self.columns = columns_of(
            [*book.survey, *book.choices], default=self.settings.get("default_language", "")
        )
        self.lists: dict[str, list[Row]] = {}
        for row in book.choices:
            self.lists.setdefault(row.cells.get("list_name") or row.cells.get("list name", ""), []).append(
                row
            )
        self.taken: set[str] = set()
        self.keys = {name: self._key(name) for name in _names(book.survey)}
        self.rows_of: dict[str, int] = {}
        self.sections: list[dict[str, Any]] = []
        self.stack: list[_Within] = []

    def tell(self, row: int, what: str, why: str) -> None:
        self.told.append(Told(row, what, why))

    def _key(self, name: str) -> str:
        key = (
            name
            if KEY.fullmatch(name) and name not in self.taken
            else key_from(name.lower(), taken=self.taken)
        )
        self.taken.add(key)
        return key

    def row(self, row: Row) -> None:
        """One row of the survey."""
        cells = row.cells
        kind = " ".join(cells.get("type", "").split()).lower().replace(" ", "_", 1)
        name = cells.get("name", "")
        if not kind:
            return
        if kind in ("begin_group", "begin_repeat"):
            self.begin(row, is_repeat=kind == "begin_repeat")
        elif kind in ("end_group", "end_repeat"):
            self.end()
        elif kind in _SILENT:
            self.tell(
                row.number,
                name or kind,
                _("“%(kind)s” asks nobody anything and is left out.") % {"kind": kind},
            )
        elif kind == "note":
            self.note(row)
        else:
            self.question(row, cells["type"])

    def begin(self, row: Row, *, is_repeat: bool) -> None:
        cells, ours = row.cells, _ours(row.cells)
        relevant = self.relevant(row)
        if not is_repeat and "table-list" in cells.get("appearance", ""):
            label = self.words(row, "label", ours)
            matrix: dict[str, Any] = {
                "key": self.keys[cells["name"]], "kind": kinds.MATRIX, "label": label, "hint": ours.get("hint"),
                "rows": [], "options": [], "shown_if": self.joined(relevant), "ours": ours,
            }  # fmt: skip
            self.rows_of[matrix["key"]] = row.number
            self.stack.append(_Within(False, None, matrix))
            return
        if self.stack and not is_repeat:
            why = _("A group within a group: its questions stand in the section around it.")
            self.tell(row.number, cells.get("name", ""), why)
            self.stack.append(_Within(self.stack[-1].is_repeat, relevant))
            return
        if self.stack:
            self.tell(
                row.number,
                cells.get("name", ""),
                _("A repeat within a group: it becomes a section of its own."),
            )
        section: dict[str, Any] = {"key": self.keys.get(cells.get("name", "")) or self._key("section")}
        section |= {
            "title": self.words(row, "label", {"label": ours.get("title", {})} if ours else {}),
            "questions": [],
        }
        section |= {"note": ours.get("note", {}), "repeat_label": ours.get("repeat_label", {})}
        section["shown_if"] = self.joined(relevant)
        if ours and not ours.get("title"):
            section["title"] = {}
        if is_repeat:
            section["most_repeats"] = self.repeats(row, ours)
        self.sections.append(section)
        self.rows_of[section["key"]] = row.number
        # What holds for the section is not said again of each question.
        self.stack.append(_Within(is_repeat, None))

    def repeats(self, row: Row, ours: Mapping[str, Any]) -> int:
        said = str(ours.get("most_repeats") or row.cells.get("repeat_count", ""))
        if said.isdecimal() and 1 <= int(said) <= MOST_REPEATS:
            return int(said)
        why = _("How often it repeats is not a number from 1 to %(n)s: at most 20 here.")
        self.tell(row.number, row.cells.get("name", ""), why % {"n": MOST_REPEATS})
        return 20

    def end(self) -> None:
        if not self.stack:
            return
        matrix = self.stack.pop().matrix
        if matrix is not None:
            ours = matrix.pop("ours")
            self.into()["questions"].append(_with_ours(matrix, ours))

    def into(self) -> dict[str, Any]:
        """The section in which what comes next stands."""
        last = self.sections[-1] if self.sections else None
        needs_repeat = any(one.is_repeat for one in self.stack)
        if (
            last is None
            or bool(last.get("most_repeats")) != needs_repeat
            or (not self.stack and last.get("closed"))
        ):
            last = {"key": free_key("section", taken=self.taken), "questions": []}
            self.taken.add(last["key"])
            self.sections.append(last)
        return last

    def note(self, row: Row) -> None:
        if _ours(row.cells).get("is_note"):
            return
        section = self.into()
        words = self.words(row, "label", {})
        if not section["questions"] and not section.get("note"):
            section["note"] = words
            return
        said = next(iter(words.values()), "")
        why = _("A note between questions is left out: “%(said)s”. Put it into the help of a question.")
        self.tell(row.number, row.cells.get("name", ""), why % {"said": said})

    def question(self, row: Row, said: str) -> None:
        matrix = self.stack[-1].matrix if self.stack else None
        if matrix is not None:
            self.matrix_row(row, said, matrix)
            return
        cells, ours = row.cells, _ours(row.cells)
        body: dict[str, Any] = {"key": self.keys[cells["name"]], "label": self.words(row, "label", ours)}
        body |= self.kind(row, said)
        if not body.get("kind"):
            return
        if cells["name"] != body["key"]:
            self.tell(row.number, cells["name"], _("Its key here is “%(key)s”.") % {"key": body["key"]})
        if not body["label"]:
            body["label"] = {self.columns.first: cells["name"]}
            self.tell(row.number, cells["name"], _("It has no label; its name stands there."))
        body["hint"] = ours.get("hint") if "ends" in ours else self.words(row, "hint", ours)
        body["required"] = cells.get("required", "").lower() in _YES
        body["shown_if"] = self.joined(self.relevant(row))
        if cells.get("required", "no").lower() not in _YES | _NO:
            self.tell(
                row.number,
                cells["name"],
                _("It is required under a condition there; here it needs no answer."),
            )
        self.limits(row, body)
        for column in sorted(_TOLD_COLUMNS & {name.split("::")[0].lower() for name in cells}):
            why = _("“%(column)s” has no counterpart and is left out.")
            self.tell(row.number, cells["name"], why % {"column": column})
        self.rows_of[body["key"]] = row.number
        self.into()["questions"].append(_with_ours(body, ours))

    def kind(self, row: Row, said: str) -> dict[str, Any]:
        """The kind of the question with what comes with it; empty where it is told and left out."""
        cells, name = row.cells, row.cells["name"]
        word, _blank, rest = " ".join(said.split()).partition(" ")
        word = word.lower()
        if word in ("select_one", "select_multiple", "rank", "select1", "select"):
            chosen = {"select_one": kinds.CHOICE, "select1": kinds.CHOICE, "rank": kinds.RANKING}.get(
                word, kinds.CHOICES
            )
            return {"kind": chosen, **self.options(row, rest, chosen)}
        if word == "text":
            return {"kind": kinds.LONG_TEXT if "multiline" in cells.get("appearance", "") else kinds.TEXT}
        if word in ("integer", "int", "decimal"):
            return {"kind": kinds.NUMBER, "whole": word != "decimal"}
        if word == "range":
            return self.range(row)
        if word == "date":
            return {"kind": kinds.DATE}
        if word == "geopoint":
            self.tell(row.number, name, _("A point on the map is asked as a place here."))
            return {"kind": kinds.PLACE}
        if word in _FILES:
            return {"kind": kinds.FILE}
        if word in _AS_TEXT:
            self.tell(row.number, name, _("“%(kind)s” is asked as a line of text here.") % {"kind": word})
            return {"kind": kinds.TEXT}
        self.tell(
            row.number, name, _("“%(kind)s” has no counterpart; the question is left out.") % {"kind": said}
        )
        return {}

    def options(self, row: Row, rest: str, kind: str) -> dict[str, Any]:
        named, *more = rest.split()
        found: list[dict[str, Any]] = []
        for choice in self.lists.get(named, []):
            key = choice.cells.get("name", "").replace(":", "_")
            label = self.words(choice, "label", {}) or {self.columns.first: key}
            found.append({"key": "_".join(key.split()), "label": label})
        if len(found) == 1:
            self.tell(row.number, row.cells["name"], _("It has one choice only; “no” is added beside it."))
            found.append(
                {"key": free_key("no", taken={found[0]["key"]}), "label": {self.columns.first: _("No")}}
            )
        has_other = "or_other" in more or ("or" in more and "other" in more)
        if has_other and kind == kinds.RANKING:
            self.tell(row.number, row.cells["name"], _("An order has no “other” here."))
        return {"options": found, "other": has_other and kind != kinds.RANKING}

    def range(self, row: Row) -> dict[str, Any]:
        given = dict(
            part.split("=", 1)
            for part in row.cells.get("parameters", "").replace(",", " ").split()
            if "=" in part
        )
        values = [
            _number(given.get(name, otherwise))
            for name, otherwise in (("start", "0"), ("end", "10"), ("step", "1"))
        ]
        least, most, step = values
        whole = all(isinstance(value, int) for value in values)
        if whole and step == 1 and 1 <= most - least < MOST_STEPS:
            first = self.columns.first
            if "ends" not in _ours(row.cells):
                why = _("The ends of the scale have no words yet: its numbers stand there.")
                self.tell(row.number, row.cells["name"], why)
            return {
                "kind": kinds.SCALE,
                "least": least,
                "most": most,
                "ends": [{first: str(least)}, {first: str(most)}],
            }
        if "ends" not in _ours(row.cells):
            self.tell(row.number, row.cells["name"], _("A range of so many steps is asked as a number here."))
        return {"kind": kinds.NUMBER, "least": least, "most": most, "whole": whole}

    def limits(self, row: Row, body: dict[str, Any]) -> None:
        said = row.cells.get("constraint", "")
        if not said:
            return
        found = list(_LIMIT.finditer(said))
        left = _LIMIT.sub("", said).replace("and", "").strip(" ()")
        if left or not found or body["kind"] not in (kinds.NUMBER, kinds.DATE):
            why = _("The rule “%(rule)s” has no counterpart and is left out.")
            self.tell(row.number, row.cells["name"], why % {"rule": said})
            return
        for match in found:
            is_least = match[1] == ">="
            if body["kind"] == kinds.DATE and match[3]:
                body["earliest" if is_least else "latest"] = match[3]
            elif body["kind"] == kinds.NUMBER and not match[3]:
                body["least" if is_least else "most"] = _number(match[2])

    def matrix_row(self, row: Row, said: str, matrix: dict[str, Any]) -> None:
        word, _blank, rest = " ".join(said.split()).partition(" ")
        name = row.cells["name"]
        if word.lower() != "select_one":
            why = _("Only questions with one choice can stand in a table here; this one is left out.")
            self.tell(row.number, name, why)
            return
        key = name.removeprefix(f"{matrix['key']}_")[:60] or name
        if not matrix["rows"]:
            matrix |= {"options": self.options(row, rest, kinds.MATRIX)["options"]}
            matrix["required"] = row.cells.get("required", "").lower() in _YES
        label = self.words(row, "label", {}) or {self.columns.first: name}
        matrix["rows"].append(
            {"key": free_key(key, taken={one["key"] for one in matrix["rows"]}), "label": label}
        )

    def words(self, row: Row, name: str, ours: Mapping[str, Any]) -> dict[str, str]:
        """The words in each language, names of questions in them by their keys."""
        held = ours.get(name) or {}
        found = {}
        for code, text in self.columns.words(row.cells, name).items():
            renamed = re.sub(
                r"\$\{\s*([^}]+?)\s*\}", lambda match: "${" + self.keys.get(match[1], match[1]) + "}", text
            )
            # Where we had no words in a language, another one's stand in its column.
            if not held or code in held or renamed not in held.values():
                found[code] = renamed
        return found

    def relevant(self, row: Row) -> dict[str, Any] | None:
        said = row.cells.get("relevant", "") or row.cells.get("relevance", "")
        if not said:
            return None
        found = read_relevant(said, key_of=self.keys.get)
        if found is None:
            why = _("Shown where “%(rule)s”: a form here cannot say that, so it is always shown.")
            self.tell(row.number, row.cells.get("name", ""), why % {"rule": said})
        return found

    def joined(self, own: dict[str, Any] | None) -> dict[str, Any] | None:
        """The condition of what stands here, with those of the groups within its section."""
        parts = [part for part in (*(one.relevant for one in self.stack), own) if part]
        return None if not parts else parts[0] if len(parts) == 1 else {"all": parts}

    def body(self, title: str) -> dict[str, Any]:
        """Everything that was read."""
        held = _ours(self.settings)
        said = self.settings.get("form_title") or title
        body: dict[str, Any] = {
            "languages": self.columns.codes,
            "title": held.get("title") or {self.columns.first: said},
        }
        body |= {name: held.get(name, {}) for name in ("introduction", "thanks")}
        body["sections"] = [one for one in self.sections if one["questions"]]
        return body


def _settled(body: dict[str, Any], reader: _Reader) -> dict[str, Any]:
    """The body as it is stored: conditions and names that do not fit are taken out and told."""
    try:
        return write(read(body))
    except NotAForm as refused:
        problems = refused.problems
    parts = {one["key"]: one for section in body["sections"] for one in (section, *section["questions"])}
    for place, why in problems:
        key, _slash, name = place.partition("/")
        part, row = parts.get(key), reader.rows_of.get(key, 0)
        if part is None:
            continue
        if name == "shown_if":
            part["shown_if"] = None
            reader.tell(row, key, _("It is always shown here. %(why)s") % {"why": why})
        elif name in ("label", "hint", "title", "note") and isinstance(part.get(name), dict):
            part[name] = {code: PIPED.sub("…", text) for code, text in part[name].items()}
            reader.tell(row, key, why)
    return write(read(body))


def _names(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(row.cells["name"] for row in rows if row.cells.get("name")))


def _ours(cells: Mapping[str, str]) -> dict[str, Any]:
    try:
        held = json.loads(cells.get(OURS, "") or "{}")
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}


def _with_ours(body: dict[str, Any], ours: Mapping[str, Any]) -> dict[str, Any]:
    """The question with what only we know of it; what both know is as the columns say."""
    kept = {
        name: value for name, value in ours.items() if name not in ("label", "hint", "key", "options", "rows")
    }
    for name in ("options", "rows"):
        known = {one.get("key"): one.get("label", {}) for one in ours.get(name, []) if isinstance(one, dict)}
        for one in body.get(name, []):
            had = known.get(one["key"])
            if had:
                said = one["label"].items()
                one["label"] = {code: text for code, text in said if code in had or text not in had.values()}
    if kept.get("kind", body["kind"]) != body["kind"]:
        # Asked there as something else: its limits are not ours.
        body = {
            name: value
            for name, value in body.items()
            if name in ("key", "label", "hint", "required", "shown_if")
        }
    return {**body, **kept}


def _number(said: str) -> Any:
    try:
        value = float(said)
    except ValueError:
        return 0
    return int(value) if value == int(value) else value
