"""Carries out a plan that was shown: organisations, people, teams and memberships, all of them or none.

Every row is recorded as if it had been added by itself, in parts of five hundred. What a plan is and how it is made:
`programmes.imports`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.concealed import fingerprint
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Contact, Organisation, Person
from reflectory.directory.policies import check_can_add_organisation, check_can_add_person
from reflectory.programmes.imports.plan import Plan
from reflectory.programmes.models import Edition, Membership, StageChange, Team
from reflectory.programmes.policies import check_can_run_edition

_AT_ONCE = 500


@dataclass(frozen=True)
class Imported:
    """How many rows of each table were made."""

    organisations: int
    teams: int
    people: int
    contacts: int
    memberships: int


def lock_edition(edition: Edition) -> Edition:
    """The edition, held until the transaction ends, so that two imports into it come one after the other."""
    held: Edition = (
        Edition.objects.select_for_update(of=("self",)).select_related("programme").get(pk=edition.pk)
    )
    return held


@transaction.atomic
def import_rows(*, by: Viewer, edition: Edition, plan: Plan) -> Imported:
    """Makes what the plan says. Its refused rows make nothing; a plan without anything new changes nothing."""
    check_can_run_edition(by, edition)
    if plan.edition != edition.pk:
        raise Refused(_("This plan was made for another edition. Look at the file again."))
    counts = plan.counts
    if counts["organisations"]:
        check_can_add_organisation(by)
    if counts["people"]:
        check_can_add_person(by)
    organisations = _organisations(by, plan)
    people = _people(by, plan)
    teams = _teams(by, edition, plan, organisations)
    made = [
        Membership(
            team_id=teams[one.team], person_id=people[one.person], role=one.role, seniority=one.seniority,
            joined_on=one.joined_on, department_id=organisations.get(one.department),
        )
        for one in plan.memberships
    ]  # fmt: skip
    names = {people[key]: one.name for key, one in plan.people.items()}
    for membership in made:
        membership.person = Person(pk=membership.person_id, name=names[membership.person_id])
    _make(by, "add_member", Membership, made)
    return Imported(**counts)


def _organisations(by: Viewer, plan: Plan) -> dict[str, int]:
    """The number of each organisation of the plan, those that are new made first, departments after governments."""
    numbers = {key: one.pk for key, one in plan.organisations.items() if one.pk is not None}
    for are_parts in (False, True):
        new = {
            key: Organisation(**one.values, parent_id=numbers[one.parent] if one.parent else None)
            for key, one in plan.organisations.items()
            if one.pk is None and bool(one.parent) is are_parts
        }
        rows = list(new.values())
        _count_with_parents(rows)
        for some in _in_parts(rows):
            Organisation.objects.bulk_create(some)
        _record(by, "add_organisation", rows)
        numbers.update({key: row.pk for key, row in new.items()})
    return numbers


def _count_with_parents(rows: Sequence[Organisation]) -> None:
    """What `merging.recount` would find for each, which asks several queries a row; a test compares the two."""
    for some in _in_parts(rows):
        parents = {row.parent_id for row in some if row.parent_id is not None}
        counted = dict(Organisation.objects.filter(pk__in=parents).values_list("pk", "counted_as"))
        for row in some:
            row.counted_as_id = (counted.get(row.parent_id) or row.parent_id) if row.parent_id else None


def _people(by: Viewer, plan: Plan) -> dict[str, int]:
    numbers = {key: one.pk for key, one in plan.people.items() if one.pk is not None}
    new = {key: Person(name=one.name) for key, one in plan.people.items() if one.pk is None}
    rows = list(new.values())
    for some in _in_parts(rows):
        Person.objects.bulk_create(some)
        prefetch_related_objects(some, "posts")
    _record(by, "add_person", rows)
    numbers.update({key: row.pk for key, row in new.items()})
    contacts = [
        Contact(person_id=numbers[key], kind="email", value=one.email, fingerprint=fingerprint(one.email))
        for key, one in plan.people.items()
        if one.email
    ]
    _make(by, "add_contact", Contact, contacts)
    return numbers


def _teams(by: Viewer, edition: Edition, plan: Plan, organisations: dict[str, int]) -> dict[str, int]:
    numbers = {key: one.pk for key, one in plan.teams.items() if one.pk is not None}
    new = {
        key: Team(
            edition=edition,
            organisation_id=organisations[key],
            stage=one.stage,
            coach_id=one.coach,
            focus=one.focus,
        )
        for key, one in plan.teams.items()
        if one.pk is None
    }
    rows = list(new.values())
    for some in _in_parts(rows):
        Team.objects.bulk_create(some)
        prefetch_related_objects(some, "organisation")
    StageChange.objects.bulk_create(
        [
            StageChange(team=row, from_stage=None, to_stage=row.stage, on=plan.teams[key].on, by_name=by.name)
            for key, row in new.items()
        ],
        batch_size=_AT_ONCE,
    )
    _record(by, "enrol_team", rows)
    numbers.update({key: row.pk for key, row in new.items()})
    return numbers


def _make(by: Viewer, verb: str, model: type[models.Model], rows: Sequence[Any]) -> None:
    for some in _in_parts(rows):
        model._default_manager.bulk_create(some)
    _record(by, verb, rows)


def _record(by: Viewer, verb: str, rows: Sequence[models.Model]) -> None:
    for some in _in_parts(rows):
        audit.record_many(by=by, verb=verb, changes=[(row, None) for row in some])


def _in_parts(rows: Sequence[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(rows), _AT_ONCE):
        yield list(rows[at : at + _AT_ONCE])
