"""The report as a tagged PDF (PDF/UA-1) with the same words as the page, set by Typst.

What people wrote reaches Typst as data, never as markup. Characters that none of the vendored fonts has are
replaced by their number, and the first page says how many: a missing glyph would otherwise vanish or stop
the file from being made. The same content gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from ..language import language as find_language
from ..language import replaced_note
from ..plain import breakable, plain, printable
from ..typesetting import look, set_pdf, spoken
from .compose import compose
from .content import Exploration

# So many groups fit beside the themes on a page turned on its side.
WIDEST = 12


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
    data = {"report": report, "look": look(), "words": {"meets": lang.say("Here you meet")}}
    templates = files(__package__).joinpath("templates")
    return set_pdf(templates, "report.typ", data, others={}, made_at=0)


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
