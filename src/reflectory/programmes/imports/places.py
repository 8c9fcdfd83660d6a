"""Which organisation a row means: one that is there, by its names; else one of the gazetteer; else none, and why.

Nothing is guessed. Several that fit are told, and the row is refused until it says which. Organisations are loaded
once for a whole file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from reflectory.directory import gazetteer
from reflectory.directory.gazetteer import fold
from reflectory.directory.gazetteer.baked import read_baked
from reflectory.directory.gazetteer.scopes import country_scope
from reflectory.directory.levels import DEPARTMENT, GOVERNMENTS, LEVELS
from reflectory.directory.models import Alias, Organisation
from reflectory.programmes.imports.plan import PlannedOrganisation

MOST_CHOICES = 6
MOST_NEAR_MISSES = 30  # in a file; finding what was meant takes longer than finding what was said
LONGEST_NAME = Organisation._meta.get_field("name").max_length or 200
LONGEST_REGION = Organisation._meta.get_field("region").max_length or 60
_FIELDS = (
    "pk", "name", "level", "country", "region", "place_id", "parent_id", "merged_into_id",
)  # fmt: skip


class NotFound(Exception):
    """The row's organisation cannot be told; the text says why, and what to do."""


@dataclass(frozen=True)
class Said:
    """What a row says about its organisation."""

    name: str
    level: str
    country: str
    region: str


