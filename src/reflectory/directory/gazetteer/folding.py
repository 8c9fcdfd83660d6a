"""The one spelling under which two ways to write a place's name are the same.

Not for display: what is folded is only ever compared. `resolving.py` looks names up by it, and
`script/bake-gazetteer` uses the same functions, so that the file and the question cannot differ.
"""

from __future__ import annotations

import re
import unicodedata

# Letters that have no accent to take off, as they are written on a keyboard without them.
PLAIN = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "ħ": "h",
        "ŋ": "n",
        "ə": "a",
        "&": " and ",
    }
)
# Inside a word these say how it sounds, not where it ends: Coeur d'Alene, Hawaiʻi, Ra’s.
SILENT = re.compile("['’‘ʻʼ`´ʹ′]")
INITIALS = re.compile(r"\b(?:[^\W\d_]\.)+(?:[^\W\d_]\b)?")
BETWEEN_WORDS = re.compile(r"[\W_]+")
SHORTENED = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount"}


def fold(text: str) -> str:
    """`text` in small letters without accents, marks and shortenings: "St. Paul" and "saint  paul" alike.

    >>> fold("Ft. Worth"), fold("São Paulo"), fold("Washington, D.C.")
    ('fort worth', 'sao paulo', 'washington dc')
    """
    if text.isascii():
        small = text.lower()
    else:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        small = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    joined = INITIALS.sub(lambda found: found[0].replace(".", ""), SILENT.sub("", small.translate(PLAIN)))
    words = BETWEEN_WORDS.sub(" ", joined).split()
    return " ".join(SHORTENED.get(word, word) for word in words)
