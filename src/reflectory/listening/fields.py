"""A form laid out as controls: `lay_out(document, given, …)` gives what templates/listening/questions/ shows.

The respondent's page and the preview of a form use the same. `given` is what was sent or what is kept, whichever
is there; what is wrong is shown beside its question. What the controls post is read again by `posted`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.listening.posted import OTHER, ROUNDS, name_of, read_sent
from reflectory.listening.questions import kinds, piping
from reflectory.listening.questions.answering import Answers, read_answer, read_answers
from reflectory.listening.questions.conditions import Condition, is_given, write_condition
from reflectory.listening.questions.document import Document, Question, Section

__all__ = [
    "Asked",
    "Choice",
    "Laid",
    "Part",
    "Round",
    "ShownSection",
    "is_right_to_left",
    "lay_out",
    "read_sent",
]

# Written from right to left: the first part of the code.
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_SECONDS = {
    kinds.LONG_TEXT: 60,
    kinds.TEXT: 15,
    kinds.CHOICE: 7,
    kinds.SCALE: 7,
    kinds.MATRIX: 7,
    kinds.FILE: 30,
}
ANY_ROUND = "__n__"  # in the names of the round that a script copies


@dataclass(frozen=True)
class Choice:
    """One radio button or tick."""

    value: str
    label: str
    id: str
    is_picked: bool = False


@dataclass(frozen=True)
class Part:
    """One of several controls of a question: a row of a matrix, a place in an order, an end of a triad."""

    name: str
    id: str
    label: str
    value: str = ""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Asked:
    """One question on the page, with what was given and what is wrong."""

    question: Question
    name: str
    id: str
    label: SafeString
    hint: str
    problem: str
    is_shown: bool
    shown_if: str = ""  # the condition as JSON, for the script that shows and hides at once
    value: str = ""
    choices: tuple[Choice, ...] = ()
    parts: tuple[Part, ...] = ()
    other: Part | None = None
    not_applying: Choice | None = None
    ends: tuple[str, ...] = ()
    first_id: str = ""  # of the control that a line of the summary leads to
    dot: tuple[float, float] | None = None  # where in the triangle the three parts meet

    @property
    def template(self) -> str:
        """The template of its kind."""
        return f"listening/questions/{self.question.kind}.html"

    @property
    def described_by(self) -> str:
        """The ids of hint and error, for aria-describedby; empty where there is neither."""
        there = [("hint", self.hint), ("problem", self.problem)]
        return " ".join(f"{self.id}-{name}" for name, text in there if text)


@dataclass(frozen=True)
class Round:
    """The questions of a section once; a repeated section has several."""

    n: str
    asked: tuple[Asked, ...]


@dataclass(frozen=True)
class ShownSection:
    """A section on the page."""

    section: Section
    title: SafeString
    note: SafeString
    is_shown: bool
    shown_if: str
    rounds: tuple[Round, ...]
    problem: str = ""
    add: str = ""  # words of the button that adds a round; empty where there is no room for one more
    spare: Round | None = None  # one that a script copies
    n_name: str = ""

    @property
    def is_repeated(self) -> bool:
        """Whether it is answered once for each of several things."""
        return self.section.most_repeats is not None


@dataclass(frozen=True)
class Laid:
    """The whole form on a page."""

    language: str
    is_right_to_left: bool
    title: SafeString
    introduction: SafeString
    sections: tuple[ShownSection, ...]
    wrong: tuple[tuple[str, SafeString, str], ...] = field(default=())  # id of the control, label, what to do


def is_right_to_left(language: str) -> bool:
    """Whether a language is written from right to left."""
    return language.replace("_", "-").split("-")[0].lower() in _RIGHT_TO_LEFT


def minutes_of(document: Document) -> int:
    """How long it takes somebody who knows what they want to say: a guess, told before the first question."""
    seconds = sum(_SECONDS.get(one.kind, 10) * max(len(one.rows), 1) for one in document.questions())
    return max(1, round(seconds / 60))


def lay_out(
    document: Document,
    given: Mapping[str, Any] | None = None,
    *,
    language: str,
    problems: Mapping[str, str] | None = None,
    rounds: Mapping[str, int] | None = None,
    files: Mapping[str, str] | None = None,
    offered: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> Laid:
    """The form in one language. `rounds` says how many of a repeated section there are at least, `files` what
    an uploaded file is called by its id, `offered` the places from which somebody is to choose, by question."""
    layer = _Layer(document, given or {}, language, problems or {}, files or {}, offered or {})
    sections = tuple(
        layer.section(section, (rounds or {}).get(section.key, 1)) for section in document.sections
    )
    return Laid(
        language=language,
        is_right_to_left=is_right_to_left(language),
        title=layer.words(document.title.in_(language)),
        introduction=layer.words(document.introduction.in_(language)),
        sections=sections,
        wrong=tuple(_wrong(sections)),
    )


def _wrong(sections: Sequence[ShownSection]) -> list[tuple[str, SafeString, str]]:
    found = []
    for section in sections:
        if section.problem:
            found.append((f"s-{section.section.key}", section.title, section.problem))
        for one in section.rounds:
            found += [(asked.first_id, asked.label, asked.problem) for asked in one.asked if asked.problem]
    return found


class _Layer:
    """Knows what was given, so that every question finds its own."""

    def __init__(
        self,
        document: Document,
        given: Mapping[str, Any],
        language: str,
        problems: Mapping[str, str],
        files: Mapping[str, str],
        offered: Mapping[str, Sequence[tuple[str, str]]],
    ) -> None:
        self.document, self.given, self.language = document, given, language
        self.problems, self.files, self.offered = problems, files, offered
        self.answers = read_answers(document, given).answers
        self.n = 0

    def section(self, section: Section, least_rounds: int) -> ShownSection:
        language = self.language
        shared: dict[str, Any] = {
            "section": section,
            "title": self.words(section.title.in_(language)),
            "note": self.words(section.note.in_(language)),
            "is_shown": section.shown_if is None or section.shown_if.holds(self.answers),
            "shown_if": _as_json(section.shown_if),
            "problem": self.problems.get(section.key, ""),
        }
        if section.most_repeats is None:
            return ShownSection(rounds=(self.round(section, self.given, "", self.answers),), **shared)
        there = self.given.get(section.key)
        kept = [one for one in there if isinstance(one, Mapping)] if isinstance(there, list) else []
        n_rounds = max(len(kept), least_rounds, 1)
        rounds = []
        for n in range(1, n_rounds + 1):
            one = kept[n - 1] if n <= len(kept) else {}
            own = {q.key: read_answer(q, one.get(q.key))[0] for q in section.questions}
            rounds.append(self.round(section, one, str(n), {**self.answers, **own}))
        has_room = n_rounds < section.most_repeats
        return ShownSection(
            rounds=tuple(rounds),
            add=(section.repeat_label.in_(language) or _("Add another")) if has_room else "",
            spare=self.round(section, {}, ANY_ROUND, self.answers) if has_room else None,
            n_name=f"{ROUNDS}{section.key}",
            **shared,
        )

    def round(self, section: Section, given: Mapping[str, Any], n: str, answers: Answers) -> Round:
        prefix = f"{section.key}.{n}." if n else ""
        return Round(
            n, tuple(self.ask(one, given.get(one.key), prefix, answers) for one in section.questions)
        )

    def ask(self, question: Question, given: Any, prefix: str, answers: Answers) -> Asked:
        name = name_of(question, prefix=prefix)
        at = name.replace(".", "-")
        shared = {
            "question": question,
            "name": name,
            "id": at,
            "label": self.words(question.label.in_(self.language), answers),
            "hint": self.hint(question),
            "problem": self.problems.get(f"{prefix}{question.key}", ""),
            "is_shown": question.shown_if is None or question.shown_if.holds(answers),
            "shown_if": _as_json(question.shown_if),
            "ends": tuple(end.in_(self.language) for end in question.ends),
            "first_id": at,
        }
        if question.may_not_apply and question.kind != kinds.SCALE:
            shared["not_applying"] = Choice("na", _("Does not apply"), f"{at}-na", given == "na")
        own = _LAYERS[question.kind](self, question, given, name, at)
        return Asked(**{**shared, **own})

    def hint(self, question: Question) -> str:
        said = [question.hint.in_(self.language)]
        if question.most_words:
            said.append(
                ngettext("Up to %(n)s word.", "Up to %(n)s words.", question.most_words)
                % {"n": question.most_words}
            )
        if question.kind == kinds.CHOICES:
            said.append(_("Choose all that fit."))
        if question.kind == kinds.RANKING:
            said.append(_("Give 1 to what comes first."))
        if question.kind == kinds.TRIAD:
            said.append(_("Share out 100 between the three."))
        if question.kind == kinds.FILE:
            said.append(_("PDF, Word, OpenDocument, Excel, CSV, text or a picture, up to 25 MB each."))
        return " ".join(part for part in said if part)

    def words(self, text: str, answers: Mapping[str, Any] | None = None) -> SafeString:
        """The text as HTML, with what was answered in place of each name, where a script finds it again."""
        pieces, at = [], 0
        known = self.answers if answers is None else answers
        for match in piping.NAME.finditer(text):
            said = piping.piped(match[0], document=self.document, answers=known, language=self.language)
            pieces += [
                escape(text[at : match.start()]),
                format_html('<span data-said="{}">{}</span>', match[1], said),
            ]
            at = match.end()
        return mark_safe("".join([*pieces, escape(text[at:])]))  # every piece was escaped

    def _line(self, _question: Question, given: Any, _name: str, _at: str) -> dict[str, Any]:
        return {"value": "" if isinstance(given, Mapping | list) or not is_given(given) else str(given)}

    def _choice(self, question: Question, given: Any, name: str, at: str) -> dict[str, Any]:
        listed = given if isinstance(given, list) else [given]
        picked = {str(one) for one in listed if is_given(one) and not isinstance(one, Mapping)}
        own = next((str(one.get("other", "")) for one in listed if isinstance(one, Mapping)), "")
        choices = [
            Choice(option.key, option.label.in_(self.language), f"{at}-{n}", option.key in picked)
            for n, option in enumerate(question.options, start=1)
        ]
        found: dict[str, Any] = {"choices": tuple(choices), "first_id": f"{at}-1"}
        if question.has_other:
            is_own = any(isinstance(one, Mapping) for one in listed)
            other = Choice(OTHER, _("Something else"), f"{at}-{len(choices) + 1}", is_own)
            found |= {
                "choices": (*choices, other),
                "other": Part(f"{name}.other", f"{at}-other", _("Something else, in your own words"), own),
            }
        return found

    def _scale(self, question: Question, given: Any, _name: str, at: str) -> dict[str, Any]:
        least, most = int(question.least or 0), int(question.most or 0)
        picked = "" if given is None else str(given)
        steps = [
            Choice(str(n), str(n), f"{at}-{n - least + 1}", picked == str(n)) for n in range(least, most + 1)
        ]
        if question.may_not_apply:
            steps.append(Choice("na", _("Does not apply"), f"{at}-na", picked == "na"))
        return {"choices": tuple(steps), "first_id": f"{at}-1"}

    def _place(self, _question: Question, given: Any, name: str, at: str) -> dict[str, Any]:
        words = given.get("words", "") if isinstance(given, Mapping) else (given or "")
        picked = str(given.get("id", "")) if isinstance(given, Mapping) else ""
        offered = self.offered.get(name.removeprefix("q."), ())
        choices = [
            Choice(key, label, f"{at}-{n}", key == picked) for n, (key, label) in enumerate(offered, start=1)
        ]
        if picked and not choices:
            choices = [Choice(picked, "", f"{at}-1", True)]
        return {"value": str(words), "choices": tuple(choices), "first_id": f"{at}-1" if offered else at}

    def _file(self, _question: Question, given: Any, _name: str, at: str) -> dict[str, Any]:
        ids = [str(one) for one in (given if isinstance(given, list) else [given]) if is_given(one)]
        kept = [
            Choice(one, self.files[one], f"{at}-{n}", True)
            for n, one in enumerate(ids, 1)
            if one in self.files
        ]
        return {"choices": tuple(kept)}

    def _matrix(self, question: Question, given: Any, name: str, at: str) -> dict[str, Any]:
        picked = given if isinstance(given, Mapping) else {}
        rows = []
        for n, row in enumerate(question.rows, start=1):
            choices = tuple(
                Choice(
                    one.key,
                    one.label.in_(self.language),
                    f"{at}-{n}-{i}",
                    str(picked.get(row.key)) == one.key,
                )
                for i, one in enumerate(question.options, start=1)
            )
            rows.append(Part(f"{name}.{row.key}", f"{at}-{n}", row.label.in_(self.language), "", choices))
        return {"parts": tuple(rows), "first_id": f"{at}-1-1"}

    def _ranking(self, question: Question, given: Any, name: str, at: str) -> dict[str, Any]:
        if isinstance(given, Mapping):
            places = {key: str(place) for key, place in given.items()}
        else:
            places = {
                str(key): str(n) for n, key in enumerate(given if isinstance(given, list) else [], start=1)
            }
        numbers = range(1, len(question.options) + 1)
        parts = []
        for n, one in enumerate(question.options, start=1):
            place = places.get(one.key, "")
            choices = tuple(Choice(str(i), str(i), "", place == str(i)) for i in numbers)
            parts.append(Part(f"{name}.{one.key}", f"{at}-{n}", one.label.in_(self.language), place, choices))
        return {"parts": tuple(parts), "first_id": f"{at}-1"}

    def _triad(self, question: Question, given: Any, name: str, at: str) -> dict[str, Any]:
        values = [*given, "", "", ""][:3] if isinstance(given, list) else ["", "", ""]
        ends = [end.in_(self.language) for end in question.ends]
        parts = tuple(
            Part(f"{name}.{n}", f"{at}-{n}", end, str(value) if is_given(value) else "")
            for n, (end, value) in enumerate(zip(ends, values, strict=False), start=1)
        )
        return {"parts": parts, "first_id": f"{at}-1", "dot": _where_they_meet(values)}

    def _dyad(self, _question: Question, given: Any, _name: str, at: str) -> dict[str, Any]:
        value = "" if given is None or given == "na" or isinstance(given, Mapping | list) else str(given)
        return {"value": value, "first_id": at}


def _where_they_meet(values: Sequence[Any]) -> tuple[float, float] | None:
    """Where the dot lies in the triangle with its first end on top, in a drawing of 200 by 180."""
    try:
        parts = [float(value) if is_given(value) else 0.0 for value in values]
    except (TypeError, ValueError):
        return None
    total = sum(parts)
    if total <= 0 or min(parts) < 0:
        return None
    top, left, right = (part / total for part in parts)
    return round(100 * top + 14 * left + 186 * right, 1), round(14 * top + 163 * (left + right), 1)


def _as_json(condition: Condition | None) -> str:
    return json.dumps(write_condition(condition), ensure_ascii=False) if condition else ""


_LAYERS = {
    kinds.TEXT: _Layer._line,
    kinds.LONG_TEXT: _Layer._line,
    kinds.CHOICE: _Layer._choice,
    kinds.CHOICES: _Layer._choice,
    kinds.SCALE: _Layer._scale,
    kinds.NUMBER: _Layer._line,
    kinds.DATE: _Layer._line,
    kinds.PLACE: _Layer._place,
    kinds.FILE: _Layer._file,
    kinds.MATRIX: _Layer._matrix,
    kinds.RANKING: _Layer._ranking,
    kinds.TRIAD: _Layer._triad,
    kinds.DYAD: _Layer._dyad,
}
