"""Tells Django that this room is an app, and registers who sees what of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListeningConfig(AppConfig):
    name = "reflectory.listening"
    verbose_name = _("Listening")

    def ready(self) -> None:
        from reflectory.listening import (  # noqa: F401  they register themselves, once models are loaded
            after_action_panel,
            asks_needs,
            asks_places,
            expectations_panel,
            figures,
            interview_places,
            interview_visibility,
            panels,
            tends,
            visibility,
            waves_panel,
        )
        from reflectory.listening.actions import closing  # noqa: F401  as they do
