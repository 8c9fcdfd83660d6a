"""Takeaways, what they rest on, and the meetings in which they are made and contested."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.evidence.models import Excerpt
from reflectory.reports.models.pieces import QUOTING_USES, InReport, Report
from reflectory.reports.queries import InReportQuerySet, ReviewQuerySet
from reflectory.reports.section_kinds import LINK_KINDS, MOMENTS
from reflectory.sensemaking.models import Theme


class Takeaway(InReport):
    """A claim in a full sentence, with what is said about how it is known."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="takeaways")
    slug = models.SlugField(_("address"), max_length=80)
    area = models.CharField(_("learning area"), max_length=100, blank=True, default="")
    claim = models.CharField(_("claim"), max_length=400)
    text = models.TextField(_("text"), blank=True, default="")
    disagreed = models.TextField(_("where places disagreed"), blank=True, default="")
    not_heard = models.TextField(_("whom we did not hear"), blank=True, default="")
    judged = models.TextField(_("how it was judged"), blank=True, default="")
    wrong_if = models.TextField(_("what would make this wrong"), blank=True, default="")
    is_draft = models.BooleanField(_("draft"), default=True)  # drafts stand in no release

    objects = InReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        verbose_name = _("takeaway")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "slug"], name="takeaway_address_once_per_report")
        ]

    def __str__(self) -> str:
        return self.claim

    def get_absolute_url(self) -> str:
        return reverse("takeaway", args=[self.report.slug, self.slug])


class SubPoint(Versioned):
    """A point under a takeaway, with its moment where the takeaway is split by before, during and after."""

    takeaway = models.ForeignKey(Takeaway, models.CASCADE, related_name="points")
    order = models.PositiveIntegerField(default=0)
    text = models.TextField(_("point"))
    moment = models.CharField(_("when"), max_length=10, choices=MOMENTS, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        verbose_name = _("point")

    def __str__(self) -> str:
        return self.text[:80]


class EvidenceLink(Versioned):
    """An excerpt beneath a takeaway: it supports, complicates or contradicts the claim."""

    takeaway = models.ForeignKey(Takeaway, models.CASCADE, related_name="links")
    order = models.PositiveIntegerField(default=0)
    excerpt = models.ForeignKey(Excerpt, models.PROTECT, related_name="links")
    kind = models.CharField(_("what it does to the claim"), max_length=20, choices=LINK_KINDS)
    use = models.CharField(_("quoted"), max_length=20, choices=QUOTING_USES)
    why = models.CharField(_("why"), max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        verbose_name = _("evidence")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["takeaway", "excerpt"], name="excerpt_once_per_takeaway")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.excerpt}"


class TakeawayTheme(models.Model):
    """A theme whose recurrence across programmes stands beneath a takeaway."""

    takeaway = models.ForeignKey(Takeaway, models.CASCADE, related_name="themes")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="takeaways")

    class Meta:
        verbose_name = _("theme beneath a takeaway")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["takeaway", "theme"], name="theme_once_per_takeaway")
        ]

    def __str__(self) -> str:
        return str(self.theme)


class Review(Versioned):
    """A learning review: a recurring meeting that looks at what is new since the last and ends in takeaways."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="reviews")
    held_on = models.DateField(_("day"))
    since = models.DateField(_("looks at what is new since"), null=True, blank=True)
    participants = models.TextField(_("who is there"), blank=True, default="")
    notes = models.TextField(_("notes"), blank=True, default="")
    is_closed = models.BooleanField(default=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-held_on", "-pk"]
        verbose_name = _("learning review")
        verbose_name_plural = _("learning reviews")

    def __str__(self) -> str:
        return f"{self.report}, {self.held_on}"

    def get_absolute_url(self) -> str:
        return reverse("review", args=[self.report.slug, self.pk])


class Dissent(Versioned):
    """What somebody held against a takeaway. It stays beside it, also in what is published."""

    takeaway = models.ForeignKey(Takeaway, models.CASCADE, related_name="dissents")
    review = models.ForeignKey(Review, models.SET_NULL, null=True, blank=True, related_name="dissents")
    said_by = models.CharField(_("who"), max_length=200)  # never published
    text = models.TextField(_("what they hold against it"))
    is_public = models.BooleanField(_("published with the takeaway"), default=True)

    class Meta:
        ordering: ClassVar = ["created_at", "pk"]
        verbose_name = _("dissent")

    def __str__(self) -> str:
        return self.text[:80]
