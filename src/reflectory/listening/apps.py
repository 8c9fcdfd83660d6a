"""Tells Django that this room is an app, and registers who sees what of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ListeningConfig(AppConfig):
    name = "reflectory.listening"
    verbose_name = _("Listening")

    def ready(self) -> None:
        from reflectory.listening import visibility  # noqa: F401  it registers itself, once models are loaded