class OrganisationFinder:
    """Finds organisations for the rows of one file, asking the database three times in all."""

    def __init__(self) -> None:
        self._by_pk: dict[int, Organisation] = {
            row.pk: row for row in Organisation.objects.only(*_FIELDS).iterator(chunk_size=2000)
        }
        self._by_name: dict[str, set[int]] = defaultdict(set)
        self._by_place: dict[str, int] = {}
        self._departments: dict[tuple[int, str], set[int]] = defaultdict(set)
        for row in self._by_pk.values():
            self._add(row.name, row)
            if row.place_id:
                self._by_place[row.place_id] = self._standing(row).pk
        for pk, name in Alias.objects.values_list("organisation", "name").iterator(chunk_size=2000):
            self._add(name, self._by_pk[pk])
        self._answers: dict[Said, tuple[str, PlannedOrganisation] | str] = {}
        self._n_near_misses = 0

    def find(self, said: Said) -> tuple[str, PlannedOrganisation]:
        """Its key and what would be made of it. Raises `NotFound`."""
        if said not in self._answers:
            try:
                self._answers[said] = self._find(said)
            except NotFound as problem:
                self._answers[said] = str(problem)
        answer = self._answers[said]
        if isinstance(answer, str):
            raise NotFound(answer)
        return answer

    def find_department(
        self, name: str, of: str, government: PlannedOrganisation
    ) -> tuple[str, PlannedOrganisation]:
        """The department of that name in the government, or a new one."""
        if len(name) > LONGEST_NAME:
            raise NotFound(
                _("The department has more than {most} letters. Shorten it.").format(most=LONGEST_NAME)
            )
        known = self._departments.get((government.pk or 0, fold(name)), set())
        if len(known) > 1:
            raise NotFound(
                _("{government} has {n} departments called “{name}”. Merge them under Places first.").format(
                    government=government.name, n=len(known), name=name
                )
            )
        if known:
            return self._planned(next(iter(known)))
        values = {"name": name, "level": DEPARTMENT, **self._where(government)}
        return f"department:{of}:{fold(name)}", PlannedOrganisation(None, name, values, parent=of)

    def may_be(self, name: str) -> list[tuple[str, str]]:
        """What a name that is not found may mean, to be asked: a key that `chosen` takes, and words, likeliest first.

        Where nothing here or in the gazetteer bears it, also what kind of body it could be, for a new one.
        """
        known = self._known(Said(name, "", "", ""), "")
        if known:
            return [(f"organisation:{pk}", self.words(pk)) for pk in known]
        places = gazetteer.resolve(name).places
        near = () if places else tuple(self._nearly_called(name))
        found = [(f"place:{one.id}", gazetteer.describe(one)) for one in (*places, *near)]
        bodies = [
            (f"level:{key}", str(words)) for key, words in LEVELS if key not in (*GOVERNMENTS, DEPARTMENT)
        ]
        return found if places else [*found, *bodies]

    def chosen(self, name: str, key: str) -> tuple[str, PlannedOrganisation]:
        """The organisation for a key that `may_be` gave for this name. Raises `NotFound`."""
        sort, _colon, number = key.partition(":")
        if sort == "organisation" and int(number) in self._by_pk:
            return self._planned(int(number))
        place = gazetteer.get(number) if sort == "place" else None
        if place is not None:
            return self._of_place(place)
        return self.find(Said(name, number if sort == "level" else "", "", ""))

    def _nearly_called(self, name: str) -> Iterable[gazetteer.Place]:
        for other in gazetteer.near_miss(name):
            place = gazetteer.resolve(other).place
            if place is not None:
                yield place

    def government_of(self, organisation: PlannedOrganisation) -> int | None:
        """The number under which people of it are looked for: its own, or that of the government it is part of."""
        if organisation.pk is None:
            return None
        row = self._by_pk[organisation.pk]
        return row.parent_id if row.level == DEPARTMENT and row.parent_id else row.pk

    def words(self, pk: int) -> str:
        """The organisation so that it is told from its namesakes."""
        row = self._by_pk[pk]
        parent = self._by_pk[row.parent_id].name if row.parent_id else ""
        return ", ".join(part for part in (row.name, parent, row.place_words) if part)

    def _find(self, said: Said) -> tuple[str, PlannedOrganisation]:
        _check_lengths(said)
        country = _country(said.country)
        known = self._known(said, country)
        if len(known) == 1:
            return self._planned(known[0])
        if len(known) > 1:
            raise NotFound(
                _("Several organisations are called “{name}”: {choices}. Give the region or the level that tells them "
                  "apart.").format(name=said.name, choices=_listed([self.words(pk) for pk in known]))
            )  # fmt: skip
        if said.level == DEPARTMENT:
            raise NotFound(
                _("No department called “{name}” is known. Put its government in the column organisation and the "
                  "department in the column department, or add it under Places first.").format(name=said.name)
            )  # fmt: skip
        if said.level and said.level not in GOVERNMENTS:
            values = {"name": said.name, "level": said.level, "country": country, "region": said.region}
            key = f"body:{said.level}:{country}:{fold(said.region)}:{fold(said.name)}"
            return key, PlannedOrganisation(None, said.name, values)
        return self._in_gazetteer(said)

    def _known(self, said: Said, country: str) -> list[int]:
        """Those that bear the name, in the region and country that were said; "X, Y" is tried whole first."""
        within = [said.region] if said.region else []
        found = self._named(said.name, within, country, said.level)
        head, _comma, tail = said.name.partition(",")
        if not found and tail.strip():
            parts = [part.strip() for part in tail.split(",") if part.strip()]
            found = self._named(head, [*within, *parts], country, said.level)
        return found

    def _named(self, name: str, within: list[str], country: str, level: str) -> list[int]:
        found = []
        for pk in sorted(self._by_name.get(fold(name), ())):
            row = self._by_pk[pk]
            if level and row.level != level:
                continue
            if not level and row.level == DEPARTMENT:
                continue
            if country and row.country and row.country != country:
                continue
            if all(_lies_in(row.country, row.region, word) for word in within):
                found.append(pk)
        return found

    def _in_gazetteer(self, said: Said) -> tuple[str, PlannedOrganisation]:
        level: Any = said.level or None
        answer = gazetteer.resolve(
            said.name, country=said.country or None, region=said.region or None, level=level
        )
        if answer.place is not None:
            return self._of_place(answer.place)
        if answer.places:
            choices = _listed([gazetteer.describe(place) for place in answer.places])
            raise NotFound(_("“{name}” may be several places. Say which, with its region or level: {choices}.").format(
                name=_as_said(said), choices=choices))  # fmt: skip
        raise NotFound(self._no_such_place(said, answer.unknown))

    def _of_place(self, place: gazetteer.Place) -> tuple[str, PlannedOrganisation]:
        if place.id in self._by_place:
            return self._planned(self._by_place[place.id])
        values = {
            "name": place.name, "level": place.level, "country": place.country,
            "region": place.region or (place.region_name or "")[:LONGEST_REGION],
            "place_id": place.id, "latitude": place.latitude, "longitude": place.longitude,
            "population": place.population,
        }  # fmt: skip
        return f"place:{place.id}", PlannedOrganisation(None, place.full_name, values)

    def _no_such_place(self, said: Said, unknown: tuple[str, ...]) -> str:
        if unknown:
            return _("“{words}” is no country or region that is known. Correct it, or leave it out.").format(
                words=", ".join(unknown))  # fmt: skip
        near: list[str] = []
        if self._n_near_misses < MOST_NEAR_MISSES:
            self._n_near_misses += 1
            near = gazetteer.near_miss(_as_said(said))
        what = _("No place called “{name}” is known.").format(name=_as_said(said))
        if near:
            what += " " + _("Did you mean {near}?").format(near=_listed([f"“{one}”" for one in near]))
        return (
            what
            + " "
            + _(
                "If it is a government too small to be in the gazetteer, add it under Places first. If it is no "
                "government, say in the column level what it is: {levels}."
            ).format(
                levels=", ".join(
                    str(name) for key, name in LEVELS if key not in GOVERNMENTS and key != DEPARTMENT
                )
            )
        )

    def _planned(self, pk: int) -> tuple[str, PlannedOrganisation]:
        return f"organisation:{pk}", PlannedOrganisation(pk, self.words(pk))

    def _where(self, government: PlannedOrganisation) -> dict[str, Any]:
        if government.pk is not None:
            row = self._by_pk[government.pk]
            return {"country": row.country, "region": row.region}
        return {key: government.values.get(key, "") for key in ("country", "region")}

    def _add(self, name: str, row: Organisation) -> None:
        standing = self._standing(row)
        self._by_name[fold(name)].add(standing.pk)
        if standing.level == DEPARTMENT and standing.parent_id:
            self._departments[standing.parent_id, fold(name)].add(standing.pk)

    def _standing(self, row: Organisation) -> Organisation:
        while row.merged_into_id is not None:
            row = self._by_pk[row.merged_into_id]
        return row


