"""What was answered to each question, counted: pure, from the answers that a viewer may read.

A summary says of how many people it is. Words are not summed up: they are read one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from reflectory.listening.questions import kinds
from reflectory.listening.questions.conditions import is_given
from reflectory.listening.questions.document import Document, Question, Section
from reflectory.listening.results.reading import Given
from reflectory.listening.results.triads import REGIONS, Hexagon, hexagons, outline, region_of

_TENTHS = ((0, 20), (21, 40), (41, 60), (61, 80), (81, 100))  # of a line between two ends
DOES_NOT_APPLY = "na"


@dataclass(frozen=True)
class Bar:
    """One line of a count. `note` is its share, or its place."""

    label: str
    n: int
    note: str = ""
    key: str = ""


@dataclass(frozen=True)
class Summary:
    """Of one question: how many people answered, what they said counted, and for whom it did not apply."""

    question: Question
    label: str
    n: int
    n_not_applied: int = 0
    bars: tuple[Bar, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, tuple[int, ...]], ...] = ()
    ends: tuple[str, ...] = ()
    hexagons: tuple[Hexagon, ...] = ()
    outline: str = ""
    shape: str = "bars"

    @property
    def lines(self) -> list[tuple[str, list[tuple[str, int]]]]:
        """Each row with its counts, each beside its column."""
        return [(label, list(zip(self.columns, counts, strict=True))) for label, counts in self.rows]


def answers_to(section: Section, question: Question, given: Sequence[Given]) -> Iterator[tuple[Given, Any]]:
    """Each answer with whose it is; of a section that is answered several times, one for each time."""
    for one in given:
        rounds: Sequence[Mapping[str, Any]] = [one.answers]
        if section.most_repeats is not None:
            rounds = one.answers.get(section.key) or []
        for answers in rounds:
            value = answers.get(question.key)
            if is_given(value):
                yield one, value


def summaries(document: Document, given: Sequence[Given], *, language: str, floor: int = 1) -> list[Summary]:
    """A summary of each question in order. Below `floor` people a question says how many, and nothing else."""
    found = []
    for section in document.sections:
        for question in section.questions:
            pairs = list(answers_to(section, question, given))
            people = len({id(one) for one, _value in pairs})
            applied = [value for _one, value in pairs if value != DOES_NOT_APPLY]
            about = {
                "question": question, "label": question.label.in_(language), "n": people,
                "n_not_applied": len(pairs) - len(applied),
            }  # fmt: skip
            if people < floor or not pairs or (question.is_personal and floor > 1):
                found.append(Summary(**about, shape="hidden" if pairs else "none"))
                continue
            found.append(Summary(**about, **_MAKERS[question.kind](question, applied, language, floor)))
    return found


def _words(_question: Question, _values: list[Any], _language: str, _floor: int) -> dict[str, Any]:
    return {"shape": "words"}


def _choices(question: Question, values: list[Any], language: str, _floor: int) -> dict[str, Any]:
    picked = [one for value in values for one in (value if isinstance(value, list) else [value])]
    counts = Counter("" if isinstance(one, Mapping) else str(one) for one in picked)
    labels = [(option.key, option.label.in_(language)) for option in question.options]
    if question.has_other:
        labels.append(("", _("something else")))
    return {"bars": tuple(_bar(label, counts[key], len(values), key) for key, label in labels)}


def _scale(question: Question, values: list[Any], language: str, _floor: int) -> dict[str, Any]:
    counts = Counter(int(value) for value in values)
    steps = range(int(question.least or 0), int(question.most or 0) + 1)
    ends = tuple(end.in_(language) for end in question.ends)
    named = {steps[0]: ends[0], steps[-1]: ends[-1]} if ends else {}
    bars = [
        _bar(f"{step}, {named[step]}" if named.get(step) else str(step), counts[step], len(values), str(step))
        for step in steps
    ]
    return {"bars": tuple(bars), "facts": _middle(values)}


def _number(_question: Question, values: list[Any], _language: str, floor: int) -> dict[str, Any]:
    """The least and the most are somebody's own, so they are told where answers have names alone."""
    numbers = [value for value in values if isinstance(value, int | float)]
    if not numbers:
        return {"shape": "none"}
    ends = ((_("least"), _said(min(numbers))), (_("most"), _said(max(numbers)))) if floor <= 1 else ()
    return {"facts": (*_middle(numbers), *ends), "shape": "facts"}


def _date(_question: Question, values: list[Any], _language: str, _floor: int) -> dict[str, Any]:
    counts = Counter(str(value)[:4] for value in values)
    return {"bars": tuple(_bar(year, n, len(values)) for year, n in sorted(counts.items()))}


