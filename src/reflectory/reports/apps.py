"""Tells Django that this room is an app, and registers who sees what of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "reflectory.reports"
    verbose_name = _("Reports")

    def ready(self) -> None:
        from reflectory.reports import own, places, prompting, thread, visibility, withdrawing, withdrawn  # noqa: F401  they register themselves, once models are loaded
