"""From a form as typed to the JSON of a form, and what is wrong with it at the field where it can be mended.

Keys are made here: of a question from its label, of a choice from its line. Once made they stay, whatever the
words become. What a kind does not use is left out; the page goes on holding it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from reflectory.listening.forms.builder_typed import TypedForm, TypedQuestion, TypedSection, TypedShown
from reflectory.listening.questions import kinds
from reflectory.listening.questions.conditions import TESTS
from reflectory.listening.questions.document import KEY, NotAForm, read, write
from reflectory.listening.questions.reusing import free_key, key_from

# What each kind takes beside label and hint.
USES: dict[str, tuple[str, ...]] = {
    kinds.TEXT: ("most_words",),
    kinds.LONG_TEXT: ("most_words",),
    kinds.CHOICE: ("options", "other"),
    kinds.CHOICES: ("options", "other"),
    kinds.RANKING: ("options",),
    kinds.MATRIX: ("rows", "options"),
    kinds.SCALE: ("least", "most", "ends", "may_not_apply"),
    kinds.NUMBER: ("least", "most", "whole"),
    kinds.DATE: ("earliest", "latest"),
    kinds.TRIAD: ("ends", "may_not_apply"),
    kinds.DYAD: ("ends", "may_not_apply"),
}
_LINE = re.compile(r"\s*([a-z0-9][a-z0-9_-]{0,59})\s*:\s+(\S.*)")


@dataclass
class Made:
    """The JSON of the form, and what is wrong by the name of the field on the page."""

    body: dict[str, Any]
    problems: dict[str, list[str]] = field(default_factory=dict)

    def wrong(self, name: str, why: str) -> None:
        """Notes one mistake at its field."""
        told = self.problems.setdefault(name, [])
        if why not in told:
            told.append(why)


def make(typed: TypedForm) -> Made:
    """The form that was typed. Where `problems` is empty it can be read, and `body` is as it is stored."""
    made = Made({})
    keys = _keys(typed, made)
    first = typed.languages[0]
    places: dict[str, str] = {"title": f"form.title.{first}", "introduction": f"form.introduction.{first}",
                              "thanks": f"form.thanks.{first}", "languages": "new_language",
                              "sections": "form.title." + first}  # fmt: skip
    by_id = {one.id: one for one in typed.questions()}
    sections = []
    for section in typed.sections:
        sections.append(_section_body(section, typed, keys, by_id, made))
        places |= _places(section.id, keys[section.id], first, ("title", "note"))
        places[keys[section.id]] = f"{section.id}.title.{first}"
        for question in section.questions:
            places |= _places(question.id, keys[question.id], first, ("label", "hint", "options", "rows"))
            places[keys[question.id]] = f"{question.id}.label.{first}"
            places[f"{keys[question.id]}/ends"] = f"{question.id}.end0.{first}"
    made.body = {"languages": typed.languages, **typed.said, "sections": sections}
    try:
        made.body = write(read(made.body))
    except NotAForm as refused:
        for place, why in refused.problems:
            made.wrong(places.get(place) or _plain_place(place, keys) or f"form.title.{first}", why)
    return made


def _places(own: str, key: str, first: str, names: Iterable[str]) -> dict[str, str]:
    return {f"{key}/{name}": f"{own}.{name}.{first}" for name in names}


def _plain_place(place: str, keys: Mapping[str, str]) -> str:
    """The field of a number, a day or a condition."""
    key, _slash, name = place.partition("/")
    own = next((own for own, known in keys.items() if known == key), "")
    return f"{own}.{'if_question' if name == 'shown_if' else name}" if own and name else ""


def _keys(typed: TypedForm, made: Made) -> dict[str, str]:
    """The key of each section and question: the one it has, else one made from its words."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    parts: list[TypedSection | TypedQuestion] = [*typed.questions(), *typed.sections]
    for part in parts:
        key = part.plain.get("key", "").strip()
        if not key:
            continue
        if not KEY.fullmatch(key):
            made.wrong(
                f"{part.id}.key",
                _("A key begins with a small letter and has small letters, digits and _ alone."),
            )
        elif key in taken:
            made.wrong(f"{part.id}.key", _("The key “%(key)s” is given twice.") % {"key": key})
        else:
            found[part.id] = key
            taken.add(key)
    for part in parts:
        if part.id not in found:
            is_question = isinstance(part, TypedQuestion)
            said = part.said.get("label" if is_question else "title", {})
            words = next((text for code in typed.languages if (text := said.get(code, "").strip())), "")
            found[part.id] = key_from(words, taken=taken, otherwise="question" if is_question else "section")
            taken.add(found[part.id])
    return found


def _section_body(
    section: TypedSection,
    typed: TypedForm,
    keys: Mapping[str, str],
    by_id: Mapping[str, TypedQuestion],
    made: Made,
) -> dict[str, Any]:
    body: dict[str, Any] = {"key": keys[section.id], **section.said}
    body["most_repeats"] = _number(section.plain.get("most_repeats", ""), f"{section.id}.most_repeats", made)
    body["shown_if"] = _condition(section.shown, section.id, keys, by_id, typed, made)
    body["questions"] = [_question_body(one, typed, keys, by_id, made) for one in section.questions]
    return body


