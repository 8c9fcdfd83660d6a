"""Tells Django that this room is an app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "reflectory.core"
