"""Anonymous answers lose their order: when an ask closes, before anything leaves, and while an ask is still open.

`shuffle` is called by whoever closes an ask, `before_leaving` by whoever makes an export of everything or a backup.
Nothing here is audited: an audit has a time. How rows are rewritten is told in `listening.shuffling`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reflectory.core.tending import register_tend
from reflectory.listening.identities import ANONYMOUS
from reflectory.listening.models import Ask
from reflectory.listening.shuffling import rewrite, wipe, written_together

# SQLite keeps no order of rows: what lies in its pages is turned over so often while answers come, in minutes.
EVERY = 15


def shuffle(ask: Ask | None = None) -> int:
    """How many anonymous answers were rewritten: those to this ask, or to all. Again changes nothing that counts.

    Answers to an ask that has closed get new numbers as well.
    """
    asks = Ask.objects.filter(identity=ANONYMOUS, anonymous_responses__isnull=False)
    found = list((asks.filter(pk=ask.pk) if ask is not None else asks).distinct().order_by("pk"))
    n = sum(rewrite(one.pk, renamed=one.closed_at is not None) for one in found)
    if n:
        transaction.on_commit(_wipe)
    return n


def before_leaving() -> int:
    """Call this before any export of the whole or a backup: no order leaves with it."""
    return shuffle()


def shuffle_open(now: datetime | None = None) -> Iterable[str]:
    """Rewrites the answers to open anonymous asks to which some came of late. Called every minute; says nothing.

    PostgreSQL keeps beside each row the transaction that wrote it, so there it is done whenever they differ.
    """
    moment = now or timezone.now()
    since = timezone.localdate(moment) - timedelta(days=1)
    recent = Ask.objects.filter(identity=ANONYMOUS, tallies__on__gte=since).distinct().order_by("pk")
    is_due = timezone.localtime(moment).minute % EVERY == 0
    for ask in recent:
        if ask.closed_at is None and not written_together(ask.pk, unless=is_due):
            shuffle(ask)
    if is_due and recent:
        _wipe()
    return ()


def _wipe() -> None:
    wipe()  # where readers stand in the way, `shuffle_open` comes again


register_tend(
    "anonymous-order",
    shuffle_open,
    label=_("Taking the order out of anonymous answers"),
    url_name="ask-list",
)
