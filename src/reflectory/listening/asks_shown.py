"""What pages say about asks: how many were asked and answered, how far each is, what the plan foresees next.

Numbers of an anonymous ask come from its count per day, which is all that is kept of when answers came.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy, ngettext

from reflectory.listening.models import AnonymousTally, Ask, Invitation, Response
from reflectory.listening.queries import AskQuerySet
from reflectory.programmes.models import PlannedAsk

OPEN, LATER, CLOSED = "open", "later", "closed"
STATES = [
    (OPEN, gettext_lazy("open now")),
    (LATER, gettext_lazy("to come")),
    (CLOSED, gettext_lazy("closed")),
]
SHAPES = {OPEN: "going", LATER: "waiting", CLOSED: "done"}


def with_counts(asks: QuerySet[Ask]) -> QuerySet[Any]:
    """Each with how many were asked, answered, declined and could not be reached; and with what it belongs to."""
    invited = Invitation.objects.filter(ask=OuterRef("pk"), revoked_at__isnull=True)
    known = Response.objects.filter(ask=OuterRef("pk"), withdrawn_at__isnull=True)
    tallies = AnonymousTally.objects.filter(ask=OuterRef("pk")).order_by().values("ask")
    return asks.annotate(
        n_invited=_counted(invited),
        n_declined=_counted(invited.filter(declined_at__isnull=False)),
        n_bounced=_counted(invited.filter(bounced_at__isnull=False)),
        n_known=_counted(known),
        n_anonymous=Coalesce(
            Subquery(tallies.annotate(all=Sum("n")).values("all"), output_field=IntegerField()), 0
        ),
    ).select_related("edition__programme", "form_version__form", "activity", "team__organisation")


def _counted(rows: QuerySet[Any]) -> Any:
    n = rows.order_by().values("ask").annotate(all=Count("pk")).values("all")
    return Coalesce(Subquery(n, output_field=IntegerField()), 0)


def in_state(asks: AskQuerySet, state: str, now: datetime) -> AskQuerySet:
    """Those that are open, to come or closed at this moment."""
    is_over = Q(closed_at__isnull=False) | Q(closes_at__lte=now)
    if state == CLOSED:
        return asks.filter(is_over)
    if state == LATER:
        return asks.exclude(is_over).filter(opens_at__gt=now)
    return asks.open_at(now)


def state_of(ask: Ask, now: datetime) -> str:
    """Whether it is open, to come or closed."""
    if ask.closed_at is not None or (ask.closes_at is not None and ask.closes_at <= now):
        return CLOSED
    return LATER if ask.opens_at > now else OPEN


@dataclass(frozen=True)
class Line:
    """An ask as lists show it; `share` is in hundredths of those who were asked, None where that is nobody's number."""

    ask: Any
    state: str
    n: int
    of: int | None

    @property
    def state_name(self) -> Any:
        return dict(STATES)[self.state]

    @property
    def shape(self) -> str:
        return SHAPES[self.state]

    @property
    def share(self) -> int | None:
        return min(100, round(100 * self.n / self.of)) if self.of else None

    @property
    def words(self) -> str:
        """How many answered, of how many."""
        if self.of:
            return ngettext("{n} of {of} answered", "{n} of {of} answered", self.n).format(
                n=self.n, of=self.of
            )
        return ngettext("{n} answer", "{n} answers", self.n).format(n=self.n)


def line_of(ask: Any, now: datetime) -> Line:
    """One that came through `with_counts`. Who answers by an open link was not asked, so there is no share of them."""
    n = ask.n_anonymous if ask.is_anonymous else ask.n_known
    of = ask.n_invited if ask.audience == "invited" and ask.n_invited else None
    return Line(ask, state_of(ask, now), n, of)


@dataclass(frozen=True)
class Foreseen:
    """Something of the plan that is not laid out yet: its next time, and how many more there are."""

    planned: PlannedAsk
    n_more: int


def foreseen(editions: Any, *, since: date | None = None, until: date | None = None) -> list[Foreseen]:
    """Of the plans of these editions what is not laid out yet, the next time of each. One query.

    A series that repeats itself stands for all its times.
    """
    laid_out = Ask.objects.filter(planned__edition=OuterRef("edition"), planned__key=OuterRef("key"))
    rows = (
        PlannedAsk.objects.filter(edition__in=editions)
        .annotate(
            n_same=_any(laid_out.filter(planned__on=OuterRef("on"))),
            n_series=_any(laid_out.exclude(repeats="").filter(planned__on__lte=OuterRef("on"))),
        )
        .filter(n_same=0, n_series=0)
        .select_related("edition__programme")
        .order_by("on", "pk")
    )
    if since is not None:
        rows = rows.filter(on__gte=since)
    if until is not None:
        rows = rows.filter(on__lte=until)
    by_key: dict[tuple[int, str], list[PlannedAsk]] = {}
    for row in rows:
        by_key.setdefault((row.edition_id, row.key), []).append(row)
    return [Foreseen(same[0], len(same) - 1) for same in by_key.values()]


def _any(rows: QuerySet[Ask]) -> Any:
    n = rows.order_by().annotate(one=F("pk")).values("one")[:1]
    return Coalesce(Subquery(n, output_field=IntegerField()), 0)
