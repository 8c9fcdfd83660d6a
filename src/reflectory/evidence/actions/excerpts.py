"""Passages are marked in texts, one by one or many together, and parts of texts are made unreadable.

An excerpt points at words and never holds them. The original of a text stays as it is: what is made unreadable is so
in a new version beside it, and `checking` says which excerpts may no longer be quoted.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.core import audit, search
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.evidence.hashing import hash_of
from reflectory.evidence.models import Excerpt, Source, SourceVersion
from reflectory.evidence.policies import check_can_work_on
from reflectory.evidence.redaction import Stretch, joined, redacted

_AT_ONCE = 500
Span = tuple[SourceVersion, int, int]


def make_excerpt(*, by: Viewer, version: SourceVersion, start: int, end: int) -> Excerpt:
    """The excerpt of this stretch, the one that is there already where there is one."""
    return make_excerpts(by=by, spans=[(version, start, end)])[0]


def excerpt_of(*, by: Viewer, version: SourceVersion, words: str) -> Excerpt:
    """The excerpt of these words, which must stand in the text exactly once."""
    start = find_once(version.text, words)
    return make_excerpt(by=by, version=version, start=start, end=start + len(words))


def find_once(text: str, words: str) -> int:
    """Where the words begin. Raises `Refused`, which says how often they are there, unless that is once."""
    if not words.strip():
        raise Refused(_("Give the words that the passage holds."))
    places = _places(text, words)
    if not places:
        raise Refused(
            _(
                "These words are not in the text: “{words}”. Copy them from it exactly, with their spelling and points."
            ).format(words=_short(words))
        )
    if len(places) > 1:
        raise Refused(
            ngettext(
                "These words are in the text {n} time. Take in more of the words around them.",
                "These words are in the text {n} times. Take in more of the words around them.",
                len(places),
            ).format(n=len(places))
        )
    return places[0]


@transaction.atomic
def make_excerpts(*, by: Viewer, spans: Sequence[Span]) -> list[Excerpt]:
    """An excerpt for each stretch, in order. The number of queries grows with parts of 500 alone."""
    check_can_work_on(by, *{version.source_id: version.source for version, _s, _e in spans}.values())
    for version, start, end in spans:
        _check_stretch(version, start, end)
    there: dict[tuple[int, int, int], Excerpt] = {}
    versions = list({version.pk: version for version, _s, _e in spans}.values())
    for at in range(0, len(versions), _AT_ONCE):
        some = {version.pk: version for version in versions[at : at + _AT_ONCE]}
        for row in Excerpt.objects.filter(version__in=some.keys()):
            row.version = some[row.version_id]
            there[row.version_id, row.start, row.end] = row
    made = {
        (version.pk, start, end): Excerpt(
            version=version, start=start, end=end, words_hash=hash_of(version.text[start:end]), made_by_name=by.name
        )
        for version, start, end in spans
        if (version.pk, start, end) not in there
    }  # fmt: skip
    rows = list(made.values())
    for at in range(0, len(rows), _AT_ONCE):
        Excerpt.objects.bulk_create(rows[at : at + _AT_ONCE])
        changes = [(row, None) for row in rows[at : at + _AT_ONCE]]
        audit.record_many(by=by, verb="make_excerpt", changes=changes)
    there |= made
    return [there[version.pk, start, end] for version, start, end in spans]


@transaction.atomic
def redact(*, by: Viewer, source: Source, spans: Sequence[Stretch], why: str) -> SourceVersion:
    """A new version in which these stretches of the original, and those of earlier versions, are unreadable."""
    check_can_work_on(by, source)
    if not why.strip():
        raise Refused(_("Say why these words are made unreadable."))
    source = Source.objects.select_for_update().get(pk=source.pk)
    versions = list(source.versions.all())
    original, last = versions[0], versions[-1]
    if not spans:
        raise Refused(_("Choose the words that are made unreadable."))
    for start, end in spans:
        _check_stretch(original, start, end)
    earlier = [(start, end) for start, end in last.blanked]
    blanked = joined([*earlier, *spans])
    if blanked == earlier:
        raise Refused(_("These words are unreadable already."))
    text = redacted(original.text, blanked)
    version = SourceVersion.objects.create(
        source=source, number=last.number + 1, is_redacted=True, text=text, text_hash=hash_of(text),
        why=why.strip()[:300], blanked=blanked,
    )  # fmt: skip
    audit.record(by=by, verb="redact", on=version)
    search.refresh([Source.objects.prefetch_related("versions").get(pk=source.pk)])
    return version


def _check_stretch(version: SourceVersion, start: int, end: int) -> None:
    if not 0 <= start < end <= len(version.text):
        raise Refused(
            _("The stretch from {start} to {end} does not lie in the text, which has {n} characters.").format(
                start=start, end=end, n=len(version.text)
            )
        )
    if not version.text[start:end].strip():
        raise Refused(_("There are no words from {start} to {end}.").format(start=start, end=end))


def _places(text: str, words: str) -> list[int]:
    """Every place at which the words begin, also where two overlap."""
    found = []
    at = text.find(words)
    while at != -1:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _short(words: str) -> str:
    return words if len(words) <= 80 else words[:79].rstrip() + "…"
