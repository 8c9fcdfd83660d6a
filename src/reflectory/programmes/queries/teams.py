"""Lists of teams and memberships."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from reflectory.core.visibility import Viewer, visible
from reflectory.programmes import stages

if TYPE_CHECKING:
    from reflectory.programmes.models import StageChange


class TeamQuerySet(QuerySet["Team"]):
    """Teams."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def ever(self, *wanted: str) -> Self:
        """Those that were in one of these stages at some time."""
        return self.filter(_change_to(wanted))

    def taking_part_in(self, first: date, last: date) -> Self:
        """Those that were active on some day of the period: they became so by its end, and had not stopped before
        it began."""
        became = _change_to((stages.ACTIVE,), until=last)
        stopped = (stages.COMPLETED, stages.WITHDREW)
        # The last move before the period began decides whether a team was still active then.
        before = (
            _changes().filter(team=OuterRef("pk"), on__lt=first).order_by("-on", "-pk").values("to_stage")[:1]
        )
        within = _change_to((stages.ACTIVE,), since=first, until=last)
        was_stopped = Q(_before__in=(*stopped, stages.ALUMNI))
        return (
            self.filter(became)
            .annotate(_before=before)
            .filter(Q(within) | ~was_stopped | Q(_before__isnull=True))
        )


def _changes() -> QuerySet[StageChange]:
    from reflectory.programmes.models import StageChange

    return StageChange.objects.all()


def _change_to(wanted: tuple[str, ...], *, since: date | None = None, until: date | None = None) -> Exists:
    found = _changes().filter(team=OuterRef("pk"), to_stage__in=wanted)
    if since is not None:
        found = found.filter(on__gte=since)
    if until is not None:
        found = found.filter(on__lte=until)
    return Exists(found)


class MembershipQuerySet(QuerySet["Membership"]):
    """Memberships of people in teams."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def on_day(self, day: date) -> Self:
        """Those that hold on that day."""
        return self.filter(joined_on__lte=day).filter(Q(left_on__isnull=True) | Q(left_on__gte=day))
