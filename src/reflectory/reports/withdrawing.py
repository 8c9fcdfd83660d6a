"""Words that were withdrawn after they were published: out of the live release at once, and blank in all others.

What goes out is the last release as it was, with a bar where the words stood and a correction that does not repeat
them. Nothing else in it changes, so those who signed it off have signed off all that it says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from reflectory.core import audit
from reflectory.core.visibility import Viewer
from reflectory.evidence.checking import WITHDRAWN
from reflectory.evidence.checking import problems as problems_of
from reflectory.evidence.models import Excerpt
from reflectory.press.publication import content
from reflectory.press.publication.codec import read, to_plain, with_words
from reflectory.press.publication.content import Publication, Words
from reflectory.reports import folders
from reflectory.reports.building import build, hashes
from reflectory.reports.models import Erratum, Release, Report
from reflectory.reports.publishing import release_content

BLANKED = "blanked.json"


def withdrawn_words(release: Release) -> list[str]:
    """The keys of words in a release that were withdrawn and still stand in it."""
    entries = [one for one in release.manifest["words"] if one["key"] not in release.blanked]
    excerpts = Excerpt.objects.with_words().in_bulk([one["excerpt"] for one in entries])
    pairs = [(excerpts[one["excerpt"]], one["use"]) for one in entries if one["excerpt"] in excerpts]
    found = problems_of(pairs, on=date.max)
    gone = {pk for pk, problems in found.items() if any(problem.code == WITHDRAWN for problem in problems)}
    return sorted({one["key"] for one in entries if one["excerpt"] in gone})


def take_out(*, by: Viewer, report: Report) -> Release | None:
    """A new release without the withdrawn words, and every other release blanked. None where nothing is to be done."""
    live = report.live_release
    if live is None:
        return None
    made = None
    keys = withdrawn_words(live)
    if keys:
        today = timezone.localdate()
        with override(report.language):
            told = ngettext(
                "{n} quote was taken out because the person who said it withdrew their words.",
                "{n} quotes were taken out because the people who said them withdrew their words.",
                len(keys),
            ).format(n=len(keys))
            publication = _with_correction(_without(read(live.content), keys), today, told)
        with transaction.atomic():
            erratum = Erratum.objects.create(report=report, on=today, text=told)
            audit.record(by=by, verb="correct_report", on=erratum)
        made = release_content(
            by=by, report=report, publication=publication, figures=live.manifest["figures"],
            words=[one for one in live.manifest["words"] if one["key"] not in keys],
            base_url=live.base_url, signed_hash=live.manifest["signed_off"],
        )  # fmt: skip
    for release in report.releases.exclude(pk=report.live_release.pk):  # type: ignore[union-attr]  # there is one
        blank(by=by, release=release)
    return made


def blank(*, by: Viewer, release: Release) -> list[str]:
    """Takes withdrawn words out of the files of a release, and out of what the database keeps of it.

    Its release.json stays as it was written; blanked.json beside it says which files were changed, and their hashes.
    """
    keys = withdrawn_words(release)
    if not keys:
        return []
    with override(release.report.language):
        publication = _without(read(release.content), keys)
    files = build(publication, base_url=release.base_url)
    changed = {
        path: made for path, made in files.items() if hashes({path: made})[path] != _hash_now(release, path)
    }
    was = audit.snapshot(release)
    today = timezone.localdate().isoformat()
    release.content = to_plain(publication)
    release.blanked = {**release.blanked, **dict.fromkeys(keys, today)}
    release.blanked_files = {**release.blanked_files, **hashes(changed)}
    folder = folders.folder_of(release.key)
    said = {"blanked": release.blanked, "files": release.blanked_files}
    with transaction.atomic():
        release.save(update_fields=["content", "blanked", "blanked_files"])
        audit.record(by=by, verb="blank_words", on=release, was=was)
        for path, made in changed.items():
            folders.replace_file(folder / path, made)
        told = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        folders.replace_file(folder / BLANKED, told.encode())
    return keys


def _hash_now(release: Release, path: str) -> str | None:
    found = release.blanked_files.get(path) or release.manifest["files"].get(path)
    return None if found is None else str(found)


def _without(publication: Publication, keys: Iterable[str]) -> Publication:
    gone = frozenset(keys)

    def change(words: Words) -> Words:
        if words.key not in gone:
            return words
        told = _("Words stood here that were withdrawn by the person who said them.")
        return Words(words.key, "", "", False, "", withdrawn=told)

    return with_words(publication, change)


def _with_correction(publication: Publication, on: date, told: str) -> Publication:
    correction = content.Correction(on, told)
    sections = list(publication.sections)
    for place, section in enumerate(sections):
        if isinstance(section, content.Corrections):
            sections[place] = replace(section, items=(*section.items, correction))
            return replace(publication, sections=tuple(sections))
    sections.append(content.Corrections("corrections", _("Corrections"), (), (correction,)))
    return replace(publication, sections=tuple(sections))
