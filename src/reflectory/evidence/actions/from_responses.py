"""What people answered in their own words becomes texts: `pull_responses` finds what is new, changed or gone.

It is called every minute and does nothing where nothing happened. Anonymous answers are taken in once their ask has
closed and its answers lie in random order. Who reads the texts is said in `evidence.visibility`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import models, transaction
from django.db.models import Count, Max, Sum, TextField
from django.db.models.functions import Cast, Length
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from reflectory.core import audit, search
from reflectory.core.tending import register_tend
from reflectory.core.visibility import system
from reflectory.engine.language import UNDETERMINED, detect
from reflectory.evidence.accounting import NOT_AGREED, TOO_FEW, summed_up
from reflectory.evidence.actions.taking_back import take_back
from reflectory.evidence.hashing import hash_of
from reflectory.evidence.models import Intake, Source, SourceVersion
from reflectory.listening import purposes
from reflectory.listening.actions.closing import shuffle
from reflectory.listening.identities import ANONYMOUS, NAMED
from reflectory.listening.mine import anonymous_key
from reflectory.listening.models import AnonymousResponse, Ask, Consent, Response, Voice
from reflectory.listening.queries import allows, uses_allowed
from reflectory.listening.questions.document import Document
from reflectory.listening.questions.kinds import IN_WORDS
from reflectory.listening.shuffling import in_random_order
from reflectory.listening.uses import ANALYSE

TAKEN_IN = system("What people answered")
KIND_OF = {
    purposes.ASSIGNMENT: "assignment",
    purposes.INTERVIEW: "interview",
    purposes.SESSION: "feedback",
    purposes.MEMBER_CHECK: "feedback",
    purposes.READERS: "feedback",
    purposes.REFLECTION: "reflection",
    purposes.PEERS: "peer_question",
}
_AT_ONCE = 500
_LONGEST_KEY = 90  # of the hundred that there are, so that a later text in its place can be counted


@dataclass(frozen=True)
class Answer:
    """One answer in words, and what becomes of it: `against` is why it is not taken in, a key of REASONS or ""."""

    key: str
    voice_key: str
    text: str
    question: str
    place: str
    language: str  # of the page on which it was written
    said_on: date
    team_id: int | None
    against: str


def pull_responses() -> list[str]:
    """Takes in what is new, takes out what was changed or withdrawn; a sentence where something was done."""
    states = {**_states(), **_anonymous_states()}
    known = dict(Intake.objects.filter(ask__isnull=False).values_list("ask", "pulled"))
    due = [pk for pk, state in states.items() if known.get(pk) != state]
    due += [pk for pk, state in known.items() if pk not in states and state]
    n = 0
    for ask in Ask.objects.filter(pk__in=due).select_related("edition", "activity").order_by("pk"):
        n += _pull(ask, states.get(ask.pk, ""))
    if not n:
        return []
    return [
        ngettext("{n} answer was taken in as a text.", "{n} answers were taken in as texts.", n).format(n=n)
    ]


def pull_ask(ask: Ask) -> int:
    """As `pull_responses`, for one ask and at once: how many texts are new."""
    return _pull(ask, {**_states(), **_anonymous_states()}.get(ask.pk, ""))


def texts_of(document: Document, answers: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Each answer in words that tells nothing of who somebody is: its place, its words and its question."""
    for section in document.sections:
        rounds: list[tuple[str, Mapping[str, Any]]] = [("", answers)]
        if section.most_repeats is not None:
            given = answers.get(section.key) or []
            rounds = [(f"{section.key}.{n}.", one) for n, one in enumerate(given, start=1)]
        for prefix, one in rounds:
            for question in section.questions:
                text = one.get(question.key)
                if (
                    question.kind in IN_WORDS
                    and not question.is_personal
                    and isinstance(text, str)
                    and text.strip()
                ):
                    yield f"{prefix}{question.key}", text, question


