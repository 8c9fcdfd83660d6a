"""Borders: where a sentence ends and where a paragraph ends, by written rules.

The rules know the abbreviations of five languages, initials, numbers, quotation marks, the full stops of
other scripts, bullets, and lines that a program wrapped. They look at marks and at the words beside them and
analyse no grammar. `segments` makes sentences and excerpts of the pieces.
"""

from __future__ import annotations

import re

from reflectory.engine.abbreviations import (
    ANY_LANGUAGE,
    BY_LANGUAGE,
    GERMAN_ORDINAL_NOUNS,
    HONORIFICS,
    OPENERS,
    PLAIN_OPENERS,
    Rules,
)
from reflectory.engine.spans import Span

WIDEST_WRAP = 100  # characters; mail and editors wrap at 72 to 100
WRAPPED_LINES = 3  # lines that go on in lower case before a text counts as wrapped by a program

_BREAKS = r"\n\r\v\f\x85\u2028\u2029"
_CLOSERS = r"[\"'”’»«›‹)\]}*_]"
_BORDER = re.compile(
    rf"(?P<line>[{_BREAKS}]\s*)"
    r"|(?P<stop>(?<![.!?…؟۔])[.!?…؟۔]++(?:[ \u00a0][.…]++){0,9}+"
    rf"(?:{_CLOSERS}++|[ \u00a0\u202f]»(?=[\s,;.]))?"
    rf"(?=\s+[\"'“‘«»(\[¿¡„‚*_–—-]*\s?(?P<next>[^\W_]*)))"
    rf"|(?P<full>[。！？｡．।॥։።။།]+[」』”’）】》〉\"')\]]*)"
    r"|(?P<glued>(?<=[^\W\d_][^\W\d_])[.!?]+(?=I[\s'’]|[A-ZÀ-ÖØ-ÞА-ЯΑ-Ω][^\W\d_A-ZÀ-ÖØ-ÞА-ЯΑ-Ω]))"
    r"|(?P<bullet>(?<=\s)(?=[•‣▪●◦⁃]\s))"
)
_LINE = re.compile(r"(?:\r\n|[\n\r])[ \t\u00a0]*")
_TOKEN = re.compile(r"\S+")
_STOPS = ".!?:;…。！？"
_FULL_STOPS = ("。", "！", "？", "，", "、")
_QUOTE_GOES_ON = ("と", "っ")  # Japanese: the speaker follows the quoted words
_OPENING = ("(", "[", "“", '"', "‘", "'", "*", "_", "«", "„")
_ANY_WORD = re.compile(r"[^\W_]")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_LABEL = re.compile(r"[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})")
_ADDRESS = re.compile(r"https?:|www\.|@|/")
_LIST_ITEM = re.compile(r"[-*–—•‣▪●◦⁃·]\s|[([]?(?:\d{1,3}|[a-z])[.)]\s")


def pieces(text: str, language: str) -> list[tuple[Span, bool]]:
    """Sentences, each with whether a paragraph ends after it."""
    rules = BY_LANGUAGE.get(language.split("-")[0].lower(), ANY_LANGUAGE)
    out: list[tuple[Span, bool]] = []
    start = wordless = 0
    wrap = -1
    for border in _BORDER.finditer(text):
        kind = border.lastgroup
        if kind == "line":
            at = border.start()
            if wrap < 0:
                wrap = _wrap_width(text)
            if _is_soft_wrap(text, border, wrap):
                continue
        else:
            at = border.end()
            if not _ANY_WORD.search(text, wordless, at):
                wordless = at
                continue
            if not _is_border(text, start, border, rules):
                continue
        _add(out, text, start, at)
        start = wordless = at
        if kind == "line" and out:
            out[-1] = (out[-1][0], True)
    _add(out, text, start, len(text))
    return out


def _is_border(text: str, start: int, border: re.Match[str], rules: Rules) -> bool:
    at = border.end()
    if border.lastgroup == "full":
        return border[0][-1] not in "」』”" or text[at : at + 1] not in _QUOTE_GOES_ON
    if border.lastgroup == "glued":
        low = max(at - 200, start)
        return not _ADDRESS.search(text, max(text.rfind(" ", low, at), low), at)
    return border.lastgroup == "bullet" or _ends_sentence(text, start, border, rules)


