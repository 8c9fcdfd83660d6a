"""A figure by programme, beside the figure counted once: why the sum is more, and which rows are in several.

Each programme's value is counted by the figure's own query over the programme's editions; all of them in one
query, however many programmes there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, QuerySet, Subquery

from reflectory.core.ledger import Definition, Scope
from reflectory.programmes.models import Edition, Programme


class _CountOf(Subquery):
    """How many rows a query has, within another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


class _SumOf(Subquery):
    """The sum of the one column of a query, within another query."""

    template = "(SELECT COALESCE(SUM(counted.added), 0) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


@dataclass(frozen=True)
class Breakdown:
    """The values of the programmes that have one, their sum, and the value that counts everything once."""

    by_programme: list[tuple[Programme, int]]
    once: int

    @property
    def total(self) -> int:
        """What adding the programmes up gives."""
        return sum(value for _programme, value in self.by_programme)

    @property
    def n_twice(self) -> int:
        """By how much adding up counts too much."""
        return self.total - self.once


def editions_by_programme(editions: QuerySet[Edition]) -> dict[Programme, list[int]]:
    """The programmes with the numbers of their editions, by name."""
    found: dict[Programme, list[int]] = defaultdict(list)
    for edition in editions.select_related("programme").order_by("programme__name", "pk"):
        found[edition.programme].append(edition.pk)
    return dict(found)


def break_down(
    definition: Definition, scope: Scope, programmes: dict[Programme, list[int]], *, once: int
) -> Breakdown:
    """The figure by programme, largest first."""
    if not programmes:
        return Breakdown([], once)
    values = {
        f"of_{programme.pk}": _value_of(definition, Scope(scope.first, scope.last, frozenset(ids)))
        for programme, ids in programmes.items()
    }
    some = next(iter(programmes))
    row = Programme.objects.order_by().filter(pk=some.pk).annotate(**values).values(*values).get()
    counted = [(programme, int(row[f"of_{programme.pk}"])) for programme in programmes]
    counted = [(programme, value) for programme, value in counted if value]
    return Breakdown(sorted(counted, key=lambda one: (-one[1], one[0].name)), once)


def in_several(definition: Definition, scope: Scope, programmes: dict[Programme, list[int]]) -> set[int]:
    """The rows that more than one programme counts."""
    found = [
        _bare(definition.rows(Scope(scope.first, scope.last, frozenset(ids)))).values_list("pk", flat=True)
        for ids in programmes.values()
    ]
    if len(found) < 2:
        return set()
    times = Counter(found[0].union(*found[1:], all=True))
    return {pk for pk, n in times.items() if n > 1}


def _value_of(definition: Definition, scope: Scope) -> Subquery:
    rows = _bare(definition.rows(scope))
    if definition.amount is not None:
        return _SumOf(rows.values(added=F(definition.amount)))
    return _CountOf(rows if _is_values(rows) else rows.values("pk"))


def _bare(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.order_by()


def _is_values(rows: QuerySet[Any]) -> bool:
    """Whether the rows are some columns and no whole rows: they are counted as they are."""
    return bool(rows.query.values_select)
