"""Lists of artefacts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import QuerySet

from reflectory.core.visibility import Viewer, visible

if TYPE_CHECKING:
    pass


class ArtefactQuerySet(QuerySet["Artefact"]):
    """Ideas, prototypes, commitments and all that teams make."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def of_kind(self, kind: str) -> Self:
        """Those of one kind."""
        return self.filter(kind=kind)

    def expiring_by(self, day: date) -> Self:
        """Resources that are current and expire on that day or before."""
        return self.filter(kind="resource", status="current", expires_on__lte=day)
