"""Fills the directory: governments, departments, bodies and people, with posts, addresses and other names.

In bulk, with the same audit as one by one: 744 governments and 842 people through single actions would take minutes.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from reflectory.core import audit, search
from reflectory.core.concealed import fingerprint
from reflectory.core.visibility import Viewer
from reflectory.demonstration.rows import number, read, words
from reflectory.directory.actions.merging import merge_organisations
from reflectory.directory.levels import DEPARTMENT
from reflectory.directory.models import Affiliation, Alias, Contact, Organisation, Person


@dataclass(frozen=True)
class Directory:
    """What was made, by the keys of the files."""

    organisations: dict[str, Organisation]
    people: dict[str, Person]
    # The department that somebody comes from, and the body that they work for, where either is said.
    department_of: dict[str, Organisation]
    post_of: dict[str, Organisation]


def fill_directory(*, by: Viewer) -> Directory:
    """All organisations and people, none of them in a programme yet."""
    places = _organisations(by)
    return _people(by, places)


def merge_second_spellings(*, by: Viewer, organisations: dict[str, Organisation]) -> None:
    """Merges the rows that the file marks as another spelling of a government, as somebody would who finds them."""
    for row in read("governments"):
        if row["merge_into"]:
            merge_organisations(by=by, kept=organisations[row["merge_into"]], gone=organisations[row["key"]])


def _organisations(by: Viewer) -> dict[str, Organisation]:
    rows = read("governments")
    made = [
        Organisation(
            name=row["name"], level=row["level"], country=row["country"], region=row["region"],
            latitude=float(row["latitude"]), longitude=float(row["longitude"]), population=number(row["population"]),
        )
        for row in rows
    ]  # fmt: skip
    bodies = read("bodies")
    made += [
        Organisation(name=row["name"], level=row["level"], country=row["country"], region=row["region"])
        for row in bodies
    ]
    Organisation.objects.bulk_create(made)
    found = dict(zip([row["key"] for row in (*rows, *bodies)], made, strict=True))
    Alias.objects.bulk_create(
        Alias(organisation=found[row["key"]], name=name) for row in rows for name in words(row["aliases"])
    )
    departments = {
        row["key"]: _department(found[row["government"]], row["name"]) for row in read("departments")
    }
    Organisation.objects.bulk_create(departments.values())
    # What `actions.merging.recount` keeps true, for all of them at once.
    Organisation.objects.filter(level=DEPARTMENT).update(counted_as=F("parent"))
    for department in departments.values():
        department.counted_as_id = department.parent_id
    made += departments.values()
    audit.record_many(by=by, verb="add_organisation", changes=[(row, None) for row in made])
    return found | departments


def _department(government: Organisation, name: str) -> Organisation:
    return Organisation(
        name=name, level=DEPARTMENT, parent=government, country=government.country, region=government.region
    )


def _people(by: Viewer, places: dict[str, Organisation]) -> Directory:
    rows = read("people")
    made = [Person(name=row["name"], pronouns=row["pronouns"], language=row["language"]) for row in rows]
    Person.objects.bulk_create(made)
    people = dict(zip([row["key"] for row in rows], made, strict=True))
    departments = {row["key"]: places[row["department"]] for row in rows if row["department"]}
    posts_of = {row["key"]: places[row["organisation"]] for row in rows if row["organisation"]}
    posts = [
        Affiliation(
            person=people[row["key"]], organisation=departments.get(row["key"]) or posts_of[row["key"]],
            title=row["title"], seniority=row["seniority"],
        )
        for row in rows
        if row["key"] in posts_of
    ]  # fmt: skip
    Affiliation.objects.bulk_create(posts)
    contacts = [
        Contact(
            person=people[row["key"]], kind="email", value=row["email"], fingerprint=fingerprint(row["email"])
        )
        for row in rows
        if row["email"]
    ]
    Contact.objects.bulk_create(contacts)
    for verb, changes in (("add_person", made), ("add_post", posts), ("add_contact", contacts)):
        audit.record_many(by=by, verb=verb, changes=[(row, None) for row in changes])
    # Once more with their posts, which did not exist when they were recorded.
    search.refresh(Person.objects.prefetch_related("posts__organisation"))
    return Directory(places, people, departments, posts_of)
