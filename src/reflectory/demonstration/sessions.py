"""Holds the sessions of past years: moved to the day they took place, marked with who was there and who was away.

Chance is drawn from the generator that is handed in, so every build is the same. It is not even: one person in eight
misses more than half, and in some places the leaders are seldom in the room.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db.models import F

from reflectory.core import audit
from reflectory.core.visibility import Viewer
from reflectory.demonstration.directory import Directory
from reflectory.demonstration.rows import a_day, read
from reflectory.directory.levels import COMMUNITY, OPERATOR, TECH
from reflectory.directory.models import Organisation, Person
from reflectory.programmes.catalogue import kind_of
from reflectory.programmes.models import Activity, Attendance, Edition, Membership, Phase, Team

LEADERS = ("director", "executive", "elected")
# Shares of sessions that leaders come to, one of them for each place.
LEADERS_COME = (1.0, 1.0, 0.85, 0.6, 0.3)
OWN_BODIES = (COMMUNITY, TECH, OPERATOR)
# Of the Mayors Challenge: feedback for those not chosen, and years of check-ins that each winner arranges alone.
NOT_LAID_OUT = ("first_feedback", "final_feedback", "winner_check_in")
# What the file of open attendance calls an activity, and the key that the kind gives it.
OPEN_KEYS = {"masterclass": "masterclass", "call": "fortnightly_call", "ideas_camp": "ideas_camp"}
WRITTEN = "Nobody could find an hour together any more; the questions went out in writing."
CLOSED_BEFORE = "The edition closed earlier than this was planned for."


def hold_past_sessions(
    *, by: Viewer, editions: Iterable[Edition], directory: Directory, chance: Random
) -> None:
    """Everything that happened in these editions, up to their last day."""
    habits = Habits(chance)
    guests = _guests(directory)
    for edition in editions:
        kind = kind_of(edition.programme.kind)
        if kind is not None and kind.key == "listening-series":
            _hold_interviews(by, edition)
        _leave_out(by, edition)
        _move_to_the_actual_year(edition)
        _open_to_guests(edition, guests)
        _say_what_was_held(by, edition)
        mark_all(
            by=by,
            edition=edition,
            habits=habits,
            until=_last_day(edition),
            guests=guests,
            directory=directory,
        )


class Habits:
    """How likely each person comes, drawn when they are first met, and how often leaders of each place come."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.people: dict[int, float] = {}
        self.places: dict[int, float] = {}

    def comes(self, member: Membership) -> bool | None:
        """Whether the member was there; None where nobody wrote it down."""
        if member.person_id not in self.people:
            is_often_away = self.chance.random() < 0.125
            least, most = (0.2, 0.5) if is_often_away else (0.75, 0.97)
            self.people[member.person_id] = self.chance.uniform(least, most)
        likely = self.people[member.person_id]
        if member.seniority in LEADERS:
            place = member.team.organisation.parent_id or member.team.organisation_id
            if place not in self.places:
                self.places[place] = self.chance.choice(LEADERS_COME)
            likely *= self.places[place]
        if self.chance.random() < 0.03:
            return None
        return self.chance.random() < likely


Guests = Mapping[tuple[int, str], list[tuple[date, Person, Organisation]]]


