"""Lists of organisations and people; each begins with `visible_to`.

What somebody may see of the directory is decided by the room that knows why: see `core.visibility`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db.models import Q, QuerySet

from reflectory.core.concealed import fingerprint
from reflectory.core.visibility import Viewer, visible
from reflectory.directory.levels import DEPARTMENT, GOVERNMENTS

if TYPE_CHECKING:
    pass


class OrganisationQuerySet(QuerySet["Organisation"]):
    """Organisations; one that was merged into another stays, and redirects."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def standing(self) -> Self:
        """Without those that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def governments(self) -> Self:
        """Those that count as governments by themselves."""
        return self.filter(level__in=GOVERNMENTS)

    def departments(self) -> Self:
        """Departments of governments."""
        return self.filter(level=DEPARTMENT)

    def called(self, name: str) -> Self:
        """Those with this name, or known by it, whatever the case."""
        return self.filter(Q(name__iexact=name) | Q(aliases__name__iexact=name)).distinct()


class PersonQuerySet(QuerySet["Person"]):
    """People; one who was merged into another stays, and redirects."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def standing(self) -> Self:
        """Without those that were merged into another."""
        return self.filter(merged_into__isnull=True)


class ContactQuerySet(QuerySet["Contact"]):
    """How people are reached."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def known_by(self, value: str) -> Self:
        """Those with exactly this address or number."""
        return self.filter(fingerprint=fingerprint(value))