def _check_lengths(said: Said) -> None:
    if len(said.name) > LONGEST_NAME or len(said.region) > LONGEST_REGION:
        sentence = _(
            "The name of an organisation has at most {most} letters, its region {region}. Shorten it."
        )
        raise NotFound(sentence.format(most=LONGEST_NAME, region=LONGEST_REGION))


def _country(word: str) -> str:
    """The two letters of the country that was said; "" where none was."""
    if not word:
        return ""
    scope = country_scope(word)
    codes = sorted(scope.countries) if scope is not None else []
    if len(codes) == 1:
        return codes[0]
    if scope is not None and not codes:
        return "US"  # a territory by its own code; the gazetteer has it as a region of the United States
    raise NotFound(
        _("There is no country called “{word}”. Write its name in English, or its two letters.").format(
            word=word
        )
    )


def _lies_in(country: str, region: str, word: str) -> bool:
    """Whether the word names this country or region, by any of its names."""
    folded = fold(word)
    return not folded or folded == fold(region) or folded in _names_of(country, region)


@cache
def _names_of(country: str, region: str) -> frozenset[str]:
    baked = read_baked()
    names: set[str] = (
        set(baked.countries[country].folded) | {fold(country)} if country in baked.countries else set()
    )
    asked = fold(region)
    for one in baked.regions:
        if one.country == country and asked and (asked in one.folded or asked == fold(one.code or "")):
            names |= one.folded | {fold(one.code or "")}
    return frozenset(names)


def _as_said(said: Said) -> str:
    return ", ".join(part for part in (said.name, said.region, said.country) if part)


def _listed(choices: Iterable[str]) -> str:
    said = list(choices)
    more = len(said) - MOST_CHOICES
    shown = "; ".join(said[:MOST_CHOICES])
    return shown + (" " + _("and {n} more").format(n=more) if more > 0 else "")
