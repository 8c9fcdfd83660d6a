"""What stands in a report: adding, changing, moving and taking out its pieces, each in its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.editing import Conflict, save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.evidence.models import Excerpt
from reflectory.programmes.models import Programme
from reflectory.reports.models import (
    EvidenceLink,
    Figure,
    ProgrammeBlock,
    Quote,
    Recommendation,
    Report,
    Section,
    ShareText,
    SubPoint,
    Takeaway,
)
from reflectory.reports.models.pieces import InReport
from reflectory.reports.policies import check_can_write_report
from reflectory.reports.section_kinds import SECTION_KINDS

Piece = TypeVar("Piece", bound=InReport)
Ordered = InReport | SubPoint | EvidenceLink


@dataclass(frozen=True)
class Moved:
    """Where a row stands now, counted from 0, among how many."""

    place: int
    n: int

    @property
    def is_first(self) -> bool:
        """Whether it can go no further up."""
        return self.place == 0

    @property
    def is_last(self) -> bool:
        """Whether it can go no further down."""
        return self.place == self.n - 1


@transaction.atomic
def add_piece(*, by: Viewer, piece: Piece) -> Piece:
    """Enters an unsaved piece at the end of its kind."""
    check_can_write_report(by, piece.report)
    last = type(piece)._default_manager.filter(report=piece.report).aggregate(last=Max("order"))["last"]
    piece.order = 0 if last is None else last + 1
    piece.save()
    audit.record(by=by, verb="add_piece", on=piece)
    return piece


def add_section(*, by: Viewer, report: Report, kind: str, title: str = "", **more: Any) -> Section:
    """A section at the end. Refused where the report has one of a kind that it has once at most."""
    found = SECTION_KINDS[kind]
    if found.is_once and report.sections.filter(kind=kind).exists():
        raise Refused(_("The report has a section “{name}” already.").format(name=found.name))
    section = Section(report=report, kind=kind, title=title or str(found.name), **more)
    return add_piece(by=by, piece=section)


def add_programme_block(
    *, by: Viewer, report: Report, programme: Programme, blurb: str, name: str = "", more: str = ""
) -> ProgrammeBlock:
    """A programme in the report. Refused where it stands there already."""
    if report.programmes.filter(programme=programme).exists():
        raise Refused(_("{programme} is in the report already.").format(programme=programme))
    block = ProgrammeBlock(
        report=report, programme=programme, name=name or programme.name, blurb=blurb, more=more
    )
    return add_piece(by=by, piece=block)


def add_figure(
    *, by: Viewer, place: Section | ProgrammeBlock, key: str, label: str, rounding: int = 1
) -> Figure:
    """A figure of the ledger in a section, or beside a programme."""
    return add_piece(
        by=by, piece=Figure(report=place.report, key=key, label=label, rounding=rounding, **_at(place))
    )


def add_quote(*, by: Viewer, place: Section | ProgrammeBlock, excerpt: Excerpt, use: str) -> Quote:
    """Somebody's words in a section, or beside a programme. Whether they may stand there is checked on publication."""
    return add_piece(by=by, piece=Quote(report=place.report, excerpt=excerpt, use=use, **_at(place)))


@transaction.atomic
def add_recommendation(
    *, by: Viewer, report: Report, audience: str, action: str, first_step: str = "", moment: str = "",
    takeaway: Takeaway | None = None, programmes: Sequence[Programme] = (),
) -> Recommendation:  # fmt: skip
    """Advice for an audience, with the programmes that it bears on."""
    row = add_piece(by=by, piece=Recommendation(
        report=report, audience=audience, action=action, first_step=first_step, moment=moment, takeaway=takeaway,
    ))  # fmt: skip
    row.programmes.set(programmes)
    return row


def add_share_text(*, by: Viewer, report: Report, text: str, takeaway: Takeaway | None = None) -> ShareText:
    """A text to post."""
    return add_piece(by=by, piece=ShareText(report=report, text=text, takeaway=takeaway))


def edit_piece(*, by: Viewer, piece: Piece, values: Mapping[str, Any], version: int) -> Piece:
    """The piece with other values. Raises `Conflict` where somebody else changed it meanwhile."""
    check_can_write_report(by, piece.report)
    return save_edit(by=by, verb="edit_piece", row=piece, values=values, version=version)


@transaction.atomic
def edit_recommendation(
    *,
    by: Viewer,
    row: Recommendation,
    values: Mapping[str, Any],
    programmes: Sequence[Programme],
    version: int,
) -> Recommendation:
    """The advice with other words or for other programmes. Raises `Conflict` where somebody changed it meanwhile."""
    edited = edit_piece(by=by, piece=row, values=values, version=version)
    if {one.pk for one in programmes} != set(edited.programmes.values_list("pk", flat=True)):
        if edited.version not in (version, version + 1):
            raise Conflict(edited)
        edited.programmes.set(programmes)
    return edited


@transaction.atomic
def move_piece(*, by: Viewer, piece: InReport, steps: int) -> Moved:
    """Moves a piece up (negative) or down among its kind, in its own section; the others close up."""
    check_can_write_report(by, piece.report)
    place = {
        name: getattr(piece, f"{name}_id") for name in ("section", "block") if hasattr(piece, f"{name}_id")
    }
    rows = list(
        type(piece)
        ._default_manager.filter(report=piece.report, **place)
        .select_for_update()
        .order_by("order", "pk")
    )
    return put_in_order(by=by, rows=rows, moved=piece, steps=steps)


def put_in_order(*, by: Viewer, rows: Sequence[Ordered], moved: models.Model, steps: int) -> Moved:
    """The rows, which stand in their order, numbered anew with one of them some steps further up or down."""
    ordered = list(rows)
    now = next(at for at, row in enumerate(ordered) if row.pk == moved.pk)
    row = ordered.pop(now)
    place = max(0, min(len(ordered), now + steps))
    ordered.insert(place, row)
    changes: list[tuple[models.Model, audit.Values | None]] = []
    for at, each in enumerate(ordered):
        if each.order != at:
            was = audit.snapshot(each)
            each.order = at
            each.save(update_fields=["order"])
            changes.append((each, was))
    audit.record_many(by=by, verb="move_piece", changes=changes)
    return Moved(place, len(ordered))


@transaction.atomic
def remove_piece(*, by: Viewer, piece: InReport) -> None:
    """Takes a piece out of the report, with what stands in it. Refused for advice that an edition decided about."""
    check_can_write_report(by, piece.report)
    audit.record_removal(by=by, verb="remove_piece", row=piece)
    try:
        piece.delete()
    except ProtectedError:
        raise Refused(
            _("“{piece}” stays: somebody has decided about it, and that would be lost.").format(piece=piece)
        ) from None


def _at(place: Section | ProgrammeBlock) -> dict[str, Any]:
    return {"section": place} if isinstance(place, Section) else {"block": place}
