"""Beginning a report and changing what stands on its head."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.editing import save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.reports.models import Report, Section
from reflectory.reports.policies import check_can_begin_report, check_can_write_report
from reflectory.reports.section_kinds import SECTION_KINDS

# What a new report begins with; each can be moved, renamed, hidden or taken out.
USUAL = (
    "introduction", "gratitude", "where", "programmes", "takeaways", "recommendations", "heard", "download",
    "share", "next", "method", "corrections",
)  # fmt: skip


@transaction.atomic
def begin_report(
    *,
    by: Viewer,
    slug: str,
    year: int,
    title: str,
    organisation: str,
    kinds: Sequence[str] = USUAL,
    **more: Any,
) -> Report:
    """A report with its sections laid out, all of them empty. Refused where the address is taken."""
    check_can_begin_report(by)
    if Report.objects.filter(slug=slug).exists():
        raise Refused(
            _("There is a report at the address “{slug}” already. Choose another.").format(slug=slug)
        )
    report = Report.objects.create(
        slug=slug, year=year, title=title, organisation=organisation, made_by=by.account_id, **more
    )
    audit.record(by=by, verb="begin_report", on=report)
    sections = Section.objects.bulk_create(
        Section(report=report, order=place, kind=kind, title=str(SECTION_KINDS[kind].name))
        for place, kind in enumerate(kinds)
    )
    audit.record_many(by=by, verb="add_section", changes=[(section, None) for section in sections])
    return report


def edit_report(*, by: Viewer, report: Report, values: Mapping[str, Any], version: int) -> Report:
    """The report with other words on its head, or another release day."""
    check_can_write_report(by, report)
    return save_edit(by=by, verb="edit_report", row=report, values=values, version=version)
