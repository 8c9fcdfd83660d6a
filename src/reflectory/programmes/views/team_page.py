"""What the page of one team shows, gathered in a constant number of queries. The page itself is in `teams`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from reflectory.core.visibility import Viewer
from reflectory.programmes import policies, stages
from reflectory.programmes.artefact_kinds import KINDS
from reflectory.programmes.catalogue import kind_of
from reflectory.programmes.models import (
    Activity,
    Artefact,
    Attendance,
    Departure,
    Engagement,
    Membership,
    Team,
)

MOST_SESSIONS = 12
MOST_OF_A_KIND = 8
DEPTH_WORDS = dict(stages.DEPTHS)


@dataclass(frozen=True)
class Session:
    """A session as the team's page lists it; the counts are of this team's people."""

    row: Activity
    n_here: int
    n_said: int


def team_context(by: Viewer, team: Team) -> dict[str, Any]:
    """Everything that the page of a team shows to this reader."""
    now = timezone.now()
    changes = list(team.stage_changes.all())
    members = list(Membership.objects.visible_to(by).filter(team=team).select_related("person", "department"))
    ahead, past = _sessions(by, team, now)
    return {
        "team": team,
        "changes": changes,
        "depth": DEPTH_WORDS[stages.depth_of({change.to_stage for change in changes})],
        "groups": _by_role(team, [one for one in members if one.left_on is None]),
        "left": [one for one in members if one.left_on is not None],
        "n_members": len({one.person_id for one in members if one.left_on is None}),
        "ahead": ahead,
        "past": past,
        "work": _work(by, team),
        "departures": Departure.objects.visible_to(by).filter(team=team),
        "engagements": Engagement.objects.visible_to(by).filter(team=team),
        "parts": Team.objects.visible_to(by).filter(parent=team).select_related("organisation"),
        "may": {
            "work": policies.can_work_with_team(by, team),
            "move": policies.can_move_team(by, team) and bool(stages.MOVES[team.stage]),
            "run": policies.can_run_edition(by, team.edition),
        },
        "is_laid_out": Activity.objects.filter(team=team).exclude(key="").exists(),
        "n_planned": _n_planned(team),
        "now": now,
    }


def _by_role(team: Team, members: list[Membership]) -> list[tuple[str, list[Membership]]]:
    """The members by role, in the order in which the kind lists roles."""
    kind = kind_of(team.edition.programme.kind)
    order = {role.key: n for n, role in enumerate(kind.roles)} if kind else {}
    groups: dict[str, list[Membership]] = defaultdict(list)
    for one in members:
        groups[one.role].append(one)
    return sorted(groups.items(), key=lambda group: (order.get(group[0], len(order)), group[0]))


def _sessions(by: Viewer, team: Team, now: datetime) -> tuple[list[Session], list[Session]]:
    """The next sessions and the last ones, of this team and of everybody in the edition."""
    own = Q(team=team) | Q(team__isnull=True, edition=team.edition_id)
    rows = Activity.objects.visible_to(by).filter(own).exclude(state="cancelled")
    ahead = list(rows.filter(starts_at__gte=now).order_by("starts_at", "pk")[:MOST_SESSIONS])
    past = list(rows.filter(starts_at__lt=now).order_by("-starts_at", "-pk")[:MOST_SESSIONS])
    people = Membership.objects.filter(Q(team=team) | Q(team__parent=team)).values("person")
    marks = Attendance.objects.visible_to(by).filter(activity__in=past, person__in=people)
    counted = {
        row["activity"]: row
        for row in marks.order_by()
        .values("activity")
        .annotate(n_here=Count("pk", filter=Q(was_there=True)), n_said=Count("pk"))
    }
    for activity in (*ahead, *past):
        activity.edition = team.edition
    none = {"n_here": 0, "n_said": 0}
    return (
        [Session(one, 0, 0) for one in ahead],
        [
            Session(one, counted.get(one.pk, none)["n_here"], counted.get(one.pk, none)["n_said"])
            for one in past
        ],
    )


def _work(by: Viewer, team: Team) -> list[tuple[Any, int, list[Artefact]]]:
    """What the team makes: each kind with how many there are and the latest of them."""
    kinds: dict[str, list[Artefact]] = defaultdict(list)
    for row in Artefact.objects.visible_to(by).filter(team=team):
        kinds[row.kind].append(row)
    return [
        (kind, len(kinds[key]), kinds[key][:MOST_OF_A_KIND]) for key, kind in KINDS.items() if key in kinds
    ]


def _n_planned(team: Team) -> int:
    """How many sessions the kind plans for each team."""
    kind = kind_of(team.edition.programme.kind)
    if kind is None:
        return 0
    return sum(len(kind.occurrences(one)) for one in kind.activities if one.for_whom == "each_team")
