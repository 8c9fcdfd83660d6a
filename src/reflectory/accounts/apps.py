"""Tells Django that this room is an app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "reflectory.accounts"
    verbose_name = _("Accounts")
