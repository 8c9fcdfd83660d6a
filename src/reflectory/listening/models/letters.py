"""What letters about asks leave behind: the links that reminders brought, and addresses that want no more of them.

A reminder cannot repeat the link of the invitation, of which only a hash is kept; it brings one of its own, and all of
them work. A trigger refuses a link to an anonymous invitation (migration 0004).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from reflectory.listening.models.asks import Invitation


class InvitationLink(models.Model):
    """A further link of one invitation. The first stands in the invitation itself."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)

    class Meta:
        verbose_name = _("link of an invitation")

    def __str__(self) -> str:
        return str(self.invitation)


class EmailRefusal(models.Model):
    """That somebody at an address wants to be asked nothing by mail. The address itself is not kept."""

    fingerprint = models.CharField(max_length=64, unique=True)  # `core.concealed.fingerprint` of the address
    refused_on = models.DateField()

    class Meta:
        verbose_name = _("address that wants no mail")

    def __str__(self) -> str:
        return str(self.refused_on)
