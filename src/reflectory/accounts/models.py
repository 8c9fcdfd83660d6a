"""The account that somebody signs in with: an address, a name, and whether they run the installation."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; the address is kept in lower case so that one person does not get two."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """A way to sign in. `is_operator` opens everything; all else is granted per programme or edition."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(_("runs this installation"), default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, default="")
    language = models.CharField(_("language"), max_length=10, blank=True, default="")
    # How often "what needs me" is sent by e-mail.
    digest = models.CharField(
        _("summary by e-mail"),
        max_length=10,
        choices=[("never", _("never")), ("daily", _("every working day")), ("weekly", _("every Monday"))],
        default="never",
    )
    digest_sent_on = models.DateField(null=True, editable=False)
    # The secret part of the address under which a calendar program reads this person's sessions.
    calendar_token = models.CharField(max_length=64, unique=True, null=True, blank=True)

    objects = AccountManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]
    concealed_fields: ClassVar = ("password", "calendar_token")

    class Meta:
        verbose_name = _("account")
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name; Django's own pages ask for it so."""
        return self.name
