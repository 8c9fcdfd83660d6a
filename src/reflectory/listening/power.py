"""What both sides say of an engagement, and how far apart they are.

A side's rung is the middle one of its answers (the lower of two middle ones: a doubt counts against the claim). Until
both sides have answered there is no gap, and what there is says that it is one-sided.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reflectory.listening.identities import NAMED
from reflectory.listening.models import AnonymousResponse, Ask, Response
from reflectory.listening.models.power import BothSides
from reflectory.programmes.artefact_kinds import RUNGS

QUESTION = "rung"
ORDER = [key for key, _name in RUNGS]
NAMES = dict(RUNGS)


@dataclass(frozen=True)
class Side:
    """What one side says: the middle rung of `n` answers; None below the ask's floor."""

    ask: Ask
    n: int
    rung: str | None

    @property
    def words(self) -> str:
        """The rung as it is shown."""
        return str(NAMES[self.rung]) if self.rung else ""


@dataclass(frozen=True)
class Told:
    """Both sides of one engagement."""

    both: BothSides
    team: Side
    others: Side

    @property
    def gap(self) -> int | None:
        """By how many rungs the team claims more than the others say; None where a side has not been heard."""
        if self.team.rung is None or self.others.rung is None:
            return None
        return ORDER.index(self.team.rung) - ORDER.index(self.others.rung)

    @property
    def n_apart(self) -> int:
        """How many rungs lie between the two, whoever claims more; 0 where a side has not been heard."""
        return abs(self.gap or 0)

    @property
    def words(self) -> str:
        """What the two together say."""
        if self.gap is None:
            return _("One-sided: only one of the two was heard, so this cannot be published alone.")
        if self.gap == 0:
            return _("Both sides say the same.")
        if self.gap > 0:
            return _("The team claims more of a say than those who took part saw.")
        return _("Those who took part saw more of a say than the team claims.")


def told_of(rows: Iterable[BothSides]) -> list[Told]:
    """What both sides say of these, in three queries."""
    found = list(rows)
    asks = [ask for one in found for ask in (one.team_ask_id, one.others_ask_id)]
    said: dict[int, list[str]] = {pk: [] for pk in asks}
    kinds: list[Any] = [Response.objects.standing(), AnonymousResponse.objects.all()]
    for kind in kinds:
        for pk, answers in kind.filter(ask__in=asks).order_by().values_list("ask", "answers"):
            if answers.get(QUESTION) in NAMES:
                said[pk].append(answers[QUESTION])
    return [
        Told(one, _side(one.team_ask, said[one.team_ask_id]), _side(one.others_ask, said[one.others_ask_id]))
        for one in found
    ]


def _side(ask: Ask, said: list[str]) -> Side:
    if ask.identity == NAMED:
        return Side(ask, len(said), middle(said) if said else None)
    # While answers come in, each would show in what is told.
    if ask.closed_at is None or len(said) < ask.floor:
        return Side(ask, 0, None)
    return Side(ask, len(said), middle(said))


def middle(said: list[str]) -> str:
    """The middle rung; of two middle ones the lower.

    >>> middle(["told", "decided", "asked", "asked"])
    'asked'
    """
    places = sorted(ORDER.index(one) for one in said)
    return ORDER[places[(len(places) - 1) // 2]]
