"""Text that every database keeps."""

from __future__ import annotations


def storable(text: str) -> str:
    """The text without NUL and without halves of characters, which no database keeps.

    >>> storable("a\\x00b")
    'ab'
    """
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
