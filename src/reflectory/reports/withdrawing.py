"""Words that were withdrawn after they were published: out of the live release at once, and blank in all others.

What goes out is the last release as it was, with a bar where the words stood and a correction that does not repeat
them. Nothing is added, so those who signed it off have signed off all that it says; the correction tells so. Nobody
has to press a button: `release_what_was_withdrawn` is what `core.tending` does whenever it is due.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.core.tending import register_tend
from reflectory.core.visibility import Viewer, system
from reflectory.evidence.checking import REDACTED, WITHDRAWN
from reflectory.evidence.checking import problems as problems_of
from reflectory.evidence.models import Excerpt
from reflectory.press.publication import content
from reflectory.press.publication.codec import read, to_plain, with_words
from reflectory.press.publication.content import Publication, Words
from reflectory.reports import folders
from reflectory.reports.building import build, hashes
from reflectory.reports.models import Erratum, Release, Report
from reflectory.reports.publishing import release_content
from reflectory.reports.withdrawn import TAKEN_BACK, TEND, withdrawn_in

BLANKED = "blanked.json"


def release_what_was_withdrawn() -> list[str]:
    """Each live report whose words were withdrawn, released without them; says in a sentence what went out.

    It may be called at any time, by several processes too: where nothing was withdrawn, nothing is done. What could
    not be done for one report is raised once it was tried for all of them.
    """
    by = system(str(_("Withdrawn words")))
    rows = Report.objects.filter(live_release__isnull=False).order_by("pk")
    wanted = withdrawn_in(rows.values_list("pk", flat=True))
    told, failed = [], []
    for report in rows.filter(pk__in=wanted).select_related("live_release"):
        try:
            made = take_out(by=by, report=report)
        except Exception as problem:  # whatever it is, it is told, and the other reports go out
            failed.append(f"{report}: {problem}")
            continue
        if made is not None:
            told.append(
                _("{release} is out, without the words that were withdrawn.").format(release=made.key)
            )
        else:
            told.append(
                _("The withdrawn words are blank in every release of {report} now.").format(report=report)
            )
    if failed:
        raise Refused(" ".join(failed))
    return told


register_tend(
    TEND, release_what_was_withdrawn, label=gettext_lazy("Taking withdrawn words out of what is published"),
    url_name="reports",
)  # fmt: skip


def withdrawn_words(release: Release) -> dict[str, str]:
    """The keys of words that still stand in a release and were taken back, each with why: its code in `checking`."""
    entries = [one for one in release.manifest["words"] if one["key"] not in release.blanked]
    excerpts = Excerpt.objects.with_words().in_bulk([one["excerpt"] for one in entries])
    pairs = [(excerpts[one["excerpt"]], one["use"]) for one in entries if one["excerpt"] in excerpts]
    found = problems_of(pairs, on=date.max)
    gone: dict[int, str] = {}
    for pk, problems in found.items():
        codes = {problem.code for problem in problems} & TAKEN_BACK
        if codes:
            gone[pk] = WITHDRAWN if WITHDRAWN in codes else REDACTED
    return {
        key: gone[pk] for key, pk in sorted((one["key"], one["excerpt"]) for one in entries) if pk in gone
    }


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
            told = _told(keys)
            publication = _with_correction(_without(read(live.content), keys), today, told)

        def correct() -> None:
            erratum = Erratum.objects.create(report=report, on=today, text=told)
            audit.record(by=by, verb="correct_report", on=erratum)

        made = release_content(
            by=by, report=report, publication=publication, figures=live.manifest["figures"],
            words=[one for one in live.manifest["words"] if one["key"] not in keys],
            base_url=live.base_url, signed_hash=live.manifest["signed_off"], following=live, also=correct,
        )  # fmt: skip
    for release in report.releases.exclude(pk=report.live_release.pk):  # type: ignore[union-attr]  # there is one
        blank(by=by, release=release)
    return made


def _told(keys: Mapping[str, str]) -> str:
    """What readers are told of it. It never repeats what was taken out."""
    n_withdrawn = sum(code == WITHDRAWN for code in keys.values())
    n_redacted = len(keys) - n_withdrawn
    parts = []
    if n_withdrawn:
        parts.append(
            ngettext(
                "{n} quote was taken out because the person who said it withdrew their words.",
                "{n} quotes were taken out because the people who said them withdrew their words.",
                n_withdrawn,
            ).format(n=n_withdrawn)
        )
    if n_redacted:
        parts.append(
            ngettext(
                "{n} quote was taken out because words in it may no longer be read.",
                "{n} quotes were taken out because words in them may no longer be read.",
                n_redacted,
            ).format(n=n_redacted)
        )
    parts.append(_("Nothing was added, so nobody had to sign the report off again."))
    return " ".join(parts)


def blank(*, by: Viewer, release: Release) -> dict[str, str]:
    """Takes withdrawn words out of the files of a release, and out of what the database keeps of it.

    Its release.json stays as it was written; blanked.json beside it says which files were changed, and their hashes.
    """
    keys = withdrawn_words(release)
    if not keys:
        return {}
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
    folders.clear_unfinished_files(folder)
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


def _without(publication: Publication, keys: Mapping[str, str]) -> Publication:
    bars = {
        WITHDRAWN: _("Words stood here that were withdrawn by the person who said them."),
        REDACTED: _("Words stood here that may no longer be read."),
    }

    def change(words: Words) -> Words:
        if words.key not in keys:
            return words
        return Words(words.key, "", "", False, "", withdrawn=bars[keys[words.key]])

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
