"""A report as it would be published on its release day: everything it says, checked, and what stands in the way.

`compose` reads the database and nothing else; no clock, so the same content composes the same on any day. What it
finds wrong it lists and goes on, so that an editor sees all of it at once; `publishing` refuses while anything is.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from reflectory.press.publication.codec import content_hash
from reflectory.press.publication.content import Publication, RunFacts
from reflectory.reports.composing.counting import Counting
from reflectory.reports.composing.pieces import Pieces, read_pieces
from reflectory.reports.composing.problems import Problem
from reflectory.reports.composing.sections import compose_sections
from reflectory.reports.composing.spoken import Spoken
from reflectory.reports.models import Report
from reflectory.sensemaking.models import Run


@dataclass(frozen=True)
class Composed:
    """The publication, what it rests on for the manifest of its release, and what stands in its way."""

    publication: Publication
    problems: tuple[Problem, ...]
    figures: tuple[dict[str, object], ...]
    words: tuple[dict[str, object], ...]
    content_hash: str


def compose(report: Report, *, release: str = "") -> Composed:
    """The report on its release day; on the last day of its year while that is not set."""
    with override(report.language):
        pieces = read_pieces(report)
        counting = Counting(report, pieces)
        spoken = Spoken(report, pieces)
        sections = compose_sections(pieces, counting, spoken)
        publication = Publication(
            slug=report.slug, release=release, language=report.language, title=report.title, strap=report.strap,
            kicker=report.kicker, summary=report.summary, organisation=report.organisation, year=report.year,
            released_on=pieces.on, invented=report.invented, licence=report.licence, sections=sections,
            run=run_facts(report.run), contact=report.contact,
        )  # fmt: skip
        problems = (*_of_the_whole(report, pieces), *pieces.problems, *counting.problems, *spoken.problems)
    return Composed(
        publication,
        tuple(problems),
        tuple(counting.manifest),
        tuple(spoken.manifest),
        content_hash(publication),
    )


def _of_the_whole(report: Report, pieces: Pieces) -> list[Problem]:
    found = []
    if report.released_on is None:
        found.append(
            Problem("no_day", _("Release day"), _("Choose the day that this report is released on."))
        )
    if not report.title.strip():
        found.append(Problem("no_title", _("Title"), _("Give the report a title.")))
    if not pieces.sections:
        found.append(Problem("empty", _("Sections"), _("The report has no section that is shown. Add one.")))
    return found


def run_facts(run: Run | None) -> RunFacts | None:
    """What the method tells of the run that found the themes."""
    if run is None:
        return None
    sums = run.accounting
    reasons = tuple(
        (str(one.get("reason", "")), int(one.get("n", len(one.get("rows", [])))))
        for one in sums.get("reasons", [])
    )
    return RunFacts(
        engine=run.engine, input_hash=run.input_hash, seed=run.seed, received=sums.get("received", 0),
        used=sums.get("used", 0), excluded=sums.get("excluded", 0), failed=sums.get("failed", 0), reasons=reasons,
    )  # fmt: skip
