"""Whether an ask takes answers at a moment, and the sentence that says why not. The same for pages and for actions."""

from __future__ import annotations

from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from reflectory.core.refusal import Refused
from reflectory.listening.models import Ask

OPEN, NOT_YET, CLOSED = "open", "not_yet", "closed"


def standing_of(ask: Ask, moment: datetime) -> str:
    """Whether it is open, not open yet, or closed."""
    if ask.closed_at is not None or ask.analysed_at is not None:
        return CLOSED
    if ask.closes_at is not None and ask.closes_at <= moment:
        return CLOSED
    return NOT_YET if ask.opens_at > moment else OPEN


def why_not(ask: Ask, moment: datetime) -> str:
    """Why it takes no answers, with the day and the time; empty where it does."""
    standing = standing_of(ask, moment)
    if standing == NOT_YET:
        return _("This opens on %(when)s.") % {"when": said(ask.opens_at)}
    if standing == CLOSED:
        ends = [
            at for at in (ask.closed_at, ask.closes_at, ask.analysed_at) if at is not None and at <= moment
        ]
        if not ends:
            return _("This is closed. It takes no more answers.")
        return _("This closed on %(when)s. It takes no more answers.") % {"when": said(min(ends))}
    return ""


def check_takes_answers(ask: Ask, moment: datetime) -> None:
    """Raises `Refused` with that sentence."""
    problem = why_not(ask, moment)
    if problem:
        raise Refused(problem)


def said(at: datetime) -> str:
    """A day and a time with its zone, as people read it."""
    here = timezone.localtime(at)
    return f"{formats.date_format(here, 'DATE_FORMAT')}, {here:%H:%M} ({here.tzname()})"
