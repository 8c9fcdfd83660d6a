"""The counting ledger: every figure that is shown anywhere has one definition here, and names behind it.

A room registers its figures; a page, an export and a report all ask `figure`. A definition is a rule in words
and one query: the value is counted by that query and the names are listed by it, so the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from reflectory.core.visibility import Viewer


@dataclass(frozen=True)
class Scope:
    """What is counted: a period, both days included, and the editions, all of them where none is named."""

    first: date
    last: date
    editions: frozenset[int] | None = None

    @classmethod
    def year(cls, year: int, editions: Iterable[int] | None = None) -> Scope:
        """A calendar year."""
        chosen = None if editions is None else frozenset(editions)
        return cls(date(year, 1, 1), date(year, 12, 31), chosen)


@dataclass(frozen=True)
class Behind:
    """One row behind a figure: what it is called, where it is, and how much it adds."""

    label: str
    url: str | None = None
    amount: int = 1
    note: str = ""


@dataclass(frozen=True)
class Definition:
    """A figure: what it is called, the rule in words, the query, and what must be said beside it."""

    key: str
    name: Any  # "governments worked with"
    rule: Any
    rows: Callable[[Scope], QuerySet[Any]]
    describe: Callable[[Any], Behind]
    amount: str | None = None  # the field that is added up; rows are counted where there is none
    caveat: Any = ""
    rounding: int = 1  # how a report may round it down by default: 600+ is 631 rounded to 100
    group: Any = ""
    lists_for: Callable[[QuerySet[Any], Viewer], QuerySet[Any]] | None = None

    def value(self, scope: Scope) -> int:
        """The exact value."""
        rows = self.rows(scope)
        if self.amount is None:
            return rows.count()
        return int(rows.aggregate(total=Sum(self.amount))["total"] or 0)

    def names(self, scope: Scope, viewer: Viewer) -> QuerySet[Any]:
        """The rows behind the value that the viewer may see."""
        rows = self.rows(scope)
        if self.lists_for is not None:
            return self.lists_for(rows, viewer)
        seen: Any = rows
        visible: QuerySet[Any] = seen.visible_to(viewer)
        return visible


@dataclass(frozen=True)
class Figure:
    """A definition with its value over a scope, as of a day."""

    definition: Definition
    scope: Scope
    value: int
    as_of: date

    @property
    def rounded(self) -> str:
        """As a report may say it: "600+" for 631 by hundreds; the exact value where it is not rounded."""
        step = self.definition.rounding
        down = self.value // step * step
        return str(self.value) if down in (0, self.value) else f"{down}+"


_definitions: dict[str, Definition] = {}


def register(definition: Definition) -> Definition:
    """Adds a figure. The same key twice is a mistake in the program."""
    if definition.key in _definitions:
        raise ValueError(f"the figure {definition.key} is defined twice")
    _definitions[definition.key] = definition
    return definition


def definitions() -> list[Definition]:
    """All figures, in the order in which rooms registered them."""
    return list(_definitions.values())


def definition(key: str) -> Definition | None:
    """The figure of that key."""
    return _definitions.get(key)


def figure(key: str, scope: Scope, *, as_of: date) -> Figure:
    """The figure over the scope. Raises KeyError where there is no such figure."""
    found = _definitions[key]
    return Figure(found, scope, found.value(scope), as_of)


def figures(keys: Iterable[str], scope: Scope, *, as_of: date) -> list[Figure]:
    """Several figures over one scope; keys that no room has registered are left out."""
    return [figure(key, scope, as_of=as_of) for key in keys if key in _definitions]
