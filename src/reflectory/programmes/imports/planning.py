"""Works out what a file would do to an edition, row by row, and writes nothing.

Rows are first read one by one: words, days, organisation. Those that can be used are then put together in the order
of the file, so that what an earlier row makes is found by a later one, and two rows that are the same are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from reflectory.core.visibility import Viewer
from reflectory.directory.models import Person
from reflectory.programmes import stages
from reflectory.programmes.imports import words
from reflectory.programmes.imports.columns import BY_KEY, Mapped
from reflectory.programmes.imports.people import PersonFinder
from reflectory.programmes.imports.places import NotFound, OrganisationFinder, Said
from reflectory.programmes.imports.plan import Plan, PlannedOrganisation
from reflectory.programmes.imports.putting_together import PutTogether
from reflectory.programmes.imports.sheet import Sheet, SheetRow
from reflectory.programmes.imports.words import WrongWord
from reflectory.programmes.models import Edition, Team

LONGEST_NAME = Person._meta.get_field("name").max_length or 200
LONGEST_FOCUS = Team._meta.get_field("focus").max_length or 300
Value = TypeVar("Value")


@dataclass(frozen=True)
class Defaults:
    """What counts where a row says nothing: chosen by whoever imports, never guessed. `role` may be "", for none."""

    stage: str
    role: str
    on: date


@dataclass
class Reading:
    """One row while it is read: its words, what they mean, and why it cannot be used."""

    number: int
    said: dict[str, str] = field(default_factory=dict)
    organisation: tuple[str, PlannedOrganisation] | None = None
    government: int | None = None
    department: tuple[str, PlannedOrganisation] | None = None
    stage: str = ""
    coach: int | None = None
    email: str = ""
    role: str = ""
    seniority: str = ""
    joined_on: date | None = None
    reasons: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def take(self, read: Callable[[], Value], otherwise: Value) -> Value:
        """What `read` gives; where it cannot, the row has one more reason."""
        try:
            return read()
        except (WrongWord, NotFound) as problem:
            self.reasons.append(str(problem))
            return otherwise


def make_plan(*, by: Viewer, edition: Edition, sheet: Sheet, mapped: Mapped, defaults: Defaults) -> Plan:
    """The plan for this file with these columns. Asks the database a number of times that does not depend on it
    beyond one for each five hundred addresses or places."""
    places = OrganisationFinder()
    days = words.DayColumn(_cells(sheet, mapped, "joined_on"))
    readings = list(_readings(edition, sheet, mapped, places, days))
    people = PersonFinder(
        by,
        emails=[row.email for row in readings if row.email],
        governments=[row.government for row in readings if row.government is not None],
    )
    plan = Plan(edition.pk, notes=[*sheet.notes, *([days.note] if days.note else [])])
    together = PutTogether(plan, edition=edition, people=people, defaults=defaults)
    for row in readings:
        together.add(row)
    return plan


def _cells(sheet: Sheet, mapped: Mapped, key: str) -> Iterator[str]:
    if key not in mapped:
        return
    at = sheet.names.index(mapped[key])
    for row in sheet.rows:
        if at < len(row.cells):
            yield words.filled(row.cells[at])


def _readings(
    edition: Edition, sheet: Sheet, mapped: Mapped, places: OrganisationFinder, days: words.DayColumn
) -> Iterator[Reading]:
    reads = {
        "level": words.levels(), "stage": words.all_stages(), "role": words.roles(edition),
        "seniority": words.seniorities(),
    }  # fmt: skip
    coaches = _Coaches(edition)
    positions = {key: sheet.names.index(name) for key, name in mapped.items()}
    for source in sheet.rows:
        row = _words_of(source, positions)
        said = row.said
        if row.reasons:
            yield row
            continue
        level = row.take(lambda said=said: reads["level"].read(said["level"]), "")
        row.stage = row.take(lambda said=said: reads["stage"].read(said["stage"]), "")
        row.role = row.take(lambda said=said: reads["role"].read(said["role"]), "")
        row.seniority = row.take(lambda said=said: reads["seniority"].read(said["seniority"]), "")
        row.email = row.take(lambda said=said: words.read_address(said["email"]), "")
        row.joined_on = row.take(lambda said=said: days.read(said["joined_on"]), None)
        row.coach = row.take(lambda said=said: coaches.find(said["coach"]), None)
        if row.joined_on is not None and days.is_doubtful(said["joined_on"]):
            row.notes.append(_("{cell} was read as {day}.").format(
                cell=said["joined_on"], day=row.joined_on.isoformat()))  # fmt: skip
        _check_lengths(row)
        _find_place(row, places, level)
        yield row


def _words_of(source: SheetRow, positions: dict[str, int]) -> Reading:
    row = Reading(source.number, dict.fromkeys(BY_KEY, ""))
    if source.broken:
        row.reasons.append(source.broken)
        return row
    for key, at in positions.items():
        cell = source.cells[at] if at < len(source.cells) else ""
        if at in source.formulas:
            row.reasons.append(_("{column}: the cell holds a formula. Put its result there as plain text.").format(
                column=BY_KEY[key].label))  # fmt: skip
        elif "\0" in cell or any("\ud800" <= letter <= "\udfff" for letter in cell):
            row.reasons.append(_("{column}: the cell holds signs that cannot be read. Type it again.").format(
                column=BY_KEY[key].label))  # fmt: skip
        else:
            row.said[key] = words.filled(cell)
    if not row.reasons and not row.said["organisation"]:
        row.reasons.append(_("The row names no organisation. Write which place or body it is about."))
    return row


def _check_lengths(row: Reading) -> None:
    for key, most in (("person", LONGEST_NAME), ("focus", LONGEST_FOCUS)):
        if len(row.said[key]) > most:
            row.reasons.append(_("{column}: more than {most} letters. Shorten it.").format(
                column=BY_KEY[key].label, most=most))  # fmt: skip
    if not row.said["person"]:
        alone = [key for key in ("email", "role", "seniority", "department", "joined_on") if row.said[key]]
        if alone:
            sentence = _("The row has {columns} but no person. Write the name of the person, or empty these.")
            row.reasons.append(sentence.format(columns=", ".join(str(BY_KEY[key].label) for key in alone)))


def _find_place(row: Reading, places: OrganisationFinder, level: str) -> None:
    said = row.said
    wanted = Said(said["organisation"], level, said["country"], said["region"])
    found: Any = row.take(lambda: places.find(wanted), None)
    if found is None:
        return
    row.organisation = found
    row.government = places.government_of(found[1])
    if said["department"]:
        row.department = row.take(lambda: places.find_department(said["department"], *found), None)


class _Coaches:
    """The coaches of an edition, by name and by address."""

    def __init__(self, edition: Edition) -> None:
        # Imported here: the forms of teams and this package are both used by views, and need not load each other.
        from reflectory.programmes.forms.teams import coaches_in

        self._edition = edition
        self._people: list[Person] = list(coaches_in(edition).prefetch_related("contacts"))

    def find(self, said: str) -> int | None:
        """The coach's number, None where none is named. Raises `WrongWord`."""
        if not said:
            return None
        wanted = said.casefold()
        found = {
            one.pk
            for one in self._people
            if one.name.casefold() == wanted
            or any(
                contact.value.casefold() == wanted
                for contact in one.contacts.all()
                if contact.kind == "email"
            )
        }
        if len(found) == 1:
            return found.pop()
        if found:
            raise WrongWord(
                _("Coach: several coaches are called “{name}”. Give the e-mail address.").format(name=said)
            )
        raise WrongWord(
            _("Coach: nobody called “{name}” coaches in {edition}. Make them a coach first, or leave it empty.")
            .format(name=said, edition=self._edition))  # fmt: skip


def first_stages() -> list[tuple[str, Any]]:
    """The stages in which a team may begin, with their names."""
    return [(key, name) for key, name in stages.STAGES if key in stages.FIRST]
