"""Which names are hidden from the analysis, so that themes do not become places.

The values of the first group column are masked always; those of a further column where they are written like
names ("Open Drawer Coaching") and not like kinds ("frontline staff"). A mask file adds to them or takes away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from pathlib import Path

from reflectory.engine.corpus import Corpus
from reflectory.engine.masking import (
    Masker,
    MaskFile,
    Suggestion,
    ordinary_words,
    read_mask_file,
    suggest_names,
)
from reflectory.intake import Unusable
from reflectory.intake.encodings import UNDECODABLE, decode, detect

LOOKED_AT = 20_000  # texts from which ordinary words and suggestions are taken
MASK_FILE = "Give a plain text file in UTF-8, one name a line."
NAME_LIKE = 0.8  # share of a column's values written like names


@dataclass(frozen=True)
class Names:
    """The masker, what it masks, and further terms that a person may want to add."""

    masker: Masker | None
    suggestions: tuple[Suggestion, ...]


def names_of(corpus: Corpus, mask_file: Path | None) -> Names:
    """The names to mask in this corpus. Raises `Unusable` for a mask file that cannot be read."""
    wanted: list[str] = []
    for position, column in enumerate(corpus.groups):
        values = sorted({value for value in corpus.groups[column] if value})
        if position == 0 or _are_names(values):
            wanted.extend(values)
    never: tuple[str, ...] = ()
    if mask_file is not None:
        listed = _read(mask_file)
        wanted.extend(listed.names)
        never = listed.never
    looked_at = _some(corpus)
    texts = [corpus.texts[at] for at in looked_at]
    masker = Masker(wanted, never=never, ordinary=ordinary_words(wanted, texts)) if wanted else None
    suggestions: tuple[Suggestion, ...] = ()
    if corpus.unit is not None:
        masked = set(masker.names) if masker else set()
        places = corpus.groups[corpus.unit]
        found = suggest_names(texts, [places[at] for at in looked_at])
        suggestions = tuple(item for item in found if item.term not in masked)[:12]
    return Names(masker if masker and masker.names else None, suggestions)


def _some(corpus: Corpus) -> Sequence[int]:
    """Texts enough to learn how words are written: the same ones whatever the order of rows."""
    if len(corpus) <= LOOKED_AT:
        return range(len(corpus))
    chance = [blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest() for id in corpus.ids]
    return nsmallest(LOOKED_AT, range(len(corpus)), key=chance.__getitem__)


def _read(mask_file: Path) -> MaskFile:
    try:
        content = mask_file.read_bytes()
    except OSError as error:
        raise Unusable(f"The mask file {mask_file} cannot be read ({error.strerror}). {MASK_FILE}") from error
    text = decode(content, detect(content, mask_file.name))
    if UNDECODABLE in text:
        raise Unusable(f"The mask file {mask_file} holds bytes that are no letters. {MASK_FILE}")
    return read_mask_file(text)


def _are_names(values: Iterable[str]) -> bool:
    judged = [_is_name(value) for value in values]
    return bool(judged) and sum(judged) / len(judged) >= NAME_LIKE


def _is_name(value: str) -> bool:
    words = [word for word in value.split() if len(word) > 3]
    return len(value.split()) > 1 and all(word[0].isupper() for word in words)
