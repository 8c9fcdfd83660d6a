"""What a release is told of its surroundings: the releases before it, for the feed, and the report in other languages.

Both are facts about releases that two people signed off each, so they are no part of what is signed off here, and a
report says the same whatever they are. They stand in the content that is kept with a release, which is why a release
that is blanked later still has the feed that it went out with.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from reflectory.press.publication.content import Alternate, Earlier
from reflectory.reports.models import Release, Report

_SITE, _INDEX = "site/", "index.html"


def earlier_releases(report: Report, *, on: date) -> tuple[Earlier, ...]:
    """Every release until that day of this report, and of others by the same publisher in the same language.

    Whoever follows the report of one year hears of the next through it. Their words and files are not read.
    """
    rows = Release.objects.filter(
        report__organisation=report.organisation, report__language=report.language, released_on__lte=on
    ).order_by("released_on", "made_at", "pk")
    told = rows.values_list(
        "report__slug",
        "number",
        "content__title",
        "content__strap",
        "released_on",
        "content__summary",
        "base_url",
    )
    return tuple(
        Earlier(f"{slug}-{number}", f"{title} {strap}".strip(), day, summary, address)
        for slug, number, title, strap, day, summary, address in told
    )


def translations_of(report: Report) -> tuple[Alternate, ...]:
    """The report in other languages, as far as readers have it at an address of its own; by language."""
    original = report.translation_of_id or report.pk
    rows = (
        Report.objects.filter(Q(pk=original) | Q(translation_of=original), live_release__isnull=False)
        .exclude(pk=report.pk)
        .exclude(language=report.language)
        .exclude(live_release__base_url="")
        .order_by("language", "pk")
        .values_list("language", "live_release__base_url", "live_release__manifest__files")
    )
    return tuple(Alternate(language, address, _pages(files)) for language, address, files in rows)


def _pages(files: dict[str, str]) -> tuple[str, ...]:
    """The pages of a site beneath its first, as they are addressed: "figures/"."""
    found = (path.removeprefix(_SITE).removesuffix(_INDEX) for path in files if _is_page(path))
    return tuple(sorted(page for page in found if page))


def _is_page(path: str) -> bool:
    return path.startswith(_SITE) and path.endswith(f"/{_INDEX}")
