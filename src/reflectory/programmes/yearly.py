"""The year of an edition by month: what begins, what takes place, what is asked, what is due.

Sessions of single teams are left out: a year of twelve teams holds hundreds. The calendar has them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.core.visibility import Viewer
from reflectory.programmes.models import Activity, Deadline, Edition, PlannedAsk


@dataclass(frozen=True)
class Moment:
    """One line of the timeline."""

    on: date
    order: int  # within the day: what begins, then what takes place, what is asked, what is due, what ends
    what: Any
    title: str
    url: str
    note: str
    is_ahead: bool


@dataclass(frozen=True)
class Month:
    """A month of the edition; `first` is its first day."""

    first: date
    moments: list[Moment]
    is_now: bool


def months_of(viewer: Viewer, edition: Edition, *, shows_asks: bool, today: date) -> list[Month]:
    """The months in which something happens, in order, in four queries."""
    moments = [*_phases(edition, today), *_sessions(viewer, edition, today)]
    if shows_asks:
        moments += [*_asks(edition, today), *_deadlines(viewer, edition)]
    moments.sort(key=lambda one: (one.on, one.order, one.title))
    return [
        Month(first, list(found), first == today.replace(day=1))
        for first, found in groupby(moments, key=lambda one: one.on.replace(day=1))
    ]


def _phases(edition: Edition, today: date) -> Iterator[Moment]:
    for phase in edition.phases.all():
        starts = phase.actual_starts_on or phase.planned_starts_on
        ends = phase.actual_ends_on or phase.planned_ends_on
        if starts is not None:
            yield Moment(starts, 0, _("begins"), phase.name, "", phase.entry, starts > today)
        if ends is not None:
            yield Moment(ends, 4, _("ends"), phase.name, "", phase.exit, ends > today)


def _sessions(viewer: Viewer, edition: Edition, today: date) -> Iterator[Moment]:
    for_all = Activity.objects.visible_to(viewer).filter(edition=edition, team__isnull=True)
    for session in for_all:
        on = timezone.localtime(session.starts_at).date()
        yield Moment(
            on,
            1,
            session.get_kind_display(),
            session.title,
            session.get_absolute_url(),
            _note(session, on),
            on > today,
        )


def _note(session: Activity, on: date) -> str:
    if session.state == "cancelled":
        return _("Cancelled. {why}").format(why=session.why_changed)
    planned = timezone.localtime(session.planned_starts_at).date()
    if planned == on:
        return ""
    return _("Planned for {day}. {why}").format(day=planned, why=session.why_changed).strip()


def _asks(edition: Edition, today: date) -> Iterator[Moment]:
    for ask in PlannedAsk.objects.filter(edition=edition):
        note = ", ".join(part for part in (ask.get_identity_display(), ask.audience) if part)
        yield Moment(ask.on, 2, _("ask"), ask.name, "", note, ask.on > today)


def _deadlines(viewer: Viewer, edition: Edition) -> Iterator[Moment]:
    for due in Deadline.objects.visible_to(viewer).filter(edition=edition):
        note = _("Done on {day}").format(day=due.done_on) if due.done_on else ""
        yield Moment(due.due_on, 3, _("deadline"), due.what, "", note, due.done_on is None)
