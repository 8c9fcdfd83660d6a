"""What is shown after which answer: `{"question": "helped", "is": "yes"}`, and `all` or `any` of several.

A question that is not shown is not asked: it is neither required nor kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reflectory.listening.questions.texts import storable

TESTS = ("is", "is_not", "includes", "at_least", "at_most", "answered")


class NotACondition(Exception):
    """Says what is wrong with it."""


@dataclass(frozen=True)
class Comparison:
    """One answer compared with one value."""

    question: str
    test: str
    value: Any

    def asks(self) -> frozenset[str]:
        """The questions it looks at."""
        return frozenset({self.question})

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether it is true of these answers. Of what was not answered nothing is true but that it is not so."""
        given = answers.get(self.question)
        if isinstance(given, Mapping):
            given = given.get("choice", given)
        if self.test == "answered":
            return is_given(given) == bool(self.value)
        if not is_given(given):
            return self.test == "is_not"
        if self.test == "is":
            return bool(given == self.value)
        if self.test == "is_not":
            return bool(given != self.value)
        if self.test == "includes":
            return isinstance(given, list) and self.value in given
        if isinstance(given, bool) or not isinstance(given, int | float | str):
            return False
        try:
            return bool(given >= self.value) if self.test == "at_least" else bool(given <= self.value)
        except TypeError:
            return False


@dataclass(frozen=True)
class Several:
    """All of them, or any."""

    needs_all: bool
    parts: tuple[Condition, ...]

    def asks(self) -> frozenset[str]:
        """The questions they look at."""
        return frozenset().union(*(part.asks() for part in self.parts))

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether all of them, or any, are true of these answers."""
        return (all if self.needs_all else any)(part.holds(answers) for part in self.parts)


Condition = Comparison | Several


def is_given(value: Any) -> bool:
    """Whether something was answered at all; 0 and "no" are answers."""
    return value not in (None, "", [], {})


def read_condition(body: Any) -> Condition:
    """The condition that JSON holds. Raises `NotACondition`."""
    if not isinstance(body, Mapping):
        raise NotACondition(_("A condition names a question and what is asked of its answer."))
    for name in ("all", "any"):
        if name in body:
            parts = body[name]
            if not isinstance(parts, list) or not parts:
                raise NotACondition(_("“%(name)s” needs a list of conditions.") % {"name": name})
            read = tuple(read_condition(part) for part in parts)
            return read[0] if len(read) == 1 else Several(name == "all", read)
    tests = [name for name in TESTS if name in body]
    if "question" not in body or len(tests) != 1:
        raise NotACondition(
            _("A condition names one question and one of: %(tests)s.") % {"tests": ", ".join(TESTS)}
        )
    value = body[tests[0]]
    return Comparison(str(body["question"]), tests[0], storable(value) if isinstance(value, str) else value)


def write_condition(condition: Condition | None) -> dict[str, Any] | None:
    """The JSON of a condition."""
    if condition is None:
        return None
    if isinstance(condition, Comparison):
        return {"question": condition.question, condition.test: condition.value}
    name = "all" if condition.needs_all else "any"
    return {name: [write_condition(part) for part in condition.parts]}
