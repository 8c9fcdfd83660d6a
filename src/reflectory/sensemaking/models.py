"""Runs of the engine over what was said, the themes they found, and where each theme was heard.

A run never changes once it is done: another look is another run. A theme is a suggestion of the machine until
somebody accepts it; what it holds are excerpts, each with how much of the theme is in it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.evidence.models import Excerpt, Intake
from reflectory.programmes.models import Edition, Programme
from reflectory.sensemaking.queries import RunQuerySet, ThemeQuerySet

SILENT = timedelta(seconds=60)  # after which a run that says nothing was interrupted
STATES = [("suggested", _("suggested")), ("accepted", _("accepted")), ("rejected", _("rejected"))]


class Run(Versioned):
    """One run of the engine: what went in, with what settings, and what became of each text."""

    title = models.CharField(_("title"), max_length=200)
    first = models.DateField(_("from"), null=True, blank=True)
    last = models.DateField(_("until"), null=True, blank=True)
    editions = models.ManyToManyField(Edition, related_name="runs", blank=True)
    intake = models.ForeignKey(Intake, models.PROTECT, null=True, blank=True, related_name="runs")
    ran_by = models.BigIntegerField(null=True, db_index=True)
    ran_by_name = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10, default="waiting",
        choices=[("waiting", _("waiting")), ("running", _("running")), ("done", _("done")), ("failed", _("failed"))],
    )  # fmt: skip
    problem = models.TextField(blank=True, default="")  # in a sentence, where it failed
    stage = models.CharField(max_length=20, blank=True, default="")  # of the engine's, while it is running
    seen_at = models.DateTimeField(null=True, blank=True)  # when it last said that it is running
    engine = models.CharField(max_length=40, blank=True, default="")  # version
    seed = models.IntegerField(default=0)
    parameters = models.JSONField(default=dict)
    input_hash = models.CharField(max_length=64, blank=True, default="")
    accounting = models.JSONField(default=dict)  # received, used, excluded, failed, reasons
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        verbose_name = _("run of the engine")
        verbose_name_plural = _("runs of the engine")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("run", args=[self.pk])

    @property
    def was_interrupted(self) -> bool:
        """Whether it says that it is being carried out, and has not been heard of for too long."""
        return self.state == "running" and (self.seen_at is None or timezone.now() - self.seen_at > SILENT)

    def search_words(self) -> str:
        return self.title


class Theme(Versioned):
    """A theme of a run: the machine's label, the name people gave it, whether they took it up."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="themes")
    number = models.PositiveIntegerField()
    label = models.CharField(_("label"), max_length=200)  # of the engine, from the words that set it apart
    name = models.CharField(_("name"), max_length=200, blank=True, default="")  # given by people
    state = models.CharField(max_length=10, choices=STATES, default="suggested")
    decided_by_name = models.CharField(max_length=200, blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    repeatability = models.FloatField(null=True)  # 0 to 1
    n_voices = models.PositiveIntegerField(default=0)
    n_governments = models.PositiveIntegerField(default=0)
    n_programmes = models.PositiveIntegerField(default=0)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["run", "number"]
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "number"], name="theme_number_once_per_run"),
            models.CheckConstraint(
                condition=Q(state="suggested") | Q(decided_on__isnull=False), name="theme_decision_has_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.label

    def get_absolute_url(self) -> str:
        return reverse("theme", args=[self.pk])

    def search_words(self) -> str:
        return f"{self.name} {self.label}"


class Passage(models.Model):
    """An excerpt in a theme, with how much of the theme is in it; `rank` is its place among good examples."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="passages")
    excerpt = models.ForeignKey(Excerpt, models.PROTECT, related_name="passages")
    weight = models.FloatField()
    rank = models.PositiveIntegerField(null=True)  # 1 is the best example; empty where it is none

    class Meta:
        ordering: ClassVar = ["theme", "rank", "-weight", "pk"]
        verbose_name = _("passage")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["theme", "excerpt"], name="excerpt_once_per_theme")
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.excerpt}"


class Recurrence(models.Model):
    """A theme in one programme: of how many voices and governments, how many; the share with its interval."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="recurrences")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="recurrences")
    n_voices = models.PositiveIntegerField()
    n_heard = models.PositiveIntegerField()
    n_governments = models.PositiveIntegerField()
    n_governments_heard = models.PositiveIntegerField()
    share = models.FloatField()  # 0 to 1
    low = models.FloatField(null=True)  # 95 %; empty where there are too few governments
    high = models.FloatField(null=True)

    class Meta:
        ordering: ClassVar = ["theme", "programme"]
        verbose_name = _("recurrence")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["theme", "programme"], name="programme_once_per_theme"),
            models.CheckConstraint(
                condition=Q(n_heard__lte=models.F("n_voices")), name="recurrence_hears_no_more_than_spoke"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme} in {self.programme}"
