"""Brings texts in with what their voices agreed to: `bring_in`, all of them or none, in bulk.

Every row that was received is used, excluded or failed, and the last two say why; the three add up. Where neither a
row nor whoever brings it states that it may be quoted, it may be read and analysed and nothing else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import prefetch_related_objects
from django.utils import formats
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Organisation, Person
from reflectory.evidence.accounting import EMPTY, HERE_ALREADY, SAME_KEY, TOO_LONG, summed_up
from reflectory.evidence.hashing import hash_of
from reflectory.evidence.models import Intake, Source, SourceVersion
from reflectory.evidence.policies import check_can_bring_in_quotes
from reflectory.listening.actions import Agreement, Withdrawal, agree_many, withdraw_many
from reflectory.listening.models import Voice
from reflectory.listening.uses import ANALYSE
from reflectory.programmes.models import Activity, Edition, Team

MOST_CHARACTERS = 1_000_000  # in one text; a book has fewer
_AT_ONCE = 500


@dataclass(frozen=True)
class Who:
    """Whose words they are, as far as is known. With a `key`, rows that share it are one voice."""

    role: str = ""
    seniority: str = ""
    person: Person | None = None
    name: str = ""
    organisation: Organisation | None = None
    place_words: str = ""
    key: str = ""


@dataclass(frozen=True)
class Said:
    """One text as it is brought. `uses` is what its voice agreed to by itself; None where the row does not say."""

    key: str
    text: str
    voice: Who = field(default_factory=Who)
    edition: Edition | None = None
    team: Team | None = None
    activity: Activity | None = None
    kind: str = "reflection"
    question: str = ""
    said_on: date | None = None
    language: str = ""
    place_in_file: str = ""
    uses: frozenset[str] | None = None
    consent_basis: str = "stated"  # how its own uses were given
    consent_on: date | None = None  # and when; else on the day it was said, else on the day of the intake
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class Basis:
    """What whoever brings words states for those rows that say nothing: which uses, who says so, when and how."""

    uses: frozenset[str]
    by: str
    on: date
    how: str = "stated"


@dataclass(frozen=True)
class LeftOut:
    """A row that never became a text, and why: a key of `accounting.REASONS`, or a sentence."""

    place: str
    reason: str


@transaction.atomic
def bring_in(
    *,
    by: Viewer,
    title: str,
    said: Sequence[Said],
    on: date,
    basis: Basis | None = None,
    file_name: str = "",
    file_hash: str = "",
    excluded: Sequence[LeftOut] = (),
    failed: Sequence[LeftOut] = (),
) -> Intake:
    """The intake, with its texts. Refused as a whole where the same file was brought already."""
    said_themselves = any(one.uses is not None for one in said)
    check_can_bring_in_quotes(
        by, {_edition(one) for one in said}, n=len(said),
        stated=basis.uses if basis is not None and not said_themselves else (),
    )  # fmt: skip
    if not title.strip():
        raise Refused(_("Give what is brought in a title, so that it is found again."))
    _check_file(file_hash)
    used, out, wrong = _sorted(said)
    excluded, failed = [*excluded, *out], [*failed, *wrong]
    intake = Intake.objects.create(
        title=title.strip()[:200], file_name=file_name[:300], file_hash=file_hash, brought_by=by.account_id,
        brought_by_name=by.name, basis=_kept(basis),
        accounting=summed_up(
            used=len(used),
            excluded=[(one.place, one.reason) for one in excluded],
            failed=[(one.place, one.reason) for one in failed],
        ),
    )  # fmt: skip
    audit.record(by=by, verb="bring_in", on=intake)
    voices = _voices(by, used)
    _sources(by, intake, used, voices)
    _consents(by, used, voices, basis=basis, on=on)
    return intake


def _edition(one: Said) -> int | None:
    if one.edition is not None:
        return int(one.edition.pk)
    return one.team.edition_id if one.team is not None else None


def _check_file(file_hash: str) -> None:
    there = Intake.objects.filter(file_hash=file_hash).first() if file_hash else None
    if there is not None:
        raise Refused(
            _(
                "This file was brought in already, on {day}, as “{title}”. Nothing was brought in again."
            ).format(day=formats.date_format(there.brought_at), title=there.title)
        )


def _kept(basis: Basis | None) -> dict[str, Any]:
    if basis is None:
        return {}
    if not basis.by.strip():
        raise Refused(_("Say who states that these people agreed."))
    return {"uses": sorted(basis.uses), "by": basis.by.strip(), "on": basis.on.isoformat(), "how": basis.how}


def _sorted(said: Sequence[Said]) -> tuple[list[Said], list[LeftOut], list[LeftOut]]:
    """Those that can be used, those that hold nothing, and those that cannot be kept."""
    there = set[str]()
    for some in _in_parts(list({one.key for one in said} | {one.voice.key for one in said if one.voice.key})):
        there.update(Source.objects.filter(key__in=some).order_by().values_list("key", flat=True))
        there.update(Voice.objects.filter(key__in=some).order_by().values_list("key", flat=True))
    n_of = Counter(one.key for one in said)
    used, excluded, failed = [], [], []
    for one in said:
        if not one.text.strip():
            excluded.append(LeftOut(one.place_in_file, EMPTY))
        elif n_of[one.key] > 1:
            failed.append(LeftOut(one.place_in_file, SAME_KEY))
        elif one.key in there or one.voice.key in there:
            failed.append(LeftOut(one.place_in_file, HERE_ALREADY))
        elif len(one.text) > MOST_CHARACTERS:
            failed.append(LeftOut(one.place_in_file, TOO_LONG))
        else:
            used.append(one)
    return used, excluded, failed


def _voice_key(one: Said) -> str:
    return one.voice.key or one.key


def _voices(by: Viewer, used: Sequence[Said]) -> dict[str, Voice]:
    made: dict[str, Voice] = {}
    for one in used:
        if _voice_key(one) not in made:
            who = one.voice
            made[_voice_key(one)] = Voice(
                key=_voice_key(one), edition_id=_edition(one), organisation=who.organisation, person=who.person,
                role=who.role[:100], seniority=who.seniority, place_words=who.place_words[:200], name=who.name[:200],
            )  # fmt: skip
    _make(by, Voice, list(made.values()))
    return made


def _sources(by: Viewer, intake: Intake, used: Sequence[Said], voices: dict[str, Voice]) -> None:
    rows = [
        Source(
            intake=intake, voice=voices[_voice_key(one)], edition_id=_edition(one), team=one.team,
            activity=one.activity, key=one.key, kind=one.kind, question=one.question, said_on=one.said_on,
            language=one.language[:20], place_in_file=one.place_in_file[:100],
        )
        for one in used
    ]  # fmt: skip
    for some, texts in zip(_in_parts(rows), _in_parts(used), strict=True):
        Source.objects.bulk_create(some)
        SourceVersion.objects.bulk_create(
            SourceVersion(source=source, text=one.text, text_hash=hash_of(one.text))
            for source, one in zip(some, texts, strict=True)
        )
        prefetch_related_objects(some, "versions")
        audit.record_many(by=by, verb="bring_in", changes=[(row, None) for row in some])


def _consents(
    by: Viewer, used: Sequence[Said], voices: dict[str, Voice], *, basis: Basis | None, on: date
) -> None:
    """What each voice agreed to; of several rows of one voice, only what all of them say."""
    rows_of: dict[str, list[Said]] = defaultdict(list)
    for one in used:
        rows_of[_voice_key(one)].append(one)
    agreements, withdrawals = [], []
    for key, rows in rows_of.items():
        given = [_agreement(by, one, voices[key], basis=basis, on=on) for one in rows]
        uses = frozenset.intersection(*(frozenset(one.uses) for one in given))
        last = max(given, key=lambda one: one.on)
        gone = min((one.withdrawn_on for one in rows if one.withdrawn_on), default=None)
        if not uses:
            continue
        day = last.on if gone is None else min(last.on, gone)
        agreements.append(Agreement(voices[key], uses, last.basis, day, last.stated_by))
        if gone is not None:
            withdrawals.append(Withdrawal(voices[key], gone))
    agree_many(by=by, agreements=agreements)
    withdraw_many(by=by, withdrawals=withdrawals)


def _agreement(by: Viewer, one: Said, voice: Voice, *, basis: Basis | None, on: date) -> Agreement:
    who_says = by.name or _("whoever brought the words")
    if one.uses is not None:
        day = one.consent_on or one.said_on or on
        return Agreement(
            voice, one.uses, one.consent_basis, day, who_says if one.consent_basis == "stated" else ""
        )
    if basis is not None:
        return Agreement(voice, basis.uses, basis.how, basis.on, basis.by)
    return Agreement(voice, frozenset({ANALYSE}), "stated", on, who_says)


def _make(by: Viewer, model: type[models.Model], rows: Sequence[Any]) -> None:
    for some in _in_parts(rows):
        model._default_manager.bulk_create(some)
        audit.record_many(by=by, verb="bring_in", changes=[(row, None) for row in some])


def _in_parts(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for at in range(0, len(rows), _AT_ONCE):
        yield rows[at : at + _AT_ONCE]
