"""Codes that people type from a slide or a printed card, and where codes and links lead.

No letter or digit that is taken for another one, and no vowel, so that no code is a word.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

from django.urls import reverse

LETTERS = "2346789bcdfghjkmnpqrtwx"
SHORTEST, LONGEST = 6, 8


def new_code(length: int = SHORTEST) -> str:
    """A code by chance."""
    return "".join(secrets.choice(LETTERS) for _n in range(length))


def new_token() -> tuple[str, str]:
    """A token of 128 random bits for a link, and its hash, which is all that is kept of it."""
    token = secrets.token_urlsafe(16)
    return token, sha256(token.encode()).hexdigest()


def path_of_code(code: str) -> str:
    """Where the code of an ask leads."""
    return reverse("answer", args=[code])


def path_of_token(token: str) -> str:
    """Where the link of an invitation leads."""
    return reverse("answer-invited", args=[token])
