"""What teams make and decide, from a problem statement to a commitment kept: one header for all kinds.

The kinds, their statuses and their own fields are in `artefact_kinds`. `details` holds the own fields.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.directory.models import Person
from reflectory.programmes.artefact_kinds import CHOICES, KINDS, ArtefactKind
from reflectory.programmes.models.editions import Edition
from reflectory.programmes.models.teams import Team
from reflectory.programmes.queries.artefacts import ArtefactQuerySet


class Artefact(Versioned):
    """An idea, a prototype, a commitment …"""

    kind = models.CharField(_("kind"), max_length=30, choices=CHOICES)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="artefacts")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="artefacts")
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("in more words"), blank=True, default="")
    status = models.CharField(_("status"), max_length=30)
    status_on = models.DateField(_("since"))
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="artefacts", verbose_name=_("owner")
    )
    comes_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="led_to", verbose_name=_("comes from")
    )
    expires_on = models.DateField(_("expires"), null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)

    objects = ArtefactQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-status_on", "-pk"]
        verbose_name = _("artefact")
        verbose_name_plural = _("artefacts")
        indexes: ClassVar = [
            models.Index(fields=["edition", "kind", "status"]),
            models.Index(fields=["kind", "expires_on"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="artefact_kind_is_known"),
            models.CheckConstraint(
                condition=Q(comes_from__isnull=True) | ~Q(comes_from=F("id")),
                name="artefact_does_not_come_from_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("artefact", args=[self.pk])

    @property
    def definition(self) -> ArtefactKind:
        """What its kind says."""
        return KINDS[self.kind]

    @property
    def status_name(self) -> str:
        """The status as people read it."""
        return str(self.definition.status_name(self.status))

    def search_words(self) -> str:
        return f"{self.title} {self.get_kind_display()} {self.text}"


class Step(models.Model):
    """One move of an artefact, with day and reason. The first has no status before it."""

    artefact = models.ForeignKey(Artefact, models.CASCADE, related_name="steps")
    from_status = models.CharField(max_length=30, null=True)
    to_status = models.CharField(max_length=30)
    on = models.DateField()
    reason = models.TextField(blank=True, default="")
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["on", "pk"]
        verbose_name = _("step")

    def __str__(self) -> str:
        return f"{self.artefact}: {self.to_status}"
