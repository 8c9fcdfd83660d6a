"""Releases, which never change; who signed them off; what was put right; and what became of the advice."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.programmes.models import Edition
from reflectory.reports.models.pieces import Recommendation, Report
from reflectory.reports.queries import InReportQuerySet, UseQuerySet


class SignOff(models.Model):
    """That somebody read the report as it stands and lets it go out. Another word in it, and it holds no more."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sign_offs")
    account_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        verbose_name = _("sign-off")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report", "account_id", "content_hash"], name="signed_off_once_per_person_and_content"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Release(models.Model):
    """A report as it went out: its whole content, the hashes of its files, what was blanked since."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    released_on = models.DateField()
    content_hash = models.CharField(max_length=64)
    content = models.JSONField()  # the publication; withdrawn words are blanked here too
    manifest = models.JSONField()  # release.json as it was written
    blanked = models.JSONField(default=dict)  # {words' key: {"on": day, "why": sentence}}
    blanked_files = models.JSONField(default=dict)  # {path: SHA-256 after blanking}
    base_url = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField(auto_now_add=True)

    objects = InReportQuerySet.as_manager()
    concealed_fields: ClassVar = (
        "content",
        "manifest",
    )  # people's words are not kept a second time, in a history

    class Meta:
        ordering: ClassVar = ["-number"]
        verbose_name = _("release")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="release_number_once_per_report")
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        """What it is called, in its folder and on its pages: "reflect-2021-1"."""
        return f"{self.report.slug}-{self.number}"


class Erratum(models.Model):
    """What was put right or taken out, told to readers. It never repeats what was withdrawn."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="errata")
    on = models.DateField(_("day"))
    text = models.TextField(_("what was put right"))

    objects = InReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["on", "pk"]
        verbose_name = _("correction")

    def __str__(self) -> str:
        return self.text[:80]


class Use(Versioned):
    """What an edition made of a recommendation: adopted, adapted or rejected, why, and what came of it."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="uses")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="uses")
    decision = models.CharField(
        _("decision"), max_length=10,
        choices=[("adopted", _("adopted")), ("adapted", _("adapted")), ("rejected", _("rejected"))],
    )  # fmt: skip
    why = models.TextField(_("why"))
    result = models.TextField(_("what came of it"), blank=True, default="")
    decided_on = models.DateField(_("day"))
    decided_by_name = models.CharField(max_length=200)

    objects = UseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["recommendation__order", "pk"]
        verbose_name = _("use of a recommendation")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recommendation", "edition"], name="decided_once_per_edition"),
            models.CheckConstraint(condition=~Q(why=""), name="decision_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.recommendation}"
