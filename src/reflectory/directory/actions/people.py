"""Adding and editing people, their posts, and how to reach them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.accounts.models import Account
from reflectory.core import audit, search
from reflectory.core.concealed import fingerprint
from reflectory.core.editing import save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Affiliation, Contact, Organisation, Person
from reflectory.directory.policies import check_can_add_person, check_can_edit_person

FIELDS = ("name", "pronouns", "language", "access_needs")


@transaction.atomic
def add_person(*, by: Viewer, name: str, pronouns: str = "", language: str = "", email: str = "") -> Person:
    """A new person, reached at `email` where one is given. A person needs no account."""
    check_can_add_person(by)
    person = Person.objects.create(name=name, pronouns=pronouns, language=language)
    audit.record(by=by, verb="add_person", on=person)
    if email:
        add_contact(by=by, person=person, kind="email", value=email)
    return person


@transaction.atomic
def person_behind(*, by: Viewer, account: Account) -> Person:
    """The person who signs in with the account: who is known by its address, else a new one of its name.

    Only an address that one person has, who does not sign in yet, tells who it is; a name never does.
    """
    known: Person | None = Person.objects.filter(account=account).first()
    if known is not None:
        return known
    reached = Contact.objects.known_by(account.email).values("person")
    found: list[Person] = list(Person.objects.standing().filter(pk__in=reached, account__isnull=True)[:2])
    if len(found) != 1:
        person = Person.objects.create(name=account.name, account=account)
        Contact.objects.create(
            person=person, kind="email", value=account.email, fingerprint=fingerprint(account.email)
        )
        audit.record(by=by, verb="add_person", on=person)
        return person
    was = audit.snapshot(found[0])
    found[0].account = account
    found[0].version += 1
    found[0].save()
    audit.record(by=by, verb="connect_account", on=found[0], was=was)
    return found[0]


@transaction.atomic
def edit_person(*, by: Viewer, person: Person, values: Mapping[str, Any], version: int) -> Person:
    """The person with new values. Raises `Conflict`, see `core.editing`."""
    check_can_edit_person(by, person)
    return save_edit(by=by, verb="edit_person", row=person, values=values, version=version)


@transaction.atomic
def add_contact(*, by: Viewer, person: Person, kind: str, value: str) -> Contact:
    """How the person is reached; the same detail is kept once."""
    check_can_edit_person(by, person)
    said = value.strip()
    contact, is_new = Contact.objects.get_or_create(
        person=person, kind=kind, fingerprint=fingerprint(said), defaults={"value": said}
    )
    if is_new:
        audit.record(by=by, verb="add_contact", on=contact)
    return contact


@transaction.atomic
def remove_contact(*, by: Viewer, contact: Contact) -> None:
    """The detail is gone for good; the history says that there was one."""
    check_can_edit_person(by, contact.person)
    audit.record_removal(by=by, verb="remove_contact", row=contact)
    contact.delete()


@transaction.atomic
def add_post(
    *,
    by: Viewer,
    person: Person,
    organisation: Organisation,
    title: str = "",
    seniority: str = "",
    started_on: date | None = None,
) -> Affiliation:
    """A post that the person holds."""
    check_can_edit_person(by, person)
    post = Affiliation.objects.create(
        person=person, organisation=organisation, title=title, seniority=seniority, started_on=started_on
    )
    audit.record_many(by=by, verb="add_post", changes=[(post, None)])
    search.refresh([person])
    return post


@transaction.atomic
def end_post(*, by: Viewer, post: Affiliation, on: date) -> Affiliation:
    """The person has left the post."""
    check_can_edit_person(by, post.person)
    if post.started_on is not None and on < post.started_on:
        raise Refused(
            _("The post began on {start}; it cannot have ended before that.").format(start=post.started_on)
        )
    was = audit.snapshot(post)
    post.ended_on = on
    post.save()
    audit.record(by=by, verb="end_post", on=post, was=was)
    return post
