"""Tells Django that this room is an app, and registers what it says on the first page."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "reflectory.core"

    def ready(self) -> None:
        from reflectory.core import tending  # noqa: F401  it registers itself, once settings are read
