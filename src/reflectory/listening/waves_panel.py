"""The way from the page of an edition to what changed between its waves."""

from __future__ import annotations

from reflectory.core.panels import Panel, panel
from reflectory.core.visibility import Viewer
from reflectory.listening.models import Ask
from reflectory.listening.purposes import WAVES
from reflectory.listening.visibility import asks_read_by
from reflectory.programmes.models import Edition


@panel("edition")
def of_edition(viewer: Viewer, edition: Edition) -> Panel | None:
    """How many waves there are, for those who read their answers; nothing for fewer than two."""
    rows = Ask.objects.visible_to(viewer).filter(edition=edition, purpose__in=WAVES)
    n = (rows if viewer.is_operator else rows.filter(asks_read_by(viewer))).count()
    return Panel("listening/waves_panel.html", {"n": n, "edition": edition}, order=60) if n > 1 else None
