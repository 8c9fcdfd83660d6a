"""An interview as calendar programs read it, and the letter to the person it is with.

The file says when, where and for what; who else is interviewed and what is asked stands nowhere in it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from reflectory.listening.interview_states import SCHEDULED
from reflectory.listening.models import Interview


def as_calendar(interview: Interview, *, now: datetime) -> bytes:
    """The event as a file. Sent again after a change, it takes the place of the one before."""
    calendar = Calendar()
    calendar.add("prodid", "-//Reflectory//Interviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event = Event()
    event.add("uid", f"interview-{interview.pk}@reflectory")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", interview.version - 1)
    # An instant: a calendar program shows it in its owner's zone, through every change of the clock.
    event.add("dtstart", _instant(interview).astimezone(UTC))
    event.add("dtend", _instant(interview).astimezone(UTC) + timedelta(minutes=interview.minutes))
    event.add("summary", _("Interview: {series}").format(series=interview.frame.title))
    event.add("description", str(interview.frame.edition))
    if interview.place:
        event.add("location", vText(interview.place))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _instant(interview: Interview) -> datetime:
    if interview.scheduled_at is None:
        raise ValueError(f"No time is set for {interview}.")
    return interview.scheduled_at


def when_in_words(interview: Interview) -> str:
    """Day and hour on the clocks of the zone that was agreed, and which zone that is."""
    there = _instant(interview).astimezone(ZoneInfo(interview.time_zone))
    return _("{day}, {time} ({zone})").format(
        day=formats.date_format(there, "DATE_FORMAT"), time=formats.time_format(there, "H:i"),
        zone=interview.time_zone.replace("_", " "),
    )  # fmt: skip


def first_words(interview: Interview, *, sender: str) -> tuple[str, str]:
    """Subject and text of a letter to begin from: an invitation, or where a time is agreed, its confirmation."""
    frame = interview.frame
    name = interview.person.name
    if interview.state == SCHEDULED:
        where = "\n" + _("Where: {place}").format(place=interview.place) if interview.place else ""
        return _("Our interview on {when}").format(when=when_in_words(interview)), _(
            "Dear {name},\n\nthank you for taking the time. We talk for {minutes} minutes.\n\n"
            "When: {when}{where}\n\nThe file with this letter puts it into your calendar. Before we begin we ask you "
            "what may be done with what you say, each use by itself; you can say no to any of them.\n\n{sender}"
        ).format(
            name=name, minutes=interview.minutes, when=when_in_words(interview), where=where, sender=sender
        )
    return _("May we interview you?"), _(
        "Dear {name},\n\nwe would like to hear from you. The question is: {question}\n\n"
        "A talk takes about {minutes} minutes. You decide what may be done with what you say, and you can take it "
        "back at any time.\n\nWould you answer this letter with two or three times that suit you?\n\n{sender}"
    ).format(name=name, question=frame.question, minutes=interview.minutes, sender=sender)
