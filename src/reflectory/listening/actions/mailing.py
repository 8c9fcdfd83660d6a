"""Letters about asks leave: invitations once, reminders as agreed and never more; bounces and refusals are honoured.

Each letter is claimed in the database before it is posted, so that two who post at once post it once. What could not be
posted is given back and tried again. `send_due` and `remind_due` are called every minute; a person may do so earlier.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.mail import Letter, post
from reflectory.core.refusal import Refused
from reflectory.core.tending import tend_soon
from reflectory.core.visibility import Viewer, system
from reflectory.directory.models import Contact
from reflectory.listening.actions.asks import saved
from reflectory.listening.codes import new_token
from reflectory.listening.letters import letter_for
from reflectory.listening.models import Ask, EmailRefusal, Invitation, InvitationLink
from reflectory.listening.policies.asks import check_can_run_ask

AT_ONCE = 200


@dataclass(frozen=True)
class Sent:
    """How many letters were posted, and what kept others back."""

    n: int = 0
    why: str = ""


@transaction.atomic
def send(*, by: Viewer, ask: Ask, now: datetime | None = None) -> Ask:
    """From now on invitations and reminders of this ask leave by themselves, from the time on at which it opens."""
    check_can_run_ask(by, ask)
    held: Ask = Ask.objects.select_for_update().get(pk=ask.pk)
    if held.closed_at is not None:
        raise Refused(_("This ask is closed, so no mail goes out."))
    if held.mails_since is None:
        held = saved(by, "send_invitations", held, mails_since=now or timezone.now())
    tend_soon()
    return held


@transaction.atomic
def stop_sending(*, by: Viewer, ask: Ask) -> Ask:
    """No more mail leaves for this ask."""
    check_can_run_ask(by, ask)
    held: Ask = Ask.objects.select_for_update().get(pk=ask.pk)
    return held if held.mails_since is None else saved(by, "stop_sending", held, mails_since=None)


def remind(*, by: Viewer, ask: Ask, site: str, now: datetime | None = None) -> Sent:
    """Reminds those who have not answered, now, as far as was agreed. Refused where nobody may be reminded yet."""
    check_can_run_ask(by, ask)
    moment = now or timezone.now()
    rows = reminders_due(moment, Q(ask=ask))
    if not rows.exists():
        raise Refused(
            _(
                "Nobody may be reminded today: at most {n} reminders go to each person, {days} days apart, and none "
                "to those who answered or declined."
            ).format(n=ask.most_reminders, days=ask.days_between_reminders)
        )
    return _post_all(rows, timezone.localdate(moment), site=site, is_reminder=True)


def send_due(now: datetime, *, site: str) -> Sent:
    """Posts the invitations that wait, of all asks that are open and send mail."""
    rows = _open_and_mailing(now).filter(sent_on__isnull=True)
    return _post_all(rows, timezone.localdate(now), site=site, is_reminder=False)


def remind_due(now: datetime, *, site: str) -> Sent:
    """Posts the reminders that are due."""
    return _post_all(
        reminders_due(now, Q(ask__mails_since__isnull=False)),
        timezone.localdate(now),
        site=site,
        is_reminder=True,
    )


def reminders_due(now: datetime, of: Q) -> QuerySet[Invitation]:
    """Whom the agreement lets be reminded on this day: of anonymous asks everybody, since nobody is known."""
    today = timezone.localdate(now)
    rows = _open(now).filter(of, sent_on__isnull=False, n_reminders__lt=F("ask__most_reminders"))
    apart: Any = Q(pk__in=[])
    for days in rows.order_by().values_list("ask__days_between_reminders", flat=True).distinct():
        apart |= Q(ask__days_between_reminders=days, last__lte=today - timedelta(days=days))
    return rows.annotate(last=Coalesce("last_reminded_on", "sent_on")).filter(apart)


@transaction.atomic
def bounced(*, invitation: Invitation, now: datetime | None = None) -> Invitation:
    """That mail to the person's address comes back. No more is sent to it for this ask."""
    row: Invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if row.bounced_at is not None:
        return row
    was = audit.snapshot(row)
    row.bounced_at = now or timezone.now()
    row.version += 1
    row.save()
    audit.record(by=system("Mailbox"), verb="note_bounce", on=row, was=was)
    return row


