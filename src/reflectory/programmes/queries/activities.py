"""Lists of sessions, attendance and engagement of residents."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet
from django.utils import timezone

from reflectory.core.visibility import Viewer, visible

# Beyond these a day has no instant in every zone.
FAR_PAST, FAR_FUTURE = date(1000, 1, 1), date(9000, 1, 1)

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
        start, end = instants(first, last)
        return self.filter(state="held", starts_at__gte=start, starts_at__lt=end)


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


def instants(first: date, last: date) -> tuple[datetime, datetime]:
    """When a period of days begins, and when it is over. Days are those of the installation, whoever looks."""
    zone = timezone.get_default_timezone()
    start, end = max(first, FAR_PAST), min(last, FAR_FUTURE) + timedelta(days=1)
    return datetime.combine(start, time(), zone), datetime.combine(end, time(), zone)
