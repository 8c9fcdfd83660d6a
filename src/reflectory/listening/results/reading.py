"""The answers to an ask as one viewer may read them now, and the sum of all: asked, started, received, withdrawn.

Contents are for the roles that the ask names. Confidential and anonymous answers are shown from the ask's smallest
group on, anonymous ones once the ask has closed: read while answers come, two readings would tell what came between.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reflectory.core.visibility import Viewer
from reflectory.listening.identities import ANONYMOUS, NAMED
from reflectory.listening.models import AnonymousResponse, Ask, Draft, Invitation, Response
from reflectory.listening.queries import allows, uses_allowed
from reflectory.listening.shuffling import in_random_order
from reflectory.listening.uses import ANALYSE
from reflectory.listening.visibility import asks_read_by


@dataclass(frozen=True)
class Accounting:
    """What became of an ask; None where nobody knows. `unread` agreed to be asked and not to be analysed."""

    asked: int | None
    started: int | None
    received: int
    withdrawn: int
    unread: int = 0

    @property
    def standing(self) -> int:
        """How many answers there are."""
        return self.received - self.withdrawn


@dataclass(frozen=True)
class Given:
    """One person's answers. Anonymous ones have no number and nothing of who it was."""

    answers: Mapping[str, Any]
    language: str
    pk: int | None = None
    who: str = ""
    place: str = ""
    role: str = ""
    seniority: str = ""
    team: str = ""
    uses: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Results:
    """What a viewer is shown. Without answers, `why_not` says why."""

    ask: Ask
    accounting: Accounting
    given: tuple[Given, ...] = ()
    why_not: str = ""

    @property
    def is_guarded(self) -> bool:
        """Whether small groups are hidden."""
        return self.ask.identity != NAMED

    @property
    def floor(self) -> int:
        """The smallest group that is told."""
        return self.ask.floor if self.is_guarded else 1


def can_read_answers(viewer: Viewer, ask: Ask) -> bool:
    """Operators, and the roles that the ask names."""
    return viewer.is_operator or Ask.objects.filter(asks_read_by(viewer), pk=ask.pk).exists()


def results_of(viewer: Viewer, ask: Ask) -> Results:
    """Everything of an ask that the viewer may see now, in a constant number of queries."""
    accounting = _anonymous_accounting(ask) if ask.is_anonymous else _accounting(ask)
    if not can_read_answers(viewer, ask):
        return Results(ask, accounting, why_not=_("The answers are read by the roles that the ask names."))
    if ask.is_anonymous and ask.closed_at is None:
        told = _("Anonymous answers are shown once the ask has closed, so that nobody sees which came when.")
        return Results(ask, accounting, why_not=told)
    everybody = _anonymous(viewer, ask) if ask.is_anonymous else _known(viewer, ask)
    given = [one for one in everybody if ANALYSE not in ask.uses_asked or allows(one.uses, ANALYSE)]
    accounting = Accounting(
        accounting.asked, accounting.started, accounting.received, accounting.withdrawn, len(everybody) - len(given)
    )  # fmt: skip
    results = Results(ask, accounting, tuple(given))
    if not given:
        return Results(ask, accounting, why_not=_("There are no answers yet that you may read."))
    if len(given) < results.floor:
        told = ngettext(
            "Answers are shown from {n} person on, so that nobody is found out. There are fewer.",
            "Answers are shown from {n} people on, so that nobody is found out. There are fewer.",
            results.floor,
        ).format(n=results.floor)
        return Results(ask, accounting, why_not=told)
    return results


def _accounting(ask: Ask) -> Accounting:
    received = Response.objects.filter(ask=ask).count()
    return Accounting(
        asked=_n_asked(ask),
        started=received + Draft.objects.filter(ask=ask).count(),
        received=received,
        withdrawn=Response.objects.filter(ask=ask, withdrawn_at__isnull=False).count(),
    )


def _anonymous_accounting(ask: Ask) -> Accounting:
    """From the counts of days. How many were begun stays in the browsers of those who began."""
    received = ask.tallies.aggregate(n=Sum("n"))["n"] or 0
    standing = AnonymousResponse.objects.filter(ask=ask).count()
    return Accounting(_n_asked(ask), None, max(received, standing), max(received - standing, 0))


def _n_asked(ask: Ask) -> int | None:
    n = Invitation.objects.filter(ask=ask, revoked_at__isnull=True).count()
    return n if n or ask.audience == "invited" else None


_BESIDE = ("voice__person", "voice__organisation", "invitation__team__organisation")


def _known(viewer: Viewer, ask: Ask) -> list[Given]:
    rows = Response.objects.visible_to(viewer).filter(ask=ask).standing().select_related(*_BESIDE)
    found = list(rows.order_by("received_at", "pk"))
    uses = uses_allowed([row.voice_id for row in found], on=timezone.localdate())
    return [_given(row, uses[row.voice_id]) for row in found]


def _given(row: Response, uses: frozenset[str]) -> Given:
    voice = row.voice
    team = row.invitation.team if row.invitation is not None else None
    return Given(
        row.answers, row.language, row.pk,
        who=voice.person.name if voice.person else voice.name,
        place=voice.organisation.name if voice.organisation else voice.place_words,
        role=voice.role.replace("_", " "),
        seniority=str(voice.get_seniority_display()),
        team=str(team) if team is not None else "",
        uses=uses,
    )  # fmt: skip


def _anonymous(viewer: Viewer, ask: Ask) -> list[Given]:
    """In another order each time; `ANONYMOUS` rows hold nothing of who it was."""
    rows = in_random_order(AnonymousResponse.objects.visible_to(viewer).filter(ask=ask))
    assert ask.identity == ANONYMOUS
    return [Given(row.answers, row.language, uses=frozenset(row.uses)) for row in rows]
