"""The figures of a report, each counted by its one definition in the ledger, and the governments on its map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from django.db.models import QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.core import ledger
from reflectory.core.ledger import Definition, Scope
from reflectory.directory.models import Organisation
from reflectory.directory.words import country_name, where
from reflectory.press.publication.content import Figure, Place
from reflectory.programmes.models import Edition
from reflectory.reports.composing.pieces import Pieces
from reflectory.reports.composing.problems import Problem
from reflectory.reports.models import Figure as FigureRow
from reflectory.reports.models import ProgrammeBlock, Report

GOVERNMENTS = "governments"
IN_A_BATCH = 100  # databases join no more than some hundred queries


class Counting:
    """Counts once, for all sections: `figures_of` a section or block, `places` for the map."""

    def __init__(self, report: Report, pieces: Pieces) -> None:
        self.report, self.pieces = report, pieces
        self.problems: list[Problem] = []
        self.manifest: list[dict[str, object]] = []
        self.year = Scope(pieces.first, pieces.last)
        self.editions: list[Edition] = []
        self.scopes = self._scopes_of_blocks()
        self._figures = self._count()

    def figures_of(self, where: str, pk: int) -> tuple[Figure, ...]:
        """The figures that stand in a section or beside a programme."""
        return tuple(self._figures.get((where, pk), ()))

    def _scopes_of_blocks(self) -> dict[int, Scope]:
        """For each programme in the report, its editions of the year.

        An edition that lies within the year is counted whole, with applications that came before its start.
        """
        editions: dict[int, list[Edition]] = defaultdict(list)
        wanted = [block.programme_id for block in self.pieces.blocks]
        for edition in Edition.objects.in_year(self.report.year).filter(programme__in=wanted).order_by("pk"):
            editions[edition.programme_id].append(edition)
            self.editions.append(edition)
        found = {}
        for block in self.pieces.blocks:
            theirs = editions[block.programme_id]
            ids = frozenset(edition.pk for edition in theirs)
            is_within = all(self._lies_within(edition) for edition in theirs)
            days = (date.min, date.max) if is_within else (self.pieces.first, self.pieces.last)
            found[block.pk] = Scope(*days, ids)
        return found

    def _lies_within(self, edition: Edition) -> bool:
        ends = edition.actual_ends_on or edition.planned_ends_on
        starts = edition.actual_starts_on or edition.planned_starts_on
        return ends is not None and self.pieces.first <= starts and ends <= self.pieces.last

    def _count(self) -> dict[tuple[str, int], list[Figure]]:
        wanted: list[tuple[tuple[str, int], FigureRow, Definition, Scope, str]] = []
        blocks = {block.pk: block for block in self.pieces.blocks}
        shown = {section.pk for section in self.pieces.sections}
        for place, rows in sorted(self.pieces.figures.items()):
            what, pk = place
            if what == "section" and pk not in shown:
                continue
            block = blocks.get(pk) if what == "block" else None
            for row in rows:
                found = ledger.definition(row.key)
                if found is None:
                    self.problems.append(Problem(
                        "no_figure", row.label,
                        _("The figure “{key}” no longer exists. Choose another, or take it out.").format(key=row.key),
                        f"figure {row.pk}",
                    ))  # fmt: skip
                    continue
                scope = self.scopes[pk] if block is not None else self.year
                wanted.append((place, row, found, scope, _scope_words(self.report, block)))
        pairs = [(one, scope) for _place, _row, one, scope, _words in wanted]
        figures: dict[tuple[str, int], list[Figure]] = defaultdict(list)
        for (place, row, one, scope, words), value, names in zip(
            wanted, ledger.values(pairs), _names(pairs), strict=True
        ):
            block = blocks.get(place[1]) if place[0] == "block" else None
            figures[place].append(self._figure(row, one, scope, words, value, names, block))
        return figures

    def _figure(
        self,
        row: FigureRow,
        one: Definition,
        scope: Scope,
        words: str,
        value: int,
        names: tuple[str, ...],
        block: ProgrammeBlock | None,
    ) -> Figure:
        key = row.key if block is None else f"{row.key}-{block.programme.slug}"
        down = value // row.rounding * row.rounding
        is_exact = down in (0, value)
        shown = format_decimal(value if is_exact else down, locale=_locale(self.report)) + (
            "" if is_exact else "+"
        )
        self.manifest.append({
            "key": key, "definition": row.key, "value": value, "shown": shown, "rounding": row.rounding,
            "first": scope.first.isoformat(), "last": scope.last.isoformat(),
            "editions": None if scope.editions is None else sorted(scope.editions),
        })  # fmt: skip
        return Figure(
            key=key, value=value, shown=shown, label=row.label, rule=str(one.rule), scope=words,
            as_of=self.pieces.on, caveat=str(one.caveat), names=names,
        )  # fmt: skip

    def places(self) -> tuple[Place, ...]:
        """The governments worked with, by name, each with its programmes in this report."""
        definition = ledger.definition(GOVERNMENTS)
        if definition is None:
            return ()
        programmes: dict[int, list[str]] = defaultdict(list)
        blocks = self.pieces.blocks
        asked = [definition.rows(self.scopes[block.pk]) for block in blocks]
        for n, pk in sorted(_together(asked, "pk")):
            programmes[pk].append(blocks[n].name)
        rows: list[Organisation] = list(definition.rows(self.year).order_by("name", "pk"))
        return tuple(
            Place(
                name=row.name, level=str(row.get_level_display()), where=where(row), country=row.country,
                programmes=tuple(programmes[row.pk]), longitude=row.longitude, latitude=row.latitude,
            )
            for row in rows
        )  # fmt: skip


def map_note(places: tuple[Place, ...], pictured: str) -> str:
    """What the map leaves out, computed: governments elsewhere, and those without coordinates."""
    said = []
    elsewhere = sum(place.country != pictured for place in places) if pictured else 0
    if elsewhere:
        said.append(ngettext(
            "In addition to those pictured, we worked with {n} government outside {country}.",
            "In addition to those pictured, we worked with {n} governments outside {country}.",
            elsewhere,
        ).format(n=elsewhere, country=_the(country_name(pictured))))  # fmt: skip
    here = [place for place in places if not pictured or place.country == pictured]
    lost = sum(place.longitude is None or place.latitude is None for place in here)
    if lost:
        said.append(ngettext(
            "{n} government has no coordinates and stands in the table alone.",
            "{n} governments have no coordinates and stand in the table alone.",
            lost,
        ).format(n=lost))  # fmt: skip
    return " ".join(said)


def _locale(report: Report) -> str:
    """The locale that numbers are written in; English where the report's language is none that is known."""
    try:
        return str(Locale.parse(report.language, sep="-"))
    except (UnknownLocaleError, ValueError):
        return "en"


