"""People take back what they answered, or change what may be done with it: by themselves, at any time, without asking.

What was answered is gone from the row at once, rooms above take the words out of what they keep (`listening.leaving`),
and what is published follows by itself (`reports.withdrawing`, through `core.tending`). Of anonymous answers nothing is
written into the history: not even that somebody took something back, since that would have a time.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.listening.actions.answering import SOMEBODY
from reflectory.listening.actions.consent import agree, withdraw
from reflectory.listening.consenting import text_shown, uses_taken
from reflectory.listening.leaving import words_leave
from reflectory.listening.mine import anonymous_voices
from reflectory.listening.models import AnonymousResponse, Consent, Draft, Response, Upload
from reflectory.listening.queries import allows
from reflectory.listening.uploads import remove
from reflectory.listening.uses import USES, that_allow


@dataclass(frozen=True)
class Changed:
    """What a change of mind led to. `not_yet` was taken back today: it can be agreed to again from tomorrow."""

    given: tuple[str, ...] = ()
    taken_back: tuple[str, ...] = ()
    not_yet: tuple[str, ...] = ()


@transaction.atomic
def withdraw_response(*, response: Response) -> Response:
    """The response without a word of what was said. Again changes nothing."""
    row: Response = (
        Response.objects.select_for_update(of=("self",)).select_related("voice", "ask").get(pk=response.pk)
    )
    if row.withdrawn_at is not None:
        return row
    was = audit.snapshot(row)
    row.answers = {}
    row.withdrawn_at = timezone.now()
    row.save(update_fields=["answers", "withdrawn_at"])
    audit.record(by=SOMEBODY, verb="withdraw_response", on=row, was=was)
    Draft.objects.filter(client_uuid=row.client_uuid).delete()
    remove(Upload.objects.filter(ask=row.ask, client_uuid=row.client_uuid))
    withdraw(by=SOMEBODY, voice=row.voice, on=timezone.localdate())
    words_leave(SOMEBODY, [row.voice_id])
    return row


@transaction.atomic
def withdraw_anonymous(*, response: AnonymousResponse) -> None:
    """Nothing is left of the answer but that one came on some day; the page of the receipt finds nothing any more."""
    voices = anonymous_voices(response)
    _take_back_unrecorded(voices, list(dict(USES)))
    words_leave(None, voices)
    AnonymousResponse.objects.filter(pk=response.pk).delete()


def change_consent(*, response: Response, uses: Collection[str], language: str) -> Changed:
    """What may be done with the words from now on. Taking back always holds, whatever becomes of the rest."""
    if response.withdrawn_at is not None:
        raise Refused(_("You have taken all of it back already."))
    asked = uses_taken(response.ask, uses)
    today = timezone.localdate()
    standing = list(
        Consent.objects.standing(on=today).filter(voice=response.voice_id).values_list("use", flat=True)
    )
    kept = frozenset(asked)
    taken = [use for use in standing if not allows(kept, use)]
    with transaction.atomic():
        if taken:
            withdraw(by=SOMEBODY, voice=response.voice, on=today, uses=taken)
        left = frozenset(standing) - {more for use in taken for more in that_allow(use)}
        text = text_shown(response.ask, language)
        given, not_yet = [], []
        for use in asked:
            if use in left:
                continue
            try:
                agree(by=SOMEBODY, voice=response.voice, uses=[use], basis="own_choice", on=today, text=text)
                given.append(use)
            except Refused:
                not_yet.append(use)
    return Changed(tuple(given), tuple(taken), tuple(not_yet))


@transaction.atomic
def change_anonymous_consent(*, response: AnonymousResponse, uses: Collection[str], language: str) -> Changed:
    """As `change_consent`, for an anonymous answer: nothing is written into the history."""
    row: AnonymousResponse = (
        AnonymousResponse.objects.select_for_update(of=("self",)).select_related("ask").get(pk=response.pk)
    )
    asked, before = uses_taken(row.ask, uses), tuple(row.uses)
    voices = anonymous_voices(row)
    not_yet = _taken_back_today(voices) & set(asked)
    row.uses = [use for use in asked if use not in not_yet]
    row.save(update_fields=["uses"])
    taken = [use for use in before if not allows(frozenset(asked), use)]
    _take_back_unrecorded(voices, taken)
    given = [use for use in row.uses if use not in before]
    text, today = text_shown(row.ask, language), timezone.localdate()
    Consent.objects.bulk_create(
        Consent(voice_id=voice, use=use, basis="own_choice", given_on=today, text=text)
        for voice in voices
        for use in given
    )
    return Changed(tuple(given), tuple(taken), tuple(use for use in asked if use in not_yet))


def _taken_back_today(voices: Collection[int]) -> set[str]:
    rows = Consent.objects.filter(voice__in=voices, withdrawn_on=timezone.localdate())
    return set(rows.values_list("use", flat=True))


def _take_back_unrecorded(voices: Collection[int], uses: Collection[str]) -> None:
    """Withdraws without a history: of an anonymous voice the day is all that may be known."""
    closing = {more for use in uses for more in that_allow(use)}
    rows = Consent.objects.filter(voice__in=voices, use__in=closing, withdrawn_on__isnull=True)
    rows.update(withdrawn_on=timezone.localdate())
