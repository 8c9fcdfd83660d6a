"""The counting ledger: every figure that is shown anywhere has one definition here, and names behind it.

A room registers its figures; a page, an export and a report all ask `figure`. A definition is a rule in words
and one query: the value is counted by that query and the names are listed by it, so the two cannot differ.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from reflectory.core.models import AuditEvent
from reflectory.core.visibility import Viewer

Result = TypeVar("Result")
IN_A_BATCH = 500


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

    def __str__(self) -> str:
        editions = "all" if self.editions is None else ",".join(map(str, sorted(self.editions)))
        return f"{self.first} {self.last} {editions}"


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
        return values([(self, scope)])[0]

    def names(self, scope: Scope, viewer: Viewer) -> QuerySet[Any]:
        """The rows behind the value that the viewer may see."""
        rows = self.rows(scope)
        if self.lists_for is not None:
            return self.lists_for(rows, viewer)
        seen: Any = rows
        visible: QuerySet[Any] = seen.visible_to(viewer)
        return visible

    def ids(self, scope: Scope, viewer: Viewer) -> list[int]:
        """The numbers of the rows behind the value that the viewer may see, in order of `names`."""
        names = self.names(scope, viewer)
        ordered = names if names.ordered else names.order_by("pk")
        return remembered(
            f"names {self.key} {scope} {viewer.account_id} {viewer.is_operator}",
            lambda: list(ordered.values_list("pk", flat=True)),
        )

    def with_ids(self, scope: Scope, ids: Sequence[int]) -> Iterator[Any]:
        """The rows with these numbers, out of `ids`, in their order and with what their description reads."""
        counted = self.rows(scope)
        for first in range(0, len(ids), IN_A_BATCH):
            batch = ids[first : first + IN_A_BATCH]
            rows = counted.model._default_manager.filter(pk__in=batch)
            rows.query.select_related = counted.query.select_related
            found = {row.pk: row for row in rows}
            yield from (found[pk] for pk in batch if pk in found)


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


def values(asked: Sequence[tuple[Definition, Scope]]) -> list[int]:
    """The value of each definition over its scope: one query for all that were not asked since the last write.

    Every write is an audit event, so a value holds until there is a newer event. Within a transaction nothing is
    remembered, since it may be undone.
    """
    if connection.in_atomic_block:
        return _worked_out(asked)
    named = _namer()
    keys = [named(f"{one.key} {scope}") for one, scope in asked]
    known: dict[str, int] = cache.get_many(keys)
    missing = {key: pair for pair, key in zip(asked, keys, strict=True) if key not in known}
    new = dict(zip(missing, _worked_out(list(missing.values())), strict=True))
    cache.set_many(new)
    known |= new
    return [known[key] for key in keys]


def remembered(name: str, work: Callable[[], Result]) -> Result:
    """What `work` gives, remembered under the name until the next write; for what is told beside a figure."""
    if connection.in_atomic_block:
        return work()
    key = _namer()(name)
    found: Result | None = cache.get(key)
    if found is None:
        found = work()
        cache.set(key, found)
    return found


def _namer() -> Callable[[str], str]:
    """Makes the name under which something is remembered: one of this installation, until its next write."""
    last = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first()

    def named(said: str) -> str:
        return f"figure-{hashlib.sha256(f'{settings.REFLECTORY_DIR} {said} {last}'.encode()).hexdigest()}"

    return named


def _worked_out(asked: Sequence[tuple[Definition, Scope]]) -> list[int]:
    columns: list[str] = []
    given: list[Any] = []
    for one, scope in asked:
        rows: QuerySet[Any] = one.rows(scope).order_by()
        if one.amount is not None:
            rows = rows.values(one.amount)
        elif not rows.query.distinct:
            rows = rows.values("pk")
        counts = "COUNT(*)" if one.amount is None else f"COALESCE(SUM({one.amount}), 0)"
        try:
            sql, params = rows.query.sql_with_params()
        except EmptyResultSet:
            columns.append("0")
            continue
        columns.append(f"(SELECT {counts} FROM ({sql}) AS counted)")
        given.extend(params)
    if not columns:
        return []
    with connection.cursor() as cursor:
        # Only the program's own definitions are put together here; everything else travels as a parameter.
        cursor.execute("SELECT " + ", ".join(columns), given)
        return [int(value or 0) for value in cursor.fetchone()]


def figure(key: str, scope: Scope, *, as_of: date) -> Figure:
    """The figure over the scope. Raises KeyError where there is no such figure."""
    found = _definitions[key]
    return Figure(found, scope, found.value(scope), as_of)


def figures(keys: Iterable[str], scope: Scope, *, as_of: date) -> list[Figure]:
    """Several figures over one scope; keys that no room has registered are left out."""
    known = [_definitions[key] for key in keys if key in _definitions]
    found = values([(one, scope) for one in known])
    return [Figure(one, scope, value, as_of) for one, value in zip(known, found, strict=True)]
