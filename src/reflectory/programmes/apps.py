"""Tells Django that this room is an app, and registers what it lets people see and count."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "reflectory.programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        # Registering happens on import: who sees what of lower rooms, and which figures there are.
        from reflectory.programmes import figures, visibility  # noqa: F401  they register themselves, once models are loaded
