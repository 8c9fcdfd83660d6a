"""Lists of what running an edition needs: notes, departures, deadlines, money, alerts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

from reflectory.core.visibility import Viewer, visible

if TYPE_CHECKING:
    pass


class EditionNoteQuerySet(QuerySet["EditionNote"]):
    """What is said on the before and during pages."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)


class DepartureQuerySet(QuerySet["Departure"]):
    """Where teams depart from their plan."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)


class DeadlineQuerySet(QuerySet["Deadline"]):
    """What is due."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def open_by(self, day: date) -> Self:
        """Those not done that are due on that day or before."""
        return self.filter(done_on__isnull=True, due_on__lte=day)


class BudgetLineQuerySet(QuerySet["BudgetLine"]):
    """Money."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)


class AlertQuerySet(QuerySet["Alert"]):
    """Safeguarding concerns."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def open(self) -> Self:
        """Those not closed."""
        return self.filter(closed_on__isnull=True)
