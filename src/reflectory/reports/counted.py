"""Figures of the ledger as the editor shows them: with the value of today over the report's own days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from reflectory.core import ledger
from reflectory.core.ledger import Definition, Scope
from reflectory.reports.composing.counting import Counting
from reflectory.reports.composing.pieces import read_pieces
from reflectory.reports.models import Figure, ProgrammeBlock, Section


@dataclass(frozen=True)
class Counted:
    """A figure in a report. Without a value it no longer exists."""

    row: Figure
    definition: Definition | None
    value: int | None
    shown: str


@dataclass(frozen=True)
class Choice:
    """A figure that can be chosen."""

    definition: Definition
    value: int

    @property
    def rounded(self) -> str:
        """As it is rounded by default."""
        return rounded_down(self.value, self.definition.rounding)


def rounded_down(value: int, step: int) -> str:
    """As readers see it.

    >>> rounded_down(631, 100), rounded_down(42, 100), rounded_down(600, 100)
    ('600+', '42', '600')
    """
    down = value // step * step
    return str(value) if down in (0, value) else f"{down}+"


def scope_of(place: Section | ProgrammeBlock) -> Scope:
    """Over what the figures of a section or programme are counted."""
    if isinstance(place, Section):
        return Scope.year(place.report.year)
    return Counting(place.report, read_pieces(place.report)).scopes[place.pk]


def counted(rows: Iterable[Figure], scope: Scope) -> list[Counted]:
    """These figures with their values, in one query."""
    pairs = [(row, ledger.definition(row.key)) for row in rows]
    values = iter(ledger.values([(one, scope) for _row, one in pairs if one is not None]))
    found = []
    for row, one in pairs:
        value = next(values) if one is not None else None
        found.append(Counted(row, one, value, "" if value is None else rounded_down(value, row.rounding)))
    return found


def choices(scope: Scope) -> list[tuple[Any, list[Choice]]]:
    """Every figure of the ledger with its value, group by group."""
    known = ledger.definitions()
    values = ledger.values([(one, scope) for one in known])
    listed = sorted(
        (Choice(one, value) for one, value in zip(known, values, strict=True)),
        key=lambda one: str(one.definition.group),
    )
    return [(group, list(rows)) for group, rows in groupby(listed, key=lambda one: str(one.definition.group))]
