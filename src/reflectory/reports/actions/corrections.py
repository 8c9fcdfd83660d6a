"""Corrections: what was put right since the first release, told to readers."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.reports.models import Erratum, Report
from reflectory.reports.policies import check_can_write_report


@transaction.atomic
def add_correction(*, by: Viewer, report: Report, on: date, text: str) -> Erratum:
    """Tells readers what was put right on that day."""
    check_can_write_report(by, report)
    row = Erratum.objects.create(report=report, on=on, text=text)
    audit.record(by=by, verb="correct_report", on=row)
    return row


@transaction.atomic
def take_correction_out(*, by: Viewer, correction: Erratum) -> None:
    """Removes a correction that no reader has seen. Refused for one that was published: what was told stays told."""
    check_can_write_report(by, correction.report)
    if is_published(correction):
        raise Refused(_("This correction was published, so it stays. Add another that puts it right."))
    audit.record_removal(by=by, verb="remove_correction", row=correction)
    correction.delete()


def is_published(correction: Erratum) -> bool:
    """Whether it stands in the live release."""
    live = correction.report.live_release
    if live is None:
        return False
    told = [
        (item["on"]["is"], item["text"])
        for section in live.content["sections"]
        if section["_"] == "Corrections"
        for item in section["items"]
    ]
    return (correction.on.isoformat(), correction.text) in told
