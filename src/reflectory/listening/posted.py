"""What a page of questions posts, turned into what `questions.answering` reads: `read_sent(document, data)`.

Every control is named after its question: "q.helped", in a repeated section "q.partners.2.name", its parts after
that ("q.helped.other"). Names are made from the form and looked up, never taken apart, so that a key may hold
anything. How the controls are laid out is in `fields`; nothing here knows a request or a database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.datastructures import MultiValueDict

from reflectory.listening.questions import kinds
from reflectory.listening.questions.document import MOST_REPEATS, Document, Question, Section

OTHER = "+other"  # no key of a choice: those that people make begin with a letter
AS_WRITTEN = "-"  # of a place: none of those that were offered
ROUNDS = "n."  # "n.partners": how many rounds of a repeated section are on the page
Sent = dict[str, Any]


def name_of(question: Question, *, prefix: str = "") -> str:
    """The name of a question's control: "q.helped", or "q.partners.2.name" with the prefix "partners.2."."""
    return f"q.{prefix}{question.key}"


def pairs(rows: Iterable[Any]) -> MultiValueDict[str, Any]:
    """Names and values as a script sends them, [["q.helped", "yes"], …]; what is no such pair is left out."""
    found: MultiValueDict[str, Any] = MultiValueDict()
    for row in rows:
        if isinstance(row, list) and len(row) == 2 and all(isinstance(part, str) for part in row):
            found.appendlist(row[0], row[1])
    return found


def clean(value: Any) -> Any:
    """The same without what no database keeps: NUL bytes, and halves of letters."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, Mapping):
        return {clean(key): clean(one) for key, one in value.items()}
    return [clean(one) for one in value] if isinstance(value, list) else value


def read_sent(document: Document, data: MultiValueDict[str, Any]) -> Sent:
    """What was sent, by key of question, whatever is wrong with it. What was left empty is not there."""
    sent: Sent = {}
    for section in document.sections:
        if section.most_repeats is None:
            sent |= _section(section, data, prefix="")
            continue
        rounds = [
            _section(section, data, prefix=f"{section.key}.{n}.")
            for n in range(1, n_rounds(section, data) + 1)
        ]
        # As `answering` counts them: one that was left empty is none.
        rounds = [one for one in rounds if one]
        if rounds:
            sent[section.key] = rounds
    return clean(sent)  # type: ignore[no-any-return]  # the same shape as went in


def n_rounds(section: Section, data: MultiValueDict[str, Any]) -> int:
    """How many rounds of a repeated section the page held; at least one."""
    said = str(data.get(f"{ROUNDS}{section.key}", ""))
    return min(max(int(said), 1), MOST_REPEATS) if said.isdecimal() and len(said) < 4 else 1


def _section(section: Section, data: MultiValueDict[str, Any], *, prefix: str) -> Sent:
    found = {
        question.key: _READERS[question.kind](question, name_of(question, prefix=prefix), data)
        for question in section.questions
    }
    return {key: value for key, value in found.items() if value not in (None, "", [], {})}


def _one(_question: Question, name: str, data: MultiValueDict[str, Any]) -> Any:
    return data.get(name, "")


def _or_not(question: Question, name: str, data: MultiValueDict[str, Any]) -> Any:
    """As it is, unless somebody said that it does not apply."""
    return "na" if question.may_not_apply and data.get(f"{name}.na") else data.get(name, "")


def _choice(question: Question, name: str, data: MultiValueDict[str, Any]) -> Any:
    picked, own = data.get(name, ""), str(data.get(f"{name}.other", "")).strip()
    if question.has_other and (picked == OTHER or (not picked and own)):
        return {"other": own}
    return picked


def _choices(question: Question, name: str, data: MultiValueDict[str, Any]) -> Any:
    picked: list[Any] = [one for one in data.getlist(name) if one and one != OTHER]
    own = str(data.get(f"{name}.other", "")).strip()
    return [*picked, {"other": own}] if question.has_other and own else picked


def _place(_question: Question, name: str, data: MultiValueDict[str, Any]) -> Any:
    words, picked = str(data.get(name, "")).strip(), str(data.get(f"{name}.id", ""))
    return ({"words": words, "id": picked} if picked else {"words": words}) if words else ""


def _file(_question: Question, name: str, data: MultiValueDict[str, Any]) -> Any:
    return [one for one in data.getlist(name) if one]


def _matrix(question: Question, name: str, data: MultiValueDict[str, Any]) -> Any:
    found = {row.key: data.get(f"{name}.{row.key}", "") for row in question.rows}
    return {key: value for key, value in found.items() if value}


def _ranking(question: Question, name: str, data: MultiValueDict[str, Any]) -> Any:
    found = {option.key: data.get(f"{name}.{option.key}", "") for option in question.options}
    return {key: value for key, value in found.items() if value}


def _triad(question: Question, name: str, data: MultiValueDict[str, Any]) -> Any:
    if question.may_not_apply and data.get(f"{name}.na"):
        return "na"
    parts = [str(data.get(f"{name}.{n}", "")).strip() for n in (1, 2, 3)]
    return parts if any(parts) else ""


_READERS: dict[str, Callable[[Question, str, MultiValueDict[str, Any]], Any]] = {
    kinds.TEXT: _one,
    kinds.LONG_TEXT: _one,
    kinds.CHOICE: _choice,
    kinds.CHOICES: _choices,
    kinds.SCALE: _one,
    kinds.NUMBER: _one,
    kinds.DATE: _one,
    kinds.PLACE: _place,
    kinds.FILE: _file,
    kinds.MATRIX: _matrix,
    kinds.RANKING: _ranking,
    kinds.TRIAD: _triad,
    kinds.DYAD: _or_not,
}
