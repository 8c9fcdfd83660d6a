"""Learning reviews: beginning one, keeping its notes, what comes out of it, and closing it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.editing import save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.reports.actions.takeaways import add_takeaway, record_dissent
from reflectory.reports.models import Dissent, Report, Review, Takeaway
from reflectory.reports.policies import check_can_write_report


@transaction.atomic
def begin_review(
    *, by: Viewer, report: Report, held_on: date, since: date | None = None, participants: str = ""
) -> Review:
    """A review that is held on a day and looks at what is new since another."""
    check_can_write_report(by, report)
    if since is not None and since > held_on:
        raise Refused(_("It looks back to a day after the day on which it is held. Change one of the two."))
    row = Review.objects.create(
        report=report, held_on=held_on, since=since, participants=participants.strip()
    )
    audit.record(by=by, verb="begin_review", on=row)
    return row


def write_review(*, by: Viewer, review: Review, participants: str, notes: str, version: int) -> Review:
    """Who is there, and what was noted so far. Raises `Conflict` where somebody else wrote meanwhile."""
    _check_open(by, review)
    values = {"participants": participants, "notes": notes}
    return save_edit(by=by, verb="write_review", row=review, values=values, version=version)


def draft_in_review(*, by: Viewer, review: Review, claim: str) -> Takeaway:
    """A new draft takeaway from the meeting."""
    _check_open(by, review)
    if not claim.strip():
        raise Refused(_("Say what you claim, in a sentence."))
    return add_takeaway(by=by, report=review.report, claim=" ".join(claim.split())[:400])


def dissent_in_review(
    *, by: Viewer, review: Review, takeaway: Takeaway, said_by: str, text: str, is_public: bool
) -> Dissent:
    """What somebody at the meeting holds against a claim."""
    _check_open(by, review)
    if not said_by.strip() or not text.strip():
        raise Refused(
            _("Say who holds it and what they hold against the claim. The name is never published.")
        )
    return record_dissent(
        by=by,
        takeaway=takeaway,
        said_by=said_by.strip()[:200],
        text=text.strip(),
        review=review,
        is_public=is_public,
    )


def close_review(*, by: Viewer, review: Review, version: int) -> Review:
    """The review as it ended: from then on it is read, not written. Closing twice is closing once."""
    check_can_write_report(by, review.report)
    return save_edit(by=by, verb="close_review", row=review, values={"is_closed": True}, version=version)


def _check_open(by: Viewer, review: Review) -> None:
    check_can_write_report(by, review.report)
    if Review.objects.filter(pk=review.pk, is_closed=True).exists():
        raise Refused(_("This review is closed. Begin a new one; it looks at what came since."))
