"""What was answered. Named and confidential answers are responses; anonymous ones are kept apart from everything.

`AnonymousResponse` has no invitation, no person, no time and no counting key, so that no join leads from it to
anybody: see docs/explanation/anonymous.md. `Response` refuses to be anonymous. A draft is somebody's answer on its
way, kept by the client's own number so that a lost connection costs nothing; anonymous drafts stay in the browser.
"""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.listening.identities import IDENTITIES
from reflectory.listening.models.asks import Ask, Invitation
from reflectory.listening.models.forms import FormVersion
from reflectory.listening.models.voices import Voice
from reflectory.listening.queries import AnonymousResponseQuerySet, ResponseQuerySet

KNOWN = Q(identity__in=["named", "confidential"])


class Response(Versioned):
    """A named or confidential answer, once per client's number; handing in again amends it."""

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="responses")
    identity = models.CharField(max_length=20, choices=IDENTITIES)
    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
    client_uuid = models.UUIDField(unique=True)
    invitation = models.OneToOneField(
        Invitation, models.PROTECT, null=True, blank=True, related_name="response"
    )
    voice = models.OneToOneField(Voice, models.PROTECT, related_name="response")
    answers = models.JSONField(default=dict)
    language = models.CharField(max_length=20, default="en")
    receipt_hash = models.CharField(max_length=64, unique=True)
    revision = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    amended_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = ResponseQuerySet.as_manager()
    # The history says that somebody answered, and when; what they said is read where it may be.
    concealed_fields: ClassVar = ("answers", "receipt_hash", "client_uuid")

    class Meta:
        ordering: ClassVar = ["-received_at", "-pk"]
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints: ClassVar = [
            models.CheckConstraint(condition=KNOWN, name="response_is_not_anonymous"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(answers={}), name="withdrawn_response_is_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ask}, {self.pk}"


class Draft(models.Model):
    """An answer on its way. It is nobody's to read but its writer's, and goes when the answer arrives."""

    client_uuid = models.UUIDField(primary_key=True)
    ask = models.ForeignKey(Ask, models.CASCADE, related_name="drafts")
    identity = models.CharField(max_length=20, choices=IDENTITIES)
    invitation = models.ForeignKey(Invitation, models.CASCADE, null=True, related_name="drafts")
    sent = models.JSONField(default=dict)  # as it came, whatever is wrong with it
    language = models.CharField(max_length=20, default="en")
    n_saved = models.PositiveIntegerField(default=1)  # the client's count: an older one never overwrites
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("draft")
        constraints: ClassVar = [models.CheckConstraint(condition=KNOWN, name="draft_is_not_anonymous")]

    def __str__(self) -> str:
        return str(self.client_uuid)


class AnonymousResponse(models.Model):
    """An answer of which nobody can find out whose it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ask = models.ForeignKey(Ask, models.PROTECT, related_name="anonymous_responses")
    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    language = models.CharField(max_length=20, default="en")
    uses = models.JSONField(default=list)  # agreed to; keys of `listening.uses`
    receipt_hash = models.CharField(max_length=64, unique=True)

    objects = AnonymousResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("anonymous response")
        verbose_name_plural = _("anonymous responses")

    def __str__(self) -> str:
        return str(_("anonymous response"))


class AnonymousTally(models.Model):
    """How many anonymous answers came on one day: all that is kept of when they came."""

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="tallies")
    on = models.DateField()
    n = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["on"]
        verbose_name = _("count of anonymous answers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ask", "on"], name="one_tally_per_ask_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.ask}, {self.on}: {self.n}"


class Upload(models.Model):
    """A file that somebody sent with a named or confidential answer. The bytes lie in the installation's folder."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ask = models.ForeignKey(Ask, models.PROTECT, related_name="uploads")
    identity = models.CharField(max_length=20, choices=IDENTITIES)
    client_uuid = models.UUIDField(db_index=True)  # of the draft or response it came with
    question = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)  # by its bytes, not by its name
    n_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["received_at"]
        verbose_name = _("file with an answer")
        constraints: ClassVar = [models.CheckConstraint(condition=KNOWN, name="upload_is_not_anonymous")]

    def __str__(self) -> str:
        return self.name