def unsubscribe(*, address_fingerprint: str, on: date) -> None:
    """Nobody at this address is asked anything by mail any more. Said twice, it is kept once."""
    EmailRefusal.objects.get_or_create(fingerprint=address_fingerprint, defaults={"refused_on": on})


def subscribe_again(*, address_fingerprint: str) -> None:
    """The address takes mail again."""
    EmailRefusal.objects.filter(fingerprint=address_fingerprint).delete()


def addresses_of(people: list[int]) -> dict[int, str]:
    """By person, the first address of theirs that did not refuse mail. One query."""
    found: dict[int, str] = {}
    for row in _writable().filter(person__in=people).order_by("pk"):
        found.setdefault(row.person_id, row.value)
    return found


def unreachable(people: list[int]) -> dict[int, bool]:
    """Of these people those whom no mail reaches; True for who refused it, False for who has no address."""
    reached = set(_writable().filter(person__in=people).values_list("person", flat=True))
    have = set(Contact.objects.filter(person__in=people, kind="email").values_list("person", flat=True))
    return {pk: pk in have for pk in people if pk not in reached}


def _writable() -> QuerySet[Contact]:
    refused = EmailRefusal.objects.values("fingerprint")
    return Contact.objects.filter(kind="email").exclude(fingerprint__in=refused)


def _open(now: datetime) -> QuerySet[Invitation]:
    asks = Ask.objects.open_at(now).order_by().values("pk")
    reached = Exists(_writable().filter(person=OuterRef("person")))
    return Invitation.objects.standing().filter(
        reached, ask__in=asks, declined_at__isnull=True, bounced_at__isnull=True, answered_at__isnull=True
    )


def _open_and_mailing(now: datetime) -> QuerySet[Invitation]:
    return _open(now).filter(ask__mails_since__isnull=False)


def _post_all(rows: QuerySet[Invitation], today: date, *, site: str, is_reminder: bool) -> Sent:
    wanted = list(
        rows.select_related("person", "ask__form_version", "ask__edition__programme").order_by("pk")[:AT_ONCE]
    )
    by_pk = {row.pk: row for row in wanted}
    addresses = addresses_of([row.person_id for row in wanted])
    n, why = 0, ""
    for posted in post(_claimed(wanted, addresses, today, site=site, is_reminder=is_reminder)):
        assert posted.letter.reference is not None
        row = by_pk[posted.letter.reference[1]]
        if posted.is_refused:
            bounced(invitation=row)
        elif posted.why:
            _give_back(row, is_reminder=is_reminder)
            why = posted.why
        else:
            n += 1
    return Sent(n, why)


def _claimed(
    rows: list[Invitation], addresses: dict[int, str], today: date, *, site: str, is_reminder: bool
) -> Iterator[Letter]:
    """The letters that are this process's to post: another one may have claimed some, somebody may have answered."""
    for row in rows:
        if row.person_id not in addresses or not _claim(row, today, is_reminder=is_reminder):
            continue
        yield letter_for(
            row,
            row.ask,
            to=addresses[row.person_id],
            site=site,
            token=_new_link(row),
            is_reminder=is_reminder,
        )


def _claim(row: Invitation, today: date, *, is_reminder: bool) -> bool:
    mine = Invitation.objects.standing().filter(
        pk=row.pk, answered_at__isnull=True, declined_at__isnull=True, sent_on=row.sent_on,
        n_reminders=row.n_reminders, last_reminded_on=row.last_reminded_on,
    )  # fmt: skip
    if is_reminder:
        return bool(mine.update(n_reminders=F("n_reminders") + 1, last_reminded_on=today))
    return bool(mine.update(sent_on=today))


def _give_back(row: Invitation, *, is_reminder: bool) -> None:
    if is_reminder:
        Invitation.objects.filter(pk=row.pk).update(
            n_reminders=row.n_reminders, last_reminded_on=row.last_reminded_on
        )
    else:
        Invitation.objects.filter(pk=row.pk).update(sent_on=None)


def _new_link(row: Invitation) -> str | None:
    """A further link: the first cannot be read again. None for an anonymous ask, whose address is everybody's."""
    if row.ask.is_anonymous:
        return None
    token, token_hash = new_token()
    InvitationLink.objects.create(invitation=row, token_hash=token_hash)
    return token
