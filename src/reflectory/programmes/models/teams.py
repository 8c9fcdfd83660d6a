"""A team is an organisation in an edition; a membership is a person in a team.

Every move from one stage to the next is kept with its day and reason. What counts as having taken part follows
from that history: see `stages.depth_of` and `queries.teams`.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from reflectory.core.models import Versioned
from reflectory.directory.models import SENIORITY, Organisation, Person
from reflectory.programmes import stages
from reflectory.programmes.models.editions import Edition
from reflectory.programmes.queries.teams import MembershipQuerySet, TeamQuerySet


class Team(Versioned):
    """An organisation in an edition."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="teams")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="teams")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    stage = models.CharField(_("stage"), max_length=20, choices=stages.STAGES)
    award = models.CharField(
        _("award"),
        max_length=20,
        choices=[("finalist", _("finalist")), ("winner", _("winner"))],
        blank=True,
        default="",
    )
    coach = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="teams_coached", verbose_name=_("coach")
    )
    focus = models.CharField(_("works on"), max_length=300, blank=True, default="")

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["organisation__name", "pk"]
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        indexes: ClassVar = [models.Index(fields=["edition", "stage"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["edition", "organisation"], name="one_team_per_organisation_and_edition"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=[key for key, _name in stages.STAGES]), name="team_stage_is_known"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="team_is_not_its_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.name}, {self.edition}"

    def get_absolute_url(self) -> str:
        return reverse("team", args=[self.pk])

    @property
    def depth_words(self) -> str:
        """How far the team went, from its whole history; ask for it with `stage_changes` prefetched."""
        depth = stages.depth_of({change.to_stage for change in self.stage_changes.all()})
        return str(dict(stages.DEPTHS)[depth])

    def search_words(self) -> str:
        return f"{self.organisation.name} {self.edition} {self.focus}"


class StageChange(models.Model):
    """One move of a team, with its day and reason. The first has no stage before it."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="stage_changes")
    from_stage = models.CharField(max_length=20, choices=stages.STAGES, null=True)
    to_stage = models.CharField(max_length=20, choices=stages.STAGES)
    on = models.DateField()
    until = models.DateField(
        null=True, editable=False
    )  # the day of the next move; empty while the stage lasts
    reason = models.TextField(blank=True, default="")
    by_name = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["on", "pk"]
        verbose_name = _("move")
        indexes: ClassVar = [models.Index(fields=["to_stage", "on", "until"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("on")), name="stage_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return f"{self.team}: {self.get_to_stage_display()}"


class Membership(Versioned):
    """A person's time in a team, as what."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=60)  # key of a role in the kind
    department = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    seniority = models.CharField(_("seniority"), max_length=20, choices=SENIORITY, blank=True, default="")
    joined_on = models.DateField(_("joined"))
    left_on = models.DateField(_("left"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["person__name", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")),
                name="membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["team", "person", "role"],
                condition=Q(left_on__isnull=True),
                name="one_open_membership_per_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"
