"""Who took part in a period: the few queries that all figures begin from.

An organisation took part when a team of it was active on a day of the period, or somebody came for it to an
activity held in the period. It is counted as the row that stands for it: after merges, and a department as its
government.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from reflectory.core.ledger import Scope
from reflectory.core.visibility import FEW
from reflectory.directory.models import Organisation, Person
from reflectory.programmes.models import Activity, Attendance, Membership, StageChange, Team


def teams(scope: Scope) -> QuerySet[Team]:
    """Teams that were active on a day of the period."""
    found = Team.objects.taking_part_in(scope.first, scope.last)
    return found if scope.editions is None else found.filter(edition__in=scope.editions)


def activities(scope: Scope) -> QuerySet[Activity]:
    """Activities that were held in the period."""
    found = Activity.objects.held_in(scope.first, scope.last)
    return found if scope.editions is None else found.filter(edition__in=scope.editions)


def attendance(scope: Scope) -> QuerySet[Attendance]:
    """People who were there."""
    return Attendance.objects.there().filter(activity__in=activities(scope).values("pk"))


def memberships(scope: Scope) -> QuerySet[Membership]:
    """Memberships, of teams that took part, that held on a day of the period."""
    return Membership.objects.filter(
        Q(left_on__isnull=True) | Q(left_on__gte=scope.first),
        team__in=teams(scope).values("pk"),
        joined_on__lte=scope.last,
    )


def applications(scope: Scope) -> QuerySet[Team]:
    """Teams that applied in the period."""
    applied = StageChange.objects.filter(to_stage="applied", on__gte=scope.first, on__lte=scope.last)
    found = Team.objects.filter(pk__in=applied.values("team"))
    return found if scope.editions is None else found.filter(edition__in=scope.editions)


def organisations_behind(found: QuerySet[Team]) -> QuerySet[Organisation]:
    """The rows that stand for the teams' organisations."""
    roots = found.order_by().values_list(Coalesce("organisation__counted_as", "organisation"))
    return Organisation.objects.filter(pk__in=roots)


def organisations(scope: Scope) -> QuerySet[Organisation]:
    """The rows that stand for all organisations that took part, each once."""
    by_team = teams(scope).order_by().values_list(Coalesce("organisation__counted_as", "organisation"))
    return Organisation.objects.filter(Q(pk__in=by_team) | _came(scope, Organisation, "organisation"))


def people(scope: Scope) -> QuerySet[Person]:
    """The rows that stand for all people who were in a team that took part, or were there, each once."""
    members = memberships(scope).order_by().values_list(Coalesce("person__counted_as", "person"))
    return Person.objects.filter(Q(pk__in=members) | _came(scope, Person, "person"))


def _came(scope: Scope, model: type[Organisation] | type[Person], whose: str) -> Q:
    """Of organisations or people: those that stand for one that was there.

    Few editions have few visits, and these are listed. Of many, each row is asked, which stops at its first visit
    and is only done for rows that did not take part in another way.
    """
    if scope.editions is not None and len(scope.editions) <= FEW:
        return Q(pk__in=attendance(scope).values_list(Coalesce(f"{whose}__counted_as", whose)))
    held = activities(scope).order_by().filter(pk=OuterRef("activity"))
    was_there = Exists(Attendance.objects.there().filter(Exists(held), **{whose: OuterRef("pk")}))
    rows: Any = model._default_manager.order_by()
    others = rows.filter(was_there, counted_as__isnull=False)
    return Q(was_there, counted_as__isnull=True) | Q(pk__in=others.values("counted_as"))
