"""A programme, its editions, and what an edition's year was laid out to be.

Planned and actual dates are both kept: what was announced and what happened differ, and both get asked for.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.directory.models import Organisation
from reflectory.programmes.queries.editions import EditionQuerySet, ProgrammeQuerySet

OUR_ROLES = [
    ("designed", _("designed")),
    ("ran", _("ran")),
    ("secretariat", _("secretariat")),
    ("partner", _("partner")),
]


class Programme(Versioned):
    """Something that is run again and again under one name."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name in addresses"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=60)  # key of a file in kinds/
    initiative = models.CharField(_("a track of"), max_length=200, blank=True, default="")
    our_role = models.CharField(_("our role"), max_length=20, choices=OUR_ROLES, default="ran")
    blurb = models.TextField(_("what it is, in a paragraph"), blank=True, default="")
    learn_more = models.URLField(_("page to learn more"), blank=True, default="")
    organisations = models.ManyToManyField(Organisation, through="ProgrammePartner", related_name="+")

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name"]
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("programme", args=[self.slug])

    def search_words(self) -> str:
        return f"{self.name} {self.initiative} {self.blurb}"


class ProgrammePartner(models.Model):
    """A partner or funder of a programme."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=[("partner", _("partner")), ("funder", _("funder"))])

    class Meta:
        ordering: ClassVar = ["role", "organisation__name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "organisation", "role"], name="partner_once_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


def _ends_after(start: str, end: str) -> Q:
    return Q(**{f"{start}__isnull": True}) | Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)})


class Edition(Versioned):
    """One run of a programme."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="editions")
    label = models.CharField(_("label"), max_length=60)
    slug = models.SlugField(max_length=80)
    planned_starts_on = models.DateField(_("planned start"))
    planned_ends_on = models.DateField(_("planned end"), null=True, blank=True)
    actual_starts_on = models.DateField(_("actual start"), null=True, blank=True)
    actual_ends_on = models.DateField(_("actual end"), null=True, blank=True)
    why_changed = models.TextField(_("why the dates changed"), blank=True, default="")
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    time_zone = models.CharField(_("time zone of its sessions"), max_length=60, default="UTC")
    retention_on = models.DateField(_("personal data is deleted on"), null=True, blank=True)
    calendar_token = models.CharField(max_length=64, unique=True, null=True, editable=False)

    objects = EditionQuerySet.as_manager()
    concealed_fields: ClassVar = ("calendar_token",)

    class Meta:
        ordering: ClassVar = ["-planned_starts_on", "pk"]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "slug"], name="edition_slug_once_per_programme"),
            models.CheckConstraint(
                condition=_ends_after("planned_starts_on", "planned_ends_on"),
                name="edition_planned_end_after_start",
            ),
            models.CheckConstraint(
                condition=_ends_after("actual_starts_on", "actual_ends_on"),
                name="edition_actual_end_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.name} {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.programme.slug, self.slug])

    @property
    def starts_on(self) -> object:
        """The day it started, or is planned to."""
        return self.actual_starts_on or self.planned_starts_on

    @property
    def ends_on(self) -> object:
        """The day it ended, or is planned to; None where it is open-ended."""
        return self.actual_ends_on or self.planned_ends_on


class Phase(models.Model):
    """A stretch of an edition: a quarter, a module, a round."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="phases")
    key = models.CharField(max_length=60)
    name = models.CharField(_("name"), max_length=200)
    order = models.PositiveIntegerField()
    planned_starts_on = models.DateField(null=True)
    planned_ends_on = models.DateField(null=True)
    actual_starts_on = models.DateField(null=True, blank=True)
    actual_ends_on = models.DateField(null=True, blank=True)
    entry = models.TextField(_("begins when"), blank=True, default="")
    exit = models.TextField(_("ends when"), blank=True, default="")

    class Meta:
        ordering: ClassVar = ["order"]
        verbose_name = _("phase")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "key"], name="phase_key_once_per_edition"),
            models.CheckConstraint(
                condition=_ends_after("planned_starts_on", "planned_ends_on"),
                name="phase_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlannedAsk(models.Model):
    """Something that people will be asked, as the kind plans it; `listening` opens it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="planned_asks")
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=30)
    audience = models.CharField(max_length=200, blank=True, default="")
    identity = models.CharField(
        max_length=20,
        choices=[("named", _("named")), ("confidential", _("confidential")), ("anonymous", _("anonymous"))],
    )
    on = models.DateField()

    class Meta:
        ordering: ClassVar = ["on", "pk"]
        verbose_name = _("planned ask")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["edition", "key", "on"], name="planned_ask_once_per_day")
        ]

    def __str__(self) -> str:
        return self.name
