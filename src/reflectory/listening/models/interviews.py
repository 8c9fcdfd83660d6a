"""Interviews: whom a series wants to hear, each talk from invitation to second reading, and what was noted.

An interview is held along one version of a guide, pinned when it begins. What was noted stands in cells, one for
each question; a transcript holds who said what. Both are words of a voice: they are read only while it agrees.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.directory.models import Organisation, Person
from reflectory.listening import interview_states as states
from reflectory.listening.interview_queries import CellQuerySet, FrameQuerySet, InterviewQuerySet
from reflectory.listening.models.answers import Upload
from reflectory.listening.models.asks import Ask
from reflectory.listening.models.forms import FormVersion
from reflectory.listening.models.voices import Voice
from reflectory.programmes.models import Edition, Membership

_CELL_STATES = [key for key, _name in states.CELL_STATES]


class SamplingFrame(Versioned):
    """A series of interviews: its question, its guide, and in its strata whom it wants to hear."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="sampling_frames", verbose_name=_("edition")
    )
    title = models.CharField(_("title"), max_length=200)
    question = models.TextField(_("the question that the interviews are to answer"), max_length=1000)
    # New interviews are held along it; those that have begun keep theirs.
    guide = models.ForeignKey(Ask, models.PROTECT, related_name="sampling_frames", verbose_name=_("guide"))

    objects = FrameQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        verbose_name = _("series of interviews")
        verbose_name_plural = _("series of interviews")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("interview-series", args=[self.pk])

    def search_words(self) -> str:
        return f"{self.title} {self.question}"


class Stratum(Versioned):
    """One cell of the frame: a region, a size and a role, each perhaps open, and how many people are wanted in it."""

    frame = models.ForeignKey(SamplingFrame, models.CASCADE, related_name="strata")
    region = models.CharField(_("region"), max_length=100, blank=True, default="")
    size = models.CharField(_("size of place"), max_length=100, blank=True, default="")
    role = models.CharField(_("role"), max_length=100, blank=True, default="")
    wanted = models.PositiveSmallIntegerField(_("wanted"))
    why_fewer = models.CharField(_("why it stays empty, or short"), max_length=300, blank=True, default="")

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name = _("cell of the sampling frame")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["frame", "region", "size", "role"], name="stratum_once_per_frame"
            ),
            models.CheckConstraint(
                condition=~Q(region="", size="", role=""), name="stratum_says_who_is_meant"
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.region, self.size, self.role) if part)


