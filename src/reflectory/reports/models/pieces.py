"""A report: ordered, typed sections, and the pieces that stand in them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.evidence.models import Excerpt
from reflectory.listening.uses import QUOTING, USES
from reflectory.programmes.models import Programme
from reflectory.reports.queries import InReportQuerySet, ReportQuerySet
from reflectory.reports.section_kinds import AUDIENCES, CHOICES, MOMENTS
from reflectory.sensemaking.models import Run

QUOTING_USES = [(use, name) for use, name in USES if use in QUOTING]


class Report(Versioned):
    """What is published of one year: title, strap, whose it is, and the day that it is released on."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    year = models.PositiveIntegerField(_("year"))
    language = models.CharField(_("language"), max_length=20, default="en")
    title = models.CharField(_("title"), max_length=200)
    strap = models.CharField(_("line under the title"), max_length=300, blank=True, default="")
    kicker = models.CharField(_("line above the title"), max_length=100, blank=True, default="")
    summary = models.CharField(_("summary in a sentence"), max_length=300, blank=True, default="")
    organisation = models.CharField(_("published by"), max_length=200)
    contact = models.CharField(_("contact"), max_length=200, blank=True, default="")
    licence = models.CharField(_("licence"), max_length=60, default="CC BY 4.0")
    invented = models.CharField(max_length=300, blank=True, default="", editable=False)
    released_on = models.DateField(
        _("release day"), null=True, blank=True
    )  # signed off; nothing reads the clock
    run = models.ForeignKey(Run, models.PROTECT, null=True, blank=True, related_name="reports")
    made_by = models.BigIntegerField(null=True, db_index=True)  # the account
    # The report that this one says in another language; empty for an original.
    translation_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
    )
    # Which release readers get. Moved by one action, together with the pointer in the folder of releases.
    live_release = models.OneToOneField(
        "reports.Release", models.PROTECT, null=True, blank=True, editable=False, related_name="live_of"
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-year", "-pk"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.slug])


class InReport(Versioned):
    """A piece of a report, in its place."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    order = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return self.report.get_absolute_url()


class Section(InReport):
    """One section: its kind, title and paragraphs; what else it holds follows from the kind."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="sections")
    kind = models.CharField(_("kind"), max_length=20, choices=CHOICES)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True, default="")  # paragraphs, an empty line between
    second = models.TextField(_("whom we did not hear"), blank=True, default="")  # of the kind "heard"
    pictured = models.CharField(_("country on the map"), max_length=2, blank=True, default="US")
    is_shown = models.BooleanField(_("shown"), default=True)

    objects = InReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        verbose_name = _("section")

    def __str__(self) -> str:
        return self.title or str(self.get_kind_display())


class ProgrammeBlock(InReport):
    """What a report says of one programme; with `more`, on a page of its own."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="programmes")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="blocks")
    name = models.CharField(_("name"), max_length=200)
    blurb = models.TextField(_("blurb"))
    more = models.TextField(_("page of its own"), blank=True, default="")

    objects = InReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        verbose_name = _("programme in a report")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "programme"], name="programme_once_per_report")
        ]

    def __str__(self) -> str:
        return self.name


class Figure(InReport):
    """A figure of the ledger in a report: counted over the report's year, or over one programme in it."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="figures")
    section = models.ForeignKey(Section, models.CASCADE, null=True, blank=True, related_name="figures")
    block = models.ForeignKey(ProgrammeBlock, models.CASCADE, null=True, blank=True, related_name="figures")
    key = models.CharField(_("figure"), max_length=60)  # of the ledger
    label = models.CharField(_("words after the number"), max_length=200)
    rounding = models.PositiveIntegerField(_("rounded down to"), default=1)

    objects = InReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        verbose_name = _("figure")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(section__isnull=True) ^ Q(block__isnull=True), name="figure_stands_in_one_place"
            ),
            models.CheckConstraint(condition=Q(rounding__gte=1), name="figure_is_rounded_to_something"),
        ]

    def __str__(self) -> str:
        return self.label


class Quote(InReport):
    """Somebody's words in a section or beside a programme, quoted as that use of them allows."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="quotes")
    section = models.ForeignKey(Section, models.CASCADE, null=True, blank=True, related_name="quotes")
    block = models.ForeignKey(ProgrammeBlock, models.CASCADE, null=True, blank=True, related_name="quotes")
    excerpt = models.ForeignKey(Excerpt, models.PROTECT, related_name="quotes")
    use = models.CharField(_("quoted"), max_length=20, choices=QUOTING_USES)

    objects = InReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        verbose_name = _("quote")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(section__isnull=True) ^ Q(block__isnull=True), name="quote_stands_in_one_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.excerpt}"


class Recommendation(InReport):
    """What somebody can do, when, and the smallest first step."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="recommendations")
    takeaway = models.ForeignKey(
        "reports.Takeaway", models.SET_NULL, null=True, blank=True, related_name="recommendations"
    )
    audience = models.CharField(_("for whom"), max_length=30, choices=AUDIENCES)
    moment = models.CharField(_("when"), max_length=10, choices=MOMENTS, blank=True, default="")
    action = models.CharField(_("what to do"), max_length=300)
    first_step = models.CharField(_("a small first step"), max_length=300, blank=True, default="")
    programmes = models.ManyToManyField(
        Programme, related_name="recommendations", blank=True, verbose_name=_("for these programmes")
    )

    objects = InReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        verbose_name = _("recommendation")

    def __str__(self) -> str:
        return self.action


class ShareText(InReport):
    """A text that readers can post as it is."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="share_texts")
    takeaway = models.ForeignKey(
        "reports.Takeaway", models.CASCADE, null=True, blank=True, related_name="share_texts"
    )
    text = models.TextField(_("text"))

    objects = InReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["order", "pk"]
        verbose_name = _("share text")

    def __str__(self) -> str:
        return self.text[:60]


class Image(Versioned):
    """A picture in a section. What it shows is always said in words."""

    section = models.OneToOneField(Section, models.CASCADE, related_name="image")
    name = models.CharField(max_length=100)
    data = models.BinaryField()
    alt = models.CharField(_("what it shows"), max_length=300)
    credit = models.CharField(_("credit"), max_length=200, blank=True, default="")

    concealed_fields: ClassVar = (
        "data",
    )  # the history says that there was another picture, and keeps no copy

    class Meta:
        verbose_name = _("picture")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(alt=""), name="picture_says_what_it_shows")
        ]

    def __str__(self) -> str:
        return self.alt
