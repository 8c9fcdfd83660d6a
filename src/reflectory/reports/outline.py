"""The sections of a report for its editor: what each holds in a few words, and what stands in its way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.reports.composing.pieces import paragraphs
from reflectory.reports.models import Report, Section
from reflectory.reports.section_kinds import SECTION_KINDS
from reflectory.reports.standing import Told

# In which kind of section the pieces stand that belong to the whole report.
HOME = {
    "block": "programmes",
    "takeaway": "takeaways",
    "recommendation": "recommendations",
    "share_text": "share",
}


@dataclass(frozen=True)
class Line:
    """One section in the outline."""

    section: Section
    kind_name: str
    holds: str
    problems: tuple[Told, ...]
    is_first: bool
    is_last: bool


def outline(report: Report, problems: Iterable[Told]) -> list[Line]:
    """All sections in their order, in a constant number of queries."""
    sections = list(report.sections.all())
    n_figures = _numbers(report.figures.values_list("section", flat=True))
    n_quotes = _numbers(report.quotes.values_list("section", flat=True))
    n_ready = report.takeaways.filter(is_draft=False).count()
    whole = {
        "programmes": report.programmes.count(),
        "takeaways": n_ready,
        "drafts": report.takeaways.count() - n_ready,
        "recommendations": report.recommendations.count(),
        "share": report.share_texts.count(),
        "corrections": report.errata.count(),
    }
    against = by_section(report, sections, problems)
    found = []
    for place, section in enumerate(sections):
        holds = _holds(section, n_figures[section.pk], n_quotes[section.pk], whole)
        found.append(Line(
            section, str(SECTION_KINDS[section.kind].name), holds, tuple(against[section.pk]),
            is_first=place == 0, is_last=place == len(sections) - 1,
        ))  # fmt: skip
    return found


def by_section(
    report: Report, sections: Iterable[Section], problems: Iterable[Told]
) -> Mapping[int, list[Told]]:
    """The problems of each section, by its number: of itself, and of what stands in it."""
    of_kind = {section.kind: section.pk for section in reversed(list(sections))}
    listed = list(problems)
    inside = {
        ("figure", pk): (section, block)
        for pk, section, block in report.figures.values_list("pk", "section", "block")
    } | {
        ("quote", pk): (section, block)
        for pk, section, block in report.quotes.values_list("pk", "section", "block")
    }
    found: dict[int, list[Told]] = defaultdict(list)
    for one in listed:
        kind, _space, number = one.piece.partition(" ")
        if not number.isdecimal():
            continue
        pk = int(number)
        if kind == "section":
            found[pk].append(one)
            continue
        section, block = inside.get((kind, pk), (None, None))
        home = "programmes" if block else {"link": "takeaways"}.get(kind, HOME.get(kind, ""))
        if section or home in of_kind:
            found[section or of_kind[home]].append(one)
    return found


def _numbers(places: Iterable[int | None]) -> Counter[int | None]:
    return Counter(places)


def _holds(section: Section, n_figures: int, n_quotes: int, whole: Mapping[str, int]) -> str:
    n_paragraphs = len(paragraphs(section.text))
    said = []
    if n_paragraphs:
        said.append(ngettext("{n} paragraph", "{n} paragraphs", n_paragraphs).format(n=n_paragraphs))
    if n_figures:
        said.append(ngettext("{n} figure", "{n} figures", n_figures).format(n=n_figures))
    if n_quotes:
        said.append(ngettext("{n} quote", "{n} quotes", n_quotes).format(n=n_quotes))
    n = whole.get(section.kind, 0)
    if section.kind == "programmes" and n:
        said.append(ngettext("{n} programme", "{n} programmes", n).format(n=n))
    if section.kind == "takeaways":
        said += _takeaways(n, whole["drafts"])
    if section.kind == "recommendations" and n:
        said.append(ngettext("{n} recommendation", "{n} recommendations", n).format(n=n))
    if section.kind == "share" and n:
        said.append(ngettext("{n} text", "{n} texts", n).format(n=n))
    if section.kind == "corrections":
        said.append(ngettext("{n} correction", "{n} corrections", n).format(n=n) if n else _("none so far"))
    if section.kind == "supporters":
        n = whole["programmes"]
        none = _("no programme is in the report yet")
        said.append(ngettext("{n} programme", "{n} programmes", n).format(n=n) if n else none)
    if section.kind in ("heard", "where", "download", "became"):
        said.append(_("filled by itself"))
    return ", ".join(said)


def _takeaways(n_ready: int, n_drafts: int) -> list[str]:
    said = []
    if n_ready:
        said.append(ngettext("{n} takeaway", "{n} takeaways", n_ready).format(n=n_ready))
    if n_drafts:
        said.append(ngettext("{n} draft", "{n} drafts", n_drafts).format(n=n_drafts))
    return said
