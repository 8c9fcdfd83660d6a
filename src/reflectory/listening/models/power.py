"""How far residents had a say, asked of both sides: of the government's team, and of those who took part."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.listening.models.asks import Ask
from reflectory.programmes.models import Engagement


class BothSides(Versioned):
    """The two asks about one engagement. Neither side is told what the other said before it has answered."""

    engagement = models.OneToOneField(Engagement, models.PROTECT, related_name="both_sides")
    team_ask = models.OneToOneField(Ask, models.PROTECT, related_name="as_team_side")
    others_ask = models.OneToOneField(Ask, models.PROTECT, related_name="as_other_side")
    # By how many rungs the team claims more; empty until both asks are closed and both sides were heard.
    gap = models.SmallIntegerField(null=True, editable=False)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("engagement asked on both sides")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(team_ask=models.F("others_ask")), name="two_sides_are_two_asks"
            )
        ]

    def __str__(self) -> str:
        return str(self.engagement)
