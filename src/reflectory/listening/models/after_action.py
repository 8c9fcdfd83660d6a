"""An after-action review: what was meant to happen in a session, what did, why, and who does what about it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.core.visibility import Viewer, visible
from reflectory.directory.models import Person
from reflectory.programmes.models import Activity

INTENDED, ACTUAL, WHY, SUSTAIN, IMPROVE = "intended", "actual", "why", "sustain", "improve"
COLUMNS = [
    (INTENDED, _("What was meant to happen")),
    (ACTUAL, _("What did happen")),
    (WHY, _("Why there was a difference")),
    (SUSTAIN, _("What to keep")),
    (IMPROVE, _("What to do otherwise")),
]
ACTION_STATES = [("open", _("open")), ("done", _("done")), ("dropped", _("dropped"))]


class SeenQuerySet(models.QuerySet["models.Model"]):
    """Rows of after-action reviews."""

    def visible_to(self, viewer: Viewer) -> SeenQuerySet:
        """Those that the viewer may see."""
        return visible(self, viewer)


class AfterActionReview(Versioned):
    """The review of one session."""

    activity = models.OneToOneField(Activity, models.PROTECT, related_name="after_action_review")
    facilitator_name = models.CharField(_("led by"), max_length=200)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = SeenQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-activity__starts_at", "-pk"]
        verbose_name = _("after-action review")
        verbose_name_plural = _("after-action reviews")

    def __str__(self) -> str:
        return str(_("After-action review: %(session)s") % {"session": self.activity.title})

    def get_absolute_url(self) -> str:
        return reverse("activity-review", args=[self.activity_id])


class ReviewNote(Versioned):
    """One card on the board."""

    review = models.ForeignKey(AfterActionReview, models.CASCADE, related_name="notes")
    column = models.CharField(max_length=10, choices=COLUMNS)
    text = models.CharField(_("note"), max_length=500)
    by_name = models.CharField(max_length=200)

    objects = SeenQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("note of a review")

    def __str__(self) -> str:
        return self.text


class ReviewAction(Versioned):
    """What somebody will do about it, by a day."""

    review = models.ForeignKey(AfterActionReview, models.CASCADE, related_name="actions")
    what = models.CharField(_("what"), max_length=300)
    owner = models.ForeignKey(
        Person, models.PROTECT, related_name="review_actions", verbose_name=_("who does it")
    )
    due_on = models.DateField(_("by"))
    state = models.CharField(max_length=10, choices=ACTION_STATES, default="open")
    settled_on = models.DateField(null=True)
    came_of_it = models.CharField(_("what came of it"), max_length=300, blank=True, default="")

    objects = SeenQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due_on", "pk"]
        verbose_name = _("action of a review")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="open", settled_on__isnull=True)
                | ~Q(state="open") & Q(settled_on__isnull=False),
                name="settled_action_has_its_day",
            )
        ]

    def __str__(self) -> str:
        return self.what

    def get_absolute_url(self) -> str:
        return self.review.get_absolute_url()
