"""Text and pieces as plain data: what can be shown and set, where a line may break, what a spreadsheet may hold.

Everything that leaves the press passes through here, whatever sets it: pages, PDFs, cards and tables. Nothing here
knows markup; escaping is the work of whoever sets a text.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from importlib.resources import files
from typing import Any

# C0 and C1 controls but tab and line feed, halves of a surrogate pair, and points that are no characters.
UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# A run of this many characters without a place to break would leave the page.
LONGEST_RUN = 24
# PDF/UA-1 forbids these whatever the font has.
FORBIDDEN = frozenset("\ufeff\ufffe")
IGNORABLE = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f\n\t ")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain(value: Any, clean: Callable[[str], str] = str) -> Any:
    """The same pieces as dictionaries and lists, each with its `kind`, every string cleaned."""
    if is_dataclass(value) and not isinstance(value, type):
        named = {field.name: plain(getattr(value, field.name), clean) for field in fields(value)}
        return {"kind": type(value).__name__.lower(), **named}
    if isinstance(value, tuple):
        return [plain(item, clean) for item in value]
    return clean(value) if isinstance(value, str) else value


def visible(text: str) -> str:
    """The text with what cannot be shown replaced by its number: control characters, halves of a pair.

    >>> visible("a bell \\x07 and a line\\nbreak")
    'a bell [U+0007] and a line\\nbreak'
    """
    return UNSHOWABLE.sub(lambda found: f"[U+{ord(found.group()):04X}]", text)


@cache
def _coverage() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last points of the stretches that the vendored fonts can set."""
    pairs = json.loads(files(__package__).joinpath("fonts", "coverage.json").read_text(encoding="utf-8"))
    return tuple(first for first, _ in pairs), tuple(last for _, last in pairs)


def can_set(character: str) -> bool:
    """Whether some vendored font has the character, or it needs no glyph."""
    if character in IGNORABLE or character in FORBIDDEN:
        return character in IGNORABLE
    firsts, lasts = _coverage()
    place = bisect_right(firsts, ord(character)) - 1
    return place >= 0 and ord(character) <= lasts[place]


def printable(text: str) -> tuple[str, list[str]]:
    """The text with what cannot be set replaced by its number, and what was replaced.

    >>> printable("a \\U00012000")
    ('a [U+12000]', ['\\U00012000'])
    """
    gone: list[str] = []

    def shown(character: str) -> str:
        if visible(character) == character and can_set(character):
            return character
        gone.append(character)
        return f"[U+{ord(character):04X}]"

    if text.isascii() and text.isprintable():
        return text, gone
    return "".join(map(shown, text)), gone


def breakable(text: str) -> str:
    """The text with places to break in runs too long for a line."""
    return re.sub(rf"\S{{{LONGEST_RUN},}}", lambda run: _broken(run.group()), text)


def _broken(run: str) -> str:
    parts, last = [], 0
    for place in range(LONGEST_RUN // 2, len(run), LONGEST_RUN // 2):
        while place < len(run) and (unicodedata.combining(run[place]) or run[place] in IGNORABLE):
            place += 1
        parts.append(run[last:place])
        last = place
    return "\u200b".join([*parts, run[last:]])


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("-4 °C"), harmless("a - b")
    ("'=HYPERLINK(1)", "'-4 °C", 'a - b')
    """
    return f"'{text}" if text.startswith(_FORMULA) else text
