"""Lists of series, interviews and notes. Each begins with those that the viewer may see."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db.models import QuerySet

from reflectory.core.visibility import Viewer, visible
from reflectory.listening.uses import ANALYSE


class FrameQuerySet(QuerySet[Any]):
    """Series of interviews."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)


class InterviewQuerySet(QuerySet[Any]):
    """Interviews."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see: that somebody is interviewed, not what they said."""
        return visible(self, viewer)

    def begun(self) -> Self:
        """Those in which somebody was asked something."""
        return self.filter(begun_at__isnull=False)

    def agreed_to_be_read(self, *, on: date) -> Self:
        """Those whose voice agrees on that day to be read and analysed."""
        from reflectory.listening.models import Voice

        return self.filter(voice__in=Voice.objects.allowing(ANALYSE, on=on).values("pk"))


class CellQuerySet(QuerySet[Any]):
    """Notes, one for each question."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may read, of voices that agree to be read."""
        return visible(self, viewer)
