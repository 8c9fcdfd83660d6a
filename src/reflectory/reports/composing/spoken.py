"""People's words in a report: each span and each consent is checked before a word is shown.

A quote that was withdrawn is taken out; where it stood in a release before, a bar stands in its place. Whatever else
is wrong with one is a problem that keeps the report from going out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from reflectory.evidence.attribution import SMALLEST_CROWD, attribution, crowds_of, said_when
from reflectory.evidence.checking import WITHDRAWN
from reflectory.evidence.checking import problems as problems_of
from reflectory.evidence.models import Excerpt, Source
from reflectory.listening.uses import WITHOUT_NAME
from reflectory.press.publication.content import Words
from reflectory.reports.composing.pieces import Pieces
from reflectory.reports.composing.problems import Problem
from reflectory.reports.models import EvidenceLink, Quote, Report

RIGHT_TO_LEFT = frozenset({"ar", "arc", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"})


class Spoken:
    """Checks all words of a report in a constant number of queries and hands out those that may be shown."""

    def __init__(self, report: Report, pieces: Pieces) -> None:
        self.report = report
        self.pieces = pieces
        self.problems: list[Problem] = []
        self.manifest: list[dict[str, object]] = []
        self._names = {block.programme_id: block.name for block in pieces.blocks}
        rows = list(_wanted(pieces))
        # Whoever has withdrawn has withdrawn, whatever the release day: no clock, and no day to choose around it.
        self._found = problems_of([(row.excerpt, row.use) for row in rows], on=date.max)
        self._crowds = crowds_of(row.excerpt.version.source.voice for row in rows)
        self._released = _released_before(report)

    def words(self, row: Quote | EvidenceLink) -> Words | None:
        """The words of a quote or link; None where they may not be shown and never were."""
        excerpt = row.excerpt
        key = f"w{excerpt.pk}"
        found = self._found.get(excerpt.pk, [])
        if any(problem.code == WITHDRAWN for problem in found):
            if key not in self._released:
                return None
            return Words(
                key,
                "",
                "",
                False,
                "",
                withdrawn=_("Words stood here that were withdrawn by the person who said them."),
            )
        if found:
            self.problems.extend(
                Problem(problem.code, str(_("Quote {n}")).format(n=excerpt.pk), problem.sentence, _piece(row))
                for problem in found
            )
            return None
        self.manifest.append(_proof(row, key))
        return self._said(excerpt, key, row.use)

    def _said(self, excerpt: Excerpt, key: str, use: str) -> Words:
        source = excerpt.version.source
        language = source.language or self.report.language
        return Words(
            key=key, text=excerpt.words, language=language, is_rtl=language.split("-")[0] in RIGHT_TO_LEFT,
            # The programme stands beside it, under the name that the report gives it.
            attribution=attribution(source.voice, use, language=self.report.language, crowds={}),
            programme=self._programme(source, use), said=said_when(source, language=self.report.language),
        )  # fmt: skip

    def _programme(self, source: Source, use: str) -> str:
        """The programme in which it was said; nothing where that would point at a handful of people."""
        edition = source.edition
        if edition is None:
            return ""
        if use == WITHOUT_NAME and self._crowds.get(edition.pk, 0) < SMALLEST_CROWD:
            return ""
        return self._names.get(edition.programme_id, edition.programme.name)


def _wanted(pieces: Pieces) -> Iterable[Quote | EvidenceLink]:
    for _place, quotes in sorted(pieces.quotes.items()):
        yield from quotes
    for takeaway in pieces.takeaways:
        yield from takeaway.links.all()


def _released_before(report: Report) -> frozenset[str]:
    """The keys of words that stood in any release of the report."""
    manifests = report.releases.values_list("manifest", flat=True)
    return frozenset(str(one["key"]) for manifest in manifests for one in manifest.get("words", []))


def _proof(row: Quote | EvidenceLink, key: str) -> dict[str, object]:
    excerpt = row.excerpt
    return {
        "key": key, "excerpt": excerpt.pk, "version": excerpt.version_id, "start": excerpt.start,
        "end": excerpt.end, "hash": excerpt.words_hash, "use": row.use,
    }  # fmt: skip


def _piece(row: Quote | EvidenceLink) -> str:
    return f"{'link' if isinstance(row, EvidenceLink) else 'quote'} {row.pk}"
