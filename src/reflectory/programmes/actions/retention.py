"""The day on which an edition's personal data goes: names, addresses and what the history kept of them.

Only people of whom nothing else is left to keep: who take part in no edition that is still kept, and have no
account. What was done stays and is counted as before; who did it is a number from then on.
"""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from reflectory.core import audit, search
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Person
from reflectory.programmes.models import Attendance, Edition, Membership
from reflectory.programmes.policies import check_can_run_edition


def people_to_forget(edition: Edition, on: date) -> QuerySet[Person]:
    """People of the edition who are in no other that is kept beyond that day, and do not sign in."""
    kept = Edition.objects.exclude(pk=edition.pk).filter(
        Q(retention_on__isnull=True) | Q(retention_on__gt=on)
    )
    needed = Q(pk__in=Membership.objects.filter(team__edition__in=kept).values("person")) | Q(
        pk__in=Attendance.objects.filter(activity__edition__in=kept).values("person")
    )
    here = Q(pk__in=Membership.objects.filter(team__edition=edition).values("person")) | Q(
        pk__in=Attendance.objects.filter(activity__edition=edition).values("person")
    )
    coaching = Q(teams_coached__edition__in=kept)
    return (
        Person.objects.filter(here, account__isnull=True, forgotten_on__isnull=True)
        .exclude(needed)
        .exclude(coaching)
    )


@transaction.atomic
def forget_people(*, by: Viewer, edition: Edition, on: date) -> int:
    """How many people were forgotten. Refused before the edition's retention day, and where it has none."""
    check_can_run_edition(by, edition)
    if edition.retention_on is None or on < edition.retention_on:
        raise Refused(_("The personal data of {edition} is kept until {day}.").format(
            edition=edition, day=edition.retention_on or _("a day that nobody has set")))  # fmt: skip
    people = list(people_to_forget(edition, on))
    for person in people:
        _forget(by, person, on)
    search.wipe()
    return len(people)


def _forget(by: Viewer, person: Person, on: date) -> None:
    details = [*person.contacts.all(), *person.posts.all()]
    traces: list[models.Model] = [person, *person.memberships.all(), *person.attendance.all()]
    for row in details:
        audit.record_removal(by=by, verb="forget_person", row=row)
        audit.erase_values(row)
        row.delete()
    was = audit.snapshot(person)
    person.name = _("Somebody, no {number}").format(number=person.pk)
    person.pronouns = person.language = ""
    person.access_needs = None
    person.forgotten_on = on
    person.version += 1
    person.save()
    audit.record(by=by, verb="forget_person", on=person, was=was)
    for trace in traces:
        audit.erase_values(trace)
