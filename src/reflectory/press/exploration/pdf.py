"""The report as a tagged PDF (PDF/UA-1) with the same words as the page, set by Typst.

What people wrote reaches Typst as data, never as markup. Characters that none of the vendored fonts has are
replaced by their number, and the first page says how many: a missing glyph would otherwise vanish or stop
the file from being made. The same content gives the same bytes.
"""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import typst

from ..language import language as find_language
from ..tokens import as_values
from .blocks import plain, visible
from .compose import compose, replaced_note
from .content import Exploration

# After the two families of the tokens, in this order; the first that has a character sets it.
FALLBACKS = (
    "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari",
    "Noto Sans Bengali", "Noto Sans Gurmukhi", "Noto Sans Gujarati", "Noto Sans Tamil",
    "Noto Sans Telugu", "Noto Sans Kannada", "Noto Sans Malayalam", "Noto Sans Sinhala",
    "Noto Sans Thai", "Noto Sans Lao", "Noto Sans Khmer", "Noto Sans Myanmar",
    "Noto Sans Ethiopic", "Noto Sans Armenian", "Noto Sans Georgian", "Noto Sans Cherokee",
    "Noto Sans Canadian Aboriginal", "Noto Sans SC", "Noto Sans KR", "Noto Emoji",
    "Noto Sans Math", "Noto Sans Symbols 2",
)  # fmt: skip
# So many groups fit beside the themes on a page turned on its side.
WIDEST = 12
# A run of this many characters without a place to break would leave the page.
LONGEST_RUN = 24
# PDF/UA-1 forbids these whatever the font has.
FORBIDDEN = frozenset("\ufeff\ufffe")
IGNORABLE = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f\n\t ")


def render(content: Exploration, *, language: str = "en") -> bytes:
    """The whole of report.pdf."""
    lang = find_language(language)
    n_replaced = 0

    def clean(text: str) -> str:
        nonlocal n_replaced
        if text.startswith("<svg"):
            return text
        told, gone = printable(text)
        n_replaced += len(gone)
        return breakable(told)

    report = plain(compose(content, language=language), clean)
    report["language"] = lang.locale.language
    report["targets"] = sorted(keys(report))
    report["replaced"] = replaced_note(lang, n_replaced)
    mark_first(report)
    narrow(report)
    for code in _languages(report):
        code["lang"] = spoken(code["lang"])
    look = as_values()
    look["colour"]["paper-white"] = "#ffffff"
    look["sans"] = [*look["sans"], *FALLBACKS]
    look["serif"] = [*look["serif"], *FALLBACKS]
    inputs = {
        "report": json.dumps(report),
        "look": json.dumps(look),
        "words": json.dumps({"meets": lang.say("Here you meet")}),
    }
    with (
        as_file(files("reflectory.press").joinpath("fonts", "print")) as fonts,
        as_file(files("reflectory.press.exploration").joinpath("templates")) as templates,
    ):
        made = typst.compile(
            templates / "report.typ",
            root=templates,
            font_paths=[fonts],
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    assert isinstance(made, bytes)
    return made


@cache
def _coverage() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """First and last points of the stretches that the vendored fonts can set."""
    pairs = json.loads(
        files("reflectory.press").joinpath("fonts", "coverage.json").read_text(encoding="utf-8")
    )
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


def spoken(code: str) -> str:
    """The part of a language tag that Typst takes, or nothing."""
    primary = code.split("-")[0].lower()
    return primary if re.fullmatch("[a-z]{2,3}", primary) else ""


def keys(piece: Any) -> Iterator[str]:
    """Every key that a link in the report can lead to."""
    if isinstance(piece, dict):
        if piece.get("kind") == "section":
            yield piece["key"]
        for value in piece.values():
            yield from keys(value)
    elif isinstance(piece, list):
        for value in piece:
            yield from keys(value)


def mark_first(report: dict[str, Any]) -> None:
    """Every theme begins a page but the first of them, which stands under the heading of its part."""
    for part in report["sections"]:
        for i, block in enumerate(part["blocks"]):
            block["first"] = i == 0


def narrow(report: dict[str, Any]) -> None:
    """Tables of more groups than a page is wide become several, each with the themes again."""
    for part in report["sections"]:
        part["blocks"] = [piece for block in part["blocks"] for piece in _pieces(block)]


def _pieces(block: dict[str, Any]) -> list[dict[str, Any]]:
    n = len(block.get("columns", ())) - 1
    if n <= WIDEST or block.get("look") != "heat":
        return [block]
    pieces = []
    for first in range(1, n + 1, WIDEST):
        last = min(first + WIDEST, n + 1)
        groups = [
            {**group, "rows": [[row[0], *row[first:last]] for row in group["rows"]]}
            for group in block["groups"]
        ]
        pieces.append(
            {
                **block,
                "caption": f"{block['caption']} ({first}\u2013{last - 1} / {n})",
                "columns": [block["columns"][0], *block["columns"][first:last]],
                "groups": groups,
                "note": block["note"] if last == n + 1 else "",
            }
        )
    return pieces


def _languages(piece: Any) -> Iterator[dict[str, Any]]:
    if isinstance(piece, dict):
        if "lang" in piece:
            yield piece
        for value in piece.values():
            yield from _languages(value)
    elif isinstance(piece, list):
        for value in piece:
            yield from _languages(value)
