"""Organisations with their other names and merges; people with their posts and how to reach them.

`counted_as` is the row that stands for another in every count: the one that it was merged into, or, of a
department, the government that it is part of. Empty where a row stands for itself. It is kept by
`actions.merging`, and a test compares it with what merges and parents say.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reflectory.core.concealed import ConcealedText
from reflectory.core.models import Versioned
from reflectory.directory.levels import DEPARTMENT, GOVERNMENTS, LEVELS
from reflectory.directory.queries import ContactQuerySet, OrganisationQuerySet, PersonQuerySet
from reflectory.directory.words import where


class Organisation(Versioned):
    """A government, a department of one, or a body that works with governments."""

    name = models.CharField(_("name"), max_length=200)
    level = models.CharField(_("level"), max_length=20, choices=LEVELS)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    country = models.CharField(_("country"), max_length=2, blank=True, default="")  # ISO 3166-1 alpha-2
    region = models.CharField(_("state or region"), max_length=60, blank=True, default="")
    place_id = models.CharField(_("place"), max_length=60, null=True, blank=True)  # of the gazetteer
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged_here"
    )
    counted_as = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="counts_for"
    )
    note = models.TextField(_("note"), blank=True, default="")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes: ClassVar = [models.Index(fields=["level", "country"]), models.Index(fields=["name"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="organisation_is_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="organisation_is_not_merged_into_itself",
            ),
            models.UniqueConstraint(
                fields=["place_id"],
                condition=Q(place_id__isnull=False, merged_into__isnull=True),
                name="one_organisation_per_place",
            ),
            models.CheckConstraint(
                condition=~Q(level=DEPARTMENT) | Q(parent__isnull=False),
                name="department_is_part_of_something",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="organisation_coordinates_are_on_earth",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.pk])

    @property
    def is_government(self) -> bool:
        """Whether it is counted as a government by itself."""
        return self.level in GOVERNMENTS

    @property
    def place_words(self) -> str:
        """Where it is, as far as that is known: "Minnesota, United States"."""
        return where(self)

    def search_words(self) -> str:
        others = " ".join(self.aliases.values_list("name", flat=True)) if self.pk else ""
        return f"{self.name} {others} {self.region} {self.country} {self.get_level_display()}"


class Alias(models.Model):
    """Another name that an organisation goes by."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="alias_once_per_organisation")
        ]

    def __str__(self) -> str:
        return self.name


class Person(Versioned):
    """A human. `account` is there when they sign in; most never do."""

    name = models.CharField(_("name"), max_length=200)
    pronouns = models.CharField(_("pronouns"), max_length=40, blank=True, default="")
    language = models.CharField(_("language"), max_length=10, blank=True, default="")
    access_needs = ConcealedText(_("access needs"), null=True, blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged_here"
    )
    counted_as = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="counts_for"
    )

    forgotten_on = models.DateField(null=True, editable=False)  # when name and addresses were deleted

    objects = PersonQuerySet.as_manager()
    concealed_fields: ClassVar = ("access_needs",)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes: ClassVar = [models.Index(fields=["name"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="person_is_not_merged_into_themselves",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.pk])

    def search_words(self) -> str:
        posts = (
            " ".join(f"{post.title} {post.organisation.name}" for post in self.posts.all()) if self.pk else ""
        )
        return f"{self.name} {posts}"


SENIORITY = [
    ("frontline", _("front line")),
    ("supervisor", _("supervisor")),
    ("manager", _("manager")),
    ("director", _("director")),
    ("executive", _("executive")),
    ("elected", _("elected")),
]


class Affiliation(models.Model):
    """A post that a person holds or held."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts")
    title = models.CharField(_("post"), max_length=200, blank=True, default="")
    seniority = models.CharField(_("seniority"), max_length=20, choices=SENIORITY, blank=True, default="")
    started_on = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-started_on", "pk"]
        verbose_name = _("post")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(started_on__isnull=True)
                | Q(ended_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                name="post_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title or self.organisation}"


class Contact(models.Model):
    """How to reach a person; kept encrypted, found by its fingerprint."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=10, choices=[("email", _("e-mail")), ("phone", _("telephone"))])
    value = ConcealedText()
    fingerprint = models.CharField(max_length=64, db_index=True)

    objects = ContactQuerySet.as_manager()
    concealed_fields: ClassVar = ("value", "fingerprint")

    class Meta:
        verbose_name = _("contact detail")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind", "fingerprint"], name="contact_detail_once_per_person"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Merge(models.Model):
    """Two rows that are one: kept, so that it can be undone. `undone_at` is set when it was."""

    kind = models.CharField(
        max_length=20, choices=[("organisation", _("organisation")), ("person", _("person"))]
    )
    kept_id = models.BigIntegerField()
    gone_id = models.BigIntegerField()
    merged_at = models.DateTimeField(auto_now_add=True)
    merged_by = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "gone_id"], condition=Q(undone_at__isnull=True), name="merged_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.gone_id} → {self.kept_id}"