def _add(out: list[tuple[Span, bool]], text: str, start: int, end: int) -> None:
    """Append the piece without outer white space; a lone smiley or bracket goes to the sentence before."""
    words = text[start:end]
    end -= len(words) - len(words.rstrip())
    start += len(words) - len(words.lstrip())
    if start >= end:
        return
    if out and not out[-1][1] and not _ANY_WORD.search(text, start, end):
        start = out.pop()[0].start
    out.append((Span(start, end), False))


def _wrap_width(text: str) -> int:
    """The width at which a mail program or editor wrapped this text, 0 where lines seem to be meant."""
    widths = [
        _line_length(text, line.start())
        for line in _LINE.finditer(text)
        if _continues(text, line.end()) and _last_mark(text, line.start()) not in _STOPS
    ]
    width = max(widths, default=0)
    return width if len(widths) >= WRAPPED_LINES and width <= WIDEST_WRAP else 0


def _line_length(text: str, end: int) -> int:
    low = max(end - WIDEST_WRAP - 1, 0)
    return end - 1 - max(text.rfind("\n", low, end), text.rfind("\r", low, end), low - 1)


def _last_mark(text: str, at: int) -> str:
    return text[max(at - 3, 0) : at].rstrip()[-1:]


def _is_soft_wrap(text: str, border: re.Match[str], wrap: int) -> bool:
    """Whether a new line only continues the paragraph, as in wrapped text.

    Either the next line goes on in lower case, or the text is wrapped at `wrap` and the next word would not
    have fitted on this line.
    """
    at, after = border.span()
    if not _LINE.fullmatch(border[0]) or _LIST_ITEM.match(text, after):
        return False
    if text[after : after + 1] in _FULL_STOPS:
        return True
    length = _line_length(text, at)
    if length < 40:
        return False
    if _last_mark(text, at) not in _STOPS and _continues(text, after):
        return True
    next_word = _TOKEN.match(text, after)
    return bool(wrap and next_word and length + 1 + len(next_word[0]) > wrap - 12)


def _continues(text: str, at: int) -> bool:
    opening = text[at : at + 1]
    return opening.islower() or (opening in _OPENING and text[at + 1 : at + 2].islower())


def _ends_sentence(text: str, start: int, border: re.Match[str], rules: Rules) -> bool:
    mark = border[0]
    following_word = border["next"]
    continues = following_word[:1].islower()
    if mark[0] in "!?؟۔":
        return not (continues and mark[-1] not in "!?؟۔.…")
    if mark[0] == "…" or mark.count(".") > 1:
        return not continues and following_word != "I"
    if len(mark) > 1:
        return not continues
    dot = border.start()
    before = text[max(start, dot - 24) : dot].rsplit(None, 1)
    word = before[-1].lstrip("(['\"“‘«„¿¡") if before else ""
    if not word or text[dot - 1].isspace():
        return True
    if len(word) < 6 and _LABEL.fullmatch(word) and not _ANY_WORD.search(text, start, dot - len(word)):
        return False
    if word.isdigit():
        return not continues and not (len(word) < 3 and following_word.lower() in GERMAN_ORDINAL_NOUNS)
    if len(word) > 10:
        return True
    if len(word) == 1:
        return _ends_after_letter(text, border)
    return _ends_after(word, following_word, rules, continues=continues)


def _ends_after_letter(text: str, border: re.Match[str]) -> bool:
    """Whether a full stop after a single letter ends a sentence: not in "J. Smith", "z. B." or "p. ej."."""
    dot, next_word = border.start(), border["next"]
    word = text[dot - 1]
    if len(next_word) <= 2 and text.startswith(".", border.end("next")):
        return False
    if not word.isupper():
        return not word.islower()
    return next_word.lower() in PLAIN_OPENERS or (word == "I" and len(next_word) > 1 and next_word.istitle())


def _ends_after(word: str, following_word: str, rules: Rules, *, continues: bool) -> bool:
    """Whether a full stop after this short word ends a sentence."""
    lower = word.lower()
    if lower in rules.inside:
        return False
    if lower in rules.titles and (word[0].isupper() or lower in HONORIFICS):
        return False
    if lower in rules.numbered and following_word[:1].isdigit():
        return False
    if lower in rules.endings:
        return not continues and not following_word[:1].isdigit()
    if _DOTTED.fullmatch(word):
        return following_word.lower() in OPENERS and not continues
    return True
