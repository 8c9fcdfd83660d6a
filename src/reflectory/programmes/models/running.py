"""Running an edition: its before and during pages, departures from the plan, deadlines, money, alerts.

Money is seen by leads only, alerts by leads and the coach who raised them.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reflectory.core.concealed import ConcealedText
from reflectory.core.models import Versioned
from reflectory.directory.models import Person
from reflectory.programmes.models.editions import Edition
from reflectory.programmes.models.teams import Team
from reflectory.programmes.queries.running import (
    AlertQuerySet,
    BudgetLineQuerySet,
    DeadlineQuerySet,
    DepartureQuerySet,
    EditionNoteQuerySet,
)


class EditionNote(Versioned):
    """What an edition says under one prompt of its *before* or *during* page."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="notes")
    page = models.CharField(max_length=10, choices=[("before", _("before")), ("during", _("during"))])
    key = models.CharField(max_length=60)  # of the prompt in the kind
    text = models.TextField(blank=True, default="")

    objects = EditionNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note on an edition")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "page", "key"], name="one_note_per_prompt")
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.key}"


class Departure(Versioned):
    """Where a team's plan departs from its kind, and why."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="departures")
    planned = models.CharField(_("planned"), max_length=300)
    instead = models.CharField(_("instead"), max_length=300)
    reason = models.TextField(_("why"))
    on = models.DateField(_("since"))

    objects = DepartureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["on", "pk"]
        verbose_name = _("departure from the plan")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="departure_has_a_reason")
        ]

    def __str__(self) -> str:
        return self.instead


class Deadline(Versioned):
    """Something that is due."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="deadlines")
    what = models.CharField(_("what"), max_length=300)
    due_on = models.DateField(_("due"))
    done_on = models.DateField(_("done"), null=True, blank=True)
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="deadlines", verbose_name=_("owner")
    )

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        verbose_name = _("deadline")

    def __str__(self) -> str:
        return self.what


class BudgetLine(Versioned):
    """An amount set aside for something, and what of it was spent."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="budget_lines")
    what = models.CharField(_("for"), max_length=300)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    planned = models.DecimalField(_("planned"), max_digits=12, decimal_places=2)
    spent = models.DecimalField(_("spent"), max_digits=12, decimal_places=2, default=0)

    objects = BudgetLineQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("budget line")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(planned__gte=0, spent__gte=0), name="budget_is_not_negative")
        ]

    def __str__(self) -> str:
        return self.what


class Alert(Versioned):
    """A safeguarding concern, kept encrypted and seen by as few as possible."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="alerts")
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("about")
    )
    concern = ConcealedText(_("concern"))
    raised_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="alerts_raised")
    raised_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    outcome = ConcealedText(_("what was done"), null=True, blank=True)

    objects = AlertQuerySet.as_manager()
    concealed_fields: ClassVar = ("concern", "outcome")

    class Meta:
        ordering: ClassVar = ["-raised_on", "-pk"]
        verbose_name = _("safeguarding concern")
        verbose_name_plural = _("safeguarding concerns")

    def __str__(self) -> str:
        return str(_("a safeguarding concern"))