def _the(country: str) -> str:
    """The country's name within a sentence, in English with its article where it has one."""
    return f"the {country}" if country.startswith("United ") else country


def _scope_words(report: Report, block: ProgrammeBlock | None) -> str:
    if block is None:
        return _("all programmes, {year}").format(year=report.year)
    return _("{programme}, {year}").format(programme=block.name, year=report.year)


def _names(pairs: Sequence[tuple[Definition, Scope]]) -> list[tuple[str, ...]]:
    """Who is behind each, where these are organisations: people are never named by a figure."""
    rows: list[Any] = [one.rows(scope) for one, scope in pairs]
    named = [n for n, one in enumerate(rows) if one.model is Organisation and not one.query.values_select]
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for n, name, pk in _together([rows[n] for n in named], "name", "pk"):
        found[named[n]].append((name, pk))
    return [tuple(name for name, _pk in sorted(found[n])) for n in range(len(pairs))]


def _together(asked: Sequence[QuerySet[Any]], *fields: str) -> Iterator[tuple[Any, ...]]:
    """The rows of several queries, each with the number of its query before its fields, in as few as can be."""
    numbered = [
        rows.order_by().annotate(asked_as=Value(n)).values_list("asked_as", *fields)
        for n, rows in enumerate(asked)
    ]
    for start in range(0, len(numbered), IN_A_BATCH):
        first, *rest = numbered[start : start + IN_A_BATCH]
        yield from first.union(*rest, all=True)
