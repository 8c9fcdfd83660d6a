"""Contact details and other texts that are kept encrypted, and how one is looked up without being read.

A value is encrypted with Fernet (AES-128-CBC with HMAC-SHA256). A keyed hash beside it finds an exact value
again. The key is `settings.CONTACT_KEY`; it is no part of a backup, so a stolen backup tells no address.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

UNREADABLE = "(cannot be read: the contact key has changed)"


@lru_cache(maxsize=4)
def _box(key: str) -> Fernet:
    try:
        return Fernet(key)
    except ValueError:
        raise ImproperlyConfigured(
            "The contact key is not one: it has 44 characters of base64. Put back the key that this installation "
            "was made with (REFLECTORY_CONTACT_KEY, or the file contact-key in its folder)."
        ) from None


def conceal(text: str) -> str:
    """The text as it is stored."""
    return _box(settings.CONTACT_KEY).encrypt(text.encode()).decode("ascii")


def reveal(stored: str) -> str:
    """The text again; a sentence in its place where the key is another one."""
    try:
        return _box(settings.CONTACT_KEY).decrypt(stored.encode("ascii")).decode()
    except InvalidToken:
        return UNREADABLE


def fingerprint(text: str) -> str:
    """What an exact text is found by, whatever its case and surrounding blanks."""
    said = text.strip().casefold().encode()
    return hmac.new(settings.CONTACT_KEY.encode(), said, hashlib.sha256).hexdigest()


class ConcealedText(models.TextField):  # type: ignore[type-arg]  # takes none when it runs
    """A text that is encrypted in the database and plain in Python. It cannot be searched or sorted by."""

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return None if value is None else reveal(value)

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return None if prepared is None else conceal(str(prepared))
