"""Tells Django that this room is an app, and registers who sees what of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "reflectory.evidence"
    verbose_name = _("Evidence")

    def ready(self) -> None:
        from reflectory.evidence import leaving, own, policies, thread, visibility  # noqa: F401  they register themselves
        from reflectory.evidence.actions import from_interviews, from_responses  # noqa: F401  as they do
