"""What an account was granted: a role, on a programme or on one edition of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reflectory.accounts.roles import CHOICES
from reflectory.programmes.models.editions import Edition, Programme


class Grant(models.Model):
    """A role for somebody, for as long as `ended_on` is empty."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    role = models.CharField(_("role"), max_length=30, choices=CHOICES)
    programme = models.ForeignKey(Programme, models.CASCADE, null=True, blank=True, related_name="grants")
    edition = models.ForeignKey(Edition, models.CASCADE, null=True, blank=True, related_name="grants")
    given_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["role", "pk"]
        verbose_name = _("grant")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(programme__isnull=True, edition__isnull=False)
                | Q(programme__isnull=False, edition__isnull=True),
                name="grant_is_for_a_programme_or_an_edition",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[key for key, _name in CHOICES]), name="grant_role_is_known"
            ),
            models.UniqueConstraint(
                fields=["account", "role", "programme"],
                condition=Q(ended_on__isnull=True, programme__isnull=False),
                name="one_live_grant_per_programme",
            ),
            models.UniqueConstraint(
                fields=["account", "role", "edition"],
                condition=Q(ended_on__isnull=True, edition__isnull=False),
                name="one_live_grant_per_edition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_role_display()}, {self.programme or self.edition}"
