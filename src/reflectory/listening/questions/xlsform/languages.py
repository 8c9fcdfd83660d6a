"""The columns of an XLSForm that hold words: which language each is in, by its code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reflectory.listening.questions.reusing import key_from

_IN_BRACKETS = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)\s*$")
_BY_NAME = {
    "english": "en", "español": "es", "espanol": "es", "spanish": "es", "castellano": "es", "français": "fr",
    "francais": "fr", "french": "fr", "português": "pt", "portugues": "pt", "portuguese": "pt", "arabic": "ar",
    "العربية": "ar", "german": "de", "deutsch": "de", "hindi": "hi", "swahili": "sw", "kiswahili": "sw",
    "russian": "ru", "ukrainian": "uk", "italian": "it", "chinese": "zh-hans",
}  # fmt: skip
_CODE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def code_of(said: str) -> str:
    """The code of a language as XLSForms name it.

    >>> code_of("Español (es)"), code_of("French"), code_of("pt-BR"), code_of("Aymara")
    ('es', 'fr', 'pt-br', 'aymara')
    """
    found = _IN_BRACKETS.search(said)
    if found:
        return found[1].lower().replace("_", "-")
    plain = said.strip().lower()
    if plain in _BY_NAME:
        return _BY_NAME[plain]
    if _CODE.fullmatch(said.strip()) and len(plain) <= 6:
        return plain.replace("_", "-")
    return key_from(plain, taken=(), otherwise="und").replace("_", "-")[:12]


@dataclass(frozen=True)
class Columns:
    """The languages of a form, the default first, and the columns of each."""

    codes: list[str]

    @property
    def first(self) -> str:
        return self.codes[0]

    def words(self, cells: Mapping[str, str], name: str) -> dict[str, str]:
        """What stands in the columns of a name ("label"), by language; the plain column is the default's."""
        found: dict[str, str] = {}
        for column, text in cells.items():
            base, language = _parted(column)
            if base == name and text:
                code = code_of(language) if language else self.first
                found.setdefault(code, text)
        return {code: found[code] for code in self.codes if code in found}


def columns_of(rows: Iterable[Any], *, default: str) -> Columns:
    """The languages that the columns of these rows are in."""
    found: dict[str, None] = {}
    has_plain = False
    for row in rows:
        for column in row.cells:
            base, language = _parted(column)
            if base not in ("label", "hint"):
                continue
            if language:
                found[code_of(language)] = None
            else:
                has_plain = True
    first = code_of(default) if default and default != "default" else ""
    if not first or (first not in found and not has_plain):
        first = "en" if has_plain or not found else next(iter(found))
    return Columns([first, *(code for code in found if code != first)])


def _parted(column: str) -> tuple[str, str]:
    base, colon, language = column.partition("::")
    if not colon:
        base, colon, language = column.partition(":")
    return base.strip().lower(), language.strip()
