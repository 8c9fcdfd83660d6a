"""Who reads what was said: leads and analysts of its edition; a text without an edition, whoever brought it.

An editor meets words where they were picked for a report and may be quoted, never the whole of what was said, unless
they brought it themselves.
Words whose voice did not agree to be analysed are read by nobody but operators. What was answered in confidence or
anonymously is read by the roles that the ask names, never by anybody of the respondent's own organisation, and only
where enough people answered.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from reflectory.accounts.roles import ANALYST, EDITOR, LEAD
from reflectory.core.visibility import Viewer, lets_see
from reflectory.evidence.models import Source
from reflectory.listening.identities import NAMED
from reflectory.listening.interview_visibility import closed_to
from reflectory.listening.models import Ask, Interview, Voice
from reflectory.listening.uses import ANALYSE
from reflectory.listening.visibility import asks_read_by, own_organisations, with_enough


def _readable(viewer: Viewer) -> Q:
    here = Q(edition__in=viewer.editions_as(LEAD, ANALYST))
    # Editors bring in letters and calls; what was asked is not theirs to read, whoever brought the answers in.
    nowhere_or_edited = Q(edition__isnull=True) | Q(
        edition__in=viewer.editions_as(EDITOR), intake__ask__isnull=True
    )
    mine = Q(intake__brought_by=viewer.account_id) & nowhere_or_edited if viewer.account_id else Q(pk__in=[])
    agreed = Voice.objects.allowing(ANALYSE, on=timezone.localdate()).values("pk")
    read = asks_read_by(viewer)
    if viewer.has_role(LEAD, ANALYST):
        # Answers to what was asked outside any edition belong to nobody's edition.
        asked = Ask.objects.filter(read, edition__isnull=True).values("pk")
        mine |= Q(edition__isnull=True, intake__ask__in=asked)
    return (here | mine) & Q(voice__in=agreed, taken_back_on__isnull=True) & ~in_confidence(viewer)


def in_confidence(viewer: Viewer) -> Q:
    """Texts that were answered in confidence or anonymously and are closed to this viewer, whatever their role.

    Those of asks whose single answers they do not read, or to which fewer answers stand than the smallest group that
    is shown; and those from an organisation in which they have or had a post or a team.
    """
    guarded = Ask.objects.exclude(identity=NAMED)
    open_ = with_enough(guarded.filter(asks_read_by(viewer)))
    closed = Q(intake__ask__in=guarded.exclude(pk__in=open_.values("pk")).values("pk"))
    return closed | from_closed_interviews(viewer) | from_beside(viewer)


def from_closed_interviews(viewer: Viewer) -> Q:
    """What was said in interviews whose notes are not for this viewer."""
    closed = Interview.objects.filter(closed_to(viewer)).values("voice")
    return Q(pk__in=Source.objects.filter(voice__in=closed).values("pk"))


def closed_asks(viewer: Viewer) -> QuerySet[Any]:
    """Asks in confidence, or anonymous ones, whose single answers none of the viewer's roles reads."""
    return Ask.objects.exclude(identity=NAMED).exclude(asks_read_by(viewer))


def from_beside(viewer: Viewer) -> Q:
    """Texts that were answered in confidence by people of an organisation in which the viewer works or worked."""
    guarded = Ask.objects.exclude(identity=NAMED)
    mine = own_organisations(viewer)
    if not mine:
        return Q(pk__in=[])
    # Each of the three may be empty, so each is looked up by itself: a NULL would open what it should close.
    beside = Source.objects.filter(
        Q(voice__organisation__in=mine)
        | Q(voice__person__posts__organisation__in=mine)
        | Q(voice__response__invitation__team__organisation__in=mine)
        | Q(team__organisation__in=mine),
        Q(intake__ask__in=guarded.values("pk")) | Q(voice__interview__ask__in=guarded.values("pk")),
    )
    return Q(pk__in=beside.values("pk"))


@lets_see("evidence.source")
def sources(viewer: Viewer) -> Q:
    """Texts of editions that the viewer leads or analyses, and their own."""
    return _readable(viewer)


@lets_see("evidence.excerpt")
def excerpts(viewer: Viewer) -> Q:
    """Those of texts that the viewer reads."""
    return Q(version__source__in=Source.objects.filter(_readable(viewer)).values("pk"))


@lets_see("evidence.intake")
def intakes(viewer: Viewer) -> Q:
    """Those that the viewer brought, and those with texts of editions that they lead or analyse."""
    mine = Q(brought_by=viewer.account_id) if viewer.account_id else Q(pk__in=[])
    here = Source.objects.filter(edition__in=viewer.editions_as(LEAD, ANALYST))
    return mine | Q(pk__in=here.exclude(in_confidence(viewer)).values("intake"))
