"""Verifying a release: every hash, span, consent, figure and sign-off, against the database as it is now."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from reflectory.core import ledger
from reflectory.core.ledger import Scope
from reflectory.evidence.checking import problems as problems_of
from reflectory.evidence.models import Excerpt
from reflectory.press.publication.codec import content_hash, read
from reflectory.reports import folders
from reflectory.reports.actions.signing import NEEDED, is_signed_off
from reflectory.reports.models import Release
from reflectory.reports.publishing import MANIFEST
from reflectory.reports.withdrawing import BLANKED


class NoRelease(Exception):
    """There is no release to verify; says why."""


def find_release(given: str) -> tuple[Path, Release]:
    """The folder and the row of a release, named by its folder or its name. Raises `NoRelease`."""
    folder = Path(given) if Path(given).is_dir() else folders.folder_of(given)
    path = folder / MANIFEST
    if not path.is_file():
        raise NoRelease(
            _("There is no release at {folder}: it has no {name}.").format(folder=folder, name=MANIFEST)
        )
    try:
        key = str(json.loads(path.read_text(encoding="utf-8"))["release"])
    except (ValueError, KeyError, TypeError, OSError):
        key = folder.name
    slug, _dash, number = key.rpartition("-")
    row = Release.objects.select_related("report").filter(
        report__slug=slug, number=int(number) if number.isdecimal() else 0
    ).first()  # fmt: skip
    if row is None:
        raise NoRelease(_("This installation knows no release “{key}”.").format(key=key))
    return folder, row


def verify(folder: Path, release: Release) -> list[str]:
    """What fails, each in a sentence that names it; empty where all of it holds."""
    return [
        *_files(folder, release),
        *_content(release),
        *_words(release),
        *_figures(release),
        *_sign_offs(release),
    ]


def _files(folder: Path, release: Release) -> list[str]:
    found = folders.read_files(folder)
    said = found.pop(MANIFEST, b"")
    failed = []
    try:
        is_same = json.loads(said) == release.manifest
    except ValueError:
        is_same = False
    if not is_same:
        failed.append(_("{name} was changed after the release.").format(name=MANIFEST))
    blanked = found.pop(BLANKED, None)
    if (blanked is not None) != bool(release.blanked_files):
        failed.append(_("{name} does not belong to this release.").format(name=BLANKED))
    wanted: dict[str, str] = {**release.manifest["files"], **release.blanked_files}
    for path in sorted(wanted.keys() - found.keys()):
        failed.append(_("{path} is missing.").format(path=path))
    for path in sorted(found.keys() - wanted.keys()):
        failed.append(_("{path} is no part of the release.").format(path=path))
    for path in sorted(found.keys() & wanted.keys()):
        if hashlib.sha256(found[path]).hexdigest() != wanted[path]:
            failed.append(_("{path} was changed after the release.").format(path=path))
    return failed


def _content(release: Release) -> list[str]:
    if release.blanked:
        return []
    try:
        is_same = content_hash(read(release.content)) == release.content_hash == release.manifest["content"]
    except (KeyError, TypeError, ValueError):
        is_same = False
    return [] if is_same else [_("What the database keeps of the release was changed after it.")]


def _words(release: Release) -> list[str]:
    entries: list[dict[str, Any]] = [
        one for one in release.manifest["words"] if one["key"] not in release.blanked
    ]
    excerpts = Excerpt.objects.with_words().in_bulk([one["excerpt"] for one in entries])
    failed, pairs = [], []
    for one in entries:
        excerpt = excerpts.get(one["excerpt"])
        now = (
            None if excerpt is None else (excerpt.version_id, excerpt.start, excerpt.end, excerpt.words_hash)
        )
        if excerpt is None or now != (one["version"], one["start"], one["end"], one["hash"]):
            failed.append(
                _("Quote {key} no longer points at the words it was made of.").format(key=one["key"])
            )
        else:
            pairs.append((one["key"], excerpt, one["use"]))
    found = problems_of([(excerpt, use) for _key, excerpt, use in pairs], on=date.max)
    told = {key: found.get(excerpt.pk, []) for key, excerpt, _use in pairs}
    for key, problems in sorted(told.items()):
        failed.extend(
            _("Quote {key}: {problem}").format(key=key, problem=problem.sentence) for problem in problems
        )
    return failed


def _figures(release: Release) -> list[str]:
    entries: list[dict[str, Any]] = release.manifest["figures"]
    failed, asked = [], []
    for one in entries:
        definition = ledger.definition(one["definition"])
        if definition is None:
            failed.append(_("The figure {key} is defined no more.").format(key=one["key"]))
            continue
        editions = None if one["editions"] is None else frozenset(one["editions"])
        scope = Scope(date.fromisoformat(one["first"]), date.fromisoformat(one["last"]), editions)
        asked.append((one, definition, scope))
    values = ledger.values([(definition, scope) for _one, definition, scope in asked])
    for (one, _definition, _scope), value in zip(asked, values, strict=True):
        if value != one["value"]:
            failed.append(_("The figure {key} was {then} when it was published and is {now} now.").format(
                key=one["key"], then=one["value"], now=value))  # fmt: skip
    return failed


def _sign_offs(release: Release) -> list[str]:
    if is_signed_off(release.report, release.manifest["signed_off"]):
        return []
    return [_("The release was not signed off by {n} different people.").format(n=NEEDED)]
