"""Who reads what was said: leads and analysts of its edition; a text without an edition, whoever brought it.

An editor meets words where they were picked for a report and may be quoted, never the whole of what was said.
Words whose voice did not agree to be analysed are read by nobody but operators.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.core.visibility import Viewer, lets_see
from reflectory.evidence.models import Source
from reflectory.listening.models import Voice
from reflectory.listening.uses import ANALYSE


def _readable(viewer: Viewer) -> Q:
    here = Q(edition__in=viewer.editions_as(LEAD, ANALYST))
    mine = (
        Q(edition__isnull=True, intake__brought_by=viewer.account_id) if viewer.account_id else Q(pk__in=[])
    )
    agreed = Voice.objects.allowing(ANALYSE, on=timezone.localdate()).values("pk")
    return (here | mine) & Q(voice__in=agreed)


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
    here = Source.objects.filter(edition__in=viewer.editions_as(LEAD, ANALYST)).values("intake")
    return mine | Q(pk__in=here)
