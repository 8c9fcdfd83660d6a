"""Over what a viewer's figures are counted: a year, and the editions whose numbers are open to them.

A funder counts what they fund and sees no names; whoever has no such role counts nothing. What a figure is, and
which names behind it are shown, is in `core.ledger`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Min
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from reflectory.accounts.roles import COACH, FUNDER, READS_EDITION
from reflectory.core.ledger import Scope
from reflectory.core.visibility import Viewer
from reflectory.programmes.models import Edition, Programme
from reflectory.programmes.overview import scope_of
from reflectory.programmes.visibility import reads_names

if TYPE_CHECKING:
    from django.db.models import QuerySet

# Whose numbers are open to whom; a funder and a coach see no names behind them.
COUNTS = (*READS_EDITION, FUNDER, COACH)


def counts_something(viewer: Viewer) -> bool:
    """Whether there are figures to show to this viewer at all."""
    return viewer.account_id is not None and viewer.has_role(*COUNTS)


@dataclass(frozen=True)
class Counted:
    """A scope, and what of it was asked for by name."""

    scope: Scope
    year: int | None  # none where all days of an edition are counted
    programme: Programme | None = None
    edition: Edition | None = None

    @property
    def query(self) -> str:
        """The scope as the end of an address."""
        said = {
            "year": self.year,
            "edition": self.edition.pk if self.edition else None,
            "programme": self.programme.slug if self.programme else None,
        }
        return "?" + urlencode({name: value for name, value in said.items() if value is not None})

    @property
    def period(self) -> str:
        """The period in words."""
        return str(self.year) if self.year is not None else _("all its days")

    @property
    def is_part(self) -> bool:
        """Whether this is one edition or programme, not everything the viewer counts."""
        return self.edition is not None or self.programme is not None


def countable_editions(viewer: Viewer) -> QuerySet[Edition]:
    """The editions whose numbers the viewer may see."""
    seen = Edition.objects.visible_to(viewer)
    return seen if viewer.is_operator else seen.filter(pk__in=viewer.editions_as(*COUNTS))


def years(viewer: Viewer, today: date) -> list[int]:
    """The years there is something to count in, newest first."""
    first = countable_editions(viewer).aggregate(first=Min("planned_starts_on"))["first"]
    return list(range(today.year, (first.year if first else today.year) - 1, -1))


def counted(viewer: Viewer, asked: QueryDict, *, today: date) -> Counted:
    """What the address asks for. 404 where the viewer counts nothing, or not that."""
    if not counts_something(viewer):
        raise Http404
    year = _year(asked.get("year", ""), today)
    editions = countable_editions(viewer)
    if asked.get("edition", "").isdecimal():
        edition = editions.filter(pk=int(asked["edition"])).select_related("programme").first()
        if edition is None:
            raise Http404
        if not asked.get("year"):
            return Counted(scope_of(edition.pk), None, edition=edition)
        return Counted(Scope.year(year, [edition.pk]), year, edition=edition)
    if asked.get("programme"):
        programme = Programme.objects.visible_to(viewer).filter(slug=asked["programme"]).first()
        ids = editions.filter(programme=programme).values_list("pk", flat=True) if programme else []
        if programme is None or not ids:
            raise Http404
        return Counted(Scope.year(year, ids), year, programme=programme)
    everything = None if viewer.is_operator else editions.values_list("pk", flat=True)
    return Counted(Scope.year(year, everything), year)


def shows_names(viewer: Viewer, scope: Scope) -> bool:
    """Whether names behind figures of this scope are open: every edition in it must be one that the viewer reads.

    One who reads a part of it is shown none: that a place is known from elsewhere must not tell that it is here.
    """
    return viewer.is_operator or (scope.editions is not None and reads_names(viewer, scope.editions))


def _year(text: str, today: date) -> int:
    """The year that was asked for; this one where none was, and where it is none."""
    return int(text) if text.isdecimal() and 1900 <= int(text) <= today.year + 10 else today.year
