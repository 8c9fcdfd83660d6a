"""The sections of a report, filled: each kind from its pieces, in the order and wording that the report gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.text import slugify
from django.utils.translation import gettext as _

from reflectory.press.publication import content
from reflectory.press.publication.content import Words
from reflectory.reports.advising import became_of, report_before
from reflectory.reports.composing.counting import Counting, map_note
from reflectory.reports.composing.known import how_we_know
from reflectory.reports.composing.looking_back import outcomes
from reflectory.reports.composing.pieces import Pieces, paragraphs
from reflectory.reports.composing.problems import Problem
from reflectory.reports.composing.spoken import Spoken
from reflectory.reports.models import ProgrammeBlock, Quote, Section
from reflectory.reports.section_kinds import AUDIENCES
from reflectory.sensemaking.heard import heard_from

LONGEST_SHARE = 280


@dataclass(frozen=True)
class _Here:
    """A section while it is filled."""

    section: Section
    anchor: str
    pieces: Pieces
    counting: Counting
    spoken: Spoken

    @property
    def title(self) -> str:
        return self.section.title

    @property
    def text(self) -> content.Paragraphs:
        return paragraphs(self.section.text)

    def lacks(self, sentence: str) -> None:
        """Notes that the section has nothing in it yet."""
        self.pieces.problems.append(
            Problem("empty_section", self.title, sentence, f"section {self.section.pk}")
        )


def compose_sections(pieces: Pieces, counting: Counting, spoken: Spoken) -> tuple[content.Section, ...]:
    """All sections that are shown, in their order. What is empty is a problem: it is filled, or hidden."""
    anchors = _anchors([section.title or section.kind for section in pieces.sections])
    return tuple(
        _FILLED.get(section.kind, _prose)(_Here(section, anchor, pieces, counting, spoken))
        for section, anchor in zip(pieces.sections, anchors, strict=True)
    )


def _anchors(titles: Iterable[str]) -> list[str]:
    """An address for each title, each of its own."""
    found: list[str] = []
    for title in titles:
        base = slugify(title)[:60] or "section"
        anchor, n = base, 2
        while anchor in found:
            anchor, n = f"{base}-{n}", n + 1
        found.append(anchor)
    return found


def _prose(here: _Here) -> content.Section:
    if not here.text:
        here.lacks(_("“{title}” has no text yet. Write it, or hide the section.").format(title=here.title))
    image = getattr(here.section, "image", None)
    picture = None
    if image is not None:
        picture = content.Picture(image.name, bytes(image.data), image.alt, image.credit)
    return content.Prose(here.anchor, here.title, here.section.kind, here.text, picture)


def _where(here: _Here) -> content.Section:
    places = here.counting.places()
    if not places:
        here.lacks(_("There is no government to show for this year."))
    pictured = here.section.pictured
    figures = here.counting.figures_of("section", here.section.pk)
    return content.Where(
        here.anchor, here.title, here.text, map_note(places, pictured), figures, places, pictured
    )


def _programmes(here: _Here) -> content.Section:
    blocks = here.pieces.blocks
    if not blocks:
        here.lacks(_("No programme is in the report yet. Add one, or hide the section."))
    items = tuple(_programme(here, block) for block in blocks)
    return content.Programmes(here.anchor, here.title, here.text, items)


def _programme(here: _Here, block: ProgrammeBlock) -> content.Programme:
    return content.Programme(
        anchor=block.programme.slug, name=block.name, initiative=block.programme.initiative,
        blurb=paragraphs(block.blurb), figures=here.counting.figures_of("block", block.pk),
        partners=_with_role(block, "partner"), funders=_with_role(block, "funder"), more=paragraphs(block.more),
        quotes=_said(here, here.pieces.quotes.get(("block", block.pk), [])),
    )  # fmt: skip


def _with_role(block: ProgrammeBlock, role: str) -> tuple[str, ...]:
    return tuple(sorted(
        one.organisation.name for one in block.programme.partners.all() if one.role == role
    ))  # fmt: skip


def _said(here: _Here, quotes: Iterable[Quote]) -> tuple[Words, ...]:
    return tuple(words for quote in quotes if (words := here.spoken.words(quote)) is not None)


def _takeaways(here: _Here) -> content.Section:
    if not here.pieces.takeaways:
        here.lacks(_("No takeaway is ready. Write one, or take one out of draft."))
    items = tuple(
        content.Takeaway(
            anchor=one.slug, number=number, area=one.area, claim=one.claim, paragraphs=paragraphs(one.text),
            points=tuple(content.Point(point.text, point.moment) for point in one.points.all()),
            how=how_we_know(one, here.pieces, here.spoken),
        )
        for number, one in enumerate(here.pieces.takeaways, start=1)
    )  # fmt: skip
    return content.Takeaways(here.anchor, here.title, here.text, items)


def _recommendations(here: _Here) -> content.Section:
    rows = here.pieces.recommendations
    if not rows:
        here.lacks(_("There is no recommendation yet. Add one, or hide the section."))
    used = {row.audience for row in rows}
    numbers = {one.pk: number for number, one in enumerate(here.pieces.takeaways, start=1)}
    anchors = _anchors(row.action for row in rows)
    items = tuple(
        content.Recommendation(
            anchor=anchor, audience=row.audience, moment=row.moment or "any", action=row.action,
            first_step=row.first_step, programmes=tuple(sorted(one.slug for one in row.programmes.all())),
            takeaway=numbers.get(row.takeaway_id or 0),
        )
        for row, anchor in zip(rows, anchors, strict=True)
    )  # fmt: skip
    audiences = tuple((key, str(name)) for key, name in AUDIENCES if key in used)
    return content.Recommendations(here.anchor, here.title, here.text, audiences, items)


def _impact(here: _Here) -> content.Section:
    figures = here.counting.figures_of("section", here.section.pk)
    if not figures:
        here.lacks(
            _("“{title}” has no figure yet. Choose some, or hide the section.").format(title=here.title)
        )
    return content.Impact(here.anchor, here.title, here.text, figures)


def _quotes(here: _Here) -> content.Section:
    n_known = len(here.spoken.problems)
    quotes = _said(here, here.pieces.quotes.get(("section", here.section.pk), []))
    if not quotes and len(here.spoken.problems) == n_known:  # what is wrong with a quote is said of the quote
        here.lacks(
            _("“{title}” has no quote yet. Choose some, or hide the section.").format(title=here.title)
        )
    return content.Quotes(here.anchor, here.title, here.text, quotes)


def _heard(here: _Here) -> content.Section:
    pieces = here.pieces
    language = pieces.report.language
    found = heard_from(pieces.first, pieces.last, here.counting.editions, on=date.max, language=language)
    rows = tuple(replace(row, programme=pieces.called(row.programme)) for row in found)
    return content.Heard(here.anchor, here.title, here.text, rows, paragraphs(here.section.second))


def _download(here: _Here) -> content.Section:
    return content.Download(here.anchor, here.title, here.text)


def _share(here: _Here) -> content.Section:
    numbers = {one.pk: number for number, one in enumerate(here.pieces.takeaways, start=1)}
    for row in here.pieces.share_texts:
        if len(row.text) > LONGEST_SHARE:
            here.pieces.problems.append(Problem(
                "too_long", here.title,
                _("A share text has {n} characters; {most} is the most that can be posted.").format(
                    n=len(row.text), most=LONGEST_SHARE),
                f"share_text {row.pk}",
            ))  # fmt: skip
    texts = tuple(
        content.ShareText(row.text, "", numbers.get(row.takeaway_id or 0)) for row in here.pieces.share_texts
    )
    if not texts:
        here.lacks(_("There is no share text yet. Write one, or hide the section."))
    return content.Share(here.anchor, here.title, here.text, texts)


def _corrections(here: _Here) -> content.Section:
    items = tuple(content.Correction(row.on, row.text) for row in here.pieces.errata)
    return content.Corrections(here.anchor, here.title, here.text, items)


def _supporters(here: _Here) -> content.Section:
    blocks = here.pieces.blocks
    return content.Supporters(
        here.anchor, here.title, here.text, tuple(block.name for block in blocks),
        tuple(sorted({name for block in blocks for name in _with_role(block, "partner")})),
        tuple(sorted({name for block in blocks for name in _with_role(block, "funder")})),
    )  # fmt: skip


def _became(here: _Here) -> content.Section:
    last = report_before(here.pieces.report)
    items = outcomes(became_of(here.pieces.report))
    if last is None or not items:
        here.lacks(_("No report of an earlier year gave advice to look back on. Hide the section."))
    title, year = (
        (last.title.rstrip(" :"), last.year) if last is not None else ("", here.pieces.report.year - 1)
    )
    return content.Became(here.anchor, here.title, here.text, title, year, items)


_FILLED: dict[str, Callable[[_Here], content.Section]] = {
    "where": _where,
    "programmes": _programmes,
    "takeaways": _takeaways,
    "recommendations": _recommendations,
    "impact": _impact,
    "quotes": _quotes,
    "heard": _heard,
    "download": _download,
    "share": _share,
    "corrections": _corrections,
    "supporters": _supporters,
    "became": _became,
}
