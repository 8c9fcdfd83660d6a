"""Who is expected at a session and what was said about them; marking, and taking a marking back.

The pages are in `activities`; who may be marked is decided by the action.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.accounts.roles import ANALYST, CHAIR, COACH, LEAD, READS_OWN_TEAM
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import SENIORITY, Person
from reflectory.programmes import stages
from reflectory.programmes.actions.activities import Mark, mark_attendance
from reflectory.programmes.forms.activities import WORD_OF
from reflectory.programmes.models import Activity, Attendance, Membership
from reflectory.programmes.templatetags.teamwork import role_word

LEADERS = ("director", "executive", "elected")
COMES = (stages.SELECTED, stages.WITHDREW, *stages.TAKES_PART)


@dataclass(frozen=True)
class Row:
    """One person on the list of a session: `value` is here, away or unknown."""

    name: str
    label: str
    detail: str
    value: str
    group: str
    seniority: str
    person_id: int


@dataclass(frozen=True)
class Share:
    """Of one seniority, how many were there, away, and not spoken of."""

    seniority: str
    n_here: int
    n_away: int
    n_unknown: int


def reads_attendance(by: Viewer, activity: Activity) -> bool:
    """Whether the reader sees any of who was there."""
    return by.is_operator or activity.edition_id in by.editions_as(
        LEAD, CHAIR, ANALYST, COACH, *READS_OWN_TEAM
    )


def people_at(by: Viewer, activity: Activity, *, only_leaders: bool = False) -> list[Row]:
    """Everybody who is expected or was marked, each once, as far as the reader sees them: three queries.

    Expected are the members of the teams on the day of the session; with `only_leaders` those of them who lead.
    """
    marks = {
        one.person_id: one
        for one in Attendance.objects.visible_to(by)
        .filter(activity=activity)
        .select_related("person", "organisation")
    }
    rows: dict[int, Row] = {}
    for member in _members(by, activity):
        one = marks.get(member.person_id)
        if member.person_id in rows or (only_leaders and one is None and member.seniority not in LEADERS):
            continue
        rows[member.person_id] = Row(
            f"p{member.person_id}", member.person.name, role_word(member.role, activity.edition),
            WORD_OF[one.was_there if one else None], member.team.organisation.name,
            one.seniority if one else member.seniority, member.person_id,
        )  # fmt: skip
    for pk, one in marks.items():
        if pk not in rows:
            came_for = one.organisation.name if one.organisation else ""
            rows[pk] = Row(
                f"p{pk}", one.person.name, came_for, WORD_OF[one.was_there], _("Guests"), one.seniority, pk
            )
    return list(rows.values())


def _members(by: Viewer, activity: Activity) -> list[Membership]:
    day = activity.day
    found = Membership.objects.visible_to(by).filter(team__edition=activity.edition_id).on_day(day)
    if activity.team_id is not None:
        found = found.filter(Q(team=activity.team_id) | Q(team__parent=activity.team_id))
    else:
        found = found.filter(team__stage__in=COMES)
    return list(
        found.select_related("person", "team__organisation").order_by(
            "team__organisation__name", "person__name", "pk"
        )
    )


def by_seniority(rows: list[Row]) -> list[Share]:
    """The counts of a list by seniority, from the top down; those of whom it is not known come last."""
    counted = Counter((row.seniority, row.value) for row in rows)
    names = [*reversed(SENIORITY), ("", _("not known"))]
    shares = [
        Share(str(name), *(counted[key, word] for word in ("here", "away", "unknown"))) for key, name in names
    ]
    return [one for one in shares if one.n_here or one.n_away or one.n_unknown]


def check_known(by: Viewer, people: list[int]) -> None:
    """Raises `Refused`, without a name, where the list names somebody whom the person who sent it does not see."""
    n = len(set(people)) - Person.objects.visible_to(by).filter(pk__in=people).count()
    if n:
        said = ngettext(
            "{n} person on this list is not known to you. Nothing was saved. Load the page again.",
            "{n} people on this list are not known to you. Nothing was saved. Load the page again.",
            n,
        )
        raise Refused(said.format(n=n))


def save_marks(
    *, by: Viewer, activity: Activity, marks: list[Mark], session: MutableMapping[str, Any]
) -> int:
    """Says who was there and remembers how it was before, so that it can be taken back. How many marks changed."""
    before = _now(activity, [mark.person_id for mark in marks])
    n = mark_attendance(by=by, activity=activity, marks=marks)
    changed = [
        (mark.person_id, *before.get(mark.person_id, (None, None)), mark.was_there)
        for mark in marks
        if before.get(mark.person_id, (None, None))[0] != mark.was_there
    ]
    if changed:
        session[undo_key(activity)] = changed
    return n


def take_back(*, by: Viewer, activity: Activity, session: MutableMapping[str, Any]) -> int:
    """The marks as they were before they were last saved, except those that somebody changed since."""
    changed = session.pop(undo_key(activity), [])
    now = _now(activity, [pk for pk, *_rest in changed])
    marks = [
        Mark(pk, was_there=was, organisation_id=came_for)
        for pk, was, came_for, became in changed
        if now.get(pk, (None, None))[0] == became
    ]
    return mark_attendance(by=by, activity=activity, marks=marks) if marks else 0


def undo_key(activity: Activity) -> str:
    """Where the session remembers the marks from before."""
    return f"attendance-before-{activity.pk}"


def _now(activity: Activity, people: list[int]) -> dict[int, tuple[bool, int | None]]:
    rows = Attendance.objects.filter(activity=activity, person__in=people)
    return {
        pk: (was, came_for) for pk, was, came_for in rows.values_list("person", "was_there", "organisation")
    }
