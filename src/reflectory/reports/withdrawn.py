"""Withdrawn words that readers may still meet: in which releases, and as something that waits on the first page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reflectory.core import tending
from reflectory.core.navigation import Need, needs
from reflectory.core.visibility import Viewer
from reflectory.evidence.checking import REDACTED, WITHDRAWN
from reflectory.evidence.checking import problems as problems_of
from reflectory.evidence.models import Excerpt
from reflectory.reports.models import Release, Report
from reflectory.reports.policies import can_publish

HEADING = gettext_lazy("Words that were withdrawn")
# What takes words out of a release that is out: whoever said them withdrew, or they were made unreadable since.
TAKEN_BACK = frozenset({WITHDRAWN, REDACTED})
TEND = "withdrawn-words"


def withdrawn_in(reports: Iterable[int]) -> dict[int, set[str]]:
    """For each report, by number, the keys of withdrawn words that still stand in one of its releases.

    The same number of queries however many releases there are.
    """
    releases = Release.objects.filter(report__in=set(reports)).only("report_id", "manifest", "blanked")
    entries = [
        (release.report_id, one)
        for release in releases
        for one in release.manifest.get("words", [])
        if one["key"] not in release.blanked
    ]
    if not entries:
        return {}
    excerpts = Excerpt.objects.in_bulk({one["excerpt"] for _report, one in entries})
    pairs = {(one["excerpt"], one["use"]) for _report, one in entries if one["excerpt"] in excerpts}
    against = problems_of([(excerpts[pk], use) for pk, use in sorted(pairs)], on=date.max)
    gone = {
        (pk, problem.use)
        for pk, problems in against.items()
        for problem in problems
        if problem.code in TAKEN_BACK
    }
    found: dict[int, set[str]] = defaultdict(set)
    for report, one in entries:
        if (one["excerpt"], one["use"]) in gone:
            found[report].add(one["key"])
    return dict(found)


@needs
def words_to_take_out(viewer: Viewer, _on: date) -> Iterator[Need]:
    """For those who publish: reports whose readers still meet words that were withdrawn.

    They go by themselves within a minute; what keeps them from going is said.
    """
    if not can_publish(viewer):
        return
    live = Report.objects.visible_to(viewer).filter(live_release__isnull=False)
    titles = {row.pk: (row.slug, row.title, row.year) for row in live}
    if not titles:
        return
    why = tending.failures().get(TEND, "")
    for pk, keys in sorted(withdrawn_in(titles).items()):
        slug, title, year = titles[pk]
        label = ngettext(
            "{n} quote was withdrawn: release “{title}” ({year}) without it",
            "{n} quotes were withdrawn: release “{title}” ({year}) without them",
            len(keys),
        ).format(n=len(keys), title=title, year=year)
        if why:
            label = _("{label}. By itself it did not work: {why}").format(label=label, why=why)
        url = f"{reverse('report-going-out', args=[slug])}#withdrawn"
        yield Need(label, url, None, HEADING, is_late=True, n=len(keys))
