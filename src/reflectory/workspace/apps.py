"""Tells Django that this room is an app, and puts its places and doors where people find them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspaceConfig(AppConfig):
    name = "reflectory.workspace"
    verbose_name = _("Workspace")

    def ready(self) -> None:
        # Registering happens on import, once models are loaded.
        from reflectory.programmes import needs  # noqa: F401  what waits for people, shown on the first page
        from reflectory.workspace import doors, places  # noqa: F401  the shell's own places, and the first hour
