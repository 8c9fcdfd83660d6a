"""The advice of the last report where the next decision is made: what bears on an edition, and what became of it.

Advice is what readers can read: recommendations of a report with a live release, as they stood when it was made. It
bears on editions that begin after that report's year, of the programmes that it names, or of all where it names none.
Only reads; deciding is in `actions.uses`, the panel on an edition's pages and what waits for its lead in `prompting`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext as _

from reflectory.core.visibility import Viewer
from reflectory.programmes.models import Edition
from reflectory.reports.models import Recommendation, Report, Use
from reflectory.reports.section_kinds import MOMENTS

DECISIONS: tuple[str, ...] = ("adopted", "adapted", "rejected")
_ORDER = {key: place for place, (key, _name) in enumerate(MOMENTS)}


@dataclass(frozen=True)
class Advice:
    """A recommendation that bears on an edition, and what the edition decided; None while nothing is."""

    recommendation: Recommendation
    use: Use | None


@dataclass(frozen=True)
class AtMoment:
    """The advice for one moment of an edition, under its name."""

    name: str
    advice: Sequence[Advice]


@dataclass(frozen=True)
class Became:
    """What became of one recommendation of last year: how often each decision was made, and each with its why."""

    recommendation: Recommendation
    counts: dict[str, int]
    uses: Sequence[Use]

    @property
    def n(self) -> int:
        """How many editions have decided."""
        return len(self.uses)


def live_reports() -> QuerySet[Report]:
    """Reports that readers have, the last released first; what a release holds is not read."""
    rows: QuerySet[Report] = Report.objects.filter(live_release__isnull=False)
    return (
        rows.select_related("live_release")
        .defer(
            "live_release__content",
            "live_release__manifest",
            "live_release__blanked",
            "live_release__blanked_files",
        )
        .order_by("-live_release__released_on", "-year", "-pk")
    )


def released(reports: Iterable[Report]) -> QuerySet[Recommendation]:
    """The recommendations of these reports that stand in their live release."""
    rows: QuerySet[Recommendation] = Recommendation.objects.filter(
        report__in=list(reports), created_at__lte=F("report__live_release__made_at")
    )
    return rows.select_related("report").prefetch_related("programmes").order_by("order", "pk")


def speaks_to(report: Report, edition: Edition) -> bool:
    """Whether a report was there when the edition began, or is about a year before it."""
    starts_on = cast(date, edition.starts_on)
    release = report.live_release
    return release is not None and (report.year < starts_on.year or release.released_on <= starts_on)


def last_report_for(edition: Edition, reports: Sequence[Report] | None = None) -> Report | None:
    """The last live report that speaks to an edition."""
    listed = live_reports() if reports is None else reports
    return next((report for report in listed if speaks_to(report, edition)), None)


def bears_on(recommendation: Recommendation, programme_pk: int) -> bool:
    """Whether it names the programme, or none."""
    named = {one.pk for one in recommendation.programmes.all()}
    return not named or programme_pk in named


def advice_for(edition: Edition) -> list[Advice]:
    """All that bears on an edition: before, during, after, then what is for any time. Four queries."""
    report = last_report_for(edition)
    if report is None:
        return []
    uses = {use.recommendation_id: use for use in Use.objects.filter(edition=edition)}
    rows = [row for row in released([report]) if bears_on(row, edition.programme_id)]
    rows.sort(key=lambda row: _ORDER.get(row.moment, len(_ORDER)))
    return [Advice(row, uses.get(row.pk)) for row in rows]


def by_moment(advice: Iterable[Advice]) -> list[AtMoment]:
    """The advice under the moments of an edition, in their order."""
    names: dict[str, str] = {
        "before": _("Before it begins"), "during": _("While it runs"), "after": _("Afterwards"), "": _("At any time"),
    }  # fmt: skip
    found: dict[str, list[Advice]] = defaultdict(list)
    for one in advice:
        found[one.recommendation.moment].append(one)
    return [AtMoment(name, found[key]) for key, name in names.items() if found[key]]


def report_before(report: Report) -> Report | None:
    """The report of an earlier year that readers have: the one whose advice is looked back on."""
    return live_reports().filter(year__lt=report.year).first()


def became_of(report: Report, *, viewer: Viewer | None = None) -> list[Became]:
    """What became of last year's advice, in its order; nothing where there was no report. Four queries.

    With a viewer, as far as they read the editions; without one all of it, for what is published.
    """
    last = report_before(report)
    if last is None:
        return []
    seen = Use.objects.all() if viewer is None else Use.objects.visible_to(viewer)
    uses = seen.select_related("edition__programme").order_by("edition__planned_starts_on", "pk")
    rows = released([last]).prefetch_related(Prefetch("uses", queryset=uses))
    return [_became(row) for row in rows]


def _became(row: Any) -> Became:
    uses = list(row.uses.all())
    counted = Counter(use.decision for use in uses)
    return Became(row, {key: counted[key] for key in DECISIONS}, uses)


def counts_of(rows: Iterable[Became]) -> dict[str, int]:
    """How often each decision was made, over all of the advice, and how much of it nobody has decided on."""
    listed = list(rows)
    found = {key: sum(row.counts[key] for row in listed) for key in DECISIONS}
    return {**found, "undecided": sum(not row.uses for row in listed)}
