"""Enters what teams made and what leads wrote down: artefacts with their steps, engagements, notes, dates, money.

Each row goes through the action that a person would use. The rows are written by hand, see portfolio/README.md.
"""

from __future__ import annotations

from decimal import Decimal

from reflectory.core.visibility import Viewer
from reflectory.demonstration.directory import Directory
from reflectory.demonstration.rows import a_day, day, number, read, words
from reflectory.demonstration.teams import Taking
from reflectory.programmes.actions.activities import note_engagement
from reflectory.programmes.actions.artefacts import add_artefact, move_artefact
from reflectory.programmes.actions.editions import (
    add_budget_line,
    add_deadline,
    meet_deadline,
    note_departure,
    write_note,
)
from reflectory.programmes.models import Artefact


def enter_work(*, by: Viewer, taking: Taking, directory: Directory) -> dict[str, Artefact]:
    """Everything in the hand-written files; the artefacts by their keys."""
    made: dict[str, Artefact] = {}
    for row in read("artefacts"):
        made[row["key"]] = _artefact(by, row, made, taking, directory)
    _engagements(by, taking)
    _notes(by, taking)
    for row in read("departures"):
        note_departure(
            by=by, team=taking.teams[row["team"]], planned=row["planned"], instead=row["instead"],
            reason=row["reason"], on=a_day(row["on"]),
        )  # fmt: skip
    _dates_and_money(by, taking, directory)
    return made


def steps_of(row: dict[str, str]) -> list[tuple[str, str, str]]:
    """The moves after the first status, written as "considered 2021-03-02; stopped 2021-05-11 why it stopped".

    >>> steps_of({"steps": "agreed 2021-03-02; revised 2021-05-11 two streets were missing"})
    [('agreed', '2021-03-02', ''), ('revised', '2021-05-11', 'two streets were missing')]
    """
    steps = []
    for part in words(row["steps"]):
        status, on, *why = part.split(maxsplit=2)
        steps.append((status, on, why[0] if why else ""))
    return steps


def details_of(row: dict[str, str]) -> dict[str, str]:
    """The own fields of the kind, written as "rests_on=twelve interviews | …"."""
    pairs = [part.split("=", 1) for part in row["details"].split("|") if part.strip()]
    return {key.strip(): value.strip() for key, value in pairs}


def _artefact(
    by: Viewer, row: dict[str, str], made: dict[str, Artefact], taking: Taking, directory: Directory
) -> Artefact:
    artefact = add_artefact(
        by=by, kind=row["kind"], edition=taking.editions[row["edition"]], title=row["title"], on=a_day(row["on"]),
        team=taking.teams.get(row["team"]), text=row["text"], owner=directory.people.get(row["owner"]),
        comes_from=made.get(row["comes_from"]), expires_on=day(row["expires_on"]), details=details_of(row),
    )  # fmt: skip
    for status, on, why in steps_of(row):
        artefact = move_artefact(by=by, artefact=artefact, to=status, on=a_day(on), reason=why)
    return artefact


def _engagements(by: Viewer, taking: Taking) -> None:
    for row in read("engagements"):
        note_engagement(
            by=by, edition=taking.editions[row["edition"]], team=taking.teams.get(row["team"]), on=a_day(row["on"]),
            what=row["what"], rung=row["rung"], claimed_by=row["claimed_by"], n_people=number(row["n_people"]),
            n_contacts=number(row["n_contacts"]),
        )  # fmt: skip


def _notes(by: Viewer, taking: Taking) -> None:
    for row in read("notes"):
        edition = taking.editions[row["edition"]]
        write_note(by=by, edition=edition, page=row["page"], key=row["key"], text=row["text"], version=0)


def _dates_and_money(by: Viewer, taking: Taking, directory: Directory) -> None:
    for row in read("deadlines"):
        deadline = add_deadline(
            by=by, edition=taking.editions[row["edition"]], what=row["what"], due_on=a_day(row["due_on"]),
            owner=directory.people.get(row["owner"]),
        )  # fmt: skip
        if row["done_on"]:
            meet_deadline(by=by, deadline=deadline, on=a_day(row["done_on"]))
    for row in read("budget"):
        add_budget_line(
            by=by, edition=taking.editions[row["edition"]], what=row["what"], currency=row["currency"],
            planned=Decimal(row["planned"]), spent=Decimal(row["spent"]),
        )  # fmt: skip
