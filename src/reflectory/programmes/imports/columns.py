"""Which columns an import knows, and which column of a file holds what.

A guess is made from the name alone, never from what the cells look like: a wrong column would make wrong people.
Whoever imports sees every guess and can change it. The manual's table of columns is compared with this one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from reflectory.core.search import fold

# Which column of the file, by its name there, holds each of ours.
Mapped = Mapping[str, str]


@dataclass(frozen=True)
class Column:
    """A column that an import understands; `also` are other names under which files have it, folded."""

    key: str
    label: Any
    help: Any
    also: tuple[str, ...] = ()


COLUMNS = (
    Column(
        "organisation", _("Organisation"), _("The place or body that is the team: “Saint Paul, MN”."),
        ("organization", "place", "government", "city", "municipality", "county", "jurisdiction", "team", "team name",
         "organisation name", "organization name", "lugar", "ciudad", "municipio", "ville", "collectivite",
         "organizacion", "organisme", "organizacao", "cidade"),
    ),
    Column("level", _("Level"), _("City, county, state, community body …"),
           ("kind of organisation", "type", "government level", "nivel", "niveau")),
    Column("country", _("Country"), _("Its name or its two letters."), ("country code", "nation", "pais", "pays")),
    Column("region", _("State or region"), _("Its name or code: “Minnesota”, “MN”."),
           ("region", "state", "province", "estado", "departement", "provincia")),
    Column("department", _("Department"), _("The department that the person comes from."),
           ("dept", "agency", "office", "unit", "departamento", "service")),
    Column("stage", _("Stage"), _("Where the team stands: invited, applied, selected, active."),
           ("status", "team stage", "etapa", "etape")),
    Column("coach", _("Coach"), _("The name or e-mail address of a coach of this edition."), ("team coach",)),
    Column("focus", _("Works on"), _("The problem that the team works on."),
           ("focus", "problem", "topic", "challenge", "project", "tema", "sujet")),
    Column("person", _("Person"), _("The name of somebody in the team."),
           ("name", "full name", "member", "team member", "participant", "contact", "nombre", "nom", "nome",
            "persona", "personne", "pessoa")),
    Column("email", _("E-mail"), _("Their address; they are recognised by it."),
           ("email", "e mail", "email address", "e mail address", "mail", "correo", "courriel")),
    Column("role", _("Role"), _("Their role in the team, as the kind of programme lists it."),
           ("team role", "role in the team", "rol", "funcao")),
    Column("seniority", _("Seniority"), _("Front line, supervisor, manager, director, executive, elected."),
           ("seniority level", "rank")),
    Column("joined_on", _("Joined on"), _("The day on which they joined."),
           ("joined", "date joined", "start date", "since", "join date", "started on", "start")),
)  # fmt: skip
BY_KEY = {column.key: column for column in COLUMNS}
REQUIRED = ("organisation",)


def guess_columns(names: Sequence[str]) -> dict[str, str]:
    """For each of our columns the one of the file that bears its name, where there is one.

    >>> guess_columns(["City", "State", "E-mail", "Notes"])
    {'organisation': 'City', 'region': 'State', 'email': 'E-mail'}
    """
    folded = {_plain(name): name for name in reversed(names)}
    found: dict[str, str] = {}
    taken: set[str] = set()
    for wanted in (_own_names, lambda column: column.also):
        for column in COLUMNS:
            hits = [folded[word] for word in wanted(column) if word in folded and folded[word] not in taken]
            if column.key not in found and hits:
                found[column.key] = hits[0]
                taken.add(hits[0])
    return {column.key: found[column.key] for column in COLUMNS if column.key in found}


def only_there(mapped: Mapped, names: Sequence[str]) -> dict[str, str]:
    """The mapping without columns that are not ours or that the file has not got."""
    return {key: name for key, name in mapped.items() if key in BY_KEY and name in names}


def missing(mapped: Mapped) -> list[Column]:
    """What must be there and is not."""
    return [BY_KEY[key] for key in REQUIRED if key not in mapped]


def unused(mapped: Mapped, names: Sequence[str]) -> list[str]:
    """Columns of the file that nothing is read from."""
    return [name for name in names if name not in mapped.values()]


def _own_names(column: Column) -> tuple[str, ...]:
    return (_plain(str(column.label)), _plain(column.key))


def _plain(name: str) -> str:
    """The name without case, accents and marks between its words."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(name)).split())
