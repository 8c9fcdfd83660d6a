"""Sets up programmes, their years and their teams, with stage histories and the people in them.

Years are laid out by the same actions that a lead uses. Teams and memberships are made in bulk: 794 and 820 rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from reflectory.core import audit
from reflectory.core.visibility import Viewer
from reflectory.demonstration.directory import Directory
from reflectory.demonstration.rows import a_day, day, number, read, words
from reflectory.programmes.actions.editions import (
    add_partner,
    add_programme,
    edit_edition,
    lay_out_edition,
    lay_out_team,
)
from reflectory.programmes.models import Edition, Membership, Programme, StageChange, Team

# Fifty champions and 581 others answered the same call; most in its last two weeks.
CALL_OPENED, CALL_CLOSED = date(2021, 1, 18), date(2021, 3, 28)
CHOSEN_ON = date(2021, 6, 4)
# The network of 2021 was for that year; its members are alumni of it.
NETWORK_CLOSED_ON = date(2021, 12, 31)
TIME_ZONES = {"mayors-challenge": "UTC", "solutions-group": "America/New_York"}


@dataclass(frozen=True)
class Taking:
    """What was made, by the keys of the files."""

    programmes: dict[str, Programme]
    editions: dict[str, Edition]
    teams: dict[str, Team]


def set_up_teams(*, by: Viewer, directory: Directory, chance: Random) -> Taking:
    """All programmes with the editions, teams and memberships of the files."""
    programmes = {row["key"]: _programme(by, row, directory) for row in read("programmes")}
    editions = {row["key"]: _edition(by, row, programmes[row["programme"]]) for row in read("editions")}
    teams = _teams(by, editions, directory, chance)
    _memberships(by, teams, directory)
    return Taking(programmes, editions, teams)


def lay_out_teams(*, by: Viewer, teams: Iterable[Team]) -> None:
    """The sessions of each team that took part; interviews of the series are made one by one, see `sessions`."""
    for team in teams:
        if team.edition.programme.kind != "listening-series":
            lay_out_team(by=by, team=team)


def _programme(by: Viewer, row: dict[str, str], directory: Directory) -> Programme:
    programme = add_programme(
        by=by, name=row["name"], kind=row["kind"], slug=row["key"], initiative=row["initiative"],
        our_role=row["our_role"], blurb=row["blurb"],
    )  # fmt: skip
    for role, keys in (("partner", row["partners"]), ("funder", row["funders"])):
        for key in words(keys):
            add_partner(by=by, programme=programme, organisation=directory.organisations[key], role=role)
    return programme


def _edition(by: Viewer, row: dict[str, str], programme: Programme) -> Edition:
    edition = lay_out_edition(
        by=by, programme=programme, label=row["label"], starts_on=a_day(row["planned_starts_on"]),
        ends_on=day(row["planned_ends_on"]), capacity=number(row["capacity"]),
        time_zone=TIME_ZONES.get(programme.kind, "America/Chicago"),
    ).edition  # fmt: skip
    is_network = programme.kind == "solutions-group"
    actual = {
        "actual_starts_on": a_day(row["starts_on"]),
        "actual_ends_on": NETWORK_CLOSED_ON if is_network else a_day(row["ends_on"]),
        "why_changed": row["why_changed"],
        "retention_on": date(int(row["label"]) + 6, 12, 31),
    }
    return edit_edition(by=by, edition=edition, values=actual, version=edition.version)


def _teams(by: Viewer, editions: dict[str, Edition], directory: Directory, chance: Random) -> dict[str, Team]:
    rows = read("teams")
    histories = {row["key"]: history_of(row, editions[row["edition"]], chance) for row in rows}
    found: dict[str, Team] = {}
    for is_part in (False, True):
        some = [row for row in rows if bool(row["parent_team"]) is is_part]
        made = [
            Team(
                edition=editions[row["edition"]], organisation=directory.organisations[row["organisation"]],
                parent=found.get(row["parent_team"]), stage=histories[row["key"]][-1][0], award=row["award"],
                coach=directory.people.get(row["coach"]),
            )
            for row in some
        ]  # fmt: skip
        Team.objects.bulk_create(made)
        found |= dict(zip([row["key"] for row in some], made, strict=True))
    StageChange.objects.bulk_create(
        StageChange(
            team=found[key], from_stage=None if n == 0 else steps[n - 1][0], to_stage=stage, on=on, reason=reason,
            by_name=by.name, until=steps[n + 1][1] if n + 1 < len(steps) else None,
        )
        for key, steps in histories.items()
        for n, (stage, on, reason) in enumerate(steps)
    )  # fmt: skip
    audit.record_many(by=by, verb="enrol_team", changes=[(team, None) for team in found.values()])
    return found


def history_of(row: dict[str, str], edition: Edition, chance: Random) -> list[tuple[str, date, str]]:
    """The moves that led a team to its stage: stage, day, reason."""
    kind, stage, reason = edition.programme.kind, row["stage"], row["reason"]
    if kind == "mayors-challenge":
        applied = [("applied", _day_of_application(chance), "")]
        if stage == "applied":
            return applied
        return [
            *applied,
            ("selected", CHOSEN_ON, "Chosen by the panel of the first round."),
            ("active", a_day(row["joined_on"]), ""),
            (stage, a_day(row["left_on"]), "Won." if row["award"] == "winner" else ""),
        ]
    starts = edition.planned_starts_on
    if stage == "declined":
        asked = starts - timedelta(days=60)
        return [("invited", asked, ""), ("declined", asked + timedelta(days=25), reason)]
    if stage == "waitlisted":
        asked = starts - timedelta(days=70)
        return [("applied", asked, ""), ("waitlisted", asked + timedelta(days=21), reason)]
    joined = a_day(row["joined_on"])
    invited = joined - timedelta(days=chance.randrange(30, 75))
    # Somebody who is invited and says yes; in the network that is all there is to joining.
    steps = [("invited", invited, "")]
    if kind != "solutions-group":
        steps.append(("selected", joined - timedelta(days=chance.randrange(7, 24)), ""))
    steps.append(("active", joined, ""))
    if stage == "active":
        steps.append(("completed", NETWORK_CLOSED_ON, "The network of this year closed."))
        return [*steps, ("alumni", NETWORK_CLOSED_ON, "")]
    left = a_day(row["left_on"])
    if stage == "alumni":
        stayed = ("alumni", left + timedelta(days=61), "Stays in touch with the cities of its year.")
        return [*steps, ("completed", left, ""), stayed]
    return [*steps, (stage, left, reason)]


def _day_of_application(chance: Random) -> date:
    before_close = int(min(chance.expovariate(1 / 9), (CALL_CLOSED - CALL_OPENED).days))
    return CALL_CLOSED - timedelta(days=before_close)


def _memberships(by: Viewer, teams: dict[str, Team], directory: Directory) -> None:
    made = [
        Membership(
            team=teams[row["team"]], person=directory.people[row["person"]], role=row["role"],
            department=_department(directory, row["person"], teams[row["team"]]), seniority=row["seniority"],
            joined_on=a_day(row["joined_on"]), left_on=day(row["left_on"]) or NETWORK_CLOSED_ON,
        )
        for row in read("memberships")
    ]  # fmt: skip
    Membership.objects.bulk_create(made)
    audit.record_many(by=by, verb="add_member", changes=[(row, None) for row in made])


def _department(directory: Directory, person: str, team: Team) -> object:
    """The department that somebody speaks for; none where it belongs to another government than the team's."""
    department = directory.department_of.get(person)
    root = team.organisation.parent_id or team.organisation_id
    return department if department is not None and department.parent_id == root else None
