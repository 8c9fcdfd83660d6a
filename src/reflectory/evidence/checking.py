"""Whether passages may be used on a day: the words still the same, agreed to, not withdrawn, not made unreadable.

`problems` is what publication and verification ask, for all passages at once. It reads the database afresh, so it
does not matter when the excerpts that it is given were loaded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _

from reflectory.evidence.hashing import hash_of
from reflectory.evidence.models import Excerpt, SourceVersion
from reflectory.evidence.redaction import Stretch, in_original, not_in, overlap
from reflectory.listening.models import Consent
from reflectory.listening.uses import USES, that_allow

GONE = "gone"
BROKEN = "broken"
NOT_CONSENTED = "not_consented"
WITHDRAWN = "withdrawn"
REDACTED = "redacted"


@dataclass(frozen=True)
class Problem:
    """Why a passage may not be used so on that day. `day` is that of a withdrawal."""

    code: str
    sentence: str
    use: str
    day: date | None = None


def problems(wanted: Iterable[tuple[Excerpt, str]], *, on: date) -> dict[int, list[Problem]]:
    """What speaks against each excerpt, by its number; nothing for one that may be used. Three queries."""
    asked = [(excerpt.pk, use) for excerpt, use in wanted]
    rows = {
        row.pk: row
        for row in Excerpt.objects.filter(pk__in={pk for pk, _use in asked}).select_related("version__source")
    }
    sources = {row.version.source_id: row.version.source.voice_id for row in rows.values()}
    consents = _consents(set(sources.values()), on)
    blanked = _blanked(sources)
    found: dict[int, list[Problem]] = defaultdict(list)
    for pk, use in dict.fromkeys(asked):
        row = rows.get(pk)
        if row is None:
            found[pk].append(Problem(GONE, _("The passage is not there any more."), use))
            continue
        against = [_span(row, use), _redaction(row, use, blanked), _consent(row, use, consents, on)]
        new = [one for one in against if one is not None and one not in found[pk]]
        found[pk] += new
    return {pk: some for pk, some in found.items() if some}


def _consents(voices: set[int], on: date) -> Mapping[int, list[Consent]]:
    """What each voice had agreed to by that day, withdrawn or not."""
    rows: Any = Consent.objects.filter(voice__in=voices, given_on__lte=on)
    found: dict[int, list[Consent]] = defaultdict(list)
    for row in rows:
        found[row.voice_id].append(row)
    return found


def _blanked(sources: Iterable[int]) -> dict[int, list[Stretch]]:
    """Of each text, what its last redacted version hides."""
    rows = SourceVersion.objects.filter(source__in=sources, is_redacted=True).order_by("number")
    return {
        source: [(start, end) for start, end in stretches]
        for source, stretches in rows.values_list("source", "blanked")
    }


def _span(row: Excerpt, use: str) -> Problem | None:
    version = row.version
    day = version.source.taken_back_on
    if day is not None:
        sentence = _("Whoever said it took these words back, or said it differently, on {day}.")
        return Problem(WITHDRAWN, sentence.format(day=formats.date_format(day)), use, day)
    words = version.text[row.start : row.end]
    if row.end <= len(version.text) and hash_of(words) == row.words_hash:
        return None
    return Problem(BROKEN, _("Its words are no longer those that it was made of."), use)


def _redaction(row: Excerpt, use: str, blanked: Mapping[int, list[Stretch]]) -> Problem | None:
    own = [(start, end) for start, end in row.version.blanked]
    newly = not_in(blanked.get(row.version.source_id, []), own)
    if not overlap(in_original(own, row.start, row.end), newly):
        return None
    return Problem(REDACTED, _("Some of its words have been made unreadable since."), use)


def _consent(row: Excerpt, use: str, consents: Mapping[int, list[Consent]], on: date) -> Problem | None:
    fitting = [one for one in consents.get(row.version.source.voice_id, []) if one.use in that_allow(use)]
    if any(one.withdrawn_on is None or one.withdrawn_on > on for one in fitting):
        return None
    if not fitting:
        sentence = _("Whoever said it has not agreed that it may {use}.")
        return Problem(NOT_CONSENTED, sentence.format(use=dict(USES)[use]), use)
    day = max(one.withdrawn_on for one in fitting if one.withdrawn_on is not None)
    sentence = _("Whoever said it withdrew on {day} that it may {use}.")
    return Problem(WITHDRAWN, sentence.format(day=formats.date_format(day), use=dict(USES)[use]), use, day)
