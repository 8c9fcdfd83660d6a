"""What becomes of each row of a file of texts, before anything is written.

A row is used, excluded because it holds no words, or failed because something in it cannot be read; the last two say
why. Nobody is taken for a person of the directory by name alone: a name stays the words of the file.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from reflectory.core.search import fold
from reflectory.core.visibility import Viewer
from reflectory.directory.models import SENIORITY, Organisation
from reflectory.evidence.accounting import EMPTY, HERE_ALREADY, SAME_KEY, in_words
from reflectory.evidence.actions.intake import Basis, LeftOut, Said, Who
from reflectory.evidence.models import KINDS, Source
from reflectory.intake.dates import read_days
from reflectory.listening.uses import USES
from reflectory.programmes.imports.sheet import Sheet, SheetRow
from reflectory.programmes.imports.words import Vocabulary, WrongWord, filled
from reflectory.programmes.models import Edition, Team

USED, EXCLUDED, FAILED = "used", "excluded", "failed"
_NOTHING_AGREED = {"none", "no", "nothing"}


@dataclass(frozen=True)
class Settings:
    """What was chosen about a file: its title, its edition, which column holds what, and the basis that is stated."""

    title: str
    mapped: Mapping[str, str]
    edition: Edition | None = None
    kind: str = "survey_answer"
    basis: Basis | None = None


@dataclass(frozen=True)
class PlannedText:
    """What becomes of one row, as the preview shows it."""

    number: int
    words: str
    outcome: str
    why: str = ""
    may: str = ""  # what it may be used for, in words
    notes: tuple[str, ...] = ()


@dataclass
class Plan:
    """Every row, and what is handed to the action."""

    rows: list[PlannedText] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    excluded: list[LeftOut] = field(default_factory=list)
    failed: list[LeftOut] = field(default_factory=list)
    digest: str = ""

    @property
    def outcomes(self) -> dict[str, int]:
        """How many rows are used, excluded and failed."""
        return {key: sum(row.outcome == key for row in self.rows) for key in (USED, EXCLUDED, FAILED)}


def make_plan(*, by: Viewer, sheet: Sheet, settings: Settings) -> Plan:
    """The plan of the file. Reads the directory once and writes nothing."""
    reader = _Reader(by, sheet, settings)
    plan = Plan()
    for row in sheet.rows:
        try:
            plan.said.append(reader.said(row))
        except WrongWord as wrong:
            plan.failed.append(LeftOut(_place(row), str(wrong)))
    out = {one.place: one.reason for one in plan.failed}
    keys = [one.key for one in plan.said]
    there = set(Source.objects.filter(key__in=keys).values_list("key", flat=True))
    twice = {key for key, n in Counter(keys).items() if n > 1}
    by_place = {one.place_in_file: one for one in plan.said}
    for row in sheet.rows:
        plan.rows.append(_planned(row, by_place.get(_place(row)), out, there, twice, settings, reader))
    plan.digest = _digest(plan, settings)
    return plan


def _planned(
    row: SheetRow,
    said: Said | None,
    out: Mapping[str, str],
    there: set[str],
    twice: set[str],
    settings: Settings,
    reader: _Reader,
) -> PlannedText:
    place = _place(row)
    if said is None:
        return PlannedText(row.number, reader.words(row)[:300], FAILED, out[place])
    words = said.text[:300]
    if not said.text.strip():
        return PlannedText(row.number, "", EXCLUDED, in_words(EMPTY))
    if said.key in twice:
        return PlannedText(row.number, words, FAILED, in_words(SAME_KEY))
    if said.key in there:
        return PlannedText(row.number, words, FAILED, in_words(HERE_ALREADY))
    return PlannedText(row.number, words, USED, "", _may(said, settings), tuple(reader.notes.get(place, ())))


def _may(said: Said, settings: Settings) -> str:
    """What a row may be used for, as it will be recorded."""
    if said.withdrawn_on is not None:
        return _("nothing: it was withdrawn")
    uses = said.uses
    if uses is None:
        uses = settings.basis.uses if settings.basis is not None else frozenset({"analyse"})
    return "; ".join(str(name) for use, name in USES if use in uses) or _("nothing")


def _digest(plan: Plan, settings: Settings) -> str:
    said = [
        [(row.number, row.outcome, row.may) for row in plan.rows],
        sorted(settings.mapped.items()),
        [
            settings.title,
            settings.edition.pk if settings.edition else None,
            settings.kind,
            repr(settings.basis),
        ],
    ]
    return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()


def _place(row: SheetRow) -> str:
    return f"row {row.number}"


class _Reader:
    """Reads the cells of a row; what the whole file shows is found once."""

    def __init__(self, by: Viewer, sheet: Sheet, settings: Settings) -> None:
        self.settings = settings
        self.notes: dict[str, list[str]] = {}
        self._at = {
            key: sheet.names.index(name) for key, name in settings.mapped.items() if name in sheet.names
        }
        whole = [row for row in sheet.rows if not row.broken]
        self._days = {key: read_days(self._cells(whole, key)) for key in ("said_on", "withdrawn_on")}
        self._kinds = _vocabulary(_("Kind"), KINDS)
        self._seniorities = _vocabulary(_("Seniority"), SENIORITY)
        self._uses = _vocabulary(_("Consent"), USES)
        self._places = _places(by) if "place" in self._at else {}
        self._teams = _teams(settings.edition)
        self._prefix = slugify(settings.title)[:60] or "texts"

    def _cells(self, rows: Sequence[SheetRow], key: str) -> list[str]:
        return [row.cells[self._at[key]] for row in rows] if key in self._at else []

    def words(self, row: SheetRow) -> str:
        """What somebody said, of a row that may not be usable."""
        return row.cells[self._at["text"]] if not row.broken and "text" in self._at else ""

    def said(self, row: SheetRow) -> Said:
        """The text of a row. Raises `WrongWord` where something in it cannot be read."""
        if row.broken:
            raise WrongWord(row.broken)
        cell = {key: row.cells[at] for key, at in self._at.items()}
        place = filled(cell.get("place", ""))
        organisation = self._places.get(fold(place)) if place else None
        if place and organisation is None:
            self.notes.setdefault(_place(row), []).append(
                _("“{place}” is no place that you see here, so it is kept in these words.").format(
                    place=place
                )
            )
        who = Who(
            role=filled(cell.get("role", "")), seniority=self._seniorities.read(filled(cell.get("seniority", ""))),
            name=filled(cell.get("name", "")), organisation=organisation,
            place_words="" if organisation is not None else place,
        )  # fmt: skip
        own_key = filled(cell.get("key", "")) or str(row.number)
        return Said(
            key=f"{self._prefix}/{own_key}"[:100], text=cell.get("text", ""), voice=who, edition=self.settings.edition,
            team=self._teams.get(organisation.pk) if organisation is not None else None,
            kind=self._kinds.read(filled(cell.get("kind", ""))) or self.settings.kind,
            question=filled(cell.get("question", "")), said_on=self._day("said_on", cell),
            language=filled(cell.get("language", "")).lower(), place_in_file=_place(row),
            uses=self._agreed(cell.get("consent", "")), withdrawn_on=self._day("withdrawn_on", cell),
        )  # fmt: skip

    def _day(self, key: str, cell: Mapping[str, str]) -> date | None:
        said = cell.get(key, "")
        if not filled(said):
            return None
        day = self._days[key].of.get(said)
        if day is None:
            raise WrongWord(
                _("“{cell}” is no day. Write it as year, month and day, like 2021-03-31.").format(cell=said)
            )
        return day

    def _agreed(self, cell: str) -> frozenset[str] | None:
        """None where the cell is empty; an empty set where it says that nothing was agreed to."""
        if not cell.strip():
            return None
        if fold(cell.strip()) in _NOTHING_AGREED:
            return frozenset()
        return frozenset(self._uses.read(part.strip()) for part in cell.split(";") if part.strip())


def _vocabulary(label: str, choices: Sequence[tuple[str, Any]]) -> Vocabulary:
    keys: dict[str, str] = {}
    with override("en"):
        keys |= {_word(str(name)): key for key, name in choices}
    keys |= {_word(str(name)): key for key, name in choices}
    keys |= {_word(key): key for key, _name in choices}
    return Vocabulary(label, keys, tuple(str(name) for _key, name in choices))


def _word(text: str) -> str:
    return fold(" ".join(text.replace("_", " ").replace("-", " ").split()))


def _places(by: Viewer) -> dict[str, Organisation]:
    """Places that the viewer sees, by name; a name that two of them bear stands for neither."""
    found: dict[str, Organisation] = {}
    several = set()
    for row in Organisation.objects.visible_to(by).filter(merged_into__isnull=True):
        name = fold(row.name)
        if name in found:
            several.add(name)
        found[name] = row
    return {name: row for name, row in found.items() if name not in several}


def _teams(edition: Edition | None) -> dict[int, Team]:
    if edition is None:
        return {}
    return {team.organisation_id: team for team in Team.objects.filter(edition=edition)}
