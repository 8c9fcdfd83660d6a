"""Who an ask can go to: people of the edition by their roles, their teams, or everybody in a core team.

Members on the day count, of teams that take part or are about to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from reflectory.directory.models import Person
from reflectory.programmes import stages
from reflectory.programmes.catalogue import kind_of
from reflectory.programmes.models import Edition, Membership

CORE = "core_team"
OF_GOVERNMENT = "government"


def members(edition: Edition, *, on: date) -> QuerySet[Membership]:
    """Everybody in a team that takes part, or is about to."""
    of_teams = Membership.objects.filter(
        team__edition=edition, team__stage__in=(stages.SELECTED, *stages.TAKES_PART),
        person__merged_into__isnull=True, person__forgotten_on__isnull=True,
    )  # fmt: skip
    return of_teams.on_day(on).select_related("person", "team__organisation").order_by("person__name", "pk")


def core_roles(edition: Edition) -> list[str]:
    """The roles of a core team as the kind of programme names them; where it names none, those of the government."""
    kind = kind_of(edition.programme.kind)
    roles = kind.roles if kind else ()
    named = [role.key for role in roles if CORE in role.key or CORE in role.name.lower().replace(" ", "_")]
    return named or [role.key for role in roles if role.side == OF_GOVERNMENT]


def role_names(edition: Edition) -> dict[str, str]:
    """What the kind of programme calls its roles; a role that it does not know is called by its key."""
    kind = kind_of(edition.programme.kind)
    return {role.key: role.name for role in kind.roles} if kind else {}


def people_of(
    edition: Edition, *, on: date, roles: Collection[str] | None = None, teams: Collection[int] | None = None
) -> list[Person]:
    """Each person once who has one of these roles in one of these teams; None stands for all."""
    rows = members(edition, on=on)
    if roles is not None:
        rows = rows.filter(role__in=roles)
    if teams is not None:
        rows = rows.filter(team__in=teams)
    return list({row.person_id: row.person for row in rows}.values())


def memberships_for(
    edition: Edition | None, people: Iterable[Person], *, on: date, team: int | None = None
) -> dict[int, Membership]:
    """By person, as what somebody is asked: their membership of the team, else of a core team, else any."""
    if edition is None:
        return {}
    core = set(core_roles(edition))
    rows = members(edition, on=on).filter(person__in=[one.pk for one in people])
    found: dict[int, Membership] = {}
    for row in sorted(rows, key=lambda one: (one.team_id != team, one.role not in core, one.pk)):
        found.setdefault(row.person_id, row)
    return found
