"""Deciding what an edition makes of the advice of the last report, and noting later what came of it."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.editing import Conflict, save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.programmes.models import Edition
from reflectory.reports.advising import DECISIONS, bears_on
from reflectory.reports.models import Recommendation, Use
from reflectory.reports.policies import check_can_decide_use


@transaction.atomic
def decide_use(
    *,
    by: Viewer,
    edition: Edition,
    recommendation: Recommendation,
    decision: str,
    why: str,
    result: str = "",
    version: int = 0,
) -> Use:
    """The decision of the edition, with its why. Deciding again changes it; `version` is that which was seen.

    Raises `Conflict` where somebody else has decided meanwhile.
    """
    check_can_decide_use(by, edition)
    _check(edition, recommendation, decision, why)
    there = Use.objects.filter(edition=edition, recommendation=recommendation).first()
    values: dict[str, Any] = {"decision": decision, "why": why.strip(), "result": result.strip()}
    if there is None:
        return _enter(by, Use(
            edition=edition, recommendation=recommendation, decided_on=timezone.localdate(), decided_by_name=by.name,
            **values,
        ))  # fmt: skip
    if there.decision != decision:
        values |= {"decided_on": timezone.localdate(), "decided_by_name": by.name}
    decided: Use = save_edit(by=by, verb="decide_use", row=there, values=values, version=version)
    return decided


def _check(edition: Edition, recommendation: Recommendation, decision: str, why: str) -> None:
    if decision not in DECISIONS:
        raise Refused(_("Advice is adopted, adapted or rejected. Choose one of the three."))
    if not why.strip():
        raise Refused(_("Say why, in a sentence: the next report learns from it."))
    if not bears_on(recommendation, edition.programme_id):
        raise Refused(
            _("This advice is for other programmes than that of {edition}.").format(edition=edition)
        )


def _enter(by: Viewer, row: Use) -> Use:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Conflict(Use.objects.get(edition=row.edition, recommendation=row.recommendation)) from None
    audit.record(by=by, verb="decide_use", on=row)
    return row
