"""Lists of reports and of what stands in them."""

from __future__ import annotations

from typing import Any, Self

from django.db.models import QuerySet

from reflectory.core.visibility import Viewer, visible


class ReportQuerySet(QuerySet[Any]):
    """Reports."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)


class InReportQuerySet(QuerySet[Any]):
    """Pieces of reports."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of reports that the viewer may see."""
        from reflectory.reports.models import Report

        return self.filter(report__in=Report.objects.visible_to(viewer).order_by().values("pk"))


class ReviewQuerySet(QuerySet[Any]):
    """Learning reviews."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of reports that the viewer may see."""
        from reflectory.reports.models import Report

        return self.filter(report__in=Report.objects.visible_to(viewer).order_by().values("pk"))


class UseQuerySet(QuerySet[Any]):
    """What editions made of recommendations."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)
