"""Figures on what was done: sessions, interviews, residents engaged, ideas and what became of them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from reflectory.core.ledger import Behind, Definition, Scope, register
from reflectory.programmes.figures import taking_part
from reflectory.programmes.models import Activity, Artefact, Attendance, Engagement, Step

WORK = _("What was done")


def _activity(row: Activity) -> Behind:
    return Behind(row.title, row.get_absolute_url(), note=f"{row.starts_at:%Y-%m-%d}")


def _attendance(row: Attendance) -> Behind:
    return Behind(row.person.name, row.activity.get_absolute_url(), note=row.activity.title)


def _artefact(row: Artefact) -> Behind:
    return Behind(row.title, row.get_absolute_url(), note=row.status_name)


def _people(row: Engagement) -> Behind:
    return Behind(row.what, None, row.n_people or 0, f"{row.on}, {row.get_rung_display()}, {row.claimed_by}")


def _contacts(row: Engagement) -> Behind:
    return Behind(
        row.what, None, row.n_contacts or 0, f"{row.on}, {row.get_rung_display()}, {row.claimed_by}"
    )


def engagements(scope: Scope) -> QuerySet[Engagement]:
    """Engagements of residents in the period."""
    found = Engagement.objects.filter(on__gte=scope.first, on__lte=scope.last)
    return found if scope.editions is None else found.filter(edition__in=scope.editions)


def artefacts_that_became(kind: str, *statuses: str) -> Any:
    """The query for artefacts of a kind that reached one of these statuses by the end of the period."""

    def rows(scope: Scope) -> QuerySet[Artefact]:
        reached = Step.objects.filter(
            to_status__in=statuses, on__gte=scope.first, on__lte=scope.last, artefact__kind=kind
        )
        found = Artefact.objects.filter(pk__in=reached.values("artefact"))
        return found if scope.editions is None else found.filter(edition__in=scope.editions)

    return rows


register(Definition(
    "sessions", _("sessions held"), _("Sessions, workshops, calls and all else that was held in the period."),
    taking_part.activities, _activity, group=WORK,
))  # fmt: skip
register(Definition(
    "attendance", _("attendances"),
    _("How often somebody was there: a person who came to ten sessions is counted ten times."),
    lambda scope: taking_part.attendance(scope).select_related("person", "activity"), _attendance, group=WORK,
    caveat=_("These are visits, not people."),
))  # fmt: skip
register(Definition(
    "interviews", _("interviews"), _("Interviews that were held in the period."),
    lambda scope: taking_part.activities(scope).filter(kind="interview"), _activity, group=WORK,
))  # fmt: skip
register(Definition(
    "residents_people", _("residents engaged, different people"),
    _("Residents engaged in the period, as each engagement counted different people; engagements that counted contacts "
      "only are left out."),
    lambda scope: engagements(scope).filter(n_people__isnull=False), _people, amount="n_people", group=WORK,
    caveat=_("Somebody who was engaged by two teams may be counted twice: nobody asked residents for their names."),
))  # fmt: skip
register(Definition(
    "residents_contacts", _("residents engaged, contacts"),
    _("Contacts with residents in the period: somebody who came three times is three contacts."),
    lambda scope: engagements(scope).filter(n_contacts__isnull=False), _contacts, amount="n_contacts", group=WORK,
    caveat=_("These are contacts, not people, and are never added to people."),
))  # fmt: skip
for _key, _statuses, _name, _rule in (
    ("ideas_raised", ("raised",), _("ideas raised"), _("Ideas that were raised in the period.")),
    (
        "ideas_considered",
        ("considered",),
        _("ideas considered"),
        _("Ideas that came to be considered in the period."),
    ),
    (
        "ideas_prototyped",
        ("prototyped",),
        _("ideas prototyped"),
        _("Ideas that were prototyped in the period."),
    ),
    ("ideas_tested", ("tested",), _("ideas tested"), _("Ideas that were tested in the period.")),
    (
        "ideas_implemented",
        ("implemented",),
        _("ideas implemented"),
        _("Ideas that were implemented in the period."),
    ),
):
    register(Definition(
        _key, _name, _rule, artefacts_that_became("idea", *_statuses), _artefact, group=WORK,
        caveat=_("Each stage counts what reached it in the period, so a stage can hold more than the one before it."),
    ))  # fmt: skip
register(Definition(
    "prototypes", _("prototypes"), _("Prototypes that were built in the period."),
    artefacts_that_became("prototype", "built"), _artefact, group=WORK,
))  # fmt: skip
register(Definition(
    "commitments_approved", _("commitments approved"), _("Commitments that were approved in the period."),
    artefacts_that_became("commitment", "approved"), _artefact, group=WORK,
))  # fmt: skip
