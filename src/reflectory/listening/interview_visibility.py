"""Who sees interviews, and who reads what was noted in them.

A series is seen by leads and analysts of its edition, one interview also by whoever holds it or reads it a second
time. What was noted is read only while the person agrees to be read; of a confidential one nobody of the person's
own organisation sees anything, whatever their role.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.core.visibility import Viewer, lets_see
from reflectory.listening.identities import CONFIDENTIAL
from reflectory.listening.models import Ask, Interview, Voice
from reflectory.listening.uses import ANALYSE
from reflectory.listening.visibility import asks_read_by, own_organisations

_NONE = Q(pk__in=[])


@lets_see("listening.samplingframe")
def frames(viewer: Viewer) -> Q:
    """Those of editions that the viewer leads or analyses."""
    return Q(edition__in=viewer.editions_as(LEAD, ANALYST))


@lets_see("listening.interview")
def interviews(viewer: Viewer) -> Q:
    """Those of series that the viewer sees, and those they hold or read, but confidential ones of their own place."""
    seen = Q(frame__edition__in=viewer.editions_as(LEAD, ANALYST)) | _holds(viewer)
    mine = own_organisations(viewer)
    return seen & ~Q(ask__identity=CONFIDENTIAL, organisation__in=mine) if mine else seen


@lets_see("listening.interviewcell")
def cells(viewer: Viewer) -> Q:
    """The notes of interviews that the viewer reads, of voices that agree to be read today."""
    readable = Interview.objects.visible_to(viewer).filter(reads_notes(viewer), agrees_to_be_read())
    return Q(interview__in=readable.values("pk"))


def reads_notes(viewer: Viewer) -> Q:
    """Of interviews: those whose notes are for a role of the viewer, or that the viewer holds or reads again."""
    if viewer.is_operator:
        return Q()
    return Q(ask__in=Ask.objects.filter(asks_read_by(viewer)).values("pk")) | _holds(viewer)


def agrees_to_be_read() -> Q:
    """Of interviews: those whose voice agrees today to be read and analysed."""
    return Q(voice__in=Voice.objects.allowing(ANALYSE, on=timezone.localdate()).values("pk"))


def closed_to(viewer: Viewer) -> Q:
    """Of interviews: confidential ones whose words are for no role of this viewer, nor held or read again by them."""
    return _NONE if viewer.is_operator else Q(ask__identity=CONFIDENTIAL) & ~reads_notes(viewer)


def _holds(viewer: Viewer) -> Q:
    if viewer.person_id is None:
        return _NONE
    return Q(interviewer=viewer.person_id) | Q(second_reader=viewer.person_id)
