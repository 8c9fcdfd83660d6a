"""What the pages of a report share: finding what an address names, and the way back up."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from reflectory.core.pages import seen, viewer
from reflectory.reports.actions.pieces import Moved
from reflectory.reports.models import ProgrammeBlock, Report, Section

Place = Section | ProgrammeBlock


def report_of(request: HttpRequest, slug: str) -> Report:
    """The report in the address, where the reader may see it."""
    rows = Report.objects.visible_to(viewer(request)).select_related("live_release", "run")
    # What a release holds is long, and few pages ask for it.
    return seen(rows.defer("live_release__content", "live_release__manifest"), slug=slug)


def section_of(request: HttpRequest, slug: str, pk: int) -> Section:
    """The section in the address."""
    report = report_of(request, slug)
    found: Section = seen(report.sections.all(), pk=pk)
    found.report = report
    return found


def block_of(request: HttpRequest, slug: str, pk: int) -> ProgrammeBlock:
    """The programme of a report in the address."""
    report = report_of(request, slug)
    found: ProgrammeBlock = seen(report.programmes.select_related("programme"), pk=pk)
    found.report = report
    return found


def place_of(request: HttpRequest, slug: str, pk: int, where: str) -> Place:
    """The section or programme in the address, whose figures and quotes are meant."""
    return section_of(request, slug, pk) if where == "section" else block_of(request, slug, pk)


def place_url(place: Place) -> str:
    """The page on which a section or programme is written."""
    name = "section" if isinstance(place, Section) else "report-programme"
    return reverse(name, args=[place.report.slug, place.pk])


def place_title(place: Place) -> str:
    """What a section or programme is called in the report."""
    return place.name if isinstance(place, ProgrammeBlock) else str(place)


def crumbs(report: Report, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way down to a page of a report."""
    return [(_("Reports"), reverse("reports")), (report.title, report.get_absolute_url()), *more]


def crumbs_to(place: Place) -> list[tuple[str, str]]:
    """The way down to a page of what stands in a section or programme."""
    return crumbs(place.report, (place_title(place), place_url(place)))


def button_of(kind: str, pk: int, to: str, moved: Moved) -> str:
    """The button that keeps the keyboard after a row was moved with it; the other one where it can go no further."""
    is_up = not moved.is_first if to == "up" else moved.is_last
    return f"move-{kind}-{pk}-{'up' if is_up else 'down'}"


def section_with(report: Report, *kinds: str) -> Section | None:
    """The section in which pieces of a kind stand, if the report has one."""
    return report.sections.filter(kind__in=kinds).first()


def where_of(report: Report, *kinds: str) -> str:
    """The page of the section in which pieces of a kind stand; that of the report without one."""
    section = section_with(report, *kinds)
    return place_url(section) if section is not None else report.get_absolute_url()


def form_context(title: str, trail: list[tuple[str, str]], **more: Any) -> dict[str, Any]:
    """What `reports/form.html` is given: its title, the way down to it, and back."""
    label, url = trail[-1]
    return {"title": title, "crumbs": trail, "back": {"url": url, "label": label}, **more}
