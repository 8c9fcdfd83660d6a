"""Every write to accounts: adding and inviting, preferences, the calendar's secret address, closing.

What somebody may see and do is granted in `programmes`, never here. Signing in and passwords belong to allauth.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from reflectory.accounts.models import Account
from reflectory.accounts.policies import (
    check_can_add_account,
    check_can_close_account,
    check_can_edit_account,
)
from reflectory.core import audit
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer

PREFERENCES = ("name", "language", "time_zone", "digest")
A_DAY = 86_400  # seconds


@transaction.atomic
def add_account(
    *, by: Viewer, email: str, name: str, is_operator: bool = False, password: str | None = None
) -> Account:
    """A new way to sign in. Without a password nobody can, until one was set by the link of `invite`."""
    check_can_add_account(by)
    address, called = email.strip().lower(), name.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(
            _("“{email}” is no e-mail address. It looks like name@example.org.").format(email=email)
        ) from None
    if not called:
        raise Refused(_("The account needs the name of the person it is for."))
    if Account.objects.filter(email__iexact=address).exists():
        raise Refused(_("There is an account for {email} already.").format(email=address))
    account = Account.objects.create_user(address, password, name=called, is_operator=is_operator)
    # Whoever adds an account vouches for its address; without this no second factor could be set up.
    EmailAddress.objects.create(user=account, email=address, verified=True, primary=True)
    audit.record(by=by, verb="add_account", on=account)
    return account


@transaction.atomic
def invite(*, by: Viewer, email: str, name: str, site: str, is_operator: bool = False) -> Account:
    """A new account without password, and a mail with a link to set one.

    `site` is where people reach the installation: "https://learning.example.org".
    """
    account = add_account(by=by, email=email, name=name, is_operator=is_operator)
    return send_invitation(by=by, account=account, site=site)


@transaction.atomic
def send_invitation(*, by: Viewer, account: Account, site: str) -> Account:
    """The same mail again, for an account whose link has lapsed. Refused where a password was set already."""
    check_can_add_account(by)
    if account.has_usable_password():
        raise Refused(_("{name} has set a password already, and can ask for a new one on the page to sign in.").format(
            name=account))  # fmt: skip
    context = {
        "name": account.name,
        "by": by.name,
        "link": f"{site.rstrip('/')}{password_path(account)}",
        "n_days": settings.PASSWORD_RESET_TIMEOUT // A_DAY,
    }
    send = partial(
        send_mail,
        subject=_("{name} invites you to Reflectory").format(name=by.name),
        message=render_to_string("accounts/mail/invitation.txt", context),
        from_email=None,
        recipient_list=[account.email],
    )
    transaction.on_commit(send)
    return account


def password_path(account: Account) -> str:
    """Where a password is set, with a secret that works once and for as long as the installation allows."""
    key = f"{user_pk_to_url_str(account)}-{default_token_generator.make_token(account)}"
    return reverse(
        "account_reset_password_from_key", kwargs=dict(zip(("uidb36", "key"), key.split("-", 1), strict=True))
    )


@transaction.atomic
def edit_preferences(*, by: Viewer, account: Account, values: Mapping[str, Any]) -> Account:
    """The account with another name, language, time zone or digest; anything else is not a preference."""
    check_can_edit_account(by, account)
    return _change(
        by, "edit_preferences", account, {name: values[name] for name in PREFERENCES if name in values}
    )


@transaction.atomic
def renew_calendar_address(*, by: Viewer, account: Account) -> Account:
    """The account with a new secret address for its calendar; the one before stops working."""
    check_can_edit_account(by, account)
    return _change(by, "renew_calendar_address", account, {"calendar_token": secrets.token_urlsafe(32)})


@transaction.atomic
def revoke_calendar_address(*, by: Viewer, account: Account) -> Account:
    """The account without a calendar address."""
    check_can_edit_account(by, account)
    return _change(by, "revoke_calendar_address", account, {"calendar_token": None})


@transaction.atomic
def close_account(*, by: Viewer, account: Account) -> Account:
    """Nobody signs in with it any more. The row stays, because the history names it."""
    check_can_close_account(by, account)
    current = Account.objects.select_for_update().get(pk=account.pk)
    was = audit.snapshot(current)
    current.is_active = False
    current.calendar_token = None
    current.set_unusable_password()
    current.save()
    audit.record(by=by, verb="close_account", on=current, was=was)
    return current


def _change(by: Viewer, verb: str, account: Account, values: Mapping[str, Any]) -> Account:
    current = Account.objects.select_for_update().get(pk=account.pk)
    was = audit.snapshot(current)
    for name, value in values.items():
        setattr(current, name, value)
    current.save()
    audit.record(by=by, verb=verb, on=current, was=was)
    return current
