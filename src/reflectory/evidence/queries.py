"""Lists of intakes, sources and excerpts."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db.models import QuerySet

from reflectory.core.visibility import Viewer, visible
from reflectory.listening.models import Voice


class IntakeQuerySet(QuerySet[Any]):
    """Intakes of texts."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)


class SourceQuerySet(QuerySet[Any]):
    """Texts."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def allowing(self, use: str, *, on: date) -> Self:
        """Those whose voice agreed to the use and had not withdrawn by that day, and that were not taken back."""
        return self.filter(
            taken_back_on__isnull=True, voice__in=Voice.objects.allowing(use, on=on).values("pk")
        )


class ExcerptQuerySet(QuerySet[Any]):
    """Excerpts."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of texts that the viewer may see."""
        return visible(self, viewer)

    def with_words(self) -> Self:
        """With everything that `words` and an attribution read, in the same query."""
        return self.select_related(
            "version__source__voice__person",
            "version__source__voice__organisation__counted_as",
            "version__source__voice__edition__programme",
            "version__source__edition__programme",
        )

    def allowing(self, use: str, *, on: date) -> Self:
        """Those whose voice agreed to the use and had not withdrawn by that day, of texts that were not taken back."""
        return self.filter(
            version__source__taken_back_on__isnull=True,
            version__source__voice__in=Voice.objects.allowing(use, on=on).values("pk"),
        )
