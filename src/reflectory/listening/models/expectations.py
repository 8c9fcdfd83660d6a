"""What a team expects to hear, written down and locked before anybody answers.

Each claim carries a seal: the hash of the claim before it, its own words, how sure the team was and when. The
database refuses a claim after the first answer, and any change of one that is locked but for what came of it.
"""

from __future__ import annotations

import hashlib
import json
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.core.visibility import Viewer, visible
from reflectory.listening.models.asks import Ask


class ExpectationQuerySet(models.QuerySet["Expectation"]):
    """What was expected."""

    def visible_to(self, viewer: Viewer) -> ExpectationQuerySet:
        """Those that the viewer may see."""
        return visible(self, viewer)


class Expectation(Versioned):
    """One claim about what will be heard, and how sure the team is that it comes true, out of a hundred."""

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="expectations")
    claim = models.CharField(_("what we expect to hear"), max_length=300)
    sure = models.PositiveSmallIntegerField(
        _("how sure, out of a hundred"), validators=[MinValueValidator(1), MaxValueValidator(99)]
    )
    made_by_name = models.CharField(max_length=200)
    locked_at = models.DateTimeField(null=True)
    seal = models.CharField(max_length=64, blank=True, default="")
    came_true = models.BooleanField(_("did it come true"), null=True)
    why = models.TextField(_("what was heard instead, or as expected"), blank=True, default="")
    judged_by_name = models.CharField(max_length=200, blank=True, default="")

    objects = ExpectationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("expectation")
        verbose_name_plural = _("expectations")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sure__gte=1, sure__lte=99), name="nobody_is_certain"),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True, seal="", came_true__isnull=True)
                | (Q(locked_at__isnull=False) & ~Q(seal="")),
                name="locked_expectation_is_sealed",
            ),
        ]

    def __str__(self) -> str:
        return self.claim

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("ask-expected", args=[self.ask_id])

    def seal_after(self, before: str) -> str:
        """The seal that this claim has after the one before it; SHA-256."""
        when = self.locked_at.isoformat() if self.locked_at else ""
        said = [before, self.ask_id, self.pk, self.claim, self.sure, when]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
