"""Words that may be quoted: choosing among them, and showing those that a report quotes, with what speaks against it.

An editor meets words that were marked in the editions they edit and that may be quoted; leads and analysts meet all
that they read. What may not be quoted any more is not shown, whoever asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone

from reflectory.core.visibility import Viewer
from reflectory.evidence.attribution import attribution, crowds_of, said_when
from reflectory.evidence.checking import WITHDRAWN
from reflectory.evidence.checking import problems as problems_of
from reflectory.evidence.hashing import SpanBroken
from reflectory.evidence.models import Excerpt
from reflectory.listening.queries import allows, uses_allowed
from reflectory.listening.uses import QUOTING, USES, WITHOUT_NAME
from reflectory.programmes.models import Programme
from reflectory.reports.models import EvidenceLink, Quote

USE_NAMES = dict(USES)


@dataclass(frozen=True)
class Offered:
    """Words that may be quoted: as what, the most open first, and how each would be attributed."""

    excerpt: Excerpt
    words: str
    language: str
    programme: str
    said: str
    uses: tuple[tuple[str, Any, str], ...]  # key, name, attribution
    is_here: bool = False  # it stands in the report already

    @property
    def source(self) -> str:
        """The attribution of the most open use."""
        return self.uses[0][2]


@dataclass(frozen=True)
class Shown:
    """Words that stand in a report; empty where they may not be shown, with why."""

    row: Quote
    words: str
    language: str
    source: str
    use_name: Any
    problems: tuple[str, ...]
    is_withdrawn: bool


def findable(viewer: Viewer) -> QuerySet[Excerpt]:
    """All words that the viewer may pick: seen by them, and agreed to be quoted in one way at least."""
    rows = Excerpt.objects.visible_to(viewer).allowing(WITHOUT_NAME, on=timezone.localdate())
    return rows.order_by(F("version__source__said_on").desc(nulls_last=True), "pk")


def narrowed(
    rows: QuerySet[Excerpt],
    *,
    words: str = "",
    programme: Programme | None = None,
    language: str = "",
    year: int | None = None,
) -> QuerySet[Excerpt]:
    """Those that hold all of the words, in that programme, language and year."""
    if programme is not None:
        rows = rows.filter(version__source__edition__programme=programme)
    if language:
        rows = rows.filter(version__source__language=language)
    if year is not None:
        rows = rows.filter(version__source__said_on__year=year)
    wanted = words.split()
    if wanted:
        rows = rows.annotate(held=Substr("version__text", F("start") + 1, F("end") - F("start")))
    for word in wanted:
        rows = rows.filter(held__icontains=word)
    return rows


def offered(rows: Sequence[Excerpt], *, there: Iterable[int] = ()) -> list[Offered]:
    """These with everything that is shown of them; those that may no longer be quoted are left out."""
    voices = [row.version.source.voice for row in rows]
    allowed = uses_allowed([voice.pk for voice in voices], on=timezone.localdate())
    crowds, taken = crowds_of(voices), set(there)
    against = problems_of([(row, WITHOUT_NAME) for row in rows], on=date.max)
    found = []
    for row in rows:
        source = row.version.source
        uses = tuple(
            (use, USE_NAMES[use], attribution(source.voice, use, crowds=crowds))
            for use in QUOTING
            if allows(allowed[source.voice_id], use)
        )
        if row.pk in against or not uses:
            continue
        programme = source.edition.programme.name if source.edition else ""
        found.append(
            Offered(row, row.words, source.language, programme, said_when(source), uses, row.pk in taken)
        )
    return found


def uses_of(excerpt: Excerpt) -> tuple[str, ...]:
    """As what words may be quoted today, the most open first."""
    voice = excerpt.version.source.voice_id
    allowed = uses_allowed([voice], on=timezone.localdate())[voice]
    return tuple(use for use in QUOTING if allows(allowed, use))


def shown(rows: Iterable[Quote]) -> list[Shown]:
    """What stands in a report, in a constant number of queries."""
    listed = list(rows)
    against = problems_of([(row.excerpt, row.use) for row in listed], on=date.max)
    crowds = crowds_of([row.excerpt.version.source.voice for row in listed])
    found = []
    for row in listed:
        wrong = [one for one in against.get(row.excerpt_id, []) if one.use == row.use]
        source = row.excerpt.version.source
        found.append(Shown(
            row=row, words="" if wrong else _words(row.excerpt), language=source.language,
            source="" if wrong else attribution(source.voice, row.use, crowds=crowds),
            use_name=USE_NAMES[row.use], problems=tuple(one.sentence for one in wrong),
            is_withdrawn=any(one.code == WITHDRAWN for one in wrong),
        ))  # fmt: skip
    return found


def in_report(report_pk: int) -> set[int]:
    """The numbers of the excerpts that stand in a report, as quotes or as evidence."""
    quotes = Quote.objects.filter(report=report_pk).order_by().values_list("excerpt", flat=True)
    links = (
        EvidenceLink.objects.filter(takeaway__report=report_pk).order_by().values_list("excerpt", flat=True)
    )
    return {*quotes, *links}


def _words(excerpt: Excerpt) -> str:
    try:
        return excerpt.words
    except SpanBroken:
        return ""