def _place(_question: Question, values: list[Any], _language: str, floor: int) -> dict[str, Any]:
    """Places that fewer people named than the smallest group are counted together."""
    counts = Counter(
        str(value.get("words", "")) if isinstance(value, Mapping) else str(value) for value in values
    )
    told = [(label, n) for label, n in counts.most_common() if n >= floor]
    rest = len(values) - sum(n for _label, n in told)
    if 0 < rest < floor and told:
        # Alone, those of the others would be known from the sum.
        rest += told.pop()[1]
    bars = [_bar(label, n, len(values)) for label, n in told]
    return {"bars": (*bars, _bar(_("other places"), rest, len(values))) if rest else tuple(bars)}


def _file(_question: Question, values: list[Any], _language: str, _floor: int) -> dict[str, Any]:
    return {"facts": ((_("files"), str(sum(len(value) for value in values))),), "shape": "facts"}


def _matrix(question: Question, values: list[Any], language: str, _floor: int) -> dict[str, Any]:
    rows = []
    for row in question.rows:
        counts = Counter(value.get(row.key) for value in values)
        rows.append((row.label.in_(language), tuple(counts[option.key] for option in question.options)))
    columns = tuple(option.label.in_(language) for option in question.options)
    return {"columns": columns, "rows": tuple(rows), "shape": "matrix"}


def _ranking(question: Question, values: list[Any], language: str, _floor: int) -> dict[str, Any]:
    """The mean place of each choice among those who placed it, the foremost first."""
    found = []
    for option in question.options:
        places = [
            value.index(option.key) + 1 for value in values if isinstance(value, list) and option.key in value
        ]
        at = mean(places) if places else None
        found.append((at is None, at or 0.0, option.label.in_(language), len(places)))
    rows = [Bar(label, n, _said(round(at, 1)) if n else "") for _last, at, label, n in sorted(found)]
    return {"bars": tuple(rows), "shape": "ranking"}


def _triad(question: Question, values: list[Any], language: str, _floor: int) -> dict[str, Any]:
    ends = tuple(end.in_(language) for end in question.ends)
    counts = Counter(region_of(value) for value in values)
    bars = tuple(
        _bar(region_in_words(region, ends), counts[region], len(values), region) for region in REGIONS
    )
    return {
        "bars": bars, "ends": ends, "hexagons": tuple(hexagons(values)), "outline": outline(), "shape": "triad",
    }  # fmt: skip


def _dyad(question: Question, values: list[Any], language: str, _floor: int) -> dict[str, Any]:
    first, second = (end.in_(language) for end in question.ends)
    counts = Counter(next(low for low, high in _TENTHS if value <= high) for value in values)
    labels = (
        first, _("nearer to “{end}”").format(end=first), _("between the two"),
        _("nearer to “{end}”").format(end=second), second,
    )  # fmt: skip
    bars = [
        _bar(label, counts[low], len(values)) for label, (low, _high) in zip(labels, _TENTHS, strict=True)
    ]
    return {"bars": tuple(bars), "ends": (first, second)}


def region_in_words(region: str, ends: Sequence[str]) -> str:
    """A region of a triad by its ends: "mostly Time", "between Time and Money"."""
    kind, *at = region.split("-")
    if kind == "end":
        return _("mostly “{end}”").format(end=ends[int(at[0])])
    if kind == "between":
        return _("between “{one}” and “{other}”").format(one=ends[int(at[0])], other=ends[int(at[1])])
    return _("something of all three")


def _bar(label: str, n: int, of: int, key: str = "") -> Bar:
    share = _("{n} %").format(n=round(100 * n / of)) if of else ""
    return Bar(label, n, share, key)


def _middle(values: Sequence[float]) -> tuple[tuple[str, str], ...]:
    return ((_("half answered up to"), _said(median(values))),) if values else ()


def _said(value: float) -> str:
    return str(formats.number_format(int(value) if value == int(value) else round(value, 2)))


_MAKERS = {
    kinds.TEXT: _words,
    kinds.LONG_TEXT: _words,
    kinds.CHOICE: _choices,
    kinds.CHOICES: _choices,
    kinds.SCALE: _scale,
    kinds.NUMBER: _number,
    kinds.DATE: _date,
    kinds.PLACE: _place,
    kinds.FILE: _file,
    kinds.MATRIX: _matrix,
    kinds.RANKING: _ranking,
    kinds.TRIAD: _triad,
    kinds.DYAD: _dyad,
}
