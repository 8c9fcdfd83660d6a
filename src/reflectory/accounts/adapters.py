"""What we ask of allauth that it does not do by itself: no open sign-up, plain words, second factors kept encrypted.

Allauth finds these by name, in settings. Accounts are made in `actions.py`.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any, ClassVar

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from qrcode.image.svg import SvgPathFillImage

from reflectory.core.concealed import conceal, reveal


class AccountAdapter(DefaultAccountAdapter):
    """Signing in; nobody makes an account for themselves."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "This address and this password do not belong together. Check both, or ask for a new password."
        ),
        "too_many_login_attempts": _("Signing in has failed too often. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth names it
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        # Whoever made the account vouches for its address. Allauth takes an address that it has no row for as
        # unverified: it would refuse a second factor, and lose the address when another one is asked for.
        if not EmailAddress.objects.filter(user=user).exists():
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        super().login(request, user)

    def get_user_search_fields(self) -> list[str]:
        return ["email", "name"]


class SecondFactorAdapter(DefaultMFAAdapter):
    """The secret of an authenticator app is kept as contact details are, so that a stolen backup signs nobody in."""

    def encrypt(self, text: str) -> str:
        return conceal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return reveal(encrypted_text)

    def build_totp_svg(self, url: str) -> str:
        # On white, also on a dark page: a camera reads black squares only there.
        drawn = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(drawn)
        return drawn.getvalue().decode()

    def get_totp_label(self, user: Any) -> str:
        return str(user.email)
