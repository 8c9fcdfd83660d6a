"""Who is looking, and what of each kind of row they may see.

Nothing is seen unless a rule lets it be. A rule belongs to the room that knows the reason, which may lie above
the room of the row: that a coach sees the people of their teams is known to `programmes`, not to `directory`.
So a room registers a rule for a kind, and `visible_to` of that kind asks all its rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

Rows = TypeVar("Rows", bound=models.QuerySet[Any])
# Up to here editions are told by their numbers; beyond, by their programmes.
FEW = 50


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks, with what they were granted: role → numbers of the editions it covers.

    `programmes` holds, by role, the programmes that were granted as a whole, `one_by_one` the editions that were
    granted alone. Nobody signed in is a viewer
    without account, who sees nothing.
    """

    account_id: int | None = None
    name: str = ""
    person_id: int | None = None
    is_operator: bool = False
    editions: Mapping[str, frozenset[int]] = field(default_factory=dict)
    programmes: Mapping[str, frozenset[int]] = field(default_factory=dict)
    one_by_one: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @property
    def roles(self) -> frozenset[str]:
        """All roles held anywhere."""
        return frozenset(self.editions) | frozenset(self.programmes)

    def editions_as(self, *roles: str) -> frozenset[int]:
        """The editions in which the viewer has one of these roles."""
        return frozenset().union(*(self.editions.get(role, frozenset()) for role in roles))

    @property
    def is_narrow(self) -> bool:
        """Whether the viewer has roles in so few editions that listing what is in them costs little."""
        return len(self.editions_as(*self.roles)) <= FEW

    def within(self, path: str, *roles: str) -> Q:
        """The condition that the edition at this path of a row is one in which the viewer has one of these roles.

        Many editions are told by their programmes: a query with hundreds of numbers is slow to write and to plan.
        """
        numbers = self.editions_as(*roles)
        if len(numbers) <= FEW:
            return Q(**{f"{path}__in": numbers})
        whole = Q(**{f"{path}__programme__in": self.programmes_as(*roles)})
        single = frozenset().union(*(self.one_by_one.get(role, frozenset()) for role in roles))
        return whole | Q(**{f"{path}__in": single}) if single else whole

    def programmes_as(self, *roles: str) -> frozenset[int]:
        """The programmes granted as a whole with one of these roles."""
        return frozenset().union(*(self.programmes.get(role, frozenset()) for role in roles))

    def has_role(self, *roles: str) -> bool:
        """Whether one of these roles is held anywhere."""
        return self.is_operator or bool(self.roles & set(roles))


NOBODY = Viewer()


def system(name: str) -> Viewer:
    """The installation itself, acting under a name that the history shows: `system("Import, command line")`."""
    return Viewer(name=name, is_operator=True)


Rule = Callable[[Viewer], Q | None]
_rules: dict[str, list[Rule]] = defaultdict(list)


def lets_see(kind: str) -> Callable[[Rule], Rule]:
    """Registers a rule for a kind, "directory.person": which of its rows a viewer may see; None for no row.

    A condition over many rows is written as `Q(pk__in=...)`, so that no row comes back twice.
    """

    def register(rule: Rule) -> Rule:
        if rule not in _rules[kind]:
            _rules[kind].append(rule)
        return rule

    return register


def visible(rows: Rows, viewer: Viewer) -> Rows:
    """Those of the rows that some rule lets the viewer see; an operator sees all of them."""
    if viewer.is_operator:
        return rows
    allowed = [rule(viewer) for rule in _rules[rows.model._meta.label_lower]]
    wanted = [condition for condition in allowed if condition is not None]
    if not wanted:
        return rows.none()
    either = wanted[0]
    for condition in wanted[1:]:
        either |= condition
    return rows.filter(either)
