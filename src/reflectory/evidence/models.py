"""What was said, exactly: sources, their versions, and excerpts that point into them and never copy.

A source is one text by one voice. Its original version is never changed; a redacted version stands beside it. An
excerpt is a span of one version in Unicode code points, end exclusive, with the hash of the words it held when it
was made: `words` gives them only while they are still the same.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.evidence.hashing import SpanBroken, hash_of
from reflectory.evidence.queries import ExcerptQuerySet, IntakeQuerySet, SourceQuerySet
from reflectory.listening.models import Ask, Voice
from reflectory.programmes.models import Activity, Edition, Team

KINDS = [
    ("reflection", _("reflection")),
    ("interview", _("interview")),
    ("survey_answer", _("survey answer")),
    ("feedback", _("feedback")),
    ("assignment", _("assignment")),
    ("peer_question", _("question to peers")),
    ("note", _("note")),
]
_KIND_NAMES = dict(
    KINDS
)  # Django's own display translates every choice for each row; thousands are named at once


class Intake(Versioned):
    """One bringing-in of texts: the file, who brought it, on what basis its words may be used, and the sum of it."""

    title = models.CharField(_("title"), max_length=200)
    file_name = models.CharField(max_length=300, blank=True, default="")
    file_hash = models.CharField(max_length=64, blank=True, default="")  # SHA-256
    brought_by = models.BigIntegerField(null=True, db_index=True)  # the account
    brought_by_name = models.CharField(max_length=200)
    brought_at = models.DateTimeField(auto_now_add=True)
    # received, used, excluded, failed, and for each reason the rows: nothing is dropped silently
    accounting = models.JSONField(default=dict)
    # uses, by, on, how: what was stated for rows that say nothing themselves; empty where nothing was
    basis = models.JSONField(default=dict, blank=True)
    # Of answers that were taken in by themselves: what was asked, and how far the answers had come when it was done.
    ask = models.OneToOneField(Ask, models.PROTECT, null=True, blank=True, related_name="intake")
    pulled = models.CharField(max_length=200, blank=True, default="")

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-brought_at", "-pk"]
        verbose_name = _("intake of texts")
        verbose_name_plural = _("intakes of texts")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("intake", args=[self.pk])


class Source(Versioned):
    """One text by one voice, with where it comes from."""

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="sources")
    voice = models.ForeignKey(Voice, models.PROTECT, related_name="sources")
    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="sources")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="sources")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="sources")
    key = models.CharField(max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=KINDS)
    question = models.TextField(_("question"), blank=True, default="")
    said_on = models.DateField(_("day"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True, default="")
    place_in_file = models.CharField(max_length=100, blank=True, default="")  # "row 17"
    # Whoever said it took it back or put other words in its place: no version holds a word of it any more.
    taken_back_on = models.DateField(null=True, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-said_on", "pk"]
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        indexes: ClassVar = [models.Index(fields=["edition", "said_on"])]

    def __str__(self) -> str:
        return f"{_KIND_NAMES.get(self.kind, self.kind)} {self.key}"

    def get_absolute_url(self) -> str:
        return reverse("source", args=[self.pk])

    @property
    def latest(self) -> SourceVersion:
        """The version that is read: the last redacted one, else the original."""
        return max(self.versions.all(), key=lambda version: version.number)

    def search_words(self) -> str:
        return f"{self.latest.text} {self.question}"


class SourceVersion(models.Model):
    """The text of a source: the original, or a version in which something was made unreadable."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    is_redacted = models.BooleanField(default=False)
    text = models.TextField()
    text_hash = models.CharField(max_length=64)
    why = models.CharField(max_length=300, blank=True, default="")  # it was redacted
    # [start, end] in the original of each stretch that is unreadable here
    blanked = models.JSONField(default=list, blank=True)

    concealed_fields: ClassVar = (
        "text",
        "blanked",
    )  # the history says that there is a version, not what it holds

    class Meta:
        ordering: ClassVar = ["number"]
        verbose_name = _("version of a text")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "number"], name="version_number_once_per_source")
        ]

    def __str__(self) -> str:
        return f"{self.source}, version {self.number}"


class Excerpt(models.Model):
    """A stretch of one version of a text: start and end in code points, end exclusive."""

    version = models.ForeignKey(SourceVersion, models.PROTECT, related_name="excerpts")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words_hash = models.CharField(max_length=64)
    made_by_name = models.CharField(max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = ExcerptQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["version", "start", "end"]
        verbose_name = _("excerpt")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="excerpt_holds_something"),
            models.UniqueConstraint(fields=["version", "start", "end"], name="excerpt_once_per_span"),
        ]

    def __str__(self) -> str:
        return f"{self.version}, {self.start} to {self.end}"

    def get_absolute_url(self) -> str:
        return f"{self.version.source.get_absolute_url()}#e{self.pk}"

    @property
    def words(self) -> str:
        """The words it points at. Raises `SpanBroken` where they are no longer those it was made of."""
        found = self.version.text[self.start : self.end]
        if self.end > len(self.version.text) or hash_of(found) != self.words_hash:
            raise SpanBroken(self)
        return found
