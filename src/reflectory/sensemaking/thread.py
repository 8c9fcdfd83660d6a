"""Themes on the thread: beside a text the themes that it is part of, and beside runs and themes what they rest on.

What rests on a theme is added by the rooms above, under `sensemaking.theme`.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.core.thread import MARKED, SAID, THEME, Step, adds_to_thread
from reflectory.core.visibility import Viewer
from reflectory.evidence.models import Source
from reflectory.sensemaking.models import Run, Theme
from reflectory.sensemaking.showing import address


@adds_to_thread("evidence.source", THEME)
def themes_of(viewer: Viewer, source: Source) -> Step | None:
    """The themes that passages of the text are in, but for those that were rejected."""
    found = Theme.objects.visible_to(viewer).filter(passages__excerpt__version__source=source)
    pks = list(found.exclude(state="rejected").order_by("-run", "number").distinct().values_list("pk", "run"))
    if not pks:
        return None
    url = reverse("theme", args=[pks[0][0]]) if len(pks) == 1 else reverse("run", args=[pks[0][1]])
    return Step(_("Themes"), url, ngettext("{n} theme", "{n} themes", len(pks)).format(n=len(pks)))


@adds_to_thread("sensemaking.run", SAID)
@adds_to_thread("sensemaking.theme", SAID)
def said(_viewer: Viewer, row: Run | Theme) -> Step:
    """The texts that went in."""
    run = row.run if isinstance(row, Theme) else row
    n = run.accounting.get("used")
    count: Any = "" if n is None else ngettext("{n} text", "{n} texts", n).format(n=n)
    return Step(_("What was said"), address("said"), count)


@adds_to_thread("sensemaking.theme", MARKED)
def run_of(_viewer: Viewer, theme: Theme) -> Step:
    """The run that found it."""
    return Step(theme.run.title, theme.run.get_absolute_url())


@adds_to_thread("sensemaking.run", THEME)
@adds_to_thread("sensemaking.theme", THEME)
def here(_viewer: Viewer, row: Run | Theme) -> Step:
    """The run or theme itself."""
    return Step(str(row))
