"""Shows each reader times in their own zone, and pages in the language of their account.

A language chosen on this device (the cookie of the language menu) wins over the account's.
"""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from reflectory.accounts.models import Account


class ReaderMiddleware:
    """For the length of a request: the account's zone and language, where it has them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user
        if not isinstance(account, Account):
            return self.get_response(request)
        if account.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(account.language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(zone_of(account)):
            return self.get_response(request)


def zone_of(account: Account) -> ZoneInfo | None:
    """The account's zone; None, which stands for the installation's, where there is none or it is unknown."""
    try:
        return ZoneInfo(account.time_zone) if account.time_zone else None
    except (KeyError, ValueError, OSError):  # a zone that this machine's tables do not have, or no more
        return None
