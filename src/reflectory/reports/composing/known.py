"""How a takeaway is known: its evidence, the themes that recur, and what speaks against it."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from reflectory.press.publication.content import HowWeKnow, Link, Recurrence, Words
from reflectory.reports.composing.pieces import Pieces, paragraphs
from reflectory.reports.composing.problems import Problem
from reflectory.reports.composing.spoken import Spoken
from reflectory.reports.models import EvidenceLink, Takeaway
from reflectory.sensemaking.models import Passage
from reflectory.sensemaking.recurrence import recurrence_of


def how_we_know(takeaway: Takeaway, pieces: Pieces, spoken: Spoken) -> HowWeKnow:
    """What stands on the page behind a takeaway."""
    rows = list(takeaway.links.all())
    said = [(row, words) for row in rows if (words := spoken.words(row)) is not None]
    judged = paragraphs(takeaway.judged)
    if not said and not judged:
        pieces.problems.append(Problem(
            "no_evidence", takeaway.claim,
            _("“{claim}” has no evidence. Link what people said, or say under “How it was judged” that there is none.")
            .format(claim=takeaway.claim),
            f"takeaway {takeaway.pk}",
        ))  # fmt: skip
    governments = {row.excerpt.version.source.voice.organisation_id for row, _words in said} - {None}
    programmes = {
        edition.programme_id for row, _words in said if (edition := row.excerpt.version.source.edition)
    }
    return HowWeKnow(
        links=tuple(Link(row.kind, words, row.why) for row, words in said),
        recurrences=_recurrences(takeaway, pieces, said),
        n_governments=len(governments),
        n_programmes=len(programmes),
        disagreed=paragraphs(takeaway.disagreed),
        not_heard=paragraphs(takeaway.not_heard),
        judged=judged,
        dissent=tuple(row.text for row in takeaway.dissents.all() if row.is_public),
        wrong_if=paragraphs(takeaway.wrong_if),
    )


def _recurrences(
    takeaway: Takeaway, pieces: Pieces, said: list[tuple[EvidenceLink, Words]]
) -> tuple[Recurrence, ...]:
    """The themes beneath it, each with the words of its evidence in which the theme was found."""
    themes = [row.theme for row in takeaway.themes.all()]
    if not themes:
        return ()
    versions = {row.excerpt.version_id for row, _words in said}
    spans = Passage.objects.filter(theme__in=themes, excerpt__version__in=versions).values_list(
        "theme", "excerpt__version", "excerpt__start", "excerpt__end"
    )
    within: dict[int, list[tuple[int, int, int]]] = {}
    for theme_pk, version, start, end in spans:
        within.setdefault(theme_pk, []).append((version, start, end))
    found = []
    for theme in themes:
        words = tuple(
            words
            for row, words in said
            if any(
                version == row.excerpt.version_id and start < row.excerpt.end and row.excerpt.start < end
                for version, start, end in within.get(theme.pk, [])
            )
        )
        told = recurrence_of(theme, language=pieces.report.language)
        rows = tuple(replace(row, programme=pieces.called(row.programme)) for row in told.rows)
        found.append(replace(told, rows=rows, words=words))
    return tuple(found)
