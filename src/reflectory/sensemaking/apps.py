"""Tells Django that this room is an app, and registers who sees what of it and where it stands on the thread."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SensemakingConfig(AppConfig):
    name = "reflectory.sensemaking"
    verbose_name = _("Sensemaking")

    def ready(self) -> None:
        from reflectory.sensemaking import own, thread, visibility  # noqa: F401  they register themselves
