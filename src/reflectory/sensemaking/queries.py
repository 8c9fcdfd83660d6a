"""Lists of runs and themes."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import QuerySet

from reflectory.core.visibility import Viewer, visible


class RunQuerySet(QuerySet[Any]):
    """Runs of the engine."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def done(self) -> Self:
        """Those that have come to their end."""
        return self.filter(state="done")


class ThemeQuerySet(QuerySet[Any]):
    """Themes."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)