def mark_all(
    *, by: Viewer, edition: Edition, habits: Habits, until: date, guests: Guests, directory: Directory
) -> None:
    """Attendance at every activity of the edition that was held until that day."""
    members = list(
        Membership.objects.filter(team__edition=edition)
        .select_related("team__organisation", "person")
        .order_by("pk")
    )
    bodies = {
        directory.people[key].pk: place.pk
        for key, place in directory.post_of.items()
        if place.level in OWN_BODIES
    }
    held = edition.activities.filter(state="held", starts_at__date__lte=until).exclude(kind="milestone")
    # An interview of the series has its one interviewee, not everybody of the place.
    held = held.exclude(kind="interview", edition__programme__kind="listening-series")
    already = set(Attendance.objects.filter(activity__in=held).values_list("activity", "person"))
    rows = []
    for activity in held.order_by("starts_at", "pk"):
        for member in _expected(activity, members):
            was_there = habits.comes(member)
            if was_there is None or (activity.pk, member.person_id) in already:
                continue
            already.add((activity.pk, member.person_id))
            place = bodies.get(member.person_id, member.team.organisation_id)
            rows.append(
                Attendance(
                    activity=activity, person=member.person, organisation_id=place, was_there=was_there,
                    role=member.role, seniority=member.seniority,
                )
            )  # fmt: skip
        for _on, person, place in _guests_of(activity, guests):
            if (activity.pk, person.pk) not in already:
                already.add((activity.pk, person.pk))
                rows.append(Attendance(activity=activity, person=person, organisation=place, was_there=True))
    Attendance.objects.bulk_create(rows)
    audit.record_many(by=by, verb="mark_attendance", changes=[(row, None) for row in rows])


def _expected(activity: Activity, members: list[Membership]) -> list[Membership]:
    on = activity.starts_at.date()
    there = [m for m in members if m.joined_on <= on and (m.left_on is None or on <= m.left_on)]
    if activity.team_id is not None:
        there = [m for m in there if m.team_id == activity.team_id]
    if activity.is_for_leaders:
        there = [m for m in there if m.seniority in LEADERS]
    return list({m.person_id: m for m in there}.values())


def _last_day(edition: Edition) -> date:
    last = edition.actual_ends_on
    assert last is not None  # every edition of the files has ended
    return last


def _at(edition: Edition, on: date) -> datetime:
    return datetime.combine(on, time(10), tzinfo=ZoneInfo(edition.time_zone))


def _leave_out(by: Viewer, edition: Edition) -> None:
    for row in edition.activities.filter(key__in=NOT_LAID_OUT):
        audit.record_removal(by=by, verb="leave_out_activity", row=row)
        row.delete()


def _move_to_the_actual_year(edition: Edition) -> None:
    """A late start moves everything; what would fall behind the last day is held in the last week."""
    late = edition.actual_starts_on - edition.planned_starts_on
    if late:
        edition.activities.filter(key__gt="").update(
            starts_at=F("starts_at") + late, why_changed=edition.why_changed
        )
    kind, last = kind_of(edition.programme.kind), _last_day(edition)
    if kind is None or kind.length_weeks is None:
        return
    planned_end = edition.planned_starts_on + timedelta(weeks=kind.length_weeks)
    squeezed = edition.activities.filter(planned_starts_at__date__lt=planned_end, starts_at__date__gt=last)
    squeezed.update(
        starts_at=_at(edition, last - timedelta(days=last.weekday() % 3)),
        why_changed="Held earlier than planned: the year closed before the holidays.",
    )


def _guests(directory: Directory) -> Guests:
    """By edition and key of the activity: day, person and organisation of those who came from outside."""
    editions = {f"{e.programme.slug}-{e.slug}": e.pk for e in Edition.objects.select_related("programme")}
    found = defaultdict(list)
    for row in read("open_attendance"):
        found[editions[row["edition"]], OPEN_KEYS[row["activity"]]].append(
            (a_day(row["on"]), directory.people[row["person"]], directory.organisations[row["organisation"]])
        )
    return found


def _open_to_guests(edition: Edition, guests: Guests) -> None:
    """The activities that people from outside came to are open, and lie on the day on which they came."""
    for key in OPEN_KEYS.values():
        for on in sorted({on for on, _person, _place in guests.get((edition.pk, key), [])}):
            activities = list(edition.activities.filter(key=key))
            nearest = min(activities, key=lambda one: abs((one.starts_at.date() - on).days))
            if not nearest.is_open or nearest.starts_at.date() > on:
                edition.activities.filter(pk=nearest.pk).update(is_open=True, starts_at=_at(edition, on))


