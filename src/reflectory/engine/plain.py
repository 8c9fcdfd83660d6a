"""The words of a text without what is not speech: markup, addresses, and capitals throughout.

Themes are about what people say. Typed in capitals or wrapped in HTML, the same words would stand elsewhere and
how a text was written would become a theme. For the analysis only: quotes show what was written.
"""

from __future__ import annotations

import re

_MARKS = ("<", "{", "&", "@", "](", "//", "www.", "mailto:")
_MARKUP = re.compile(
    r"<!--.*?-->|</?[a-z][^<>]*>|\]\([^()\s]*[^()]*\)|\{[{%:][^{}]*\}+|&#?\w{2,8};"
    r"|(?:https?://|www\.|mailto:)[^\s<>)\]]+|[\w.+-]+@[\w-]+\.[\w.]+",
    re.IGNORECASE | re.DOTALL,
)
_SHOUTED = 0.7  # share of capitals among the letters from which a text is typed in capitals
_FEWEST_LETTERS = 12  # below, it may be a name or an abbreviation


def without_markup(text: str, between: str = " ") -> str:
    """The text with tags, link targets, template commands and addresses replaced by `between`.

    >>> without_markup('See <b>this</b> [page](https://example.org/a)')
    'See  this  [page '
    """
    return _MARKUP.sub(between, text) if any(mark in text for mark in _MARKS) else text


def calm(text: str) -> str:
    """A text typed in capitals in small letters; any other as it is.

    >>> calm("THE ROAD WAS CLOSED"), calm("NASA closed the road")
    ('the road was closed', 'NASA closed the road')
    """
    if not text[:1].isupper() and not text[1:2].isupper():
        return text
    upper = sum(char.isupper() for char in text)
    letters = sum(char.isalpha() for char in text)
    return text.lower() if letters >= _FEWEST_LETTERS and upper >= _SHOUTED * letters else text


def plain(text: str) -> str:
    """The text as it is analysed; one that is nothing but markup stays as it is."""
    spoken = without_markup(text)
    return calm(spoken if spoken.strip() else text)
