"""What somebody answers is kept: `save_draft` on its way, `receive` when it is handed in, `amend` afterwards.

Each may be called again with the same client's number, from two lines at once, and changes nothing twice. An
anonymous answer leaves one row, and one more in the count of its day: no history, no time, nothing that could be
joined to it. Who may answer, and when, is asked of `standing`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import system
from reflectory.directory.models import Affiliation, Organisation, Person
from reflectory.listening.actions.consent import agree
from reflectory.listening.answerable import document_for, read_whole
from reflectory.listening.consenting import text_shown, uses_taken
from reflectory.listening.models import (
    AnonymousResponse,
    AnonymousTally,
    Ask,
    Draft,
    FormVersion,
    Invitation,
    Response,
    Upload,
    Voice,
)
from reflectory.listening.posted import clean
from reflectory.listening.questions import kinds
from reflectory.listening.questions.answering import Answers
from reflectory.listening.receipts import hash_of, receipt_for
from reflectory.listening.standing import check_takes_answers

SOMEBODY = system("Somebody who was asked")
Kept = Response | AnonymousResponse


@dataclass(frozen=True)
class Who:
    """Who answers an ask that anybody may answer, as they say themselves."""

    name: str = ""
    role: str = ""
    place: str = ""
    seniority: str = ""
    person: Person | None = None
    organisation: Organisation | None = None


@dataclass(frozen=True)
class Received:
    """What became of an answer. With problems nothing was received; else there is a receipt.

    `was_there` says that this number had been received before, `differs` that it said something else then: what
    is kept was not changed by it.
    """

    receipt: str = ""
    response: Response | None = None
    problems: dict[str, str] = field(default_factory=dict)
    was_there: bool = False
    differs: bool = False


def save_draft(
    *,
    ask: Ask,
    client_uuid: UUID,
    sent: Mapping[str, Any],
    language: str,
    n_saved: int,
    invitation: Invitation | None = None,
) -> Draft:
    """The draft as it is kept now, whatever is wrong with it. One that was saved earlier never overwrites a later."""
    if ask.is_anonymous:
        raise Refused(_("Anonymous answers are kept on the phone alone until they are handed in."))
    check_takes_answers(ask, timezone.now())
    now = {"sent": clean(dict(sent)), "language": language, "n_saved": n_saved, "saved_at": timezone.now()}
    mine = Draft.objects.filter(pk=client_uuid, ask=ask)
    if mine.filter(n_saved__lt=n_saved).update(**now):
        return Draft(pk=client_uuid, ask=ask, identity=ask.identity, invitation=invitation, **now)
    with transaction.atomic():
        there = mine.first()
        if there is not None:
            return there
        if Response.objects.filter(client_uuid=client_uuid).exists():
            raise Refused(_("These answers were received already."))
        try:
            with transaction.atomic():
                return Draft.objects.create(
                    pk=client_uuid, ask=ask, identity=ask.identity, invitation=invitation, **now
                )
        except IntegrityError:  # another line was first
            mine.filter(n_saved__lt=n_saved).update(**now)
            return mine.get()


def receive(
    *,
    ask: Ask,
    client_uuid: UUID,
    sent: Mapping[str, Any],
    language: str,
    uses: Collection[str] = (),
    invitation: Invitation | None = None,
    who: Who | None = None,
) -> Received:
    """The receipt of what was handed in, or what stands in its way. The same number again is stored once."""
    there = _already(ask, client_uuid, invitation)
    if there is not None:
        return _told_again(there, client_uuid, sent, ask)
    check_takes_answers(ask, timezone.now())
    reading = read_whole(document_for(ask), clean(dict(sent)))
    problems = dict(reading.problems) | _files_not_there(ask, client_uuid, reading.answers)
    if problems:
        return Received(problems=problems)
    keep = _keep_anonymous if ask.is_anonymous else _keep_known
    try:
        with transaction.atomic():
            _fix(ask)
            response = keep(ask, client_uuid, reading.answers, language, uses, invitation, who)
    except IntegrityError:
        there = _already(ask, client_uuid, invitation)
        if there is None:
            raise
        return _told_again(there, client_uuid, sent, ask)
    return Received(receipt_for(client_uuid), response)


@transaction.atomic
def amend(*, kept: Kept, sent: Mapping[str, Any], language: str) -> Received:
    """The answer with these words in the place of those that were there, until the ask has closed."""
    ask = kept.ask
    check_takes_answers(ask, timezone.now())
    # Read again and held: what was taken back in the meantime must not come back.
    held = type(kept)._default_manager.select_for_update().filter(pk=kept.pk).first()
    if held is None or (isinstance(held, Response) and held.withdrawn_at is not None):
        raise Refused(_("This answer was taken back, so there is nothing left to change."))
    kept = held
    reading = read_whole(document_for(ask, kept.form_version), clean(dict(sent)))
    problems = dict(reading.problems)
    if isinstance(kept, Response):
        problems |= _files_not_there(ask, kept.client_uuid, reading.answers)
    if problems:
        return Received(problems=problems)
    if isinstance(kept, AnonymousResponse):
        kept.answers, kept.language = reading.answers, language
        kept.save(update_fields=["answers", "language"])
        return Received()
    was = audit.snapshot(kept)
    kept.answers, kept.language = reading.answers, language
    kept.revision, kept.version, kept.amended_at = kept.revision + 1, kept.version + 1, timezone.now()
    kept.save()
    audit.record(by=SOMEBODY, verb="change", on=kept, was=was)
    return Received(response=kept)


def _already(ask: Ask, client_uuid: UUID, invitation: Invitation | None) -> Kept | None:
    if ask.is_anonymous:
        return AnonymousResponse.objects.filter(
            receipt_hash=hash_of(receipt_for(client_uuid)), ask=ask
        ).first()
    by_number = Response.objects.filter(client_uuid=client_uuid, ask=ask)
    return (by_number | Response.objects.filter(invitation=invitation) if invitation else by_number).first()


def _told_again(there: Kept, client_uuid: UUID, sent: Mapping[str, Any], ask: Ask) -> Received:
    """The same receipt as the first time. Where it cannot be made again, the one that was shown still holds."""
    receipt = receipt_for(client_uuid)
    is_same = hash_of(receipt) == there.receipt_hash
    answers = read_whole(document_for(ask, there.form_version), clean(dict(sent))).answers
    return Received(
        receipt if is_same else "",
        there if isinstance(there, Response) else None,
        was_there=True,
        differs=answers != there.answers,
    )


def _files_not_there(ask: Ask, client_uuid: UUID, answers: Answers) -> dict[str, str]:
    """Files that are named and were not sent with this answer. A form without files costs no query."""
    named = {
        question.key: set(answers.get(question.key, []))
        for question in document_for(ask).questions()
        if question.kind == kinds.FILE and answers.get(question.key)
    }
    if not named:
        return {}
    there = {
        str(pk) for pk in Upload.objects.filter(ask=ask, client_uuid=client_uuid).values_list("pk", flat=True)
    }
    said = _("A file is not here any more. Choose it once more.")
    return {key: said for key, ids in named.items() if ids - there}


def _fix(ask: Ask) -> None:
    """From the first answer on, the form stays as it is, and so does who is known to have answered.

    Of an anonymous ask it is not noted when that was: the moment it opened stands for it.
    """
    moment = ask.opens_at if ask.is_anonymous else timezone.now()
    if ask.fixed_at is None:
        Ask.objects.filter(pk=ask.pk, fixed_at__isnull=True).update(fixed_at=moment)
    if ask.form_version.frozen_at is None:
        FormVersion.objects.filter(pk=ask.form_version_id, frozen_at__isnull=True).update(frozen_at=moment)


def _keep_anonymous(
    ask: Ask,
    client_uuid: UUID,
    answers: Answers,
    language: str,
    uses: Collection[str],
    _invitation: Invitation | None,
    _who: Who | None,
) -> None:
    """One row and one more in the day's count; the ask is held, so that none comes after it was closed and mixed."""
    held = Ask.objects.select_for_update().get(pk=ask.pk)
    check_takes_answers(held, timezone.now())
    AnonymousResponse.objects.create(
        id=client_uuid, ask=ask, form_version_id=held.form_version_id, answers=answers, language=language,
        uses=list(uses_taken(ask, uses)), receipt_hash=hash_of(receipt_for(client_uuid)),
    )  # fmt: skip
    today = timezone.localdate()
    AnonymousTally.objects.bulk_create([AnonymousTally(ask=ask, on=today, n=0)], ignore_conflicts=True)
    AnonymousTally.objects.filter(ask=ask, on=today).update(n=F("n") + 1)


