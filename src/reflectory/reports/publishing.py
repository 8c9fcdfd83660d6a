"""Publishing: a report becomes a release, whole or not at all, and readers get it at once.

The order matters. The files are written under a hidden name; then, in one transaction, they are moved to their place,
the release is entered and the report's pointer is moved to it. Killed before the end of that, the old release stands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.press.publication.codec import content_hash, to_plain
from reflectory.press.publication.content import Publication
from reflectory.reports import folders
from reflectory.reports.actions.signing import NEEDED, is_signed_off
from reflectory.reports.building import build, hashes
from reflectory.reports.composing import compose
from reflectory.reports.composing.problems import Problem
from reflectory.reports.composing.surroundings import earlier_releases, translations_of
from reflectory.reports.models import Release, Report
from reflectory.reports.policies import check_can_publish

FORMAT = "reflectory-release/1"
MANIFEST = "release.json"


class NotReady(Refused):
    """Something stands in the way; `problems` lists all of it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        told = "\n".join(f"{problem.where}: {problem.sentence}" for problem in problems)
        super().__init__(told)
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Published:
    """What publishing led to. `is_new` is false where the live release says the same already."""

    release: Release
    folder: Path
    is_new: bool


def publish(*, by: Viewer, report: Report, base_url: str = "", out: Path | None = None) -> Published:
    """The report as a new release, which readers get from now on.

    Raises `NotReady` with all that stands in the way, `Refused` without two sign-offs of this very content. With
    `out` a copy of the release is written there too. What the live release says already is not released again.
    """
    check_can_publish(by, report)
    composed = compose(report)
    if composed.problems:
        raise NotReady(composed.problems)
    live = report.live_release
    if (
        live is not None
        and live.content_hash == composed.content_hash
        and _stands_where(live, report, base_url)
    ):
        folder = folders.folder_of(live.key)
        _copy(folder, out)
        return Published(live, folder, is_new=False)
    if not is_signed_off(report, composed.content_hash):
        raise Refused(
            _(
                "{n} different people have to sign off {report} as it stands now before it is published."
            ).format(n=NEEDED, report=report)
        )
    release = release_content(
        by=by, report=report, publication=composed.publication, figures=composed.figures, words=composed.words,
        base_url=base_url, signed_hash=composed.content_hash,
    )  # fmt: skip
    folder = folders.folder_of(release.key)
    _copy(folder, out)
    return Published(release, folder, is_new=True)


def release_content(
    *,
    by: Viewer,
    report: Report,
    publication: Publication,
    figures: Sequence[dict[str, Any]],
    words: Sequence[dict[str, Any]],
    base_url: str,
    signed_hash: str,
    following: Release | None = None,
    also: Callable[[], object] = lambda: None,
) -> Release:
    """Writes, enters and makes live a release of this content. `signed_hash` is the content that was signed off.

    With `following`, nothing is released once another release than that one is live. `also` is done in the same
    transaction.
    """
    latest = report.releases.order_by("-number").first()
    number = latest.number + 1 if latest else 1
    named = replace(
        publication,
        release=f"{report.slug}-{number}",
        earlier=earlier_releases(report, on=publication.released_on),
        alternates=translations_of(report),
    )
    files = build(named, base_url=base_url)
    manifest = {
        "format": FORMAT,
        "release": named.release,
        "report": report.slug,
        "released_on": named.released_on.isoformat(),
        "previous": latest.key if latest else None,
        "content": content_hash(named),
        "signed_off": signed_hash,
        "base_url": base_url,
        "run": None if named.run is None else {**to_plain(named.run), "_": "run"},
        "figures": list(figures),
        "words": list(words),
        "files": hashes(files),
    }
    files[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    target = folders.folder_of(named.release)
    with folders.prepared(files, target) as hidden, transaction.atomic():
        current = Report.objects.select_for_update().get(pk=report.pk)
        is_overtaken = following is not None and current.live_release_id != following.pk
        if is_overtaken or current.releases.filter(number__gte=number).exists():
            raise Refused(_("Somebody else has just published {report}.").format(report=report))
        release = Release.objects.create(
            report=current, number=number, released_on=named.released_on, content_hash=content_hash(named),
            content=to_plain(named), manifest=manifest, base_url=base_url,
        )  # fmt: skip
        audit.record(by=by, verb="publish_report", on=release)
        was = audit.snapshot(current)
        current.live_release = release
        current.save(update_fields=["live_release"])
        audit.record(by=by, verb="make_release_live", on=current, was=was)
        also()
        folders.put_in_place(hidden, target)
    report.live_release = release
    return release


def _stands_where(live: Release, report: Report, base_url: str) -> bool:
    """Whether a release was made for this address, and beside the translations that readers have today."""
    return live.base_url == base_url and live.content.get("alternates", []) == to_plain(
        translations_of(report)
    )


def _copy(folder: Path, out: Path | None) -> None:
    """A copy of a release for somebody who serves it elsewhere, whole or not at all."""
    if out is not None and out.resolve() != folder.resolve():
        with folders.prepared(folders.read_files(folder), out) as hidden:
            folders.put_in_place(hidden, out)
