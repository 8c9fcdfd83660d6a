"""One ask after another: each turn of a series is an ask of its own, with its own window, code and answers.

The next turn is laid out when the window of the one before has ended, by whatever is done every minute (see
`listening.tends`). Done twice, it is done once: an ask has one follower.
"""

from __future__ import annotations

import calendar
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from reflectory.core import audit
from reflectory.core.visibility import Viewer, system
from reflectory.listening.actions.asks import free_code, set_readers
from reflectory.listening.actions.invitations import invite
from reflectory.listening.models import Ask

_DAYS = {"weekly": 7, "fortnightly": 14}
_MOST_TURNS = 600
_COPIED = (
    "edition", "form_version", "title", "purpose", "identity", "audience", "activity", "team", "repeats",
    "most_reminders", "days_between_reminders", "floor", "languages", "consent_text", "uses_asked", "planned",
    "mails_since",
)  # fmt: skip


def by_itself() -> Viewer:
    """Under which name the installation does what was agreed on beforehand."""
    return system("Done by itself")


@transaction.atomic
def lay_out_next(*, ask: Ask, now: datetime) -> Ask | None:
    """The next turn, with the people of this one who did not decline; None where none follows.

    Turns that have ended by now are passed over, so that after a pause nobody is asked for each week that was missed.
    A series ends with its edition.
    """
    held = Ask.objects.select_for_update().get(pk=ask.pk)
    if not held.repeats or held.closes_at is None or Ask.objects.filter(previous=held).exists():
        return None
    window = next_window(held, now)
    if window is None:
        return None
    opens_at, closes_at = window
    made = Ask.objects.create(
        previous=held, code=free_code(), opens_at=opens_at, closes_at=closes_at,
        **{name: getattr(held, name) for name in _COPIED},
    )  # fmt: skip
    set_readers(made, list(held.readers.values_list("role", flat=True)))
    audit.record(by=by_itself(), verb="lay_out_ask", on=made)
    asked = held.invitations.standing().filter(declined_at__isnull=True).select_related("person")
    invite(by=by_itself(), ask=made, people=[row.person for row in asked])
    return made


def next_window(ask: Ask, now: datetime) -> tuple[datetime, datetime] | None:
    """When the next turn opens and closes: the first after this one that has not ended by now."""
    assert ask.closes_at is not None
    zone = ZoneInfo(ask.edition.time_zone) if ask.edition else ZoneInfo("UTC")
    lasts = ask.closes_at - ask.opens_at
    first = ask.opens_at.astimezone(zone)
    for n in range(1, _MOST_TURNS):
        opens_at = _later(first, ask.repeats, n)
        if opens_at + lasts <= now:
            continue
        last_day = ask.edition.ends_on if ask.edition else None
        is_over = last_day is not None and opens_at.date() > last_day  # type: ignore[operator]  # a date, or None
        return None if is_over else (opens_at, opens_at + lasts)
    return None


def _later(first: datetime, repeats: str, n: int) -> datetime:
    """The n-th time after the first, at the same hour on the clocks of the place."""
    if repeats in _DAYS:
        return first + timedelta(days=_DAYS[repeats] * n)
    year, month = divmod(first.month - 1 + n, 12)
    year, month = first.year + year, month + 1
    return first.replace(year=year, month=month, day=min(first.day, calendar.monthrange(year, month)[1]))
