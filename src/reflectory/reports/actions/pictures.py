"""The picture of a section: putting one in with what it shows, changing its words, taking it out."""

from __future__ import annotations

from pathlib import PurePath

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.editing import save_edit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.press.publication.pictures import kind_of
from reflectory.reports.models import Image, Section
from reflectory.reports.policies import check_can_write_report


@transaction.atomic
def put_picture(
    *, by: Viewer, section: Section, alt: str, credit: str = "", data: bytes | None = None, file_name: str = "",
    version: int = 0,
) -> Image:  # fmt: skip
    """The section's picture. Without data the one that is there keeps its image. Raises `Conflict` as every edit."""
    check_can_write_report(by, section.report)
    there = Image.objects.filter(section=section).first()
    if data is None and there is None:
        raise Refused(_("No file is chosen. Choose one."))
    if not alt.strip():
        raise Refused(_("Say what the picture shows, for people who cannot see it."))
    values: dict[str, object] = {"alt": alt.strip(), "credit": credit.strip()}
    if data is not None:
        values |= {"data": data, "name": _named(section, file_name, data)}
    if there is not None:
        return save_edit(by=by, verb="edit_picture", row=there, values=values, version=version)
    row = Image.objects.create(section=section, **values)
    audit.record(by=by, verb="add_picture", on=row)
    return row


@transaction.atomic
def take_picture_out(*, by: Viewer, section: Section) -> None:
    """Removes the picture of a section; nothing where it has none."""
    check_can_write_report(by, section.report)
    row = Image.objects.filter(section=section).first()
    if row is not None:
        audit.record_removal(by=by, verb="remove_picture", row=row)
        row.delete()


def _named(section: Section, file_name: str, data: bytes) -> str:
    """The name of the file in the published site: of plain letters, and no other section's."""
    stem = slugify(PurePath(file_name).stem)[:40] or "picture"
    return f"{stem}-{section.pk}.{kind_of(data)}"
