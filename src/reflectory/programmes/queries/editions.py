"""Lists of programmes and editions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from reflectory.core.visibility import Viewer, visible

if TYPE_CHECKING:
    pass


class ProgrammeQuerySet(QuerySet["Programme"]):
    """Programmes."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)


class EditionQuerySet(QuerySet["Edition"]):
    """Editions of programmes."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def running_on(self, day: date) -> Self:
        """Those that have started and not ended on that day, by actual dates where there are some."""
        started = Q(actual_starts_on__lte=day) | Q(actual_starts_on__isnull=True, planned_starts_on__lte=day)
        return self.filter(started).exclude(_ended_before(day))

    def in_year(self, year: int) -> Self:
        """Those that touch the year."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        started = Q(actual_starts_on__lte=last) | Q(
            actual_starts_on__isnull=True, planned_starts_on__lte=last
        )
        return self.filter(started).exclude(_ended_before(first))


def _ended_before(day: date) -> Q:
    return Q(actual_ends_on__lt=day) | Q(actual_ends_on__isnull=True, planned_ends_on__lt=day)
