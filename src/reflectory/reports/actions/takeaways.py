"""Takeaways and what is linked beneath them: points, evidence, themes, dissent."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.editing import save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.evidence.models import Excerpt
from reflectory.reports.actions.pieces import Moved, add_piece, put_in_order
from reflectory.reports.models import (
    Dissent,
    EvidenceLink,
    Report,
    Review,
    SubPoint,
    Takeaway,
    TakeawayTheme,
)
from reflectory.reports.policies import check_can_write_report
from reflectory.sensemaking.models import Theme


def add_takeaway(*, by: Viewer, report: Report, claim: str, slug: str = "", **more: Any) -> Takeaway:
    """A draft of a claim in a full sentence. Drafts stand in no release."""
    base = slug or slugify(claim)[:60] or "takeaway"
    address, n = base, 2
    # The page on which a takeaway is written is called "new".
    while address == "new" or report.takeaways.filter(slug=address).exists():
        address, n = f"{base}-{n}", n + 1
    return add_piece(by=by, piece=Takeaway(report=report, slug=address, claim=claim, **more))


@transaction.atomic
def add_point(*, by: Viewer, takeaway: Takeaway, text: str, moment: str = "") -> SubPoint:
    """A point under the claim, with its moment where it has one."""
    check_can_write_report(by, takeaway.report)
    last = takeaway.points.aggregate(last=Max("order"))["last"]
    row = SubPoint.objects.create(
        takeaway=takeaway, text=text, moment=moment, order=0 if last is None else last + 1
    )
    audit.record(by=by, verb="add_point", on=row)
    return row


@transaction.atomic
def link_evidence(
    *, by: Viewer, takeaway: Takeaway, excerpt: Excerpt, kind: str, use: str, why: str = ""
) -> EvidenceLink:
    """Puts somebody's words beneath the claim, saying whether they support, complicate or contradict it."""
    check_can_write_report(by, takeaway.report)
    if takeaway.links.filter(excerpt=excerpt).exists():
        raise Refused(_("These words stand beneath this takeaway already."))
    last = takeaway.links.aggregate(last=Max("order"))["last"]
    row = EvidenceLink.objects.create(
        takeaway=takeaway, excerpt=excerpt, kind=kind, use=use, why=why, order=0 if last is None else last + 1
    )
    audit.record(by=by, verb="link_evidence", on=row)
    return row


@transaction.atomic
def link_theme(*, by: Viewer, takeaway: Takeaway, theme: Theme) -> TakeawayTheme:
    """Puts a theme's recurrence beneath the claim. Refused for a theme that nobody has accepted."""
    check_can_write_report(by, takeaway.report)
    if theme.state != "accepted":
        raise Refused(_("“{theme}” is only suggested. Accept it first; then it can stand beneath a claim.").format(
            theme=theme))  # fmt: skip
    row, is_new = TakeawayTheme.objects.get_or_create(takeaway=takeaway, theme=theme)
    if is_new:
        audit.record(by=by, verb="link_theme", on=row)
    return row


@transaction.atomic
def record_dissent(
    *,
    by: Viewer,
    takeaway: Takeaway,
    said_by: str,
    text: str,
    review: Review | None = None,
    is_public: bool = True,
) -> Dissent:
    """What somebody holds against the claim. It stays beside it, whatever becomes of the claim."""
    check_can_write_report(by, takeaway.report)
    row = Dissent.objects.create(
        takeaway=takeaway, said_by=said_by, text=text, review=review, is_public=is_public
    )
    audit.record(by=by, verb="record_dissent", on=row)
    return row


@transaction.atomic
def edit_point(*, by: Viewer, point: SubPoint, text: str, moment: str, version: int) -> SubPoint:
    """The point in other words or at another moment."""
    check_can_write_report(by, point.takeaway.report)
    return save_edit(
        by=by, verb="edit_point", row=point, values={"text": text, "moment": moment}, version=version
    )


@transaction.atomic
def edit_link(*, by: Viewer, link: EvidenceLink, kind: str, use: str, why: str, version: int) -> EvidenceLink:
    """The evidence with another judgement of what it does to the claim, or quoted in another way."""
    check_can_write_report(by, link.takeaway.report)
    values = {"kind": kind, "use": use, "why": why}
    return save_edit(by=by, verb="edit_evidence", row=link, values=values, version=version)


@transaction.atomic
def make_ready(*, by: Viewer, takeaway: Takeaway, judged: str, wrong_if: str, version: int) -> Takeaway:
    """The takeaway out of draft, with what would make it wrong, and how it was judged."""
    check_can_write_report(by, takeaway.report)
    values = {"judged": judged, "wrong_if": wrong_if, "is_draft": False}
    return save_edit(by=by, verb="finish_takeaway", row=takeaway, values=values, version=version)


def finish_takeaway(*, by: Viewer, takeaway: Takeaway, version: int, is_draft: bool = False) -> Takeaway:
    """Takes a takeaway out of draft, or back into it."""
    check_can_write_report(by, takeaway.report)
    return save_edit(
        by=by, verb="finish_takeaway", row=takeaway, values={"is_draft": is_draft}, version=version
    )


@transaction.atomic
def move_beneath(*, by: Viewer, row: SubPoint | EvidenceLink, steps: int) -> Moved:
    """Moves a point, or a piece of evidence among those that do the same to the claim, up (negative) or down."""
    check_can_write_report(by, row.takeaway.report)
    if isinstance(row, SubPoint):
        points = row.takeaway.points.select_for_update().order_by("order", "pk")
        return put_in_order(by=by, rows=list(points), moved=row, steps=steps)
    links = list(row.takeaway.links.select_for_update().order_by("order", "pk"))
    # Those of one kind stand together on every page, so they are kept together: all that matters is their own order.
    links.sort(key=lambda link: link.kind != row.kind)
    n = sum(link.kind == row.kind for link in links)
    now = next(at for at, link in enumerate(links) if link.pk == row.pk)
    place = max(0, min(n - 1, now + steps))
    put_in_order(by=by, rows=links, moved=row, steps=place - now)
    return Moved(place, n)


@transaction.atomic
def unlink(*, by: Viewer, row: EvidenceLink | TakeawayTheme | SubPoint) -> None:
    """Takes a point, a piece of evidence or a theme from beneath a takeaway."""
    check_can_write_report(by, row.takeaway.report)
    audit.record_removal(by=by, verb="unlink_from_takeaway", row=row)
    row.delete()
