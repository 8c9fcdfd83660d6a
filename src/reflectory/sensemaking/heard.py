"""Whom we heard in a period: voices and governments in each programme, roles by seniority, languages.

Counts the same voices as a run over the same editions and days: those who agree to be analysed, a person once. What
is told of few people is hidden as in `engine.disclosure`; this decides nothing about words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reflectory.core.templatetags.look import language_name
from reflectory.directory.levels import GOVERNMENTS
from reflectory.directory.models import SENIORITY
from reflectory.engine.disclosure import FLOOR, hide_small
from reflectory.evidence.models import Source
from reflectory.listening.uses import ANALYSE
from reflectory.press.publication.content import HeardFrom
from reflectory.programmes.models import Edition

_ROOT = "voice__organisation"


@dataclass
class _Programme:
    """Who was heard in one programme: by voice the role and the languages, and the governments of all."""

    name: str
    roles: dict[str, str] = field(default_factory=dict)
    languages: set[tuple[str, str]] = field(default_factory=set)  # voice, language
    governments: set[int] = field(default_factory=set)


def heard_from(
    first: date | None,
    last: date | None,
    editions: Collection[Edition],
    *,
    on: date | None = None,
    floor: int = FLOOR,
    language: str = "en",
) -> tuple[HeardFrom, ...]:
    """A row for each programme in which somebody was heard, in the order of their names, in one query.

    `on` is the day whose consent counts: today, or the day of a release. Languages of few voices are not named.
    """
    found: dict[int, _Programme] = {}
    for row in _rows(first, last, editions, on or timezone.localdate()):
        programme = found.setdefault(row["programme"], _Programme(row["programme_name"]))
        person = row["voice__person__counted_as"] or row["voice__person"]
        voice = f"person {person}" if person else f"voice {row['voice']}"
        programme.roles[voice] = row["voice__seniority"] or programme.roles.get(voice, "")
        programme.languages.add((voice, row["language"]))
        government = _government(row)
        programme.governments |= {government} if government else set()
    ordered = sorted(found.values(), key=lambda one: one.name)
    told = hide_small([len(one.roles) for one in ordered], floor=floor)
    with translation.override(language):
        return tuple(
            HeardFrom(one.name, 0, 0, (), (), is_hidden=True) if is_hidden else _told(one, floor)
            for one, is_hidden in zip(ordered, told.hidden, strict=True)
        )


def _rows(
    first: date | None, last: date | None, editions: Collection[Edition], on: date
) -> Collection[dict[str, Any]]:
    period = {"said_on__gte": first, "said_on__lte": last}
    rows = Source.objects.filter(
        edition__in=[edition.pk for edition in editions],
        **{name: day for name, day in period.items() if day is not None},
    )
    return (
        rows.allowing(ANALYSE, on=on)
        .order_by(F("said_on").asc(nulls_first=True), "key")
        .values(
            "voice", "voice__person", "voice__person__counted_as", "voice__seniority", "language", _ROOT,
            f"{_ROOT}__level", f"{_ROOT}__counted_as", f"{_ROOT}__counted_as__level", "team__organisation",
            "team__organisation__level", "team__organisation__counted_as", "team__organisation__counted_as__level",
            programme=F("edition__programme"), programme_name=F("edition__programme__name"),
        )
    )  # fmt: skip


def _government(row: dict[str, Any]) -> int | None:
    """The government that speaks here, if it is one: the organisation of the voice, else that of the team."""
    of = _ROOT if row[_ROOT] else "team__organisation"
    level = row[f"{of}__counted_as__level"] or row[f"{of}__level"]
    return (row[f"{of}__counted_as"] or row[of]) if level in GOVERNMENTS else None


def _told(one: _Programme, floor: int) -> HeardFrom:
    speaking = Counter(language for _voice, language in one.languages if language)
    return HeardFrom(
        programme=one.name,
        n_voices=len(one.roles),
        n_governments=len(one.governments),
        roles=_roles(Counter(one.roles.values()), floor),
        languages=tuple(sorted(language_name(code) for code, n in speaking.items() if n >= floor)),
    )


def _roles(counts: Counter[str], floor: int) -> tuple[tuple[str, int], ...]:
    """How many of each role, the front line first; roles of few together, where that gives nobody away."""
    names = {**dict(SENIORITY), "": _("role not known")}
    kept = [(key, counts[key]) for key in names if counts[key]]
    told = hide_small([n for _key, n in kept], floor=floor)
    rows = [
        (str(names[key]), n) for (key, n), is_hidden in zip(kept, told.hidden, strict=True) if not is_hidden
    ]
    others = sum(n for (_key, n), is_hidden in zip(kept, told.hidden, strict=True) if is_hidden)
    return (*rows, *([(_("other roles"), others)] if others and told.total_is_told else []))
