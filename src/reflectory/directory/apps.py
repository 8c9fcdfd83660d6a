"""Tells Django that this room is an app, and loads its search."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "reflectory.directory"
    verbose_name = _("Directory")
