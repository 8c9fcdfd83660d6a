"""Finds whose page it is that somebody opens, by receipt or by an invitation's link, and in which language.

Whoever holds one of the two is taken to be the one who answered. Wrong ones are counted, so that nobody can try many,
and one that was revoked or nearly right is not told from one that never was. What the page shows: `listening.mine`.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils import translation

from reflectory.listening.consenting import LANGUAGES, known_language
from reflectory.listening.mine import Mine, by_invitation, by_receipt_hash
from reflectory.listening.models import Invitation
from reflectory.listening.receipts import hash_of, is_receipt
from reflectory.listening.throttling import count_miss, is_throttled


class TooMany(Exception):
    """Too many wrong codes came from there; nothing is looked up for a while."""


def find(request: HttpRequest, *, receipt: str = "", token: str = "") -> Mine:
    """The answer that belongs to a receipt or a link. 404 where none does, `TooMany` after too many of those."""
    if is_throttled(request):
        raise TooMany
    found = _by_receipt(receipt) if receipt else _by_token(token)
    if found is None:
        count_miss(request)
        raise Http404
    return found


def language_of(request: HttpRequest, mine: Mine | None = None) -> str:
    """The language of the page: the one that was chosen, else that of the answers, else that of the browser."""
    chosen = request.GET.get("lang", "")
    if chosen in LANGUAGES:
        return chosen
    spoken = mine.kept.language if mine is not None else ""
    return known_language(
        spoken if known_language(spoken or "?") == spoken[:2] else translation.get_language() or ""
    )


def _by_receipt(receipt: str) -> Mine | None:
    return by_receipt_hash(hash_of(receipt), language="") if is_receipt(receipt) else None


def _by_token(token: str) -> Mine | None:
    invitation = Invitation.objects.with_token(token).first()
    return None if invitation is None else by_invitation(invitation, language="")
