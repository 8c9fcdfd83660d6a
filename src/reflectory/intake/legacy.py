"""Guessing which encoding from before Unicode a piece of text is in.

In such encodings the same byte is another letter in each part of the world, so the letters must make sense
together: those of one language's alphabet, each beside other letters. A guess is said to be a guess, and
where no reading makes sense there is none.
"""

from __future__ import annotations

from collections.abc import Set

import charset_normalizer

SIGNS = frozenset("’‘“”„–—…•€£©®™°«»¿¡§´½¼¾²³·×ªº\u00a0")
_INSIDE_WORDS = frozenset("’´\u00a0–—·")
_ENOUGH = 0.9
_DOUBTFUL = 0.75
_LEAST_LETTERS = 6  # fewer letters of another script could be anything

# Letters beyond ASCII by language; where two languages explain a text equally well, the earlier one does.
_ALPHABETS: tuple[tuple[str, str], ...] = (
    ("cp1252", "àâæçèéêëîïôœùûü"),  # French
    ("cp1252", "äöüßé"),  # German
    ("cp1252", "áéíñóúüª"),  # Spanish
    ("cp1252", "áâãàçéêíóôõúü"),  # Portuguese
    ("cp1252", "àèéìíîòóùú"),  # Italian
    ("cp1252", "åäöæøéü"),  # Nordic
    ("cp1252", "áðéíóúýþæö"),  # Icelandic
    ("cp1252", "ëéèêïóöüáíú"),  # Dutch, Afrikaans, Albanian
    ("cp1252", "áàéèíïóòúüçñ·"),  # Catalan
    ("cp1252", "áéíóúàèìòùâêîôûŵŷäëïöüẁẃẅỳý"),  # Irish, Gaelic, Welsh
    ("cp1250", "áčďéěíňóřšťúůýž"),  # Czech
    ("cp1250", "áäčďéíĺľňóôŕšťúýž"),  # Slovak
    ("cp1250", "ąćęłńóśźż"),  # Polish
    ("cp1250", "áéíóöőúüű"),  # Hungarian
    ("cp1250", "ăâîşţ"),  # Romanian
    ("cp1250", "čćđšž"),  # Croatian, Slovene
    ("cp1254", "çğıöşüâîû"),  # Turkish
    ("mac_roman", "àâæçèéêëîïôœùûü"),
    ("mac_roman", "äöüßé"),
    ("mac_roman", "áéíñóúüª"),
    ("mac_roman", "áâãàçéêíóôõúü"),
    ("mac_roman", "åäöæøéü"),
)
_WESTERN = frozenset("".join(letters for codec, letters in _ALPHABETS if codec == "cp1252"))
_MIXED_WEIGHT = (
    0.97  # several western languages in one file: likely only where no single language explains it
)

# The ten most frequent letters of a script make up more than half of any text in it.
_FREQUENT: tuple[tuple[str, str], ...] = (
    ("cp1251", "оеаинтсрвлі"),
    ("koi8_r", "оеаинтсрвл"),
    ("cp1253", "αοιετσνρηκά"),
    ("cp1255", "יוהלאתרבשמ"),
    ("cp1256", "اليمنوترةع"),
)
_FREQUENT_SHARE = 0.5
_EAST_ASIAN = ["shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"]


def guess_legacy(sample: bytes) -> str | None:
    """The most plausible of the encodings; None where no reading of the bytes makes words."""
    latin = [(_share_explained(sample, codec, set(letters)), codec) for codec, letters in _ALPHABETS]
    latin.append((_MIXED_WEIGHT * _share_explained(sample, "cp1252", _WESTERN), "cp1252"))
    share, codec = max(latin, key=lambda found: found[0])
    if share > _ENOUGH:
        return codec
    frequent = [(_share_frequent(sample, other, set(letters)), other) for other, letters in _FREQUENT]
    best, script = max(frequent)
    if best > _FREQUENT_SHARE:
        return script
    for match in charset_normalizer.from_bytes(sample, cp_isolation=_EAST_ASIAN):
        if match.encoding in _EAST_ASIAN and _n_letters(str(match)) >= _LEAST_LETTERS / 2:
            return match.encoding
    return codec if share > _DOUBTFUL else None


def _share_explained(sample: bytes, codec: str, letters: Set[str]) -> float:
    """How many of the characters beyond ASCII are letters of this alphabet in a word, or signs between words.

    "Gr\u00f6\u00dfe!" in German: both letters explained, 1.0. "\u00ff\u00fe": none, 0.0.
    """
    text = f" {sample.decode(codec, 'replace')}  "
    beyond = [at for at, char in enumerate(text) if not char.isascii()]
    good = sum(1 for at in beyond if _makes_sense(text[at - 1], text[at], text[at + 1], letters))
    return good / max(1, len(beyond))


def _makes_sense(before: str, char: str, after: str, letters: Set[str]) -> bool:
    if char in SIGNS and char.lower() not in letters:
        return char in _INSIDE_WORDS or not (before.isalpha() and after.isalpha())
    if char.lower() not in letters:
        return False
    if before.isascii() and after.isascii():
        return before.isalpha() or after.isalpha() or char.lower() in "àéèóòù"
    return before.isascii() or after.isascii()  # three such letters in a row: another script


def _share_frequent(sample: bytes, codec: str, letters: Set[str]) -> float:
    beyond = [char for char in sample.decode(codec, "replace") if not char.isascii() and char not in SIGNS]
    if len(beyond) < _LEAST_LETTERS:
        return 0.0
    return sum(1 for char in beyond if char in letters) / len(beyond)


def _n_letters(text: str) -> int:
    return sum(1 for char in text if not char.isascii() and char.isalpha())
