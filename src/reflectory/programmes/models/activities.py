"""Sessions and everything else that people come to, who came, and residents who were engaged.

An activity belongs to an edition, and to one team of it where only that team is meant. An open one (a
masterclass, a call, a camp) is attended by people of governments that have no team.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.directory.models import SENIORITY, Organisation, Person
from reflectory.programmes.artefact_kinds import RUNGS
from reflectory.programmes.models.editions import Edition, Phase
from reflectory.programmes.models.teams import Team
from reflectory.programmes.queries.activities import ActivityQuerySet, AttendanceQuerySet, EngagementQuerySet

ACTIVITY_KINDS = [
    ("session", _("session")),
    ("coaching", _("coaching")),
    ("workshop", _("workshop")),
    ("masterclass", _("masterclass")),
    ("foundry", _("foundry")),
    ("interview", _("interview")),
    ("prototype_test", _("prototype test")),
    ("call", _("call")),
    ("camp", _("camp")),
    ("demo", _("demo")),
    ("check_in", _("check-in")),
    ("reflection", _("reflection")),
    ("milestone", _("milestone")),
]
CONFIDENTIALITY = [
    ("open", _("open: what is said may be used with the name of who said it")),
    ("attributable", _("attributable: used with the name only where that person agrees")),
    ("not_attributable", _("not attributable: what is said may be used, never who said it")),
    ("confidential", _("confidential: what is said stays in the room")),
]


class Activity(Versioned):
    """A session, call, workshop, interview, test or milestone."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="activities")
    phase = models.ForeignKey(Phase, models.SET_NULL, null=True, blank=True, related_name="activities")
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("only for")
    )
    key = models.CharField(max_length=60, blank=True, default="")  # of the planned activity in the kind
    kind = models.CharField(_("kind"), max_length=20, choices=ACTIVITY_KINDS)
    title = models.CharField(_("title"), max_length=200)
    planned_starts_at = models.DateTimeField(_("planned for"))
    starts_at = models.DateTimeField(_("takes place at"))
    minutes = models.PositiveIntegerField(_("minutes"), default=60)
    where = models.CharField(_("where"), max_length=300, blank=True, default="")
    state = models.CharField(
        max_length=10,
        choices=[("planned", _("planned")), ("held", _("held")), ("cancelled", _("cancelled"))],
        default="planned",
    )
    why_changed = models.TextField(_("why it changed"), blank=True, default="")
    confidentiality = models.CharField(
        _("what may be used"), max_length=20, choices=CONFIDENTIALITY, default="attributable"
    )
    is_for_leaders = models.BooleanField(_("for leaders"), default=False)
    is_open = models.BooleanField(_("open to others"), default=False)
    plan = models.TextField(_("plan"), blank=True, default="")
    notes = models.TextField(_("notes"), blank=True, default="")

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes: ClassVar = [
            models.Index(fields=["edition", "starts_at"]),
            models.Index(fields=["state", "starts_at"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minutes__gte=0, minutes__lte=10_080), name="activity_lasts_a_week_at_most"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activity", args=[self.pk])

    @property
    def day(self) -> date:
        """The day on which it takes place, where it takes place."""
        return self.starts_at.astimezone(ZoneInfo(self.edition.time_zone)).date()

    def search_words(self) -> str:
        return f"{self.title} {self.edition} {self.plan}"


class Attendance(models.Model):
    """That a person was there or away; nothing where nobody has said."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attendance")
    person = models.ForeignKey(Person, models.PROTECT, related_name="attendance", db_index=False)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        related_name="attendance",
        verbose_name=_("came for"),
        db_index=False,
    )
    was_there = models.BooleanField()
    role = models.CharField(max_length=60, blank=True, default="")
    seniority = models.CharField(max_length=20, choices=SENIORITY, blank=True, default="")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        # With the activity in them, so that whoever came is found without reading a row.
        indexes: ClassVar = [
            models.Index(fields=["person", "activity", "was_there"]),
            models.Index(fields=["organisation", "activity", "was_there"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "person"], name="attendance_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {_('here') if self.was_there else _('away')}"


class Engagement(Versioned):
    """Residents who were engaged: different people and contacts are two numbers that are never mixed."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="engagements")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="engagements")
    on = models.DateField(_("day"))
    what = models.CharField(_("what was done"), max_length=300)
    rung = models.CharField(_("how far they had a say"), max_length=20, choices=RUNGS)
    claimed_by = models.CharField(_("who says so"), max_length=200)
    n_people = models.PositiveIntegerField(_("different people"), null=True, blank=True)
    n_contacts = models.PositiveIntegerField(_("contacts"), null=True, blank=True)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-on", "pk"]
        verbose_name = _("engagement of residents")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(n_people__isnull=False) | Q(n_contacts__isnull=False),
                name="engagement_counts_something",
            ),
            models.CheckConstraint(
                condition=Q(n_people__isnull=True)
                | Q(n_contacts__isnull=True)
                | Q(n_contacts__gte=F("n_people")),
                name="engagement_has_a_contact_for_each_person",
            ),
        ]

    def __str__(self) -> str:
        return self.what