def _states() -> dict[int, str]:
    """For each ask how far its answers have come, in two queries: another state means that something happened."""
    agreed = Consent.objects.filter(use=ANALYSE, withdrawn_on__isnull=True, voice__response__isnull=False)
    n_agreed = dict(agreed.order_by().values_list("voice__response__ask").annotate(n=Count("pk")))
    rows = Response.objects.order_by().values_list("ask").annotate(
        n=Count("pk"), revisions=Sum("revision"), gone=Count("withdrawn_at"), last=Max("amended_at")
    )  # fmt: skip
    return {pk: "/".join(map(str, [*rest, n_agreed.get(pk, 0)])) for pk, *rest in rows}


def _anonymous_states() -> dict[int, str]:
    rows = AnonymousResponse.objects.filter(ask__closed_at__isnull=False).order_by().values_list("ask").annotate(
        n=Count("pk"), said=Sum(Length(Cast("answers", TextField()))), uses=Sum(Length(Cast("uses", TextField())))
    )  # fmt: skip
    return {pk: "/".join(map(str, rest)) for pk, *rest in rows}


@transaction.atomic
def _pull(ask: Ask, state: str) -> int:
    answers, voices = _anonymous(ask) if ask.identity == ANONYMOUS else _known(ask)
    intake = Intake.objects.filter(ask=ask).first()
    if intake is None:
        if not answers:
            return 0
        intake = Intake(ask=ask, title=ask.title, brought_by_name=TAKEN_IN.name)
    was = audit.snapshot(intake) if intake.pk else None
    standing, n_of = _there(intake)
    new, changed = _compared(answers, standing)
    # Of a taken-back anonymous answer it is not kept when that was.
    take_back(by=None if ask.identity == ANONYMOUS else TAKEN_IN, sources=changed)
    used = len(standing) - len(changed) + len(new)
    out = [(one.place, one.against) for one in answers if one.against and one.key not in standing]
    intake.accounting = summed_up(used=used, excluded=out, failed=[])
    intake.pulled = state
    intake.save()
    _make(ask, intake, new, voices, n_of)
    audit.record(by=TAKEN_IN, verb="pull_answers", on=intake, was=was)
    return len(new)


def _compared(
    answers: Sequence[Answer], standing: Mapping[str, tuple[Source, str]]
) -> tuple[list[Answer], list[Source]]:
    """The answers that become texts, and the texts whose words are no longer what was answered."""
    hashes = {one.key: hash_of(one.text) for one in answers}
    changed = {key: source for key, (source, said) in standing.items() if hashes.get(key) != said}
    new = [one for one in answers if not one.against and (one.key not in standing or one.key in changed)]
    return new, list(changed.values())


def _there(intake: Intake) -> tuple[dict[str, tuple[Source, str]], dict[str, int]]:
    """By key of the answer its text with the hash of what was said, and how many texts ever stood for it."""
    standing: dict[str, tuple[Source, str]] = {}
    n_of: dict[str, int] = defaultdict(int)
    if intake.pk is None:
        return standing, n_of
    rows = SourceVersion.objects.filter(source__intake=intake, number=1).select_related("source")
    for row in rows:
        key = row.source.key.partition("~")[0]
        n_of[key] += 1
        if row.source.taken_back_on is None:
            standing[key] = (row.source, row.text_hash)
    return standing, n_of


def _known(ask: Ask) -> tuple[list[Answer], dict[str, Voice]]:
    """Of named and confidential answers, those that stand."""
    rows = list(
        Response.objects.filter(ask=ask)
        .standing()
        .select_related("voice", "invitation", "form_version")
        .order_by("pk")
    )
    uses = uses_allowed([row.voice_id for row in rows], on=timezone.localdate())
    too_few = ask.identity != NAMED and len(rows) < ask.floor
    found = []
    for row in rows:
        against = TOO_FEW if too_few else "" if allows(uses[row.voice_id], ANALYSE) else NOT_AGREED
        day = timezone.localdate(row.amended_at or row.received_at)
        team = row.invitation.team_id if row.invitation is not None else None
        found += [
            Answer(
                _key(f"ask/{ask.pk}/{row.pk}", place), row.voice.key, text, question.label.in_(row.language), place,
                row.language, day, team or ask.team_id, against,
            )
            for place, text, question in texts_of(row.form_version.document, row.answers)
        ]  # fmt: skip
    return found, {row.voice.key: row.voice for row in rows}


