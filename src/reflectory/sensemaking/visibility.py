"""Who sees runs and themes: whoever leads or analyses every edition that went in, and whoever ran it on their own.

A theme is made of words from all its editions, so one edition that a viewer may not read closes the whole run, and so
does one ask in confidence whose answers they do not read. Passages from their own organisation are hidden one by one.
"""

from __future__ import annotations

from django.db.models import Q

from reflectory.accounts.roles import ANALYST, LEAD
from reflectory.core.visibility import Viewer, lets_see
from reflectory.evidence.visibility import closed_asks
from reflectory.sensemaking.models import Passage, Run


def _readable(viewer: Viewer) -> Q:
    seen = viewer.editions_as(LEAD, ANALYST)
    through = Run.editions.through.objects
    closed = through.exclude(edition__in=seen).values("run")
    from_editions = Q(pk__in=through.filter(edition__in=seen).values("run")) & ~Q(pk__in=closed)
    from_editions &= ~Q(
        pk__in=Passage.objects.order_by()
        .filter(excerpt__version__source__intake__ask__in=closed_asks(viewer).order_by().values("pk"))
        .values("theme__run")
    )
    mine = Q(intake__isnull=False, ran_by=viewer.account_id) if viewer.account_id else Q(pk__in=[])
    return from_editions | mine


@lets_see("sensemaking.run")
def runs(viewer: Viewer) -> Q:
    """Those of which the viewer reads every edition."""
    return _readable(viewer)


@lets_see("sensemaking.theme")
def themes(viewer: Viewer) -> Q:
    """Those of runs that the viewer sees."""
    return Q(run__in=Run.objects.filter(_readable(viewer)).values("pk"))
