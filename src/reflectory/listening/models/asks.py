"""An ask puts one version of a form to an audience for a purpose; an invitation asks one person.

An anonymous ask keeps no token and no answer beside an invitation: the database refuses both. Its links are the
same for everybody, and reminders go to everybody.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reflectory.accounts.roles import CHOICES as ROLE_CHOICES
from reflectory.core.models import Versioned
from reflectory.directory.models import Person
from reflectory.listening.identities import ANONYMOUS, IDENTITIES
from reflectory.listening.models.forms import FormVersion
from reflectory.listening.models.voices import ConsentText
from reflectory.listening.purposes import PURPOSES
from reflectory.listening.queries import AskQuerySet, InvitationQuerySet
from reflectory.programmes.models import Activity, Edition, Membership, PlannedAsk, Team

AUDIENCES = [
    ("invited", _("those who are invited")),
    ("open", _("everybody who has the link or the code")),
]
REPEATS = [
    ("", _("once")),
    ("weekly", _("every week")),
    ("fortnightly", _("every two weeks")),
    ("monthly", _("every month")),
]


class Ask(Versioned):
    """One form version, put to an audience, for a purpose, within a window."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, blank=True, related_name="asks", verbose_name=_("edition")
    )
    form_version = models.ForeignKey(FormVersion, models.PROTECT, related_name="asks")
    title = models.CharField(_("title"), max_length=200)
    purpose = models.CharField(_("purpose"), max_length=20, choices=PURPOSES)
    identity = models.CharField(_("who answered is"), max_length=20, choices=IDENTITIES)
    audience = models.CharField(_("who is asked"), max_length=10, choices=AUDIENCES, default="invited")
    code = models.CharField(max_length=12, unique=True)  # "k7m4pq": typed from a slide, or printed
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="asks")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="asks")
    # For a series: the one before. Each turn is an ask of its own, with its own window and answers.
    previous = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="following")
    repeats = models.CharField(_("again"), max_length=12, choices=REPEATS, blank=True, default="")
    # What the plan of the edition foresaw, where it did.
    planned = models.ForeignKey(PlannedAsk, models.SET_NULL, null=True, blank=True, related_name="asks")

    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True)  # when it really did: by its time or by somebody
    analysed_at = models.DateTimeField(null=True)  # from then on nothing is amended by the respondent
    fixed_at = models.DateTimeField(null=True)  # the first answer: identity can no longer change

    mails_since = models.DateTimeField(
        null=True
    )  # from then on invitations and reminders leave by themselves
    most_reminders = models.PositiveSmallIntegerField(_("reminders at most"), default=2)
    days_between_reminders = models.PositiveSmallIntegerField(_("days between reminders"), default=3)
    floor = models.PositiveSmallIntegerField(_("smallest group that is shown"), default=5)
    languages = models.JSONField(default=list)  # codes; of those of the form
    consent_text = models.ForeignKey(ConsentText, models.PROTECT, null=True, blank=True, related_name="asks")
    uses_asked = models.JSONField(default=list)  # keys of `listening.uses`, each asked by itself

    objects = AskQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opens_at", "-pk"]
        verbose_name = _("ask")
        verbose_name_plural = _("asks")
        indexes: ClassVar = [models.Index(fields=["edition", "purpose"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(closes_at__gt=F("opens_at")), name="ask_closes_after_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(identity__in=[key for key, _name in IDENTITIES]), name="ask_identity_is_known"
            ),
            # The smallest group of confidential or anonymous answers that anybody sees.
            models.CheckConstraint(condition=Q(identity="named") | Q(floor__gte=3), name="ask_floor_is_not_a_person"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ask", args=[self.pk])

    def search_words(self) -> str:
        return self.title

    @property
    def is_anonymous(self) -> bool:
        """Whether nobody may find out who answered."""
        return self.identity == ANONYMOUS


class AskReader(models.Model):
    """That a role of the edition reads the single answers to an ask."""

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="readers")
    role = models.CharField(_("role"), max_length=40, choices=ROLE_CHOICES)

    class Meta:
        verbose_name = _("who reads the answers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ask", "role"], name="role_reads_an_ask_once")
        ]

    def __str__(self) -> str:
        return f"{self.ask}: {self.role}"


class Invitation(Versioned):
    """One person asked. The link holds a token of which the hash alone is kept; anonymous asks have none."""

    ask = models.ForeignKey(Ask, models.PROTECT, related_name="invitations")
    # As the ask's, so that the database itself can refuse a link; a trigger holds the two together.
    identity = models.CharField(max_length=20, choices=IDENTITIES)
    person = models.ForeignKey(Person, models.PROTECT, related_name="invitations")
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="invitations")
    token_hash = models.CharField(max_length=64, null=True, unique=True)
    sent_on = models.DateField(null=True)
    n_reminders = models.PositiveSmallIntegerField(default=0)
    last_reminded_on = models.DateField(null=True)
    answered_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()
    concealed_fields: ClassVar = ("token_hash",)

    class Meta:
        ordering: ClassVar = ["person__name", "pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ask", "person"], name="invited_once_per_ask"),
            models.CheckConstraint(
                condition=~Q(identity="anonymous")
                | Q(token_hash__isnull=True, answered_at__isnull=True, declined_at__isnull=True),
                name="anonymous_invitation_knows_no_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ask}: {self.person}"