def _keep_known(
    ask: Ask,
    client_uuid: UUID,
    answers: Answers,
    language: str,
    uses: Collection[str],
    invitation: Invitation | None,
    who: Who | None,
) -> Response:
    now = timezone.now()
    voice = Voice.objects.create(
        key=f"ask/{ask.pk}/{client_uuid}", edition_id=ask.edition_id, **_described(invitation, who)
    )
    response = Response.objects.create(
        ask=ask, identity=ask.identity, form_version_id=ask.form_version_id, client_uuid=client_uuid,
        invitation=invitation, voice=voice, answers=answers, language=language, received_at=now,
        receipt_hash=hash_of(receipt_for(client_uuid)),
    )  # fmt: skip
    taken = uses_taken(ask, uses)
    if taken:
        text = text_shown(ask, language)
        agree(by=SOMEBODY, voice=voice, uses=taken, basis="own_choice", on=timezone.localdate(), text=text)
    if invitation is not None:
        Invitation.objects.filter(pk=invitation.pk).update(answered_at=now)
    Draft.objects.filter(pk=client_uuid).delete()
    audit.record_many(by=SOMEBODY, verb="answer", changes=[(voice, None), (response, None)])
    return response


def _described(invitation: Invitation | None, who: Who | None) -> dict[str, Any]:
    """Who a voice is: from the team they are in, else from their post, else as they say themselves."""
    if invitation is None:
        told = who or Who()
        return {
            "person": told.person, "organisation": told.organisation, "name": clean(told.name)[:200],
            "role": clean(told.role)[:100], "seniority": told.seniority, "place_words": clean(told.place)[:200],
        }  # fmt: skip
    membership = invitation.membership
    if membership is not None:
        return {
            "person_id": invitation.person_id, "organisation_id": membership.team.organisation_id,
            "role": membership.role, "seniority": membership.seniority,
        }  # fmt: skip
    post = Affiliation.objects.filter(person=invitation.person_id, ended_on__isnull=True).first()
    if post is None:
        return {"person_id": invitation.person_id}
    return {
        "person_id": invitation.person_id, "organisation_id": post.organisation_id, "role": post.title[:100],
        "seniority": post.seniority,
    }  # fmt: skip


__all__ = ["SOMEBODY", "Received", "Who", "amend", "receive", "save_draft"]
