"""How a report stands, in words for its makers: its state, and what is in its way with the page on which to mend it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.reports.actions.signing import NEEDED, signed_off
from reflectory.reports.composing import Composed
from reflectory.reports.composing.problems import Problem
from reflectory.reports.models import EvidenceLink, Figure, Quote, Report, SignOff, Takeaway

DRAFT, BLOCKED, READY, SIGNED, LIVE = "draft", "blocked", "ready", "signed", "live"
# The shape of each state; the word says it too.
SHAPES = {DRAFT: "waiting", BLOCKED: "waiting", READY: "going", SIGNED: "going", LIVE: "done"}


@dataclass(frozen=True)
class Standing:
    """The state of a report as it is written now."""

    key: str
    word: str
    sentence: str
    signed: tuple[SignOff, ...] = ()

    @property
    def heading(self) -> str:
        """The sentence as a heading has it."""
        return self.sentence.removesuffix(".")

    @property
    def shape(self) -> str:
        """The shape beside the word."""
        return SHAPES[self.key]


@dataclass(frozen=True)
class Told:
    """One thing that stands in the way, and where it is mended."""

    piece: str
    where: str
    sentence: str
    url: str


def standing(report: Report, composed: Composed) -> Standing:
    """Live, in the way of something, or how many have signed it off."""
    live = report.live_release
    if composed.problems:
        n = len(composed.problems)
        told = ngettext(
            "{n} thing stands in the way of publishing.", "{n} things stand in the way of publishing.", n
        ).format(n=n)
        return Standing(BLOCKED, _("Draft"), told)
    signed = tuple(signed_off(report, composed.content_hash))
    if live is not None and live.content_hash == composed.content_hash:
        day = formats.date_format(live.made_at.date())
        return Standing(
            LIVE, _("Live"), _("Readers have had it, as it stands here, since {day}.").format(day=day), signed
        )
    names = [row.name for row in signed]
    if len({row.account_id for row in signed}) >= NEEDED:
        return Standing(SIGNED, _("Signed off"), _("{names} have signed it off. It can be published.").format(
            names=_(" and ").join(names)), signed)  # fmt: skip
    if signed:
        one = _("{name} has signed it off. One more person has to.").format(name=names[0])
        return Standing(READY, _("Signed off by one of two"), one, signed)
    return Standing(READY, _("Ready"), _("Nothing stands in the way. Two people have to sign it off."))


def told(report: Report, problems: Iterable[Problem]) -> list[Told]:
    """Each problem with the page on which it is mended, in at most four queries."""
    listed = list(dict.fromkeys(problems))
    wanted: dict[str, set[int]] = defaultdict(set)
    for one in listed:
        kind, _space, number = one.piece.partition(" ")
        if number.isdecimal():
            wanted[kind].add(int(number))
    titles, urls = _of_pieces(report, wanted)
    return [
        Told(
            one.piece,
            titles.get(one.piece, one.where),
            one.sentence,
            urls.get(one.piece) or _of_whole(report, one),
        )
        for one in listed
    ]


def _of_whole(report: Report, problem: Problem) -> str:
    kind, _space, number = problem.piece.partition(" ")
    simple = {"section": "section", "share_text": "share-text"}
    if kind in simple:
        return reverse(simple[kind], args=[report.slug, int(number)])
    if problem.code == "empty":
        return reverse("section-new", args=[report.slug])
    return reverse("report-edit", args=[report.slug])


def _of_pieces(report: Report, wanted: dict[str, set[int]]) -> tuple[dict[str, str], dict[str, str]]:
    titles: dict[str, str] = {}
    urls: dict[str, str] = {}
    for kind, model, name in (("figure", Figure, "figure-in-report"), ("quote", Quote, "quote")):
        if wanted[kind]:
            rows = model.objects.filter(pk__in=wanted[kind]).select_related("section", "block")
            for row in rows:
                titles[f"{kind} {row.pk}"] = str(row.section or row.block)
                urls[f"{kind} {row.pk}"] = reverse(name, args=[report.slug, row.pk])
    links = (
        EvidenceLink.objects.filter(pk__in=wanted["link"]).select_related("takeaway")
        if wanted["link"]
        else ()
    )
    for link in links:
        titles[f"link {link.pk}"] = link.takeaway.claim
        urls[f"link {link.pk}"] = takeaway_url(report, link.takeaway)
    takeaways = Takeaway.objects.filter(pk__in=wanted["takeaway"]) if wanted["takeaway"] else ()
    for takeaway in takeaways:
        urls[f"takeaway {takeaway.pk}"] = takeaway_url(report, takeaway)
    return titles, urls


def takeaway_url(report: Report, takeaway: Takeaway) -> str:
    """The page of a takeaway; that of the report while there is none."""
    try:
        return reverse("takeaway", args=[report.slug, takeaway.slug])
    except NoReverseMatch:
        return report.get_absolute_url()
