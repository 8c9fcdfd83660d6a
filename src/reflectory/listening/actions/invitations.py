"""People are invited to answer, their invitation is taken back, and they decline. Mail: `actions.mailing`.

A link holds a token of which the hash alone is kept. An anonymous ask gives none: everybody has the same address, and
whether somebody answered is known to nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer, system
from reflectory.directory.models import Person
from reflectory.listening.audience import memberships_for
from reflectory.listening.codes import new_token
from reflectory.listening.models import Ask, Invitation, InvitationLink
from reflectory.listening.policies.asks import check_can_run_ask

Invited = list[tuple[Invitation, str | None]]


def somebody_asked() -> Viewer:
    """Who the history says it was: whoever held the link."""
    return system("Somebody who was asked")


@transaction.atomic
def invite(*, by: Viewer, ask: Ask, people: Iterable[Person]) -> Invited:
    """The new invitations, each with the token of its link, which can never be read again; None for anonymous.

    Who is invited already is left out; whose invitation was taken back is invited anew, with a new link.
    """
    check_can_run_ask(by, ask)
    held = Ask.objects.select_for_update(of=("self",)).select_related("edition__programme").get(pk=ask.pk)
    if held.closed_at is not None:
        raise Refused(_("This ask is closed, so nobody more is asked."))
    wanted = {_standing(one).pk: _standing(one) for one in people}
    there = {row.person_id: row for row in held.invitations.filter(person__in=wanted)}
    found = memberships_for(held.edition, wanted.values(), on=timezone.localdate(), team=held.team_id)
    made: Invited = []
    back: list[tuple[Invitation, audit.Values | None]] = []
    for person in wanted.values():
        token, token_hash = (None, None) if held.is_anonymous else new_token()
        known = there.get(person.pk)
        if known is None:
            member = found.get(person.pk)
            row = Invitation(
                ask=held, identity=held.identity, person=person, token_hash=token_hash, membership=member,
                team=member.team if member else held.team,
            )  # fmt: skip
            made.append((row, token))
        elif known.revoked_at is not None:
            was = audit.snapshot(known)
            known.revoked_at, known.declined_at, known.sent_on, known.token_hash = (
                None,
                None,
                None,
                token_hash,
            )
            known.version += 1
            known.save()
            back.append((known, was))
            made.append((known, token))
    Invitation.objects.bulk_create(row for row, _token in made if row.pk is None)
    again = {row.pk for row, _was in back}
    audit.record_many(
        by=by, verb="invite", changes=[*((row, None) for row, _token in made if row.pk not in again), *back]
    )
    return made


@transaction.atomic
def revoke(*, by: Viewer, invitations: Collection[Invitation], now: datetime | None = None) -> int:
    """Takes invitations back and says how many: their links lead nowhere, no reminder goes out. An answer stays."""
    for ask in {row.ask_id: row.ask for row in invitations}.values():
        check_can_run_ask(by, ask)
    changes: list[tuple[Invitation, audit.Values | None]] = []
    pks = [row.pk for row in invitations]
    for row in Invitation.objects.select_for_update().filter(pk__in=pks, revoked_at__isnull=True):
        was = audit.snapshot(row)
        row.revoked_at = now or timezone.now()
        row.token_hash = None
        row.version += 1
        row.save()
        changes.append((row, was))
    InvitationLink.objects.filter(invitation__in=pks).delete()
    audit.record_many(by=by, verb="revoke_invitation", changes=changes)
    return len(changes)


@transaction.atomic
def decline(*, invitation: Invitation, now: datetime | None = None) -> Invitation:
    """By the person who was asked: they would rather not. No reminder follows; answering later stays possible."""
    row: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.token_hash is None:
        raise Refused(
            _("Nobody is known who answers this, so there is nothing to decline. Leave it unanswered.")
        )
    if row.answered_at is not None:
        raise Refused(
            _("You have answered already. What you said is taken back with the code of your receipt.")
        )
    if row.declined_at is not None:
        return row
    was = audit.snapshot(row)
    row.declined_at = now or timezone.now()
    row.version += 1
    row.save()
    audit.record(by=somebody_asked(), verb="decline_invitation", on=row, was=was)
    return row


def _standing(person: Person) -> Person:
    """Whoever was entered twice is asked once."""
    return person.merged_into or person
