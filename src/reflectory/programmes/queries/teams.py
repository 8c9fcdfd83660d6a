"""Lists of teams and memberships."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from reflectory.core.visibility import Viewer, visible
from reflectory.programmes import stages

if TYPE_CHECKING:
    from reflectory.programmes.models import StageChange


class TeamQuerySet(QuerySet["Team"]):
    """Teams."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def taking_part_in(self, first: date, last: date) -> Self:
        """Those that were active on some day of the period: they became so by its end, and it lasted into it."""
        active = (
            _changes()
            .filter(to_stage=stages.ACTIVE, on__lte=last)
            .filter(Q(until__isnull=True) | Q(until__gte=first))
        )
        return self.filter(pk__in=active.values("team"))


def _changes() -> QuerySet[StageChange]:
    from reflectory.programmes.models import StageChange

    return StageChange.objects.all()


class MembershipQuerySet(QuerySet["Membership"]):
    """Memberships of people in teams."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def on_day(self, day: date) -> Self:
        """Those that hold on that day."""
        return self.filter(joined_on__lte=day).filter(Q(left_on__isnull=True) | Q(left_on__gte=day))
