"""Figures that this room adds to the ledger: answers received, and the three standing questions.

A share is told as two figures, how many said yes and how many answered, since each opens to its own rows. Confidential
answers count only where an ask has as many as its floor: a figure over one small group would tell what it said.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reflectory.core.ledger import Behind, Definition, Scope, register
from reflectory.core.visibility import Viewer
from reflectory.listening.identities import NAMED
from reflectory.listening.models import AnonymousTally, Ask, FormVersion, Response
from reflectory.listening.models.power import BothSides
from reflectory.programmes.models import Engagement

HEARD = _("What people told us")
SAID_YES = {
    "recommend": (_("would recommend it"), _("answered whether they would recommend it")),
    "learned": (_("learned something they can use"), _("answered whether they learned something")),
    "applying": (_("still use what they learned"), _("answered whether they still use what they learned")),
}
FLOOR_CAVEAT = _(
    "Confidential answers are left out where fewer came than the smallest group that may be shown."
)


def _response(row: Response) -> Behind:
    return Behind(row.ask.title, row.ask.get_absolute_url(), note=f"{row.received_at:%Y-%m-%d}")


def _tally(row: AnonymousTally) -> Behind:
    return Behind(row.ask.title, row.ask.get_absolute_url(), row.n)


def responses(scope: Scope) -> QuerySet[Response]:
    """Named and confidential answers that stand, received in the period, of asks that are large enough to tell of."""
    standing = Q(responses__withdrawn_at__isnull=True)
    small = (
        Ask.objects.exclude(identity=NAMED)
        .annotate(n_standing=Count("responses", filter=standing))
        .filter(n_standing__lt=F("floor"))
    )
    rows = (
        Response.objects.standing()
        .filter(received_at__date__gte=scope.first, received_at__date__lte=scope.last)
        .exclude(ask__in=small.order_by().values("pk"))
    )
    return rows if scope.editions is None else rows.filter(ask__edition__in=scope.editions)


def answered(question: str, *, yes_only: bool) -> Any:
    """The query for answers to a question of the library, which has the library's key in every form."""

    def rows(scope: Scope) -> QuerySet[Response]:
        asking = FormVersion.objects.annotate(words=Cast("body", TextField())).filter(
            words__contains=f'"same_as": "{question}"'
        )
        given = {f"answers__{question}": "yes"} if yes_only else {f"answers__{question}__isnull": False}
        return responses(scope).filter(form_version__in=asking.order_by().values("pk"), **given)

    return rows


def tallies(scope: Scope) -> QuerySet[AnonymousTally]:
    """The counts of days on which anonymous answers came, of asks with as many as their floor."""
    small = Ask.objects.annotate(n_came=Count("anonymous_responses")).filter(n_came__lt=F("floor"))
    rows = AnonymousTally.objects.filter(on__gte=scope.first, on__lte=scope.last).exclude(
        ask__in=small.order_by().values("pk")
    )
    return rows if scope.editions is None else rows.filter(ask__edition__in=scope.editions)


def both_sides(*, agree: bool | None) -> Any:
    """The query for engagements on which both sides were heard; those on which they agree, or do not."""

    def rows(scope: Scope) -> QuerySet[BothSides]:
        found = BothSides.objects.filter(
            engagement__on__gte=scope.first, engagement__on__lte=scope.last, gap__isnull=False
        )
        if scope.editions is not None:
            found = found.filter(engagement__edition__in=scope.editions)
        if agree is not None:
            found = found.filter(gap=0) if agree else found.exclude(gap=0)
        return found.select_related("engagement")

    return rows


def _engagement(row: BothSides) -> Behind:
    return Behind(
        row.engagement.what,
        reverse("engagement-sides", args=[row.engagement_id]),
        note=f"{row.engagement.on}",
    )


def _seen_sides(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows.filter(engagement__in=Engagement.objects.visible_to(viewer).values("pk"))


ONE_SIDED = _(
    "Engagements of which only one side was heard are not counted: a one-sided claim is not told alone."
)
for _name, _words, _agree in (
    ("sides_heard", _("engagements of which both sides were heard"), None),
    ("sides_agree", _("engagements on which both sides say the same"), True),
    ("sides_apart", _("engagements on which the sides differ"), False),
):
    register(Definition(
        _name, _words,
        _("How far residents had a say, asked of the government’s team and of those who took part: the middle rung of "
          "each side, compared."),
        both_sides(agree=_agree), _engagement, caveat=ONE_SIDED, group=HEARD, lists_for=_seen_sides,
    ))  # fmt: skip
register(Definition(
    "answers", _("answers received"), _("Named and confidential answers received in the period and not taken back."),
    lambda scope: responses(scope).select_related("ask"), _response, caveat=FLOOR_CAVEAT, group=HEARD,
))  # fmt: skip
register(Definition(
    "answers_anonymous", _("anonymous answers received"), _("Anonymous answers received in the period."),
    lambda scope: tallies(scope).select_related("ask"), _tally, amount="n", caveat=FLOOR_CAVEAT, group=HEARD,
    lists_for=lambda rows, viewer: rows.filter(ask__in=Ask.objects.visible_to(viewer).values("pk")),
))  # fmt: skip
for _key, (_yes, _all) in SAID_YES.items():
    register(Definition(
        f"{_key}_yes", _yes, _("Answers of yes to the standing question, received in the period."),
        answered(_key, yes_only=True), _response, caveat=FLOOR_CAVEAT, group=HEARD,
    ))  # fmt: skip
    register(Definition(
        f"{_key}_answered", _all, _("Answers of any kind to the standing question, received in the period."),
        answered(_key, yes_only=False), _response, caveat=FLOOR_CAVEAT, group=HEARD,
    ))  # fmt: skip
