"""What asks do by themselves, every minute: they close when their time is over, the next turn follows, mail leaves.

Each of these may be done at any time and twice; `now` can be given, so that any day can be tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reflectory.core.mail import forget_kept_letters, leaves, site_address
from reflectory.core.mailbox import Arrived, read_mailbox, register_reply_reader
from reflectory.core.refusal import Refused
from reflectory.core.tending import register_tend
from reflectory.listening.actions.asks import close_ask
from reflectory.listening.actions.mailing import Sent, bounced, remind_due, send_due
from reflectory.listening.actions.power import settle_gaps
from reflectory.listening.actions.series import by_itself, lay_out_next
from reflectory.listening.letters import PREFIX
from reflectory.listening.models import Ask, Invitation


def end_windows(now: datetime | None = None) -> Iterator[str]:
    """Closes the asks whose time is over, and lays out the next turn of those that are repeated."""
    moment = now or timezone.now()
    n_closed = n_next = 0
    for ask in Ask.objects.filter(closed_at__isnull=True, closes_at__lte=moment).order_by("pk"):
        close_ask(by=by_itself(), ask=ask, now=moment)
        n_closed += 1
    for ask in _without_follower().filter(closes_at__lte=moment).order_by("pk"):
        n_next += lay_out_next(ask=ask, now=moment) is not None
    if n_closed:
        yield ngettext("{n} ask was closed.", "{n} asks were closed.", n_closed).format(n=n_closed)
    if n_next:
        yield ngettext("{n} next turn was laid out.", "{n} next turns were laid out.", n_next).format(
            n=n_next
        )


def _without_follower() -> QuerySet[Ask]:
    return Ask.objects.exclude(repeats="").filter(following__isnull=True)


def post_letters(now: datetime | None = None) -> Iterator[str]:
    """Posts invitations that wait and reminders that are due. Raises `Refused` where the mail server fails."""
    moment = now or timezone.now()
    site = site_address()
    invited, reminded = send_due(moment, site=site), remind_due(moment, site=site)
    if invited.n:
        yield ngettext("{n} invitation was sent.", "{n} invitations were sent.", invited.n).format(
            n=invited.n
        )
    if reminded.n:
        yield ngettext("{n} reminder was sent.", "{n} reminders were sent.", reminded.n).format(n=reminded.n)
    _check_posted(invited, reminded)


def _check_posted(*posted: Sent) -> None:
    why = next((one.why for one in posted if one.why), "")
    if why:
        raise Refused(
            _("The mail server took no mail ({why}). Nothing is lost: it is tried again.").format(why=why)
        )


def forget_old_letters(now: datetime | None = None) -> Iterator[str]:
    """Deletes kept letters after two months."""
    n = 0 if leaves() else forget_kept_letters(now or timezone.now())
    if n:
        yield ngettext("{n} kept letter was deleted.", "{n} kept letters were deleted.", n).format(n=n)


def take_in(arrived: Arrived) -> None:
    """What came back about an invitation: a bounce is kept. What people write in answer is for the mailbox's owner."""
    invitation = Invitation.objects.filter(pk=arrived.number).first()
    if invitation is not None and arrived.is_bounce:
        bounced(invitation=invitation)


def compare_sides() -> Iterator[str]:
    """Compares the two sides of engagements whose asks have closed."""
    n = settle_gaps()
    if n:
        yield ngettext(
            "{n} engagement was compared from both sides.",
            "{n} engagements were compared from both sides.",
            n,
        ).format(n=n)


register_reply_reader(PREFIX, take_in)
register_tend(
    "both-sides",
    compare_sides,
    label=gettext_lazy("Comparing both sides of engagements"),
    url_name="ask-list",
)
register_tend(
    "asks", end_windows, label=gettext_lazy("Closing asks, and laying out the next"), url_name="ask-list"
)
register_tend(
    "letters", post_letters, label=gettext_lazy("Sending invitations and reminders"), url_name="mail"
)
register_tend("mailbox", read_mailbox, label=gettext_lazy("Reading the mailbox"), url_name="mail")
register_tend("kept-letters", forget_old_letters, label=gettext_lazy("Deleting old letters"), url_name="mail")
