"""Signing a report off: two different people read it as it stands before it first goes out."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.reports.composing import Composed
from reflectory.reports.models import Report, SignOff
from reflectory.reports.policies import check_can_sign_off

NEEDED = 2


@transaction.atomic
def sign_off(*, by: Viewer, report: Report, composed: Composed, content_hash: str) -> SignOff:
    """That this person lets the report go out as they have read it.

    `content_hash` is that of the report as it was shown to them. Refused where the report says something else by
    now, or has problems that keep it from going out. Signing twice is signing once.
    """
    check_can_sign_off(by, report)
    if composed.problems:
        raise Refused(
            _("Something stands in the way of publishing. Mend that first; then it can be signed off.")
        )
    if content_hash != composed.content_hash:
        raise Refused(_("The report was changed after you opened it. Read what changed, then sign it off."))
    assert by.account_id is not None
    row, is_new = SignOff.objects.get_or_create(
        report=report, account_id=by.account_id, content_hash=content_hash, defaults={"name": by.name}
    )
    if is_new:
        audit.record(by=by, verb="sign_off_report", on=row)
    return row


def signed_off(report: Report, content_hash: str) -> list[SignOff]:
    """Who has signed off this very content, first who did so first."""
    return list(report.sign_offs.filter(content_hash=content_hash))


def is_signed_off(report: Report, content_hash: str) -> bool:
    """Whether enough different people have."""
    return len({row.account_id for row in signed_off(report, content_hash)}) >= NEEDED
