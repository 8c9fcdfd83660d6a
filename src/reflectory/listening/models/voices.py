"""Voices, and what each of them agreed to.

A voice is somebody on one occasion: a person in an interview, a respondent of a survey, the writer of a row that
was imported. Consent is given by a voice for one use on one version of a text, and may be withdrawn.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.directory.models import SENIORITY, Organisation, Person
from reflectory.listening.queries import ConsentQuerySet, VoiceQuerySet
from reflectory.listening.uses import USES
from reflectory.programmes.models import Edition

BASES = [
    ("own_choice", _("chosen by the person")),
    ("written", _("a signed form")),
    ("spoken", _("said aloud and noted down")),
    ("stated", _("stated by whoever brought the words")),
]
_USE_NAMES = dict(
    USES
)  # Django's own display translates every choice for each row; thousands are named at once


class ConsentText(models.Model):
    """What people were asked to agree to, word for word. A changed text is a new version."""

    key = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    language = models.CharField(max_length=20, default="en")
    text = models.TextField()

    class Meta:
        verbose_name = _("consent text")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["key", "version", "language"], name="consent_text_once_per_version_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.version}"


class Voice(Versioned):
    """Somebody on one occasion: who they are where that is known, and how they may be described."""

    edition = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="voices")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="voices"
    )
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="voices")
    key = models.CharField(
        max_length=100, unique=True
    )  # "portfolio/a001": the same words brought twice are one
    role = models.CharField(_("role"), max_length=100, blank=True, default="")
    seniority = models.CharField(_("seniority"), max_length=20, choices=SENIORITY, blank=True, default="")
    place_words = models.CharField(
        _("place"), max_length=200, blank=True, default=""
    )  # where no row stands for it
    name = models.CharField(
        _("name"), max_length=200, blank=True, default=""
    )  # where no person stands for it

    objects = VoiceQuerySet.as_manager()
    # A history that shows a name shows it to more than agreed to be named to.
    concealed_fields: ClassVar = ("name",)

    class Meta:
        verbose_name = _("voice")
        verbose_name_plural = _("voices")

    def __str__(self) -> str:
        return self.key


class Consent(models.Model):
    """That a voice agreed to one use. No row is no; a withdrawn row stays, with its day."""

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="consents")
    use = models.CharField(max_length=20, choices=USES)
    basis = models.CharField(_("how it was given"), max_length=20, choices=BASES)
    text = models.ForeignKey(ConsentText, models.PROTECT, null=True, related_name="consents")
    stated_by = models.CharField(_("who says so"), max_length=200, blank=True, default="")
    given_on = models.DateField(_("given on"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes: ClassVar = [models.Index(fields=["use", "withdrawn_on", "voice"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["voice", "use"], condition=Q(withdrawn_on__isnull=True),
                name="one_live_consent_per_voice_and_use",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_is_withdrawn_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=~Q(basis="stated") | ~Q(stated_by=""), name="stated_consent_says_by_whom"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.voice}: {_USE_NAMES.get(self.use, self.use)}"
