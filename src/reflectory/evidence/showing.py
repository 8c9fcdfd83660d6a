"""What the page of a text shows: its sentences, its passages, what was agreed to, and what is hidden."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.engine.segments import sentences
from reflectory.evidence.attribution import attribution, place_of, role_of, said_when
from reflectory.evidence.checking import BROKEN, REDACTED, problems
from reflectory.evidence.lists import QUOTABLE, agreed
from reflectory.evidence.models import Excerpt, Source, SourceVersion
from reflectory.evidence.policies import can_work_on
from reflectory.evidence.redaction import Stretch
from reflectory.listening.models import Consent
from reflectory.listening.policies import can_record_consent
from reflectory.listening.queries import allows
from reflectory.listening.uses import QUOTING, USES, WITHOUT_NAME


@dataclass(frozen=True)
class Agreed:
    """One use on the page: whether it is allowed today, and how that came about."""

    words: str
    is_allowed: bool
    how: str


@dataclass(frozen=True)
class Passage:
    """One excerpt on the page; `words` is empty where they have changed or were made unreadable."""

    excerpt: Excerpt
    words: str
    why_not: str  # it can be quoted no more


def page_context(by: Viewer, source: Source) -> dict[str, Any]:
    """Everything of one text, in a constant number of queries."""
    today = timezone.localdate()
    versions = list(source.versions.all())
    latest = versions[-1]
    uses = agreed(source, today)
    most = next((use for use in QUOTING if allows(uses, use)), None)
    return {
        "source": source,
        "version": latest,
        "original": versions[0] if latest.is_redacted else None,
        "sentences": _sentences(latest, source.language),
        "passages": passages(source, versions, today),
        "agreed": [_agreed(source, use, name, today) for use, name in USES],
        "attribution": attribution(source.voice, most) if most else "",
        "quotable": QUOTABLE.get(most or "", ""),
        "said_when": said_when(source),
        "role": role_of(source.voice),
        "place": place_of(source.voice),
        "can_record": can_record_consent(by, source.voice),
        "can_work": can_work_on(by, source),
    }


def passages(source: Source, versions: Sequence[SourceVersion], on: date) -> list[Passage]:
    """The excerpts of all versions, with what speaks against quoting them whatever was agreed to."""
    by_number = {version.pk: version for version in versions}
    rows = list(Excerpt.objects.filter(version__in=by_number).order_by("start", "end"))
    against = problems([(row, WITHOUT_NAME) for row in rows], on=on)
    found = []
    for row in rows:
        row.version = by_number[row.version_id]
        row.version.source = source
        wrong = [one for one in against.get(row.pk, []) if one.code in (BROKEN, REDACTED)]
        words = "" if wrong else row.words
        found.append(Passage(row, words, " ".join(one.sentence for one in wrong)))
    return found


def sentence_spans(text: str, language: str, ticked: Collection[int]) -> list[Stretch]:
    """The stretches of the ticked sentences, those that follow each other made one."""
    found: list[Stretch] = []
    last = None
    for number, span in enumerate(sentences(text, language or "und")):
        if number not in ticked:
            continue
        if last is not None and number == last + 1:
            found[-1] = (found[-1][0], span.end)
        else:
            found.append((span.start, span.end))
        last = number
    return found


def stretches_of(source: Source, phrases: Sequence[str]) -> list[Stretch]:
    """Every place of the original at which one of the phrases stands. Raises `Refused` for one that does not."""
    text = next(version for version in source.versions.all() if not version.is_redacted).text
    found = []
    for phrase in phrases:
        at = text.find(phrase)
        if at == -1:
            raise Refused(_("“{phrase}” is not in the text. Nothing was changed.").format(phrase=phrase))
        while at != -1:
            found.append((at, at + len(phrase)))
            at = text.find(phrase, at + 1)
    return found


def _sentences(version: SourceVersion, language: str) -> list[tuple[int, str]]:
    spans = sentences(version.text, language or "und")
    return [(number, version.text[span.start : span.end]) for number, span in enumerate(spans)]


def _agreed(source: Source, use: str, name: Any, on: date) -> Agreed:
    own = [row for row in source.voice.consents.all() if row.use == use]
    standing = [
        row for row in own if row.given_on <= on and (row.withdrawn_on is None or row.withdrawn_on > on)
    ]
    if standing:
        return Agreed(str(name), is_allowed=True, how=_how(standing[-1]))
    if allows(agreed(source, on), use):
        more = next(
            other for other, _name in USES if other in agreed(source, on) and allows(frozenset([other]), use)
        )
        return Agreed(str(name), is_allowed=True, how=_("as it may {more}").format(more=dict(USES)[more]))
    gone = [row.withdrawn_on for row in own if row.withdrawn_on is not None]
    how = _("withdrawn on {day}").format(day=_day(max(gone))) if gone else _("not agreed to")
    return Agreed(str(name), is_allowed=False, how=how)


def _how(row: Consent) -> str:
    said = _("{how}, {day}").format(how=row.get_basis_display(), day=_day(row.given_on))
    return f"{said} ({row.stated_by})" if row.stated_by else said


def _day(day: date) -> str:
    return formats.date_format(day)