def _anonymous(ask: Ask) -> tuple[list[Answer], dict[str, Voice]]:
    """Of anonymous answers those to an ask that has closed, in an order that tells nothing."""
    if ask.closed_at is None:
        return [], {}
    shuffle(ask)
    rows = in_random_order(AnonymousResponse.objects.filter(ask=ask).select_related("form_version"))
    day = timezone.localdate(ask.closed_at)
    too_few = len(rows) < ask.floor
    found = []
    for row in rows:
        against = TOO_FEW if too_few else "" if allows(frozenset(row.uses), ANALYSE) else NOT_AGREED
        key = anonymous_key(row)
        found += [
            Answer(
                _key(key, place), key, text, question.label.in_(row.language), place, row.language, day, ask.team_id,
                against,
            )
            for place, text, question in texts_of(row.form_version.document, row.answers)
        ]  # fmt: skip
    taken_in = {one.voice_key for one in found if not one.against}
    return found, _anonymous_voices(ask, [row for row in rows if anonymous_key(row) in taken_in], day)


def _anonymous_voices(ask: Ask, rows: Sequence[AnonymousResponse], day: date) -> dict[str, Voice]:
    """A voice for each of them, of nobody and from nowhere. Its history is not kept: a late one would have a time."""
    there = {voice.key: voice for voice in Voice.objects.filter(key__in=[anonymous_key(row) for row in rows])}
    new = {key: row for row in rows if (key := anonymous_key(row)) not in there}
    made = Voice.objects.bulk_create(
        [Voice(key=key, edition=ask.edition) for key in new], batch_size=_AT_ONCE
    )
    Voice.objects.filter(pk__in=[voice.pk for voice in made]).update(created_at=ask.closed_at)
    Consent.objects.bulk_create(
        [
            Consent(voice=voice, use=use, basis="own_choice", given_on=day, text=ask.consent_text)
            for voice in made
            for use in sorted(set(new[voice.key].uses))
        ],
        batch_size=_AT_ONCE,
    )
    return there | {voice.key: voice for voice in made}


def _make(
    ask: Ask, intake: Intake, new: Sequence[Answer], voices: Mapping[str, Voice], n_of: Mapping[str, int]
) -> None:
    if not new:
        return
    codes = detect([one.text for one in new]).codes
    sources = [
        Source(
            intake=intake, voice=voices[one.voice_key], edition=ask.edition, team_id=one.team_id, activity=ask.activity,
            key=f"{one.key}~{n_of[one.key] + 1}" if n_of.get(one.key) else one.key,
            kind=KIND_OF.get(ask.purpose, "survey_answer"), question=one.question, said_on=one.said_on,
            language=(one.language if code == UNDETERMINED else code)[:20], place_in_file=one.place[:100],
        )
        for one, code in zip(new, codes, strict=True)
    ]  # fmt: skip
    for at in range(0, len(sources), _AT_ONCE):
        some = sources[at : at + _AT_ONCE]
        Source.objects.bulk_create(some)
        SourceVersion.objects.bulk_create(
            SourceVersion(source=source, text=one.text, text_hash=hash_of(one.text))
            for source, one in zip(some, new[at : at + _AT_ONCE], strict=True)
        )
        models.prefetch_related_objects(some, "versions")
        if ask.identity == ANONYMOUS:
            Source.objects.filter(pk__in=[source.pk for source in some]).update(created_at=ask.closed_at)
            search.refresh(some)
        else:
            audit.record_many(by=TAKEN_IN, verb="bring_in", changes=[(source, None) for source in some])


def _key(start: str, place: str) -> str:
    found = f"{start}/{place}"
    return found if len(found) <= _LONGEST_KEY else f"{start}/{sha256(place.encode()).hexdigest()[:24]}"


register_tend("answers", pull_responses, label=gettext_lazy("Taking answers in as texts"), url_name="said")
