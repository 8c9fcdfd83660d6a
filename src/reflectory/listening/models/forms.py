"""A form, its versions and the questions that are used again. What a body holds is told in `listening.questions`.

A version is frozen by its first answer: the database refuses to change the body of one that is frozen. What is
asked otherwise afterwards is a new version, so that an answer always lies beside the words it was given to.
"""

from __future__ import annotations

from functools import cached_property
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.listening.purposes import PURPOSES
from reflectory.listening.queries import FormQuerySet
from reflectory.listening.questions.document import Document, read
from reflectory.listening.questions.kinds import KINDS
from reflectory.programmes.models import Programme


class Form(Versioned):
    """What is asked, over all its versions. One without a programme is shared by all of them."""

    programme = models.ForeignKey(
        Programme, models.PROTECT, null=True, blank=True, related_name="forms", verbose_name=_("programme")
    )
    title = models.CharField(_("title"), max_length=200)  # for the team; people read the version's own
    purpose = models.CharField(_("purpose"), max_length=20, choices=PURPOSES)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    objects = FormQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        verbose_name = _("form")
        verbose_name_plural = _("forms")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("form", args=[self.pk])

    def search_words(self) -> str:
        return self.title


class FormVersion(Versioned):
    """The questions of a form as they are, or once were, asked."""

    form = models.ForeignKey(Form, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    body = models.JSONField()
    content_hash = models.CharField(max_length=64)
    why = models.CharField(_("what changed, and why"), max_length=300, blank=True, default="")
    frozen_at = models.DateTimeField(null=True)  # by the first answer

    objects = FormQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["number"]
        verbose_name = _("version of a form")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["form", "number"], name="form_version_number_once"),
            models.UniqueConstraint(
                fields=["form"], condition=Q(frozen_at__isnull=True), name="one_open_version_per_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form}, {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("form-versions", args=[self.form_id])

    @property
    def is_frozen(self) -> bool:
        """Whether somebody has answered it."""
        return self.frozen_at is not None

    @cached_property
    def document(self) -> Document:
        """What it asks, as frozen values."""
        return read(self.body)


class LibraryQuestion(Versioned):
    """A question that is used again: the same in several forms and years, so that answers can be compared."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    body = models.JSONField()
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("what it is good for"), max_length=300, blank=True, default="")
    retired_on = models.DateField(null=True, blank=True)

    objects = FormQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["key"]
        verbose_name = _("question of the library")
        verbose_name_plural = _("questions of the library")

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return reverse("library-question", args=[self.pk])

    @property
    def kind_name(self) -> str:
        """The kind of answer, in words."""
        return str(dict(KINDS).get(self.body.get("kind", ""), ""))

    def words_in(self, language: str) -> str:
        """The question in a language; where it has none, in the first it has."""
        said = dict(self.body.get("label", {}))
        return str(said.get(language) or next(iter(said.values()), self.key))

    def search_words(self) -> str:
        said = [str(text) for text in dict(self.body.get("label", {})).values()]
        return " ".join([self.key, *said])