def _guests_of(activity: Activity, guests: Guests) -> list[tuple[date, Person, Organisation]]:
    """Those who came to this one; the second day of a camp belongs to the first."""
    if not activity.is_open:
        return []
    on = activity.starts_at.date()
    days = (on, on + timedelta(days=1))
    return [one for one in guests.get((activity.edition_id, activity.key), []) if one[0] in days]


def _say_what_was_held(by: Viewer, edition: Edition) -> None:
    """Each activity becomes held, or cancelled with the reason."""
    last = _last_day(edition)
    rows = list(edition.activities.filter(state="planned").select_related("team"))
    left = dict(
        Team.objects.filter(
            edition=edition, stage="withdrew", stage_changes__to_stage="withdrew"
        ).values_list("pk", "stage_changes__on")
    )
    why: dict[str, list[Activity]] = defaultdict(list)
    for row in rows:
        on = row.starts_at.date()
        if row.team_id in left and on > left[row.team_id]:
            why["The team had withdrawn."].append(row)
        elif on > last:
            why[WRITTEN if edition.programme.kind != "solutions-group" else CLOSED_BEFORE].append(row)
        else:
            why[""].append(row)
    for reason, some in why.items():
        changes = [(row, audit.snapshot(row)) for row in some]
        state = "cancelled" if reason else "held"
        for row in some:
            row.state, row.why_changed = state, reason or row.why_changed
        chosen = edition.activities.filter(pk__in=[row.pk for row in some])
        if reason:
            chosen.update(state=state, why_changed=reason)
        else:
            chosen.update(state=state)
        audit.record_many(by=by, verb=f"{'cancel' if reason else 'hold'}_activity", changes=changes)


def _hold_interviews(by: Viewer, edition: Edition) -> None:
    """One interview with each interviewee, two a day at most, over the weeks that the kind gives them."""
    phases = {phase.key: phase for phase in Phase.objects.filter(edition=edition)}
    interviewees = list(
        Membership.objects.filter(team__edition=edition, role="interviewee")
        .select_related("team", "person")
        .order_by("pk")
    )
    first = edition.planned_starts_on + timedelta(weeks=3, days=1)
    n_days = (_last_day(edition) - first).days
    made = []
    for n, member in enumerate(interviewees):
        is_pilot = n < 2
        at = _at(edition, _weekday(first + timedelta(days=n * n_days // len(interviewees))))
        made.append(
            Activity(
                edition=edition, team=member.team, phase=phases.get("pilot" if is_pilot else "interviews"),
                key="pilot_interview" if is_pilot else "interview", kind="interview",
                title=f"Interview {n + 1}, {member.team.organisation}", planned_starts_at=at, starts_at=at, minutes=60,
                state="held", confidentiality="attributable",
            )
        )  # fmt: skip
    Activity.objects.bulk_create(made)
    there = [
        Attendance(
            activity=activity, person=who.person, organisation_id=place, was_there=True, role=who.role,
            seniority=who.seniority,
        )
        for activity, member in zip(made, interviewees, strict=True)
        for who, place in _at_an_interview(activity, member)
    ]  # fmt: skip
    Attendance.objects.bulk_create(there)
    audit.record_many(by=by, verb="plan_activity", changes=[(row, None) for row in made])
    audit.record_many(by=by, verb="mark_attendance", changes=[(row, None) for row in there])


def _at_an_interview(activity: Activity, member: Membership) -> list[tuple[Membership, int]]:
    interviewer = (
        Membership.objects.filter(team=activity.team, role="interviewer").select_related("person").first()
    )
    operator = Organisation.objects.get(level=OPERATOR).pk
    return [(member, member.team.organisation_id), *([(interviewer, operator)] if interviewer else [])]


def _weekday(on: date) -> date:
    return on - timedelta(days=max(0, on.weekday() - 4))
