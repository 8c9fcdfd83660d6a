"""Spans: where words stand in a text, and the proof that they still stand there.

A quote is a span and never a copy: it is checked again whenever it is read, exported or published. This
module knows nothing of sentences; `segments` finds the spans worth quoting.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

DIGEST_BYTES = 16


class Span(NamedTuple):
    """Code points from `start` up to but not including `end`, so that `text[start:end]` are the words."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{self.start}–{self.end}"


class BrokenSpan(ValueError):
    """The words that a span pointed at are no longer there; the message names the span."""


def quote(text: str, span: Span) -> str:
    """The words of the span. Raises `BrokenSpan` where the span is empty, backward or outside the text.

    >>> quote("Parking is hard. Staff are kind.", Span(17, 32))
    'Staff are kind.'
    """
    start, end = span
    if not 0 <= start < end:
        raise BrokenSpan(f"span {start}–{end} is empty, backward or negative")
    if end > len(text):
        raise BrokenSpan(f"span {start}–{end} reaches beyond the text, which has {len(text)} characters")
    return text[start:end]


def digest(text: str, span: Span) -> str:
    """The fingerprint of the quoted words, 32 hexadecimal digits.

    Only the words go in, not the offsets: the same words have the same digest wherever they stand. Lone
    surrogates, which a damaged file can hold, are hashed as they are rather than refused.
    """
    words = quote(text, span).encode("utf-8", "surrogatepass")
    return blake2b(words, digest_size=DIGEST_BYTES).hexdigest()


def check(text: str, span: Span, expected: str) -> str:
    """The quoted words, if they are still the words that were hashed; `BrokenSpan` otherwise."""
    found = digest(text, span)
    if found != expected:
        raise BrokenSpan(
            f"span {span.start}–{span.end} no longer holds the words it was taken from: "
            f"digest {found}, expected {expected}"
        )
    return text[span.start : span.end]
