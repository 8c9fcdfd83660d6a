"""Lists of sessions, attendance and engagement of residents."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

from reflectory.core.visibility import Viewer, visible

if TYPE_CHECKING:
    pass


class ActivityQuerySet(QuerySet["Activity"]):
    """Sessions and everything else people come to."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def between(self, start: datetime, end: datetime) -> Self:
        """Those that begin within the time, the end not included."""
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def held_in(self, first: date, last: date) -> Self:
        """Those that were held on a day of the period."""
        return self.filter(state="held", starts_at__date__gte=first, starts_at__date__lte=last)


class AttendanceQuerySet(QuerySet["Attendance"]):
    """Who was there, and who was away."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def there(self) -> Self:
        """Those who were there."""
        return self.filter(was_there=True)


class EngagementQuerySet(QuerySet["Engagement"]):
    """Residents who were engaged."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)
