"""Which person a row means: one known by their address, else by their name among the people of the organisation.

By name only people whom the importer sees are looked at, so that nobody is drawn out of a programme that is not
theirs by guessing a name. Whoever knows an address knows the person already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from reflectory.core.concealed import fingerprint
from reflectory.core.search import fold
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Affiliation, Contact, Person
from reflectory.programmes.imports.places import NotFound
from reflectory.programmes.imports.plan import PlannedPerson
from reflectory.programmes.models import Membership

_AT_ONCE = 500


class PersonFinder:
    """Finds people for the rows of one file; it is told beforehand which addresses and organisations there are."""

    def __init__(self, by: Viewer, *, emails: Iterable[str], governments: Iterable[int]) -> None:
        self._by = by
        self._by_print: dict[str, set[int]] = defaultdict(set)
        self._prints_of: dict[int, set[str]] = defaultdict(set)
        self._by_name: dict[tuple[int, str], set[int]] = defaultdict(set)
        self._names: dict[int, str] = {}
        self._stands_for = dict(
            Person.objects.filter(merged_into__isnull=False).values_list("pk", "counted_as")
        )
        self._load_addresses(sorted({fingerprint(email) for email in emails}))
        self._load_people(sorted(set(governments)))

    def find(self, name: str, email: str, government: int | None) -> PlannedPerson:
        """Who is meant, or somebody new. Raises `NotFound` where that cannot be told."""
        if email:
            known = self._by_print.get(fingerprint(email), set())
            if len(known) > 1:
                raise NotFound(_("The address {email} belongs to {n} people here. Merge them first.").format(
                    email=email, n=len(known)))  # fmt: skip
            if known:
                return self._by_address(next(iter(known)), name, email)
        found = self._by_name.get((government or 0, fold(name)), set())
        if len(found) > 1:
            raise NotFound(
                _("{n} people of this organisation are called “{name}”. Give the e-mail address that tells them apart.")
                .format(n=len(found), name=name))  # fmt: skip
        if not found:
            return PlannedPerson(None, name, email)
        pk = next(iter(found))
        if email and self._prints_of.get(pk):
            raise NotFound(
                _("{name} of this organisation is known with another e-mail address. If it is the same person, add "
                  "this address on their page first; if not, write the name so that the two can be told apart.").format(
                    name=name))  # fmt: skip
        return PlannedPerson(pk, self._names[pk], email)

    def _by_address(self, pk: int, name: str, email: str) -> PlannedPerson:
        known = self._names[pk]
        if name and not set(fold(name).split()) & set(fold(known).split()):
            raise NotFound(
                _("The address {email} belongs to somebody who is known under another name. Correct the address or the "
                  "name.").format(email=email))  # fmt: skip
        return PlannedPerson(pk, known)

    def _load_addresses(self, prints: list[str]) -> None:
        for some in _in_parts(prints):
            for print_, pk in Contact.objects.filter(kind="email", fingerprint__in=some).values_list(
                "fingerprint", "person"
            ):
                self._by_print[print_].add(self._standing(pk))
        self._load_names({pk for found in self._by_print.values() for pk in found})

    def _load_people(self, governments: list[int]) -> None:
        seen: Any = Person.objects.visible_to(self._by).values("pk")
        for some in _in_parts(governments):
            for rows, organisation in (
                (Membership.objects.all(), "team__organisation"), (Affiliation.objects.all(), "organisation"),
            ):  # fmt: skip
                for field in (organisation, f"{organisation}__parent", f"{organisation}__counted_as"):
                    found = rows.filter(**{f"{field}__in": some}, person__in=seen).order_by()
                    for government, pk, name in found.values_list(field, "person", "person__name").distinct():
                        standing = self._standing(pk)
                        self._by_name[government, fold(name)].add(standing)
                        self._names.setdefault(standing, name)
        people = {pk for found in self._by_name.values() for pk in found}
        self._load_names({pk for pk in people if pk in set(self._stands_for.values())})
        for some in _in_parts(sorted(people)):
            for pk, print_ in Contact.objects.filter(kind="email", person__in=some).values_list(
                "person", "fingerprint"
            ):
                self._prints_of[pk].add(print_)

    def _load_names(self, people: set[int]) -> None:
        for some in _in_parts(sorted(people)):
            self._names.update(Person.objects.filter(pk__in=some).values_list("pk", "name"))

    def _standing(self, pk: int) -> int:
        return self._stands_for.get(pk) or pk


def _in_parts(found: list[Any]) -> Iterator[list[Any]]:
    for at in range(0, len(found), _AT_ONCE):
        yield found[at : at + _AT_ONCE]
