"""Figures on who was worked with: governments, people, departments, applications."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from reflectory.core.ledger import Behind, Definition, Scope, register
from reflectory.core.visibility import Viewer
from reflectory.directory.levels import CITY, COMMUNITY, DEPARTMENT, GOVERNMENTS, LOCALITIES, STATE
from reflectory.directory.models import Organisation, Person
from reflectory.directory.words import country_name
from reflectory.programmes.figures import taking_part
from reflectory.programmes.models import Team

WHO = _("Who we worked with")


def _organisation(row: Organisation) -> Behind:
    return Behind(row.name, row.get_absolute_url(), note=row.place_words)


def _person(row: Person) -> Behind:
    return Behind(row.name, row.get_absolute_url())


def _team(row: Team) -> Behind:
    return Behind(row.organisation.name, row.get_absolute_url(), note=row.organisation.place_words)


def _country(row: dict[str, Any]) -> Behind:
    return Behind(country_name(row["organisation__country"]))


def governments(scope: Scope) -> QuerySet[Organisation]:
    """Governments worked with, each once."""
    return taking_part.organisations(scope).filter(level__in=GOVERNMENTS)


def core_team_members(scope: Scope) -> QuerySet[Person]:
    """Members of core teams, each person once."""
    held = taking_part.memberships(scope).filter(role="core_team_member")
    return Person.objects.filter(pk__in=held.order_by().values_list(Coalesce("person__counted_as", "person")))


def departments(scope: Scope) -> QuerySet[Organisation]:
    """Departments that had a team, or that members of a team came from."""
    by_team = taking_part.teams(scope).order_by().values("organisation")
    by_member = taking_part.memberships(scope).order_by().values("department")
    found = Organisation.objects.filter(level=DEPARTMENT, merged_into__isnull=True)
    return found.filter(pk__in=by_team) | found.filter(pk__in=by_member)


def applications(scope: Scope) -> QuerySet[Team]:
    """Teams that applied."""
    return taking_part.applications(scope).select_related("organisation", "edition__programme")


def _with_a_team(*levels: str) -> Any:
    def rows(scope: Scope) -> QuerySet[Organisation]:
        return taking_part.organisations_behind(taking_part.teams(scope)).filter(level__in=levels)

    return rows


def _awarded(*awards: str) -> Any:
    def rows(scope: Scope) -> QuerySet[Team]:
        return applications(scope).filter(award__in=awards)

    return rows


def application_countries(scope: Scope) -> QuerySet[Any]:
    """The countries that applications came from."""
    found = taking_part.applications(scope).exclude(organisation__country="")
    return found.order_by("organisation__country").values("organisation__country").distinct()


def interviewed_governments(scope: Scope) -> QuerySet[Organisation]:
    """Governments that somebody was interviewed for."""
    held = taking_part.attendance(scope).filter(activity__kind="interview")
    roots = held.values_list(Coalesce("organisation__counted_as", "organisation"))
    return Organisation.objects.filter(pk__in=roots, level__in=GOVERNMENTS)


def _countries_of_seen(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows.filter(pk__in=Team.objects.visible_to(viewer).values("pk"))


register(Definition(
    "governments", _("governments worked with"),
    _("Different governments that had an active team in the period, or whose people came to an activity held in it. "
      "A government that was entered twice and merged counts once, a department counts as its government, and an "
      "application alone does not count."),
    governments, _organisation, group=WHO,
    caveat=_("Adding up programmes gives more, because a government can be in several."),
))  # fmt: skip
register(Definition(
    "governments_outside_us", _("governments outside the United States"),
    _("The governments worked with whose country is known and is not the United States."),
    lambda scope: governments(scope).exclude(country__in=["US", ""]), _organisation, group=WHO,
))  # fmt: skip
register(Definition(
    "people", _("people"),
    _("Different people who were a member of an active team in the period, or were at an activity held in it."),
    taking_part.people, _person, group=WHO,
))  # fmt: skip
register(Definition(
    "core_team_members", _("core team members"),
    _("Different people with the role of core team member in a team that was active in the period."),
    core_team_members, _person, group=WHO,
))  # fmt: skip
register(Definition(
    "cities", _("cities with a team"), _("Cities that had an active team in the period."),
    _with_a_team(CITY), _organisation, group=WHO,
))  # fmt: skip
register(Definition(
    "departments", _("departments"),
    _("Departments that had an active team of their own in the period, or that a member of one came from."),
    departments, _organisation, group=WHO,
))  # fmt: skip
register(Definition(
    "states", _("states"), _("States that had an active team in the period."),
    _with_a_team(STATE), _organisation, group=WHO,
))  # fmt: skip
register(Definition(
    "localities", _("localities"),
    _("Cities, counties, districts and tribal nations that had an active team in the period."),
    _with_a_team(*LOCALITIES),
    _organisation, group=WHO,
))  # fmt: skip
register(Definition(
    "community_partners", _("community partners"), _("Community bodies that had an active team in the period."),
    _with_a_team(COMMUNITY),
    _organisation, group=WHO,
))  # fmt: skip
register(Definition(
    "applications", _("applications"), _("Teams that applied in the period, whatever became of them."),
    applications, _team, group=WHO, rounding=100,
))  # fmt: skip
register(Definition(
    "application_countries", _("countries that applied"), _("Different countries of the organisations that applied."),
    application_countries, _country, group=WHO, lists_for=_countries_of_seen,
))  # fmt: skip
register(Definition(
    "finalists", _("finalists"), _("Teams that applied in the period and became finalists, winners among them."),
    _awarded("finalist", "winner"), _team, group=WHO,
))  # fmt: skip
register(Definition(
    "winners", _("winners"), _("Teams that applied in the period and won."), _awarded("winner"), _team, group=WHO,
))  # fmt: skip
register(Definition(
    "interviewed_governments", _("governments interviewed"),
    _("Different governments that somebody was interviewed for in the period."),
    interviewed_governments, _organisation, group=WHO,
))  # fmt: skip
