"""How far a series of interviews has come: its cells with what is missing in words, and how long notes took.

Numbers are of people: somebody who stands in two cells counts in each, and once in the sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.listening import interview_states as states
from reflectory.listening.models import Interview, SamplingFrame, Stratum


@dataclass(frozen=True)
class Progress:
    """One cell of a frame, or the sum: how many are wanted, were invited, said yes, were heard."""

    label: str
    wanted: int
    invited: int
    agreed: int
    held: int
    off: int
    why_fewer: str = ""
    stratum: Stratum | None = None

    @property
    def is_complete(self) -> bool:
        """Whether as many were heard as are wanted."""
        return self.held >= self.wanted

    @property
    def missing(self) -> str:
        """What is missing, as a sentence."""
        if self.wanted == 0:
            return self.why_fewer or _("Nobody is wanted here.")
        if self.is_complete:
            return _("Complete.")
        parts = [
            ngettext("{n} still to be held.", "{n} still to be held.", self.wanted - self.held).format(
                n=self.wanted - self.held
            )
        ]
        coming = self.agreed - self.held
        waiting = self.invited - self.agreed - self.off
        more = self.wanted - self.held - coming - waiting
        if coming > 0:
            parts.append(ngettext("{n} has agreed.", "{n} have agreed.", coming).format(n=coming))
        if waiting > 0:
            parts.append(
                ngettext("{n} has not said yet.", "{n} have not said yet.", waiting).format(n=waiting)
            )
        if more > 0:
            parts.append(ngettext("Invite {n} more.", "Invite {n} more.", more).format(n=more))
        if self.why_fewer:
            parts.append(self.why_fewer)
        return " ".join(parts)


def progress_of(frame: SamplingFrame) -> tuple[list[Progress], Progress]:
    """The cells in their order, and the sum, in three queries. People in no cell have a line of their own."""
    strata = list(frame.strata.prefetch_related("interviews"))
    cells = [
        _counted(str(one), [row.state for row in one.interviews.all()], one.wanted, one.why_fewer, one)
        for one in strata
    ]
    everybody = dict(frame.interviews.values_list("pk", "state"))
    placed = {row.pk for one in strata for row in one.interviews.all()}
    loose = [state for pk, state in everybody.items() if pk not in placed]
    if loose and strata:
        cells.append(_counted(_("in no cell"), loose, 0, _("These people stand in no cell of the frame.")))
    total = _counted(_("All"), list(everybody.values()), sum(one.wanted for one in strata))
    return cells, total


def _counted(
    label: str, found: Sequence[str], wanted: int, why_fewer: str = "", stratum: Stratum | None = None
) -> Progress:
    return Progress(
        label=label,
        wanted=wanted,
        invited=len(found),
        agreed=sum(state in states.SAID_YES for state in found),
        held=sum(state in states.TALKED for state in found),
        off=sum(state in states.OFF for state in found),
        why_fewer=why_fewer,
        stratum=stratum,
    )


@dataclass(frozen=True)
class Turnaround:
    """How long it took from the end of an interview to a note that others can use: the median, and of how many."""

    n: int
    n_waiting: int
    median: timedelta | None

    @property
    def words(self) -> str:
        """The median as people say it."""
        return in_words(self.median) if self.median is not None else ""


def turnaround_of(frame: SamplingFrame) -> Turnaround:
    """The time from held to written up, in one query."""
    held = frame.interviews.filter(held_at__isnull=False).values_list("held_at", "written_up_at")
    return _turnaround(held)


def _turnaround(rows: Iterable[tuple[Any, Any]]) -> Turnaround:
    found = list(rows)
    took = [written - held for held, written in found if written is not None]
    middle = timedelta(seconds=median(one.total_seconds() for one in took)) if took else None
    return Turnaround(len(took), len(found) - len(took), middle)


def took(interview: Interview) -> str:
    """How long this one took, in words; empty while it is not written up."""
    if interview.held_at is None or interview.written_up_at is None:
        return ""
    return in_words(interview.written_up_at - interview.held_at)


def in_words(span: timedelta) -> str:
    """A stretch of time in the unit that suits it: minutes, hours or days.

    >>> in_words(timedelta(minutes=40)), in_words(timedelta(hours=5, minutes=30)), in_words(timedelta(days=3))
    ('40 minutes', '5.5 hours', '3.0 days')
    """
    minutes = round(span.total_seconds() / 60)
    if minutes < 90:
        return ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    if minutes < 48 * 60:
        return _("{n} hours").format(n=number_format(minutes / 60, 1))
    return _("{n} days").format(n=number_format(minutes / 60 / 24, 1))
