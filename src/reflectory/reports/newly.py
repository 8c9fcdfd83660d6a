"""What is new across programmes since a day, for a learning review, and what came out of one that is closed.

Counts what the viewer may see, by edition, in a constant number of queries. Figures of the ledger are not compared:
what they were on an earlier day is not kept; new rows are counted instead, and lead to where they stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from reflectory.core.models import AuditEvent
from reflectory.core.visibility import Viewer
from reflectory.evidence.models import Excerpt, Source
from reflectory.programmes.models import Activity, Artefact, Edition, Step, Team
from reflectory.reports.models import Dissent, Review, Takeaway
from reflectory.sensemaking.models import Theme

FUNNEL = ("idea", "prototype", "commitment")
MOST = 12  # themes or moves that are listed; the rest are counted
BY_MACHINE = "The engine"  # who marks the passages of a run, which nobody has read yet


@dataclass
class InEdition:
    """What is new in one edition of a programme."""

    edition: Edition
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def texts(self) -> int:
        """Texts that came in."""
        return self.counts["texts"]

    @property
    def excerpts(self) -> int:
        """Passages that somebody marked."""
        return self.counts["excerpts"]

    @property
    def moves(self) -> int:
        """Ideas, prototypes and commitments that moved."""
        return self.counts["moves"]

    @property
    def teams(self) -> int:
        """Teams that were enrolled."""
        return self.counts["teams"]

    @property
    def sessions(self) -> int:
        """Sessions that were entered."""
        return self.counts["sessions"]


@dataclass(frozen=True)
class New:
    """What is new: in each edition, the themes that were found or decided on, and what moved."""

    editions: Sequence[InEdition]
    without: Mapping[str, int]  # texts and passages of no edition
    themes: Sequence[Theme]
    n_themes: int
    moves: Sequence[Step]
    n_moves: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing is."""
        return not (self.editions or self.without or self.themes or self.moves)


def what_is_new(viewer: Viewer, *, since: date | None, until: date | None) -> New:
    """What came from the first day on, until the end of the last; without days, all there is. Eight queries."""
    counted = {
        "texts": _new(Source.objects.visible_to(viewer), "intake__brought_at", since, until, "edition"),
        "excerpts": _new(
            Excerpt.objects.visible_to(viewer).exclude(made_by_name=BY_MACHINE), "made_at", since, until,
            "version__source__edition",
        ),
        "teams": _new(Team.objects.visible_to(viewer), "created_at", since, until, "edition"),
        "sessions": _new(Activity.objects.visible_to(viewer), "created_at", since, until, "edition"),
    }  # fmt: skip
    moves = _moves(viewer, since, until)
    listed = list(
        moves.select_related("artefact__edition__programme", "artefact__team__organisation")[: MOST + 1]
    )
    n_by_edition = moves.order_by().values_list("artefact__edition").annotate(n=Count("pk"))
    counted["moves"] = dict(n_by_edition)
    themes = _themes(viewer, since, until)
    shown = list(themes.select_related("run")[: MOST + 1])
    return New(
        editions=_by_edition(viewer, counted),
        without={name: found[None] for name, found in counted.items() if found.get(None)},
        themes=shown[:MOST],
        n_themes=len(shown) if len(shown) <= MOST else themes.count(),
        moves=listed[:MOST],
        n_moves=sum(counted["moves"].values()),
    )


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _period(name: str, since: date | None, until: date | None) -> Q:
    wanted = Q()
    if since is not None:
        wanted &= Q(**{f"{name}__gte": _start(since)})
    if until is not None:
        wanted &= Q(**{f"{name}__lt": _start(until + timedelta(days=1))})
    return wanted


def _new(
    rows: QuerySet[Any], name: str, since: date | None, until: date | None, edition: str
) -> dict[int | None, int]:
    found = rows.filter(_period(name, since, until)).order_by().values_list(edition).annotate(n=Count("pk"))
    return dict(found)


def _moves(viewer: Viewer, since: date | None, until: date | None) -> QuerySet[Step]:
    """Moves from one status to another; being written down is none."""
    seen = Artefact.objects.visible_to(viewer).filter(kind__in=FUNNEL)
    rows: QuerySet[Step] = Step.objects.filter(
        artefact__in=seen.order_by().values("pk"), from_status__isnull=False
    )
    if since is not None:
        rows = rows.filter(on__gte=since)
    if until is not None:
        rows = rows.filter(on__lte=until)
    return rows.order_by("-on", "-pk")


def _themes(viewer: Viewer, since: date | None, until: date | None) -> QuerySet[Theme]:
    """Those that were found or decided on in the period, and not rejected."""
    rows: QuerySet[Theme] = Theme.objects.visible_to(viewer).exclude(state="rejected")
    found, decided = _period("created_at", since, until), Q(decided_on__isnull=False)
    if since is not None:
        decided &= Q(decided_on__gte=since)
    if until is not None:
        decided &= Q(decided_on__lte=until)
    # An empty condition is left out of "either … or"; without a period everything is new.
    either = found | decided if found else found
    return rows.filter(either).order_by("-n_voices", "run", "number")


def _by_edition(viewer: Viewer, counted: Mapping[str, Mapping[int | None, int]]) -> list[InEdition]:
    wanted = {pk for found in counted.values() for pk in found if pk is not None}
    rows = Edition.objects.visible_to(viewer).filter(pk__in=wanted).select_related("programme")
    made = {row.pk: InEdition(row) for row in rows.order_by("programme__name", "planned_starts_on", "pk")}
    for name, found in counted.items():
        for pk, n in found.items():
            if pk in made:
                made[pk].counts[name] += n
    return list(made.values())


@dataclass(frozen=True)
class CameOf:
    """What came out of a review."""

    new: Sequence[Takeaway]
    changed: Sequence[Takeaway]
    dissents: Sequence[Dissent]


def came_of(review: Review) -> CameOf:
    """Takeaways written or changed from the day of the review until it was closed, and the dissent it recorded."""
    mine = AuditEvent.objects.filter(kind="reports.review", object_id=review.pk)
    begun = mine.order_by("at", "pk").values_list("at", flat=True).first() or review.created_at
    closed = mine.filter(verb="close_review").order_by("-at").values_list("at", flat=True).first()
    since, until = max(begun, _start(review.held_on)), closed or timezone.now()
    takeaways = {row.pk: row for row in review.report.takeaways.all()}
    events = AuditEvent.objects.filter(
        kind="reports.takeaway", object_id__in=takeaways, at__range=(since, until)
    )
    touched = set(events.order_by().values_list("object_id", flat=True))
    for row in takeaways.values():
        row.report = review.report
    new = [row for row in takeaways.values() if since <= row.created_at <= until]
    changed = [row for pk, row in takeaways.items() if pk in touched and row not in new]
    return CameOf(new, changed, list(review.dissents.select_related("takeaway__report")))
