"""Lays out two editions in the present year, so that there is something to do on the day of the build.

Dates count from that day, everything else is the same in every build. Nothing here touches the years 2021 and 2022.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random

from reflectory.core import audit
from reflectory.core.visibility import Viewer
from reflectory.demonstration.directory import Directory
from reflectory.demonstration.sessions import Habits, mark_all
from reflectory.demonstration.teams import Taking
from reflectory.programmes.actions.activities import note_engagement
from reflectory.programmes.actions.artefacts import add_artefact, move_artefact
from reflectory.programmes.actions.editions import add_deadline, lay_out_edition, lay_out_team, write_note
from reflectory.programmes.actions.teams import add_member, enrol_team, move_team
from reflectory.programmes.models import Activity, Edition, Membership, Programme, Team

WEEKS_AGO = 6
TRACK_TEAMS = ("osprey-narrows", "amberline", "thistle-fork", "saddlemark", "copper-lantern", "duskwater")
NETWORK_TEAMS = (
    "state-of-marrowin", "state-of-lomarosa", "state-of-quillane", "dunmarrow", "harborleigh", "fenwright-county",
    "tall-willow-nation", "nine-cedars-nation", "clinica-del-puente", "elders-at-the-table",
)  # fmt: skip
# Title, text, days until it expires.
RESOURCES = (
    ("Vaccination by appointment or by queue", "What eleven members found who tried both.", 9),
    ("Letter to landlords, in five languages", "Checked by two tenants' lawyers; the fee in it changes yearly.", 21),
    ("Who to ring about a shared ambulance", "Names and hours of the members that lend one.", 27),
    ("Cooling rooms: opening hours that worked", "Evening hours, a place for dogs, and who had the key.", 140),
)  # fmt: skip
# Team, title, status to move to, days from the build until it is due.
COMMITMENTS = (
    ("osprey-narrows", "Keep the ferry kiosk open until the last boat", "approved", -12),
    ("amberline", "Answer every report of a broken kerb within ten working days", "buy_in", -3),
    ("thistle-fork", "Pay for childcare at every evening meeting", "approved", 18),
    ("duskwater", "Print the water bill in large type for whoever asks once", "proposed", 40),
)
IDEAS = (
    (
        "osprey-narrows",
        "A kiosk clerk who can change a booking without the portal",
        ("considered", "prototyped"),
    ),
    ("osprey-narrows", "Text message when the ramp is closed", ("considered",)),
    ("amberline", "Two residents ride along with the kerb crew", ()),
    ("thistle-fork", "Meeting room with a play corner, booked as one thing", ("considered", "prototyped")),
    ("saddlemark", "One form for the three permits a food cart needs", ("considered",)),
    ("copper-lantern", "Porch visits before a fine is written", ()),
    ("duskwater", "Meter reader carries cards in Spanish", ("considered", "prototyped")),
)
DEADLINES = (
    ("Send the mayors the one page on what the first interviews said", -2),
    ("Book the room for the third module", 4),
    ("Half-way report to the fund", 11),
)


def lay_out_the_present(
    *, by: Viewer, taking: Taking, directory: Directory, today: date, chance: Random
) -> tuple[Edition, Edition]:
    """An Innovation Track and a Solutions Group that began six weeks before `today`."""
    starts = today - timedelta(weeks=WEEKS_AGO)
    if starts.weekday() > 4:
        starts += timedelta(days=7 - starts.weekday())
    track = _edition(by, taking.programmes["innovation-track"], starts, "America/Chicago")
    network = _edition(by, taking.programmes["solutions-group"], starts, "America/New_York")
    teams = _teams(by, taking, directory, track, "track22", TRACK_TEAMS, starts)
    members = _teams(by, taking, directory, network, "solutions21", NETWORK_TEAMS, starts)
    for edition in (track, network):
        _hold_until(by, edition, today, directory, chance)
    _work(by, track, network, teams, today)
    first = members["clinica-del-puente"]
    note_engagement(
        by=by, edition=network, team=first, on=today - timedelta(days=8), 
        what="Asked in the waiting room which words on the poster were strange",
        rung="asked", claimed_by="Clínica del Puente", n_people=23,
    )  # fmt: skip
    return track, network


def _edition(by: Viewer, programme: Programme, starts: date, zone: str) -> Edition:
    return lay_out_edition(
        by=by, programme=programme, label=str(starts.year), starts_on=starts, time_zone=zone, capacity=None
    ).edition


def _teams(
    by: Viewer, taking: Taking, directory: Directory, edition: Edition, before: str, keys: Iterable[str], starts: date
) -> dict[str, Team]:  # fmt: skip
    found = {}
    for key in keys:
        earlier = taking.teams[f"{before}-{key}"]
        team = enrol_team(
            by=by, edition=edition, organisation=directory.organisations[key], stage="invited",
            on=starts - timedelta(days=50), coach=earlier.coach,
        )  # fmt: skip
        found[key] = move_team(by=by, team=team, to="active", on=starts)
        people = (
            Membership.objects.filter(team=earlier)
            .exclude(role="coach")
            .select_related("person", "department")
        )
        for one in people.order_by("pk"):
            add_member(
                by=by, team=found[key], person=one.person, role=one.role, joined_on=starts,
                department=one.department, seniority=one.seniority,
            )  # fmt: skip
        lay_out_team(by=by, team=found[key])
    return found


def _hold_until(by: Viewer, edition: Edition, today: date, directory: Directory, chance: Random) -> None:
    """What lies behind is held and marked, but for the sessions of the last week: those still wait for somebody."""
    past = list(edition.activities.filter(starts_at__date__lt=today, state="planned"))
    marked = [
        row for row in past if row.starts_at.date() < today - timedelta(days=7) or row.kind == "milestone"
    ]
    changes = [(row, audit.snapshot(row)) for row in marked]
    for row in marked:
        row.state = "held"
    Activity.objects.filter(pk__in=[row.pk for row in marked]).update(state="held")
    audit.record_many(by=by, verb="hold_activity", changes=changes)
    mark_all(by=by, edition=edition, habits=Habits(chance), until=today, guests={}, directory=directory)


def _work(by: Viewer, track: Edition, network: Edition, teams: dict[str, Team], today: date) -> None:
    for title, text, days in RESOURCES:
        add_artefact(
            by=by, kind="resource", edition=network, title=title, text=text, on=today - timedelta(days=34),
            expires_on=today + timedelta(days=days), details={"as_of": (today - timedelta(days=40)).isoformat()},
        )  # fmt: skip
    for key, title, status, days in COMMITMENTS:
        made = add_artefact(
            by=by, kind="commitment", edition=track, team=teams[key], title=title, on=today - timedelta(days=30),
            details={"due_on": (today + timedelta(days=days)).isoformat()},
        )  # fmt: skip
        if status != made.status:
            move_artefact(by=by, artefact=made, to=status, on=today - timedelta(days=20))
    for key, title, steps in IDEAS:
        idea = add_artefact(
            by=by, kind="idea", edition=track, team=teams[key], title=title, on=today - timedelta(days=24)
        )
        for n, status in enumerate(steps):
            idea = move_artefact(by=by, artefact=idea, to=status, on=today - timedelta(days=16 - 8 * n))
    for what, days in DEADLINES:
        add_deadline(by=by, edition=track, what=what, due_on=today + timedelta(days=days))
    write_note(
        by=by, edition=track, page="before", key="issues", version=0,
        text="Six cities name the same thing in six ways: people ask once, are sent on twice and give up.",
    )  # fmt: skip
