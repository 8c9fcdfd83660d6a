"""The hash by which texts and spans prove that they are still what they were."""

from __future__ import annotations

import hashlib
from typing import Any


class SpanBroken(Exception):
    """The words an excerpt points at are not those it was made of. Nothing is published over it."""

    def __init__(self, excerpt: Any) -> None:
        super().__init__(f"Excerpt {excerpt.pk} ({excerpt}) no longer matches the words it was made of.")
        self.excerpt = excerpt


def hash_of(text: str) -> str:
    """SHA-256 of the text in UTF-8, as hexadecimal digits.

    >>> hash_of("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
