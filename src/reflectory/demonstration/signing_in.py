"""Accounts for looking around: an operator and one for each role, all with the same password, which is printed.

For the demonstration alone: it is served on this computer only, and everything in it is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from reflectory.accounts import roles
from reflectory.accounts.actions import add_account
from reflectory.accounts.models import Account
from reflectory.core import audit
from reflectory.core.visibility import Viewer
from reflectory.demonstration.directory import Directory
from reflectory.demonstration.teams import Taking
from reflectory.directory.models import Person
from reflectory.programmes.actions.grants import grant_role
from reflectory.programmes.models import Edition, Membership

PASSWORD = "all-of-this-is-invented"
OPERATOR = "operator@example.org"
ALL = (
    "failing-forward", "innovation-track", "innovation-training", "mayors-challenge", "earned-legitimacy",
    "solutions-group", "opportunity-sprint", "listening-series",
)  # fmt: skip

COACHED = ("failing-forward", "innovation-track", "innovation-training", "mayors-challenge")


@dataclass(frozen=True)
class SignIn:
    """One way to look: the address, the role (None for the operator), the person, and the programmes it covers."""

    email: str
    role: str | None
    person: str | None
    programmes: tuple[str, ...] = ()

    @property
    def what(self) -> str:
        """The role as people read it."""
        return str(roles.ROLES[self.role].name) if self.role else "Operator, sees everything"


# The team lead and the community partner are granted the present edition, in which their team works.
SIGN_INS = (
    SignIn(OPERATOR, None, None),
    SignIn("lead@example.org", roles.LEAD, "esteban-archuleta", ALL),
    SignIn("coach@example.org", roles.COACH, "nahed-el-tawil", COACHED),
    SignIn("chair@example.org", roles.CHAIR, "roy-lindqvist", ("mayors-challenge",)),
    SignIn("analyst@example.org", roles.ANALYST, "desmond-dorsett", ALL),
    SignIn("editor@example.org", roles.EDITOR, "dale-brandvold", ALL),
    SignIn("judge@example.org", roles.JUDGE, "jussara-figueiroa", ("mayors-challenge",)),
    SignIn("team-lead@example.org", roles.TEAM_LEAD, None),
    SignIn("partner@example.org", roles.PARTNER, None),
    SignIn("funder@example.org", roles.FUNDER, None, ALL),
)  # fmt: skip


@transaction.atomic
def add_sign_ins(
    *, by: Viewer, taking: Taking, directory: Directory, track: Edition, network: Edition, on: date
) -> None:
    """All the accounts, with their people and grants."""
    hashed = make_password(PASSWORD)
    for one in SIGN_INS:
        person, editions = _person(one, directory, track, network)
        name = person.name if person else {"funder": "Maren Oyelaran", None: "Ottoline Vance"}[one.role]
        account = add_account(by=by, email=one.email, name=name, is_operator=one.role is None)
        # One hash for all: ten slow hashes of the same word would be most of the build.
        Account.objects.filter(pk=account.pk).update(password=hashed)
        if person is not None:
            was = audit.snapshot(person)
            person.account = account
            person.save()
            audit.record(by=by, verb="edit_person", on=person, was=was)
        for key in one.programmes:
            grant_role(by=by, account=account, role=one.role or "", on=on, programme=taking.programmes[key])
        for edition in editions:
            grant_role(by=by, account=account, role=one.role or "", on=on, edition=edition)


def _person(
    one: SignIn, directory: Directory, track: Edition, network: Edition
) -> tuple[Person | None, list[Edition]]:
    if one.role == roles.TEAM_LEAD:
        return _first_member(track, "osprey-narrows", directory), [track]
    if one.role == roles.PARTNER:
        return _first_member(network, "clinica-del-puente", directory), [network]
    return (directory.people[one.person] if one.person else None), []


def _first_member(edition: Edition, organisation: str, directory: Directory) -> Person:
    place = directory.organisations[organisation]
    return Membership.objects.filter(team__edition=edition, team__organisation=place).order_by("pk")[0].person
