"""Segments: a text as sentences, and as excerpts of a length that one can read and code.

A segment is a `Span`, never a copy, and the same text always falls into the same pieces. Where a sentence
ends is decided in `borders`; that the words still stand where they stood is proved in `spans`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from reflectory.engine.borders import pieces
from reflectory.engine.spans import Span

SHORT_TEXT = 120  # words; an answer up to this long is read in one breath and coded as one
EXCERPT_WORDS = (40, 90)  # three to five sentences: enough to judge by, few enough to mean one thing
LONG_SENTENCE = 200  # words; beyond this it is a list or a text without full stops, not a sentence
TINY_PARAGRAPH = 25  # words; a heading, a bullet, a line of talk: joined with its neighbours

_UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uf900-\ufaff\U00020000-\U0003ffff]"
)


def n_words(text: str) -> int:
    """How many words there are to read; in scripts without spaces two characters count as one word.

    >>> n_words("Staff were kind."), n_words("公園の駐車場"), n_words("")
    (3, 3, 0)
    """
    if text.isascii():
        return len(text.split())
    unspaced = len(_UNSPACED.findall(text))
    return len(_UNSPACED.sub(" ", text).split()) + (unspaced + 1) // 2 if unspaced else len(text.split())


def sentences(text: str, language: str = "und") -> list[Span]:
    """The sentences in order; together they hold every character of the text that is not white space.

    `language` chooses the abbreviations; an unknown one uses those of all five.

    >>> sentences("Dr. Hale spoke. 3.5 hours, e.g. on parking!")
    [Span(start=0, end=15), Span(start=16, end=43)]
    """
    return [span for span, _ in pieces(text, language)]


def excerpts(text: str, language: str = "und", *, words: tuple[int, int] = EXCERPT_WORDS) -> list[Span]:
    """The passages to read and to code: a short text whole, a longer one cut between sentences.

    An excerpt stays inside its paragraph unless paragraphs are tiny, and has roughly `words` words. It is a
    run of whole sentences, except that a sentence of more than `LONG_SENTENCE` words is cut at a comma or a
    space.
    """
    stripped = text.strip()
    if not stripped:
        return []
    if n_words(stripped) <= SHORT_TEXT:
        start = len(text) - len(text.lstrip())
        return [Span(start, start + len(stripped))]
    _, most = words
    out: list[Span] = []
    for paragraph in _joined_paragraphs(text, language, most):
        out.extend(_cut_evenly(paragraph, words))
    return out


class _Piece(NamedTuple):
    span: Span
    words: int


def _joined_paragraphs(text: str, language: str, most: int) -> list[list[_Piece]]:
    """Paragraphs as lists of sentences; tiny ones are joined with what follows while they fit."""
    paragraphs: list[list[_Piece]] = [[]]
    for span, ends_paragraph in pieces(text, language):
        words = n_words(text[span.start : span.end])
        paragraphs[-1].extend(_cut_long_sentence(text, _Piece(span, words), most))
        if ends_paragraph:
            paragraphs.append([])
    joined: list[list[_Piece]] = []
    size = 0
    is_list = False
    for paragraph in filter(None, paragraphs):
        n = sum(piece.words for piece in paragraph)
        is_tiny = n < TINY_PARAGRAPH
        follows = is_tiny and size + n <= most and (is_list or not _is_heading(text, paragraph))
        if joined and (size < TINY_PARAGRAPH or follows):
            joined[-1].extend(paragraph)
            size += n
            is_list = is_list and is_tiny
        else:
            joined.append(list(paragraph))
            size = n
            is_list = is_tiny
    return joined


def _is_heading(text: str, paragraph: list[_Piece]) -> bool:
    """Whether a tiny paragraph belongs to what follows it: it has no mark at either end."""
    return text[paragraph[0].span.start].isalnum() and text[paragraph[-1].span.end - 1].isalnum()


def _cut_long_sentence(text: str, piece: _Piece, most: int) -> list[_Piece]:
    if piece.words <= LONG_SENTENCE:
        return [piece]
    n_parts = -(-piece.words // most)
    start, end = piece.span
    out: list[_Piece] = []
    at = start
    for part in range(1, n_parts + 1):
        stop = end if part == n_parts else _good_cut(text, at, start + (end - start) * part // n_parts, end)
        words = text[at:stop]
        last = stop - (len(words) - len(words.rstrip()))
        first = at + len(words) - len(words.lstrip())
        if first < last:
            out.append(_Piece(Span(first, last), n_words(text[first:last])))
        at = stop
    return out


def _good_cut(text: str, low: int, wish: int, end: int) -> int:
    """A place near `wish` to cut: after a comma, else at a space, else between two whole characters."""
    reach = max((wish - low) // 3, 1)
    window = range(wish, max(wish - reach, low), -1)
    for marks in (",;:，、；：،", " \t\u00a0\u3000\n\r"):
        for at in window:
            if text[at - 1] in marks:
                return at
    while wish < end and (
        unicodedata.combining(text[wish]) or text[wish] in "\u200d\ufe0f" or text[wish - 1] == "\u200d"
    ):
        wish += 1
    return wish


def _cut_evenly(run: list[_Piece], words: tuple[int, int]) -> list[Span]:
    """Runs of sentences of about equal length: as few as keep each near the upper bound."""
    least, most = words
    total = sum(piece.words for piece in run)
    n_parts = max(min(-(-total // most), max(total // least, 1)), 1)
    out: list[Span] = []
    run_start = run[0].span.start
    seen = 0
    for i, piece in enumerate(run):
        seen += piece.words
        is_last = i == len(run) - 1
        wish = total * (len(out) + 1) / n_parts
        later = seen + (0 if is_last else run[i + 1].words)
        if is_last or (len(out) < n_parts - 1 and abs(seen - wish) <= abs(later - wish)):
            out.append(Span(run_start, piece.span.end))
            run_start = run_start if is_last else run[i + 1].span.start
    return out
