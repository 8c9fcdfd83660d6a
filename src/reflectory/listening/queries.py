"""Lists of this room, and the one question that all evidence asks: may these words be used so today?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Self

from django.db.models import Q, QuerySet

from reflectory.core.visibility import Viewer, visible
from reflectory.listening.uses import that_allow


class FormQuerySet(QuerySet[Any]):
    """Forms."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)


class AskQuerySet(QuerySet[Any]):
    """Asks."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see: that something was asked, not what was answered."""
        return visible(self, viewer)

    def open_at(self, moment: datetime) -> Self:
        """Those that can be answered at this moment."""
        ends = Q(closes_at__isnull=True) | Q(closes_at__gt=moment)
        return self.filter(ends, opens_at__lte=moment, closed_at__isnull=True)


class InvitationQuerySet(QuerySet[Any]):
    """Invitations."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def with_token(self, token: str) -> Self:
        """The one whose link holds this token, of the first mail or of a reminder; none once it was revoked."""
        from reflectory.listening.models import InvitationLink

        said = sha256(token.encode()).hexdigest()
        reminded = InvitationLink.objects.filter(token_hash=said).values("invitation")
        return self.filter(Q(token_hash=said) | Q(pk__in=reminded), revoked_at__isnull=True)

    def standing(self) -> Self:
        """Those that were not revoked."""
        return self.filter(revoked_at__isnull=True)


class ResponseQuerySet(QuerySet[Any]):
    """Named and confidential answers."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those whose words the viewer may read."""
        return visible(self, viewer)

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class AnonymousResponseQuerySet(QuerySet[Any]):
    """Anonymous answers. What is read of them is read in random order, and from the ask's floor on."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those whose words the viewer may read."""
        return visible(self, viewer)


class VoiceQuerySet(QuerySet[Any]):
    """Voices."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def allowing(self, use: str, *, on: date) -> Self:
        """Those who agreed to the use, or to a more open one, and had not withdrawn by that day."""
        from reflectory.listening.models import Consent

        return self.filter(
            pk__in=Consent.objects.standing(on=on).filter(use__in=that_allow(use)).values("voice")
        )


class ConsentQuerySet(QuerySet[Any]):
    """Consents."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return visible(self, viewer)

    def standing(self, *, on: date) -> Self:
        """Those that hold on a day: given by then, and not withdrawn on or before it."""
        stands = Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=on)
        return self.filter(stands, given_on__lte=on)


def uses_allowed(voices: Iterable[int], *, on: date) -> dict[int, frozenset[str]]:
    """For each voice, by number, the uses it agreed to that stand on the day, in one query."""
    from reflectory.listening.models import Consent

    wanted = set(voices)
    found: dict[int, set[str]] = {pk: set() for pk in wanted}
    standing = Consent.objects.standing(on=on).filter(voice__in=wanted)
    for pk, use in standing.order_by().values_list("voice", "use"):
        found[pk].add(use)
    return {pk: frozenset(uses) for pk, uses in found.items()}


def allows(uses: frozenset[str], use: str) -> bool:
    """Whether what a voice agreed to covers a use."""
    return bool(uses & set(that_allow(use)))
