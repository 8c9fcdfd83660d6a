"""Sessions as calendar programs read them: one feed for a person, one for an edition.

Whoever holds the address reads the feed without signing in, so it says when, where and what, and never what was
planned or noted in a session. An edition's feed holds only sessions for everybody in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from reflectory.accounts.models import Account
from reflectory.programmes.models import Activity, Edition
from reflectory.programmes.viewing import viewer_for

PAST = timedelta(days=120)
# Asking more often than this shows nothing new that matters.
REFRESH = timedelta(hours=4)


def calendar_for(token: str, *, now: datetime, base_url: str) -> bytes | None:
    """The feed that has this token, or None."""
    if not token:
        return None
    account = Account.objects.filter(calendar_token=token, is_active=True).first()
    if account is not None:
        name = _("Sessions of {name}").format(name=account)
        return _feed(name, sessions_of(account, since=now - PAST), now=now, base_url=base_url)
    edition = Edition.objects.select_related("programme").filter(calendar_token=token).first()
    if edition is not None:
        sessions = edition.activities.filter(team__isnull=True, is_for_leaders=False)
        return _feed(str(edition), sessions, now=now, base_url=base_url)
    return None


def sessions_of(account: Account, *, since: datetime) -> QuerySet[Activity]:
    """What the person sees of sessions since then, as they would signed in."""
    return Activity.objects.visible_to(viewer_for(account)).filter(starts_at__gte=since)


def _feed(name: str, sessions: QuerySet[Activity], *, now: datetime, base_url: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Reflectory//Sessions//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for event in _events(sessions, now=now, base_url=base_url):
        calendar.add_component(event)
    return calendar.to_ical()


def _events(sessions: QuerySet[Activity], *, now: datetime, base_url: str) -> Iterable[Event]:
    found = sessions.select_related("edition__programme", "team__organisation").order_by("starts_at", "pk")
    for session in found:
        event = Event()
        event.add("uid", f"session-{session.pk}@reflectory")
        event.add("dtstamp", now.astimezone(UTC))
        event.add("sequence", session.version - 1)
        # An instant: a calendar program shows it in its owner's zone, through every change of the clock.
        event.add("dtstart", session.starts_at.astimezone(UTC))
        event.add("dtend", session.starts_at.astimezone(UTC) + timedelta(minutes=session.minutes))
        event.add("summary", session.title)
        event.add("status", "CANCELLED" if session.state == "cancelled" else "CONFIRMED")
        if session.where:
            event.add("location", vText(session.where))
        whom = f"{session.team.organisation}, {session.edition}" if session.team else str(session.edition)
        event.add("description", whom)
        event.add("url", base_url + session.get_absolute_url())
        yield event
