"""What the page of somebody who answered shows of this room: where they are quoted, and what was decided because of it.

Only what readers have is told: live releases, as they stand. Of what is not published nothing is told but that words
were picked. How editions decided on advice is told from the floor on, as in what is published: see
`composing.looking_back`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from reflectory.core.panels import Panel, panel
from reflectory.core.visibility import Viewer
from reflectory.evidence.models import Excerpt
from reflectory.listening.mine import DECIDED, USED, Mine
from reflectory.press.publication import content
from reflectory.press.publication.codec import read
from reflectory.press.publication.content import Outcome, Publication, Words
from reflectory.reports.advising import DECISIONS, Became, released
from reflectory.reports.composing.looking_back import outcomes
from reflectory.reports.models import EvidenceLink, Quote, Release, Report, Use
from reflectory.reports.withdrawing import withdrawn_words


@dataclass(frozen=True)
class QuotedIn:
    """Words of theirs as they stand in a live release, and the page on which they do."""

    report: Report
    words: Words
    under: str  # the takeaway, section or programme
    url: str
    is_leaving: bool  # taken back already; the release without them follows by itself


@dataclass(frozen=True)
class Decided:
    """You said, we found, we did: a takeaway that rests on their words, and the advice that follows from it."""

    report: Report
    said: tuple[Words, ...]
    claim: str
    url: str
    outcomes: tuple[Outcome, ...]


@panel(USED)
def quoted_in(_viewer: Viewer, mine: Mine) -> Panel:
    """Where they are quoted for readers, and how many reports that are not out have picked words of theirs."""
    excerpts = _excerpts(mine)
    found: list[QuotedIn] = []
    releases = _live(excerpts)
    for release in releases:
        keys, leaving = _keys(release, excerpts), withdrawn_words(release)
        for words, under, path in _placed(read(release.content)):
            if words.key in keys and words.text:
                url = _url(release.report, path)
                found.append(QuotedIn(release.report, words, under, url, is_leaving=words.key in leaving))
    out = {release.report_id for release in releases}
    n_drafts = 0 if mine.is_withdrawn else len(_picked(excerpts) - out)
    return Panel("reports/own_quoted.html", {"quoted": found, "n_drafts": n_drafts}, order=30)


@panel(DECIDED)
def decided_because(_viewer: Viewer, mine: Mine) -> Panel:
    """The takeaways of live releases that rest on their words, each with what became of its advice."""
    excerpts = _excerpts(mine)
    found: list[Decided] = []
    for release in _live(excerpts):
        keys = _keys(release, excerpts) - withdrawn_words(release).keys()
        for item in _takeaways(read(release.content)):
            said = tuple(link.words for link in item.how.links if link.words.key in keys and link.words.text)
            if said:
                told = _became_of(release.report, item.anchor)
                found.append(Decided(release.report, said, item.claim, _url(release.report, item.path), told))
    return Panel("reports/own_decided.html", {"decided": found, "mine": mine}, order=10)


def _excerpts(mine: Mine) -> frozenset[int]:
    rows = Excerpt.objects.filter(version__source__voice__in=mine.voices)
    return frozenset(rows.order_by().values_list("pk", flat=True)) if mine.voices else frozenset()


def _live(excerpts: frozenset[int]) -> list[Release]:
    """The live releases in which one of these still stands; their content is read for those alone."""
    if not excerpts:
        return []
    rows = Release.objects.filter(live_of__isnull=False).defer("content")
    wanted = [row.pk for row in rows if _keys(row, excerpts)]
    return list(
        Release.objects.filter(pk__in=wanted).select_related("report").order_by("-released_on", "-pk")
    )


def _keys(release: Release, excerpts: frozenset[int]) -> frozenset[str]:
    entries = release.manifest.get("words", [])
    return frozenset(
        one["key"] for one in entries if one["excerpt"] in excerpts and one["key"] not in release.blanked
    )


def _placed(publication: Publication) -> Iterator[tuple[Words, str, str]]:
    """All words of a release, each with what they stand under and the path of that page in the site."""
    for section in publication.sections:
        if isinstance(section, content.Takeaways):
            for item in section.items:
                for link in item.how.links:
                    yield link.words, item.claim, item.path
        elif isinstance(section, content.Quotes):
            for words in section.quotes:
                yield words, section.title, f"index.html#{section.anchor}"
        elif isinstance(section, content.Programmes):
            for one in section.items:
                for words in one.quotes:
                    yield words, one.name, one.path or f"index.html#{section.anchor}"


def _takeaways(publication: Publication) -> Iterable[content.Takeaway]:
    for section in publication.sections:
        if isinstance(section, content.Takeaways):
            yield from section.items


def _url(report: Report, path: str) -> str:
    page, _hash, anchor = path.partition("#")
    url = reverse("published-file", args=[report.slug, f"site/{page}"])
    return f"{url}#{anchor}" if anchor else url


def _picked(excerpts: frozenset[int]) -> set[int]:
    quotes = Quote.objects.filter(excerpt__in=excerpts).order_by().values_list("report", flat=True)
    links = EvidenceLink.objects.filter(excerpt__in=excerpts).order_by()
    return {*quotes, *links.values_list("takeaway__report", flat=True)}


def _became_of(report: Report, slug: str) -> tuple[Outcome, ...]:
    """What editions decided on the advice that rests on a takeaway, as far as it may be told."""
    rows = released([report]).filter(takeaway__slug=slug)
    uses = Use.objects.filter(recommendation__in=rows).order_by("pk")
    by_advice: dict[int, list[Use]] = {}
    for use in uses:
        by_advice.setdefault(use.recommendation_id, []).append(use)
    found = []
    for row in rows:
        own = by_advice.get(row.pk, [])
        counts = {key: sum(use.decision == key for use in own) for key in DECISIONS}
        found.append(Became(row, counts, own))
    return outcomes(found)