class Interview(Versioned):
    """One person, from the invitation to the second reading of what was noted."""

    frame = models.ForeignKey(SamplingFrame, models.PROTECT, related_name="interviews")
    ask = models.ForeignKey(Ask, models.PROTECT, related_name="interviews")
    person = models.ForeignKey(Person, models.PROTECT, related_name="interviews", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="interviews",
        verbose_name=_("speaks for"),
    )  # fmt: skip
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="interviews"
    )
    strata = models.ManyToManyField(Stratum, related_name="interviews", blank=True)
    state = models.CharField(_("state"), max_length=20, choices=states.STATES, default=states.INVITED)

    scheduled_at = models.DateTimeField(_("takes place at"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, default="")
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=60)
    place = models.CharField(_("place or link"), max_length=300, blank=True, default="")
    interviewer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who interviews")
    )
    second_reader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("second reader")
    )

    written_to_at = models.DateTimeField(null=True)  # the last letter from here
    guide_version = models.ForeignKey(FormVersion, models.PROTECT, null=True, related_name="interviews")
    voice = models.OneToOneField(Voice, models.PROTECT, null=True, related_name="interview")
    begun_at = models.DateTimeField(null=True)
    consent_asked_at = models.DateTimeField(null=True)
    notes_saved_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    written_up_at = models.DateTimeField(null=True)
    second_read_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)  # then all that was noted here was emptied

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["scheduled_at", "pk"]
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")
        indexes: ClassVar = [models.Index(fields=["frame", "state"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["frame", "person"], name="interviewed_once_per_series"),
            models.CheckConstraint(
                condition=Q(scheduled_at__isnull=True) | ~Q(time_zone=""), name="scheduled_in_a_time_zone"
            ),
            # Whoever began has a voice whose consent was asked, and a guide that does not change beneath the notes.
            models.CheckConstraint(
                condition=Q(begun_at__isnull=True)
                | Q(voice__isnull=False, guide_version__isnull=False, consent_asked_at__isnull=False),
                name="begun_interview_has_guide_and_consent_asked",
            ),
            models.CheckConstraint(
                condition=Q(written_up_at__isnull=True) | Q(held_at__isnull=False),
                name="written_up_after_it_was_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.frame}: {self.person}"

    def get_absolute_url(self) -> str:
        return reverse("interview", args=[self.pk])


class InterviewMove(models.Model):
    """One move of an interview, with the instant. The first has no state before it."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="moves")
    from_state = models.CharField(max_length=20, null=True)
    to_state = models.CharField(max_length=20, choices=states.STATES)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True, default="")
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        verbose_name = _("move of an interview")

    def __str__(self) -> str:
        return f"{self.interview}: {self.to_state}"


class InterviewCell(Versioned):
    """What was noted to one question of the guide. No row is not asked."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="cells")
    question = models.CharField(max_length=60)  # its key in the guide
    domain = models.CharField(max_length=100, blank=True, default="")
    state = models.CharField(max_length=20, choices=states.CELL_STATES, default=states.NOT_ASKED)
    notes = models.TextField(blank=True, default="")
    saved_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    objects = CellQuerySet.as_manager()
    concealed_fields: ClassVar = ("notes",)

    class Meta:
        ordering: ClassVar = ["interview", "pk"]
        verbose_name = _("note of an interview")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["interview", "question"], name="one_cell_per_interview_and_question"),
            models.CheckConstraint(condition=Q(state__in=_CELL_STATES), name="cell_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=states.NOT_ASKED) | Q(notes=""), name="what_was_not_asked_has_no_notes"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.interview}, {self.question}"


class SecondReading(models.Model):
    """What a second reader changed in one cell, as it was and as it became; emptied when words are taken back."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="readings")
    question = models.CharField(max_length=60)
    from_state = models.CharField(max_length=20, choices=states.CELL_STATES)
    to_state = models.CharField(max_length=20, choices=states.CELL_STATES)
    before = models.TextField(blank=True, default="")
    after = models.TextField(blank=True, default="")
    why = models.CharField(max_length=300, blank=True, default="")
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    concealed_fields: ClassVar = ("before", "after")

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        verbose_name = _("second reading")

    def __str__(self) -> str:
        return f"{self.interview}, {self.question}"


class Transcript(models.Model):
    """Who said what, turn by turn: {n, speaker, place, text}. `speakers` says who each name in the file is."""

    interview = models.OneToOneField(Interview, models.CASCADE, related_name="transcript")
    upload = models.OneToOneField(Upload, models.PROTECT, null=True, related_name="transcript")
    turns = models.JSONField(default=list)
    preamble = models.TextField(blank=True, default="")
    speakers = models.JSONField(default=dict)  # name in the file -> interviewer, person or other
    language = models.CharField(max_length=20, blank=True, default="")
    brought_at = models.DateTimeField()
    by_name = models.CharField(max_length=200)

    concealed_fields: ClassVar = ("turns", "preamble", "speakers", "upload")

    class Meta:
        verbose_name = _("transcript")

    def __str__(self) -> str:
        return str(self.interview)

    @property
    def is_matched(self) -> bool:
        """Whether it was said of every speaker who they are."""
        named = {turn["speaker"] for turn in self.turns}
        return named <= {name for name, who in self.speakers.items() if who}
