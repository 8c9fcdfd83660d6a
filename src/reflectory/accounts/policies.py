"""Who may make, change and close accounts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reflectory.accounts.models import Account
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer


def can_add_account(by: Viewer) -> bool:
    """Operators."""
    return by.is_operator


def check_can_add_account(by: Viewer) -> None:
    """Raises `Refused` for others."""
    if not can_add_account(by):
        raise Refused(_("Accounts are added by somebody who runs this installation."))


def can_edit_account(by: Viewer, account: Account) -> bool:
    """Operators, and whoever signs in with it."""
    return by.is_operator or (by.account_id is not None and by.account_id == account.pk)


def check_can_edit_account(by: Viewer, account: Account) -> None:
    """Raises `Refused` for others."""
    if not can_edit_account(by, account):
        raise Refused(_("Only {name} can change this.").format(name=account))


def can_close_account(by: Viewer, account: Account) -> bool:
    """Operators, but not their own account nor the last one that runs the installation."""
    return by.is_operator and by.account_id != account.pk and not _is_last_operator(account)


def check_can_close_account(by: Viewer, account: Account) -> None:
    """Raises `Refused` for others."""
    if not by.is_operator:
        raise Refused(_("Accounts are closed by somebody who runs this installation."))
    if by.account_id == account.pk:
        raise Refused(
            _("You cannot close the account that you are signed in with. Ask somebody else who runs this.")
        )
    if _is_last_operator(account):
        raise Refused(
            _("{name} is the last who runs this installation. Let somebody else run it first.").format(
                name=account
            )
        )


def _is_last_operator(account: Account) -> bool:
    others = Account.objects.filter(is_operator=True, is_active=True).exclude(pk=account.pk)
    return account.is_operator and not others.exists()
