"""What goes into a run: which texts, who said them and for which government, and what becomes of each text.

Nothing here runs the engine or writes. Only texts whose voices agree today to be analysed are read at all; for every
other text there is a reason, and the sum of all is that of the texts received.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from reflectory.directory.levels import GOVERNMENTS
from reflectory.directory.models import Alias, Organisation
from reflectory.engine.corpus import Corpus
from reflectory.engine.masking import Masker, ordinary_words
from reflectory.evidence.models import Source, SourceVersion
from reflectory.evidence.queries import SourceQuerySet
from reflectory.listening.models import Ask
from reflectory.listening.uses import ANALYSE
from reflectory.listening.visibility import with_enough
from reflectory.programmes.models import Membership
from reflectory.sensemaking.models import Run
from reflectory.sensemaking.reasons import EMPTY, NO_DAY, NOT_AGREED, TOO_FEW

GOVERNMENT = "government"
SHORTEST_PART = 4  # letters of a first or last name; "Al" and "Mai" are words too
SHORTEST_REGION = 4  # letters; "IN" and "OR" are words of other kinds
_A_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Text:
    """One text that is used. `respondent` is a person, or a voice whose person is not known."""

    key: str
    version_id: int
    words: str
    text_hash: str
    respondent: str
    place: str | None  # the unit of independence: a government or other body, else a place in words
    is_government: bool
    programme_id: int | None
    said_on: date | None


@dataclass(frozen=True)
class Gathered:
    """The texts of a run in order of their keys, the names masked in them, and the accounting.

    Names of people are masked so that no label names anybody. They are kept nowhere, so that who is forgotten is.
    """

    texts: tuple[Text, ...]
    names: tuple[str, ...]  # of places and organisations
    people: tuple[str, ...]
    accounting: dict[str, Any]

    def corpus(self) -> Corpus:
        """The texts as the engine takes them."""
        return Corpus(
            ids=[text.key for text in self.texts],
            texts=[text.words for text in self.texts],
            respondents=[text.respondent for text in self.texts],
            groups={GOVERNMENT: [text.place for text in self.texts]},
            dates=[text.said_on for text in self.texts],
        )

    def masker(self) -> Masker | None:
        """What takes names of places, organisations and people out of what is analysed."""
        words = [text.words for text in self.texts]
        parts = {part for name in self.people for part in name.split() if len(part) >= SHORTEST_PART}
        names = {*self.names, *self.people, *parts}
        made = Masker(names, ordinary=ordinary_words(names, words))
        return made if made.names else None

    def input_hash(self) -> str:
        """Stands for everything that went in: the same texts, people and places give the same."""
        rows = [
            (text.key, text.text_hash, text.respondent, text.place, text.programme_id, str(text.said_on))
            for text in self.texts
        ]
        said = json.dumps([rows, self.names, self.people], ensure_ascii=True).encode("ascii")
        return hashlib.sha256(said).hexdigest()


def gather(run: Run, *, on: date) -> Gathered:
    """The texts of the run's editions or intake, and what becomes of each, in a constant number of queries."""
    sources = list(_received(run).order_by("key").values(*_READ))
    agreed = set(_received(run).allowing(ANALYSE, on=on).values_list("pk", flat=True))
    asks = {row["intake__ask"] for row in sources} - {None}
    enough = set(with_enough(Ask.objects.filter(pk__in=asks)).values_list("pk", flat=True)) if asks else set()
    originals = {
        row["source_id"]: row
        for row in SourceVersion.objects.filter(
            source__in=_received(run).order_by().values("pk"), number=1
        ).values("pk", "source_id", "text", "text_hash")
    }
    bodies = _bodies(sources)
    used: list[Text] = []
    excluded: dict[str, list[int]] = {NOT_AGREED: [], TOO_FEW: [], NO_DAY: [], EMPTY: []}
    for row in sources:
        original = originals.get(row["pk"])
        if row["pk"] not in agreed:
            excluded[NOT_AGREED].append(row["pk"])
        elif row["intake__ask"] is not None and row["intake__ask"] not in enough:
            excluded[TOO_FEW].append(row["pk"])
        elif row["said_on"] is None and (run.first or run.last):
            excluded[NO_DAY].append(row["pk"])
        elif original is None or not _A_WORD.search(original["text"]):
            excluded[EMPTY].append(row["pk"])
        else:
            used.append(_text(row, original, bodies))
    accounting = _accounting(len(sources), len(used), excluded)
    return Gathered(tuple(used), _names(sources, bodies), _people(run, sources), accounting)


