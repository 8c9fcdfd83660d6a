"""A figure by programme, beside the figure counted once: why the sum is more, and which rows are in several.

Each programme's value is counted by the figure's own query over the programme's editions; all of them in one
query, however many programmes there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from reflectory.core import ledger
from reflectory.core.ledger import Definition, Scope
from reflectory.programmes.models import Edition, Programme


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
    scopes = _scopes(scope, programmes)
    values = ledger.values([(definition, one) for one in scopes])
    counted = [pair for pair in zip(programmes, values, strict=True) if pair[1]]
    return Breakdown(sorted(counted, key=lambda one: (-one[1], one[0].name)), once)


def in_several(definition: Definition, scope: Scope, programmes: dict[Programme, list[int]]) -> set[int]:
    """The rows that more than one programme counts."""
    scopes = _scopes(scope, programmes)
    if len(scopes) < 2:
        return set()

    def found() -> set[int]:
        rows = [definition.rows(one).order_by().values_list("pk", flat=True) for one in scopes]
        times = Counter(rows[0].union(*rows[1:], all=True))
        return {pk for pk, n in times.items() if n > 1}

    return ledger.remembered(" ".join(["in several", definition.key, *map(str, scopes)]), found)


def _scopes(scope: Scope, programmes: dict[Programme, list[int]]) -> list[Scope]:
    return [Scope(scope.first, scope.last, frozenset(ids)) for ids in programmes.values()]