def _question_body(
    question: TypedQuestion,
    typed: TypedForm,
    keys: Mapping[str, str],
    by_id: Mapping[str, TypedQuestion],
    made: Made,
) -> dict[str, Any]:
    own, plain, uses = question.id, question.plain, USES.get(question.kind, ())
    body: dict[str, Any] = {
        "key": keys[own], "kind": question.kind, "same_as": plain.get("same_as", ""), "domain": plain.get("domain", ""),
        "label": question.said.get("label", {}), "hint": question.said.get("hint", {}),
        "required": "required" in question.flags, "personal": "personal" in question.flags,
        "shown_if": _condition(question.shown, own, keys, by_id, typed, made),
    }  # fmt: skip
    for name in ("most_words", "least", "most"):
        if name in uses:
            body[name] = _number(plain.get(name, ""), f"{own}.{name}", made)
    for name in ("earliest", "latest"):
        if name in uses:
            body[name] = plain.get(name, "")
    for name in ("other", "may_not_apply", "whole"):
        if name in uses:
            body[name] = name in question.flags
    for name in ("options", "rows"):
        if name in uses:
            known = plain.get(f"{name}_keys", "").split()
            said = question.said.get(name, {})
            body[name] = read_lines(said, typed.languages, known=known, name=f"{own}.{name}", made=made)
    if "ends" in uses:
        body["ends"] = [question.said.get(f"end{n}", {}) for n in range(kinds.ENDS[question.kind])]
    return body


def read_lines(
    said: Mapping[str, str],
    languages: Sequence[str],
    *,
    known: Collection[str] = (),
    name: str = "",
    made: Made | None = None,
) -> list[dict[str, Any]]:
    """Choices or rows from a text area for each language, one a line: "key: label", or a label alone.

    Another language's line belongs to the choice whose key it names, else to the one in the same place.
    """
    columns = {
        code: [line.strip() for line in said.get(code, "").split("\n") if line.strip()] for code in languages
    }
    base = next((code for code in languages if columns[code]), "")
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    for line in columns.get(base, []):
        key, label = _key_and_label(line, known)
        if key in taken and made is not None:
            made.wrong(f"{name}.{base}", _("The key “%(key)s” is given twice.") % {"key": key})
        key = free_key(key, taken=taken) if key else key_from(label, taken=taken, otherwise="choice")
        taken.add(key)
        found.append({"key": key, "label": {base: label} if label else {}})
    by_key = {one["key"]: one for one in found}
    for code in languages:
        if code == base:
            continue
        for at, line in enumerate(columns[code]):
            key, label = _key_and_label(line, known)
            one = by_key.get(key) or (found[at] if not key and at < len(found) else None)
            if one is not None:
                one["label"][code] = label
            elif made is not None:
                made.wrong(
                    f"{name}.{code}",
                    _("“%(line)s” belongs to no line of the first language.") % {"line": line},
                )
    return found


def _key_and_label(line: str, known: Collection[str]) -> tuple[str, str]:
    before, colon, after = line.partition(": ")
    if colon and before in known:
        return before, after.strip()
    if line.endswith(":") and line[:-1] in known:
        return line[:-1], ""
    match = _LINE.fullmatch(line)
    return (match[1], match[2].strip()) if match else ("", line)


def _number(said: str, name: str, made: Made) -> float | None:
    plain = said.strip().replace(",", ".")
    if not plain:
        return None
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", plain):
        made.wrong(name, _("“%(said)s” is not a number. Write one such as 12.") % {"said": said[:40]})
        return None
    return float(plain) if "." in plain else int(plain)


def _condition(
    shown: TypedShown,
    own: str,
    keys: Mapping[str, str],
    by_id: Mapping[str, TypedQuestion],
    typed: TypedForm,
    made: Made,
) -> dict[str, Any] | None:
    if shown.kept:
        try:
            held: dict[str, Any] = json.loads(shown.kept)
        except ValueError:
            return None
        return held
    parts = []
    for question, test, value in shown.rows:
        asked = by_id.get(question)
        if asked is None:
            made.wrong(
                f"{own}.if_question", _("The question that this hung on is gone. Choose another, or none.")
            )
            continue
        named = test if test in TESTS else "is"
        meant, why = _value(asked, named, value, typed)
        if why:
            made.wrong(f"{own}.if_value", why)
        parts.append({"question": keys[question], named: meant})
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {shown.match: parts}


def _value(asked: TypedQuestion, test: str, value: str, typed: TypedForm) -> tuple[Any, str]:
    """The value as answers hold it: a choice by its key, a number as a number."""
    said = value.strip()
    if test == "answered":
        return said.casefold() not in ("no", "not", "false", "0"), ""
    if not said:
        return "", _("Say with which answer: a choice, a number or a day.")
    if asked.kind in (kinds.SCALE, kinds.NUMBER, kinds.DYAD):
        number = _number(said, "", Made({}))
        return (
            (number, "") if number is not None else (said, _("“%(said)s” is not a number.") % {"said": said})
        )
    if asked.kind not in (kinds.CHOICE, kinds.CHOICES, kinds.RANKING):
        return said, ""
    own = asked.plain.get("options_keys", "").split()
    options = read_lines(asked.said.get("options", {}), typed.languages, known=own)
    for option in options:
        if said == option["key"] or said.casefold() in (text.casefold() for text in option["label"].values()):
            return option["key"], ""
    known = ", ".join(option["key"] for option in options)
    return said, _("“%(said)s” is no choice of that question. It has: %(known)s.") % {
        "said": said,
        "known": known,
    }
