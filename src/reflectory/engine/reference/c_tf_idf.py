"""Class-based TF-IDF from lists of the phrases that each text uses."""

from __future__ import annotations

from collections.abc import Sequence
from math import log


def c_tf_idf(texts: Sequence[set[str]], theme_of: Sequence[int], phrase: str, theme: int) -> float:
    """Share of the theme's texts that use the phrase, times ln(1 + mean size of a theme / texts that use it)."""
    themes = set(theme_of)
    own = [text for text, label in zip(texts, theme_of, strict=True) if label == theme]
    share = sum(phrase in text for text in own) / len(own)
    return share * log(1 + len(texts) / len(themes) / sum(phrase in text for text in texts))
