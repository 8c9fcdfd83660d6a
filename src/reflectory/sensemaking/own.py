"""What the page of somebody who answered shows of this room: under which themes their words stand.

A theme is named once people have accepted it. Before that its label is the machine's, made of many people's words, and
nobody has looked at it: how many there are is all that is told.
"""

from __future__ import annotations

from reflectory.core.panels import Panel, panel
from reflectory.core.visibility import Viewer
from reflectory.listening.mine import USED, Mine
from reflectory.sensemaking.models import Theme


@panel(USED)
def coded_in_mine(_viewer: Viewer, mine: Mine) -> Panel:
    """The accepted themes that their words are in, each once, and how many wait to be looked at. One query."""
    rows = Theme.objects.filter(passages__excerpt__version__source__voice__in=mine.voices)
    listed = list(rows.exclude(state="rejected").select_related("run").distinct().order_by("run", "number"))
    names = list(dict.fromkeys(str(theme) for theme in listed if theme.state == "accepted"))
    waiting = sum(theme.state == "suggested" for theme in listed)
    runs = len({theme.run_id for theme in listed})
    context = {"names": names, "n_waiting": waiting, "n_runs": runs}
    return Panel("sensemaking/own.html", context, order=20)
