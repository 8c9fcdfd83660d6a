"""Everything that stands in a report, read in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch

from reflectory.evidence.models import Excerpt
from reflectory.press.publication.content import Paragraphs
from reflectory.reports.composing.problems import Problem
from reflectory.reports.models import (
    Erratum,
    EvidenceLink,
    Figure,
    ProgrammeBlock,
    Quote,
    Recommendation,
    Report,
    Section,
    ShareText,
    Takeaway,
)


def paragraphs(text: str) -> Paragraphs:
    """The paragraphs of a text: what an empty line parts, lines within one joined.

    >>> paragraphs("One\\nline.\\n\\n\\nAnother.")
    ('One line.', 'Another.')
    """
    return tuple(" ".join(part.split()) for part in text.replace("\r", "").split("\n\n") if part.strip())


@dataclass
class Pieces:
    """The rows of a report, each kind in its order."""

    report: Report
    on: date
    sections: list[Section]
    blocks: list[ProgrammeBlock]
    figures: dict[tuple[str, int], list[Figure]]  # by ("section" or "block", number)
    quotes: dict[tuple[str, int], list[Quote]]
    takeaways: list[Takeaway]
    recommendations: list[Recommendation]
    share_texts: list[ShareText]
    errata: list[Erratum]
    problems: list[Problem] = field(default_factory=list)

    @property
    def first(self) -> date:
        """The first day of the year that the report is about."""
        return date(self.report.year, 1, 1)

    @property
    def last(self) -> date:
        """The last day of that year."""
        return date(self.report.year, 12, 31)

    def called(self, programme: str) -> str:
        """What the report calls a programme that goes by this name elsewhere."""
        return next((block.name for block in self.blocks if block.programme.name == programme), programme)


def read_pieces(report: Report) -> Pieces:
    """All of it. The day is the release day, or the last of the year while none is chosen."""
    excerpts = Excerpt.objects.with_words()
    links = EvidenceLink.objects.prefetch_related(Prefetch("excerpt", queryset=excerpts)).order_by(
        "order", "pk"
    )
    takeaways = (
        Takeaway.objects.filter(report=report, is_draft=False)
        .prefetch_related(
            "points",
            Prefetch("links", queryset=links),
            "themes__theme__recurrences__programme",
            "themes__theme__run",
            "dissents",
        )
        .order_by("order", "pk")
    )
    return Pieces(
        report=report,
        on=report.released_on or date(report.year, 12, 31),
        sections=list(report.sections.filter(is_shown=True).select_related("image")),
        blocks=list(
            report.programmes.select_related("programme").prefetch_related(
                "programme__partners__organisation"
            )
        ),
        figures=_by_place(report.figures.all()),
        quotes=_by_place(report.quotes.prefetch_related(Prefetch("excerpt", queryset=excerpts))),
        takeaways=list(takeaways),
        recommendations=list(report.recommendations.prefetch_related("programmes")),
        share_texts=list(report.share_texts.all()),
        errata=list(report.errata.all()),
    )


def _by_place(rows: Iterable[Any]) -> dict[tuple[str, int], list[Any]]:
    found: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for row in rows:
        place = ("section", row.section_id) if row.section_id is not None else ("block", row.block_id)
        found[place].append(row)
    return found