_READ = (
    "pk", "key", "said_on", "edition__programme_id", "voice_id", "voice__place_words", "voice__organisation_id",
    "voice__person_id", "voice__person__counted_as_id", "voice__person__name", "voice__name", "team__organisation_id",
    "intake__ask",
)  # fmt: skip


def _received(run: Run) -> SourceQuerySet:
    """The texts that the run is about. A text without a day is among them: it is excluded with that reason."""
    rows: SourceQuerySet = Source.objects.all()
    editions = list(run.editions.values_list("pk", flat=True))
    if editions or run.intake_id is None:
        rows = rows.filter(edition__in=editions)
    if run.intake_id is not None:
        rows = rows.filter(intake=run.intake_id)
    if run.first is not None:
        rows = rows.exclude(said_on__lt=run.first)
    if run.last is not None:
        rows = rows.exclude(said_on__gt=run.last)
    return rows


def _bodies(sources: list[dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Each organisation of the sources with the one that it is counted as."""
    wanted = {row[name] for row in sources for name in ("voice__organisation_id", "team__organisation_id")}
    rows = Organisation.objects.filter(pk__in=wanted - {None}).values(
        "pk", "name", "region",
        root=F("counted_as"), root_name=F("counted_as__name"), root_level=F("counted_as__level"), own_level=F("level"),
    )  # fmt: skip
    return {row["pk"]: row for row in rows}


def _text(row: dict[str, Any], original: Mapping[str, Any], bodies: dict[int, dict[str, Any]]) -> Text:
    person = row["voice__person__counted_as_id"] or row["voice__person_id"]
    body = bodies.get(row["voice__organisation_id"] or row["team__organisation_id"] or 0)
    place = row["voice__place_words"].strip() or None
    level = ""
    if body is not None:
        place = f"{body['root_name'] or body['name']} #{body['root'] or body['pk']}"
        level = body["root_level"] or body["own_level"]
    return Text(
        key=row["key"], version_id=original["pk"], words=original["text"], text_hash=original["text_hash"],
        respondent=f"person {person}" if person else f"voice {row['voice_id']}",
        place=place, is_government=level in GOVERNMENTS or (body is None and place is not None),
        programme_id=row["edition__programme_id"], said_on=row["said_on"],
    )  # fmt: skip


def _names(sources: list[dict[str, Any]], bodies: dict[int, dict[str, Any]]) -> tuple[str, ...]:
    """Names of the places and organisations that the texts come from, with other names they go by."""
    roots = {body["root"] for body in bodies.values() if body["root"]}
    aliases = Alias.objects.filter(organisation__in={*bodies, *roots}).values_list("name", flat=True)
    found = {row["voice__place_words"].strip() for row in sources} | set(aliases)
    for body in bodies.values():
        found |= {body["name"], body["root_name"] or ""}
        found |= {body["region"]} if len(body["region"]) >= SHORTEST_REGION else set()
    return tuple(sorted(found - {""}))


def _people(run: Run, sources: list[dict[str, Any]]) -> tuple[str, ...]:
    """Names of those who speak, and of the members of teams in the editions, of whom they may speak."""
    speaking = {row[name] or "" for row in sources for name in ("voice__person__name", "voice__name")}
    members = Membership.objects.filter(team__edition__in=run.editions.all()).order_by()
    return tuple(sorted((speaking | set(members.values_list("person__name", flat=True))) - {""}))


def _accounting(received: int, used: int, excluded: dict[str, list[int]]) -> dict[str, Any]:
    return {
        "received": received,
        "used": used,
        "excluded": sum(len(rows) for rows in excluded.values()),
        "failed": 0,
        "reasons": [
            {"what": "excluded", "reason": reason, "n": len(rows), "rows": rows}
            for reason, rows in excluded.items()
            if rows
        ],
    }
