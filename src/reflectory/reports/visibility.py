"""Who sees a report while it is made: editors, analysts and leads anywhere, and whoever began it.

A report is about a whole year, so it is open to everybody who may work on one, whichever programme their role is in.
The words in it have been through consent; the texts that they come from stay with those who read them.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from reflectory.accounts.roles import ANALYST, EDITOR, LEAD, READS_EDITION
from reflectory.core.visibility import Viewer, lets_see
from reflectory.evidence.models import Source
from reflectory.evidence.visibility import from_beside
from reflectory.listening.models import Voice
from reflectory.listening.uses import WITHOUT_NAME
from reflectory.reports.models import EvidenceLink, Quote
from reflectory.sensemaking.models import Passage


@lets_see("reports.report")
def reports(viewer: Viewer) -> Q:
    """All for those who work on reports; their own for everybody."""
    if viewer.has_role(EDITOR, ANALYST, LEAD):
        return Q()
    return Q(made_by=viewer.account_id) if viewer.account_id else Q(pk__in=[])


@lets_see("reports.use")
def uses(viewer: Viewer) -> Q:
    """Those of editions that the viewer reads."""
    return Q(edition__in=viewer.editions_as(*READS_EDITION))


@lets_see("evidence.excerpt")
def quotable_excerpts(viewer: Viewer) -> Q:
    """For editors: what somebody marked in texts of the editions they edit, where whoever said it lets it be quoted.

    A passage that the engine found, and that nobody has picked, may be all of what was said; it stays closed.
    """
    agreed = Voice.objects.allowing(WITHOUT_NAME, on=timezone.localdate()).values("pk")
    found = Passage.objects.order_by().values("excerpt")
    picked = Q(pk__in=Quote.objects.order_by().values("excerpt")) | Q(
        pk__in=EvidenceLink.objects.order_by().values("excerpt")
    )
    here = Q(version__source__edition__in=viewer.editions_as(EDITOR), version__source__voice__in=agreed)
    beside = Source.objects.filter(from_beside(viewer)).values(
        "pk"
    )  # who said it in confidence works with them
    return here & (picked | ~Q(pk__in=found)) & ~Q(version__source__in=beside)
