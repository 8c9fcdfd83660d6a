"""The end of the thread: which takeaways rest on a text or a theme, and which live releases quote it."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.core.thread import MARKED, PUBLISHED, TAKEAWAY, THEME, Step, adds_to_thread
from reflectory.core.visibility import Viewer
from reflectory.evidence.models import Excerpt, Source
from reflectory.reports.models import Release, Report, Takeaway
from reflectory.reports.quoting import in_report
from reflectory.sensemaking.models import Theme


@adds_to_thread("evidence.source", TAKEAWAY)
def beneath_takeaways(viewer: Viewer, source: Source) -> Step:
    """The takeaways that a passage of the text stands beneath."""
    rows = Takeaway.objects.visible_to(viewer).filter(links__excerpt__version__source=source)
    return _takeaways(list(rows.select_related("report").distinct()))


@adds_to_thread("sensemaking.theme", TAKEAWAY)
def beneath_takeaways_as_theme(viewer: Viewer, theme: Theme) -> Step:
    """The takeaways that the theme stands beneath."""
    rows = Takeaway.objects.visible_to(viewer).filter(themes__theme=theme)
    return _takeaways(list(rows.select_related("report").distinct()))


def _takeaways(rows: list[Takeaway]) -> Step:
    count = (
        ngettext("{n} takeaway", "{n} takeaways", len(rows)).format(n=len(rows)) if rows else _("none yet")
    )
    return Step(_("Takeaway"), rows[0].get_absolute_url() if rows else "", count)


@adds_to_thread("evidence.source", PUBLISHED)
def published_words(_viewer: Viewer, source: Source) -> Step:
    """The live releases in which words of the text stand; they are there for everybody."""
    excerpts = set(Excerpt.objects.filter(version__source=source).values_list("pk", flat=True))
    slugs = _quoting(excerpts)
    count = (
        ngettext("in {n} report", "in {n} reports", len(slugs)).format(n=len(slugs))
        if slugs
        else _("not yet")
    )
    return Step(_("Published"), reverse("published", args=[slugs[0]]) if slugs else "", count)


def _quoting(excerpts: Collection[int]) -> list[str]:
    live = Release.objects.filter(live_of__isnull=False).select_related("report").defer("content")
    return [
        release.report.slug
        for release in (live if excerpts else ())
        if any(
            one["excerpt"] in excerpts and one["key"] not in release.blanked
            for one in release.manifest.get("words", [])
        )
    ]


@adds_to_thread("reports.report", MARKED)
def words_in_report(_viewer: Viewer, report: Report) -> Step:
    """The passages that the report rests on."""
    n = len(in_report(report.pk))
    return Step(_("Said"), "", ngettext("{n} passage", "{n} passages", n).format(n=n))


@adds_to_thread("reports.report", TAKEAWAY)
def takeaways_in_report(_viewer: Viewer, report: Report) -> Step:
    """Its takeaways that are ready."""
    n = report.takeaways.filter(is_draft=False).count()
    return Step(_("Takeaway"), "", ngettext("{n} takeaway", "{n} takeaways", n).format(n=n))


@adds_to_thread("reports.report", PUBLISHED)
def release_of_report(_viewer: Viewer, report: Report) -> Step:
    """The release that readers have."""
    live = report.live_release
    if live is None:
        return Step(_("Published"), "", _("not yet"))
    count = _("release {number}").format(number=live.number)
    return Step(_("Published"), reverse("published", args=[report.slug]), count)


@adds_to_thread("reports.takeaway", MARKED)
def words_beneath(_viewer: Viewer, takeaway: Takeaway) -> Step:
    """The passages beneath the claim."""
    n = takeaway.links.count()
    return Step(_("Said"), "", ngettext("{n} passage", "{n} passages", n).format(n=n))


@adds_to_thread("reports.takeaway", THEME)
def themes_beneath(_viewer: Viewer, takeaway: Takeaway) -> Step:
    """The themes beneath the claim."""
    n = takeaway.themes.count()
    return Step(_("Theme"), "", ngettext("{n} theme", "{n} themes", n).format(n=n))


@adds_to_thread("reports.takeaway", TAKEAWAY)
def the_takeaway(_viewer: Viewer, takeaway: Takeaway) -> Step:
    """Where the reader stands."""
    return Step(_("Takeaway"), "", _("draft") if takeaway.is_draft else _("ready"))


@adds_to_thread("reports.takeaway", PUBLISHED)
def release_of_takeaway(viewer: Viewer, takeaway: Takeaway) -> Step:
    """The live release of the report that the takeaway stands in."""
    return release_of_report(viewer, takeaway.report)
