"""Documents as blocks: a paragraph or a cue, who says it where the file says so, and its place in words.

The `parse_` functions run in the child process and yield JSON values; `plain_blocks` reads .txt and .md where
it stands. Who speaks where only the words tell ("Anna: …") is for `transcripts`.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reflectory.intake.accounting import Unusable
from reflectory.intake.encodings import decode, detect

_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^>]+)>")
_TAG = re.compile(r"</?(?:[cibuv]|ruby|rt|lang|font)(?:[.\s][^>]*)?>|<\d\d:[\d:.]+>|\{\\an\d\}")


@dataclass(frozen=True)
class Block:
    """A paragraph, a line or a cue."""

    text: str
    place: str  # "paragraph 12", "line 3", "00:12:31"; "" for the whole document
    speaker: str | None = None  # where the format itself says so


def parse_docx(path: Path, _name: str) -> Iterator[Any]:
    """The paragraphs of the body and of its tables, a row of a table being one paragraph."""
    import docx

    body = docx.Document(str(path)).element.body
    number = 0
    for text in _paragraphs(body):
        if text.strip():
            number += 1
            yield [text, f"paragraph {number}", None]


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {f"{_WORD}del", f"{_WORD}moveFrom", _FALLBACK, f"{_WORD}pPr", f"{_WORD}rPr"}
_BREAKS = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}


def _paragraphs(element: Any) -> Iterator[str]:
    """Texts of paragraphs and table rows, also inside content controls; deletions are left out."""
    for child in element:
        if child.tag == f"{_WORD}p":
            yield _text_of(child)
        elif child.tag == f"{_WORD}tr":
            yield "\t".join(
                "\n".join(_paragraphs(cell)) for cell in child.iter(f"{_WORD}tc") if _row_of(cell) is child
            )
        elif child.tag not in _SKIPPED:
            yield from _paragraphs(child)


def _row_of(cell: Any) -> Any:
    parent = cell.getparent()
    while parent.tag != f"{_WORD}tr":
        parent = parent.getparent()
    return parent


def _text_of(element: Any) -> str:
    if element.tag == f"{_WORD}t":
        return element.text or ""
    if element.tag in _BREAKS:
        return _BREAKS[element.tag]
    return "".join(_text_of(child) for child in element if child.tag not in _SKIPPED)


def parse_vtt(path: Path, name: str) -> Iterator[Any]:
    """The cues of a WebVTT file, one for each voice."""
    import webvtt

    text, note = _decoded(path, name)
    yield note
    try:
        captions = webvtt.from_buffer(io.StringIO(text)).captions
    except webvtt.errors.MalformedFileError:
        raise Unusable(
            f"{name} is no WebVTT file: its first line must be WEBVTT and each cue needs its times. "
            "Export it again."
        ) from None
    for caption in captions:
        for speaker, words in _voices(caption.raw_text):
            yield [words, caption.start.split(".")[0], speaker]


def _voices(raw: str) -> Iterator[tuple[str | None, str]]:
    parts = _VOICE.split(raw)
    for speaker, words in zip([None, *parts[1::2]], parts[0::2], strict=True):
        plain = html.unescape(_TAG.sub("", words)).strip()
        if plain:
            yield (html.unescape(speaker.strip()) if speaker else None), plain


def parse_srt(path: Path, name: str) -> Iterator[Any]:
    """The cues of a SubRip file."""
    import srt

    text, note = _decoded(path, name)
    yield note
    try:
        cues = list(srt.parse(text.replace("\r\n", "\n")))
    except srt.SRTParseError:
        raise Unusable(
            f"{name} is no whole SubRip file: some of its cues have no times. Export it again."
        ) from None
    for cue in cues:
        words = _TAG.sub("", cue.content).strip()
        if words:
            seconds = int(cue.start.total_seconds())
            yield [words, f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}", None]


def _decoded(path: Path, name: str) -> tuple[str, dict[str, str]]:
    content = path.read_bytes()
    encoding = detect(content, name)
    return decode(content, encoding), {"codec": encoding.codec, "note": encoding.note}
