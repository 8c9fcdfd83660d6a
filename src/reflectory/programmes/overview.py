"""What the page of an edition shows to one viewer: how much of it, what needs them, the figures, the counts.

`sight` decides once which parts there are; the rows themselves are asked for through `visible_to` all the same.
Every function asks a constant number of queries.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.accounts.roles import COACH, FUNDER, READS_EDITION, READS_OWN_TEAM
from reflectory.core.ledger import Definition, Scope, definition, values
from reflectory.core.navigation import Need
from reflectory.core.visibility import Viewer
from reflectory.directory.models import SENIORITY
from reflectory.programmes import stages
from reflectory.programmes.artefact_kinds import KINDS
from reflectory.programmes.models import (
    Activity,
    Artefact,
    Attendance,
    Deadline,
    Edition,
    Phase,
    PlannedAsk,
    Team,
)
from reflectory.programmes.policies import can_run_edition
from reflectory.programmes.visibility import reads_names

SOON = timedelta(days=14)  # deadlines that are worth a line today
RENEWAL = timedelta(days=30)  # resources that somebody should look at again
MOST_NEEDS = 5  # of each sort; the rest is one click away
COMMITMENT_ENDS = ("implemented", "dropped")


@dataclass(frozen=True)
class Sight:
    """How much of an edition a viewer is shown. Nobody sees less than its name and dates."""

    reads: bool  # everything that is said and done in it
    coaches: bool
    has_figures: bool
    is_in: bool  # sees sessions and work, at least of an own team
    opens_names: bool  # may go from a figure to the names behind it
    runs: bool

    @property
    def works(self) -> bool:
        """Whether notes, deadlines and asks are theirs to read."""
        return self.reads or self.coaches


def sight(viewer: Viewer, edition: Edition) -> Sight:
    """What of this edition the viewer is shown."""
    reads = viewer.is_operator or edition.pk in viewer.editions_as(*READS_EDITION)
    coaches = edition.pk in viewer.editions_as(COACH)
    return Sight(
        reads=reads,
        coaches=coaches,
        has_figures=reads or coaches or edition.pk in viewer.editions_as(FUNDER),
        is_in=reads or coaches or edition.pk in viewer.editions_as(*READS_OWN_TEAM),
        opens_names=reads_names(viewer, frozenset([edition.pk])),
        runs=can_run_edition(viewer, edition),
    )


def scope_of(*editions: int) -> Scope:
    """Everything in these editions, on whichever day: applications come before a start, follow-ups after an end."""
    return Scope(date.min, date.max, frozenset(editions))


@dataclass(frozen=True)
class EditionFigure:
    """A figure of one edition, with the address of the names behind it where they may be opened."""

    definition: Definition
    value: int
    url: str


def figures_of(
    keys: Iterable[str], editions: Sequence[Edition], viewer: Viewer
) -> dict[int, list[EditionFigure]]:
    """The figures of each edition, by its number, in one query however many there are.

    A test compares them with what the ledger says of each by itself.
    """
    known = [found for key in keys if (found := definition(key)) is not None]
    asked = [(edition.pk, one) for edition in editions for one in known]
    found_values = values([(one, scope_of(pk)) for pk, one in asked])
    found: dict[int, list[EditionFigure]] = {edition.pk: [] for edition in editions}
    for (pk, one), value in zip(asked, found_values, strict=True):
        may_open = reads_names(viewer, frozenset([pk]))
        url = f"{reverse('figure', args=[one.key])}?edition={pk}" if may_open else ""
        found[pk].append(EditionFigure(one, value, url))
    return found


def needs_of(viewer: Viewer, edition: Edition, today: date) -> list[Need]:
    """What waits for this viewer in this edition, late things first. Nothing for those who only read."""
    seen = sight(viewer, edition)
    if not (seen.runs or seen.coaches):
        return []
    found = [
        *_unmarked(viewer, edition),
        *_deadlines(viewer, edition, today),
        *_expiring(viewer, edition, today),
        *_promises(viewer, edition, today),
    ]
    return sorted(found, key=lambda need: (not need.is_late, need.on or date.max, need.label))


def _unmarked(viewer: Viewer, edition: Edition) -> list[Need]:
    over = (
        Activity.objects.visible_to(viewer)
        .filter(edition=edition, state="planned", starts_at__lt=timezone.now())
        .exclude(kind="milestone")
        .select_related("team__organisation")
        .order_by("-starts_at")[:MOST_NEEDS]
    )
    return [
        Need(
            _("Nobody has said who came to “{title}”").format(title=one.title)
            + (f", {one.team.organisation.name}" if one.team else ""),
            reverse("activity-attendance", args=[one.pk]),
            timezone.localtime(one.starts_at).date(),
            _("attendance"),
            is_late=True,
        )
        for one in over
    ]


def _deadlines(viewer: Viewer, edition: Edition, today: date) -> list[Need]:
    due = Deadline.objects.visible_to(viewer).filter(edition=edition).open_by(today + SOON)
    url = reverse("edition-deadlines", args=[edition.programme.slug, edition.slug])
    return [
        Need(one.what, url, one.due_on, _("deadline"), is_late=one.due_on < today) for one in due[:MOST_NEEDS]
    ]


def _expiring(viewer: Viewer, edition: Edition, today: date) -> list[Need]:
    old = Artefact.objects.visible_to(viewer).filter(edition=edition).expiring_by(today + RENEWAL)
    return [
        Need(
            _("“{title}” needs to be looked at again").format(title=one.title),
            one.get_absolute_url(),
            one.expires_on,
            _("resource"),
            is_late=one.expires_on is not None and one.expires_on < today,
        )
        for one in old.order_by("expires_on")[:MOST_NEEDS]
    ]


def _promises(viewer: Viewer, edition: Edition, today: date) -> list[Need]:
    kept = Artefact.objects.visible_to(viewer).filter(edition=edition, kind="commitment")
    open_now = kept.exclude(status__in=COMMITMENT_ENDS).order_by("status_on")
    needs = []
    for one in open_now:
        due = one.details.get("due_on")
        due_on = date.fromisoformat(due) if due else None
        if due_on is not None and due_on <= today + SOON:
            label = _("“{title}” was promised. Where it stands: {status}").format(
                title=one.title, status=one.status_name
            )
            needs.append(Need(label, one.get_absolute_url(), due_on, _("commitment"), is_late=due_on < today))
    return needs[:MOST_NEEDS]


def next_sessions(viewer: Viewer, edition: Edition, now: datetime) -> list[Activity]:
    """The five that come next."""
    ahead = Activity.objects.visible_to(viewer).filter(edition=edition, state="planned", starts_at__gte=now)
    return list(ahead.select_related("team__organisation").order_by("starts_at", "pk")[:5])


@dataclass(frozen=True)
class PhaseNow:
    """A phase with its days, and whether it is over, going on or ahead."""

    phase: Phase
    starts_on: date | None
    ends_on: date | None
    when: str  # past, now, next


def phases_of(edition: Edition, today: date) -> list[PhaseNow]:
    """The phases in order, by the days they really had where these are known."""
    return [_phase_now(phase, today) for phase in edition.phases.all()]


def _phase_now(phase: Phase, today: date) -> PhaseNow:
    starts = phase.actual_starts_on or phase.planned_starts_on
    ends = phase.actual_ends_on or phase.planned_ends_on
    if ends is not None and ends < today:
        return PhaseNow(phase, starts, ends, "past")
    return PhaseNow(phase, starts, ends, "now" if starts is not None and starts <= today else "next")


@dataclass(frozen=True)
class Counted:
    """A word with how many there are, the address of the rows, and the shape that stands for it."""

    label: Any
    n: int
    url: str
    shape: str = ""


SHAPES = {
    stages.INVITED: "waiting", stages.APPLIED: "waiting", stages.WAITLISTED: "waiting", stages.SELECTED: "going",
    stages.ACTIVE: "going", stages.COMPLETED: "done", stages.ALUMNI: "done", stages.DECLINED: "stopped",
    stages.WITHDREW: "stopped",
}  # fmt: skip


def teams_by_stage(viewer: Viewer, edition: Edition) -> list[Counted]:
    """How many of the teams that the viewer sees are in each stage."""
    rows = Team.objects.visible_to(viewer).filter(edition=edition).order_by().values_list("stage")
    counted = dict(rows.annotate(n=Count("pk")))
    url = reverse("edition-teams", args=[edition.programme.slug, edition.slug])
    return [
        Counted(name, counted[key], f"{url}?stage={key}", SHAPES[key])
        for key, name in stages.STAGES
        if counted.get(key)
    ]


@dataclass(frozen=True)
class Turnout:
    """How often people of one seniority came, of the times that somebody said whether they did."""

    seniority: Any
    n_here: int
    n_marked: int

    @property
    def share(self) -> int:
        """In hundredths."""
        return round(100 * self.n_here / self.n_marked)


def turnout_by_seniority(viewer: Viewer, edition: Edition) -> list[Turnout]:
    """From the top down, those whose seniority nobody has said last."""
    marks = Attendance.objects.visible_to(viewer).filter(activity__edition=edition).order_by()
    counted = {
        seniority: (here, marked)
        for seniority, here, marked in marks.values_list("seniority").annotate(
            here=Count("pk", filter=Q(was_there=True)), marked=Count("pk")
        )
    }
    order = [*reversed(SENIORITY), ("", _("not said"))]
    return [Turnout(name, *counted[key]) for key, name in order if key in counted]


def artefacts_by_kind(viewer: Viewer, edition: Edition) -> list[Counted]:
    """How many of each kind there are among those that the viewer sees."""
    rows = Artefact.objects.visible_to(viewer).filter(edition=edition).order_by().values_list("kind")
    counted = dict(rows.annotate(n=Count("pk")))
    url = reverse("artefacts")
    return [
        Counted(kind.plural, counted[key], f"{url}?edition={edition.pk}&kind={key}")
        for key, kind in KINDS.items()
        if counted.get(key)
    ]


def week_of(edition: Edition, today: date) -> int | None:
    """The week of the edition in which the day lies, counted from 1; None before its start."""
    starts: Any = edition.starts_on
    return None if today < starts else (today - starts).days // 7 + 1


@dataclass(frozen=True)
class AskNow:
    """Something that people are asked once or again and again: how often, and when next."""

    ask: PlannedAsk
    n_times: int
    next_on: date | None  # None where all its days have passed


def asks_of(edition: Edition, today: date) -> list[AskNow]:
    """Each ask once, those that come next first."""
    days: dict[str, list[PlannedAsk]] = {}
    for ask in PlannedAsk.objects.filter(edition=edition).order_by("on", "pk"):
        days.setdefault(ask.key, []).append(ask)
    found = [
        AskNow(asks[0], len(asks), next((ask.on for ask in asks if ask.on >= today), None))
        for asks in days.values()
    ]
    return sorted(found, key=lambda one: (one.next_on or date.max, one.ask.on))
