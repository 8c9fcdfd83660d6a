"""The ticket in a page of questions: that this installation handed out the page, for this ask and this number.

It stands in the place of a session's token, so that pages work where cookies are blocked, a session has ended, or a
phone was off for a week: see docs/adr. It holds no time and does not run out; what may be answered is asked of the ask.
"""

from __future__ import annotations

import uuid

from django.core.signing import BadSignature, Signer

from reflectory.listening.models import Ask, Invitation

_SPACE = uuid.UUID("4a1dbd1c-8d4b-5f0e-9a53-0c1f6d4ce2b1")


def new_number(invitation: Invitation | None) -> uuid.UUID:
    """The number under which an answer is sent: of one invitation always the same, on every device."""
    if invitation is None:
        return uuid.uuid4()
    return uuid.uuid5(_SPACE, f"{invitation.pk} {invitation.token_hash}")


def ticket_for(ask: Ask, client_uuid: uuid.UUID, invitation: Invitation | None) -> str:
    """The ticket that a page carries."""
    told = {"a": ask.pk, "u": str(client_uuid), "i": invitation.pk if invitation else None}
    return Signer(salt="reflectory.listening.ticket").sign_object(told)


def number_in(ticket: str, *, ask: Ask, invitation: Invitation | None) -> uuid.UUID | None:
    """The number that a ticket was handed out for; None where it is none of ours, or of another ask."""
    try:
        told = Signer(salt="reflectory.listening.ticket").unsign_object(ticket)
    except (BadSignature, ValueError):
        return None
    if not isinstance(told, dict) or told.get("a") != ask.pk:
        return None
    if told.get("i") != (invitation.pk if invitation else None):
        return None
    return as_number(told.get("u"))


def as_number(said: object) -> uuid.UUID | None:
    """A number as it was sent, None where it is no such number."""
    try:
        return uuid.UUID(str(said))
    except ValueError:
        return None
