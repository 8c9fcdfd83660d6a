"""Puts the rows of a file together into one plan: what an earlier row makes, a later one finds.

A row that is refused makes nothing, so that leaving it out changes nothing for the others.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from reflectory.core.search import fold
from reflectory.programmes import stages
from reflectory.programmes.actions.teams import stage_name
from reflectory.programmes.imports import words
from reflectory.programmes.imports.people import PersonFinder
from reflectory.programmes.imports.places import NotFound
from reflectory.programmes.imports.plan import (
    KNOWN,
    NEW,
    REFUSED,
    Plan,
    PlannedMembership,
    PlannedPerson,
    PlannedRow,
    PlannedTeam,
)
from reflectory.programmes.models import Edition, Membership, Team

if TYPE_CHECKING:
    from reflectory.programmes.imports.planning import Defaults, Reading


class PutTogether:
    """The plan while it grows, with what is there already: teams and memberships of the edition."""

    def __init__(self, plan: Plan, *, edition: Edition, people: PersonFinder, defaults: Defaults) -> None:
        self.plan = plan
        self._edition = edition
        self._people = people
        self._defaults = defaults
        self._roles = {key: str(name) for key, name in words.role_choices(edition)}
        self._implied = words.implied_seniority(edition)
        self._teams: dict[int, Team] = {}
        for team in Team.objects.filter(edition=edition).select_related("organisation"):
            self._teams[team.organisation_id] = team
            if team.organisation.merged_into_id:
                self._teams.setdefault(team.organisation.merged_into_id, team)
        self._members: dict[tuple[int, int, str], date | None] = {}
        held = Membership.objects.filter(team__edition=edition).order_by("joined_on", "pk")
        for team_id, person_id, counted_as, role, left_on in held.values_list(
            "team", "person", "person__counted_as", "role", "left_on"
        ):
            self._members[team_id, counted_as or person_id, role] = left_on
        self._bare_rows: dict[str, int] = {}  # team → the row that names it without a person
        self._first_rows: dict[str, Reading] = {}
        self._joined_in: dict[tuple[str, str, str], int] = {}
        self._named: dict[tuple[str, str], dict[str, int]] = defaultdict(
            dict
        )  # place and name → address → row

    def add(self, row: Reading) -> None:
        """Takes one row into the plan, or refuses it."""
        if row.organisation is None or row.reasons:
            self._refuse(row)
            return
        key, organisation = row.organisation
        team = self._team(row)
        self._check_same_team(row, key)
        person = self._person(row) if row.said["person"] else None
        member = self._membership(row, key, team, person) if person else None
        if row.reasons:
            self._refuse(row)
            return
        made, found = [], []
        (found if organisation.pk or key in self.plan.organisations else made).append(
            _("the place {name}").format(name=organisation.name))  # fmt: skip
        self.plan.organisations.setdefault(key, organisation)
        (found if team.pk or key in self.plan.teams else made).append(
            _("its team") if team.pk or key in self.plan.teams
            else _("its team, as “{stage}”").format(stage=stage_name(team.stage)))  # fmt: skip
        self.plan.teams.setdefault(key, team)
        self._first_rows.setdefault(key, row)
        if row.department is not None:
            at, department = row.department
            (found if department.pk or at in self.plan.organisations else made).append(
                _("the department {name}").format(name=row.said["department"]))  # fmt: skip
            self.plan.organisations.setdefault(at, department)
        if person is not None:
            self._take_person(row, person, made, found)
            self._take_member(row, key, person, member, made, found)
        else:
            self._bare_rows[key] = row.number
        self.plan.rows.append(
            PlannedRow(row.number, NEW if made else KNOWN, _place(row), row.said["person"], tuple(made), tuple(found),
                       notes=tuple(row.notes)))  # fmt: skip

    def _refuse(self, row: Reading) -> None:
        self.plan.rows.append(
            PlannedRow(
                row.number, REFUSED, _place(row), row.said.get("person", ""), reasons=tuple(row.reasons)
            )
        )

    def _team(self, row: Reading) -> PlannedTeam:
        """The team of the row's organisation: the one that is there, that of an earlier row, or a new one."""
        assert row.organisation is not None
        key, organisation = row.organisation
        self._compare_with_earlier(row, key)
        if key in self.plan.teams and self.plan.teams[key].pk is None:
            return self.plan.teams[key]
        there = self._teams.get(organisation.pk) if organisation.pk else None
        stage = row.stage or (self._defaults.stage if there is None else there.stage)
        if stage not in stages.FIRST and (there is None or stage != there.stage):
            sentence = _(
                "A new team cannot begin as “{stage}”. It begins as one of: {first}; move it on afterwards."
            )
            if there is not None:
                sentence = _(
                    "The team is “{now}” here; an import moves no team to “{stage}”. Do that on its page."
                )
            first = ", ".join(stage_name(one) for one in stages.FIRST)
            now = stage_name(there.stage) if there is not None else ""
            row.reasons.append(sentence.format(stage=stage_name(stage), first=first, now=now))
        if there is None:
            return PlannedTeam(None, stage, self._defaults.on, row.coach, row.said["focus"])
        if stage != there.stage:
            row.notes.append(
                _("The team is “{now}” here and stays so; the file says “{said}”.").format(
                    now=stage_name(there.stage), said=stage_name(stage)
                )
            )
        is_other_coach = row.coach is not None and row.coach != there.coach_id
        if is_other_coach or (row.said["focus"] and row.said["focus"] != there.focus):
            row.notes.append(_("Coach and focus of the team stay as they are here."))
        return PlannedTeam(there.pk)

    def _compare_with_earlier(self, row: Reading, key: str) -> None:
        """Rows of one team say the same of it, or nothing. The same file is judged alike before and after."""
        earlier = self._first_rows.get(key)
        if earlier is None:
            return
        for what, one, other in (
            (_("stage"), earlier.stage or self._defaults.stage, row.stage),
            (_("coach"), earlier.said["coach"], row.said["coach"]),
            (_("focus"), earlier.said["focus"], row.said["focus"]),
        ):
            if other and one != other:
                sentence = _(
                    "Rows {first} and {second} are the same team and differ in {what}. Write the same in both."
                )
                row.reasons.append(sentence.format(first=earlier.number, second=row.number, what=what))

    def _check_same_team(self, row: Reading, key: str) -> None:
        if not row.said["person"] and key in self._bare_rows:
            row.reasons.append(_("Rows {first} and {second} are the same team. Keep one of them.").format(
                first=self._bare_rows[key], second=row.number))  # fmt: skip

    def _person(self, row: Reading) -> tuple[str, PlannedPerson] | None:
        """The person with the key that they have in this plan; None where that cannot be told."""
        assert row.organisation is not None
        name, key = fold(row.said["person"]), row.organisation[0]
        at = row.email.casefold()
        others = self._named[key, name]
        if at not in others and others and (not at or "" in others):
            addressed = [other for other in others if other]
            if at or len(addressed) != 1:
                row.reasons.append(
                    _("Rows {first} and {second} name the same person, with and without an e-mail address. Give the "
                      "address in both.").format(first=next(iter(others.values())), second=row.number))  # fmt: skip
                return None
            at = addressed[0]
        if at and f"address:{at}" in self.plan.people:
            known = self.plan.people[f"address:{at}"]
            if not set(fold(known.name).split()) & set(name.split()):
                sentence = _("The address {email} stands in the file with two names. Correct one of them.")
                row.reasons.append(sentence.format(email=row.email))
            return f"address:{at}", known
        try:
            found = self._people.find(row.said["person"], row.email, row.government)
        except NotFound as problem:
            row.reasons.append(str(problem))
            return None
        return (f"address:{at}" if at else f"name:{key}:{name}"), found

    def _membership(
        self, row: Reading, key: str, team: PlannedTeam, person: tuple[str, PlannedPerson]
    ) -> PlannedMembership | None:
        """The membership to be made; None where it is there already, or cannot be made."""
        role = row.role or self._defaults.role
        if not role:
            row.reasons.append(without_role(self._edition))
            return None
        twice = (key, str(person[1].pk or person[0]), role)
        if twice in self._joined_in:
            row.reasons.append(
                _("Rows {first} and {second} are the same person in the same team and role. Keep one of them.")
                .format(first=self._joined_in[twice], second=row.number))  # fmt: skip
            return None
        on = row.joined_on or self._defaults.on
        if team.pk and person[1].pk and (team.pk, person[1].pk, role) in self._members:
            left_on = self._members[team.pk, person[1].pk, role]
            if left_on is None or on <= left_on:
                if left_on is not None:
                    row.notes.append(_("They left on {day}.").format(day=left_on.isoformat()))
                return None
        department = row.department[0] if row.department else ""
        return PlannedMembership(
            key, person[0], role, on, row.seniority or self._implied.get(role, ""), department
        )

    def _take_person(
        self, row: Reading, person: tuple[str, PlannedPerson], made: list[str], found: list[str]
    ) -> None:
        assert row.organisation is not None
        at, one = person
        is_known = one.pk is not None or at in self.plan.people
        (found if is_known else made).append(_("the person {name}").format(name=one.name))
        if one.pk is not None and one.email and at not in self.plan.people:
            made.append(_("their e-mail address"))
        self.plan.people.setdefault(at, one)
        self._named[row.organisation[0], fold(row.said["person"])].setdefault(
            row.email.casefold(), row.number
        )

    def _take_member(
        self, row: Reading, key: str, person: tuple[str, PlannedPerson], member: PlannedMembership | None,
        made: list[str], found: list[str],
    ) -> None:  # fmt: skip
        role = row.role or self._defaults.role
        self._joined_in[key, str(person[1].pk or person[0]), role] = row.number
        said = _("in the team as {role}").format(role=self._roles.get(role, role))
        if member is None:
            found.append(said)
            return
        made.append(said)
        self.plan.memberships.append(member)


def without_role(edition: Edition) -> str:
    """Why a row is refused that names a person and no role, where none was chosen for all such rows."""
    sentence = _(
        "The row names a person without a role. Write one of: {roles}; or choose one for all such rows."
    )
    return sentence.format(roles=", ".join(str(name) for _key, name in words.role_choices(edition)))


def _place(row: Reading) -> str:
    return row.organisation[1].name if row.organisation else row.said.get("organisation", "")
