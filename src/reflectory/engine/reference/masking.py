"""Masking by trying every name at every place, longest first: the rule for names of two words or more."""

from __future__ import annotations

from collections.abc import Iterable


def mask(text: str, names: Iterable[str], token: str) -> str:
    """The text with each whole-word occurrence of a name replaced; ASCII, single spaces, any case."""
    longest_first = sorted(names, key=lambda name: (-len(name.split()), name.lower()))
    out = ""
    at = 0
    while at < len(text):
        starts_word = at == 0 or not text[at - 1].isalnum()
        end = next((e for name in longest_first if (e := _end(text, at, name))), 0) if starts_word else 0
        out += token if end else text[at]
        at = end or at + 1
    return out


def _end(text: str, at: int, name: str) -> int:
    end = at + len(name)
    if text[at:end].lower() != name.lower() or text[end : end + 1].isalnum():
        return 0
    is_possessive = text[end : end + 2].lower() == "'s" and not text[end + 2 : end + 3].isalnum()
    return end + 2 if is_possessive else end
