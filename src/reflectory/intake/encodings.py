"""Which encoding a file is in, found from its bytes and said in words.

Unicode first (byte order mark, UTF-8, UTF-16), then a guess among the encodings that spreadsheets and editors
still write. Bytes that cannot be decoded become `UNDECODABLE`, so that only their rows fail. Nothing is
repaired here: words that went wrong before the file was written are only noticed (`looks_garbled`).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from reflectory.intake.accounting import Unusable
from reflectory.intake.legacy import guess_legacy

UNDECODABLE = "\udcff"  # half a surrogate pair: no decoder ever yields it, so it can only be our own mark
ON_ERROR = "reflectory-mark"
REPLACEMENT = "\ufffd"

_SAMPLE_BYTES = 1 << 17
_HEAD_BYTES = 1 << 16
_FEW = 8  # so many strange characters are damage, not yet a file of another kind
_NOT_TEXT = bytes(b for b in range(32) if b not in (9, 10, 11, 12, 13, 26, 27))

_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1252": "Windows-1252",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "koi8_r": "KOI8-R (Cyrillic)",
    "mac_roman": "Mac Roman",
    "shift_jis": "Shift JIS (Japanese)",
    "euc_jp": "EUC-JP (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "euc_kr": "EUC-KR (Korean)",
}

_MAGIC = (
    (b"PK\x03\x04", "a zip archive (XLSX and DOCX files are such archives)"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or a password-protected Office file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-zip archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"RIFF", "a sound, picture or video file"),
    (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"),
)

# Letters of UTF-8 once read as Windows-1252 or Latin-1: "Ã©" for "é", "â€™" for an apostrophe, "Â£" for "£".
_GARBLED = re.compile(
    "Ã[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2026\u20ac\u2030"
    "\u2039\u203a\u2122]|â(?:€|\u0080)[^\\s\\w]|â(?:€œ|‚¬)|Å[“¡¾½]|Â[\u00a0-\u00bf]"
)


def _mark(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return UNDECODABLE, error.end


codecs.register_error(ON_ERROR, _mark)


@dataclass(frozen=True)
class Encoding:
    """How the bytes are to be decoded."""

    codec: str
    note: str
    spotless: bool = (
        False  # every byte can be decoded, and none is NUL: no cell needs to be looked at for that
    )

    @property
    def name(self) -> str:
        return _NAMES[self.codec]


class Detector:
    """Takes the bytes of a file piece by piece, and says at the end what they are."""

    def __init__(self) -> None:
        self._head = b""
        self._sample = bytearray()
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors=ON_ERROR)
        self._n_undecodable = 0
        self._n_beyond_ascii = 0
        self._has_nul = False
        self.n_bytes = 0

    def feed(self, piece: bytes) -> None:
        if len(self._head) < _HEAD_BYTES:
            self._head += piece[: _HEAD_BYTES - len(self._head)]
        self.n_bytes += len(piece)
        self._has_nul = self._has_nul or b"\0" in piece
        self._count(piece, final=False)
        if len(self._sample) < _SAMPLE_BYTES and not piece.isascii():
            self._take_sample(piece)

    def _count(self, piece: bytes, *, final: bool) -> None:
        decoded = self._decoder.decode(piece, final)
        if decoded.isascii():
            return
        self._n_undecodable += decoded.count(UNDECODABLE)
        self._n_beyond_ascii += len(decoded) - len(decoded.encode("ascii", "ignore"))

    def _take_sample(self, piece: bytes) -> None:
        for line in piece.splitlines(keepends=True):
            if not line.isascii():
                self._sample += line[:4096]
                if len(self._sample) >= _SAMPLE_BYTES:
                    return

    def result(self, name: str) -> Encoding:
        """The encoding; `Unusable` where the bytes are no text at all. `name` is for the message."""
        self._count(b"", final=True)
        marked = _by_mark(self._head)
        if marked is not None:
            return marked
        refuse_binary(self._head, name)
        wide = _without_mark(self._head, valid=self._n_undecodable == 0)
        if wide is not None:
            return wide
        _refuse_noise(self._head, name, valid=self._n_undecodable == 0)
        if self._n_undecodable == 0:
            return Encoding("utf-8", "read as UTF-8", spotless=not self._has_nul)
        return self._not_quite_utf8()

    def _not_quite_utf8(self) -> Encoding:
        n_whole = self._n_beyond_ascii - self._n_undecodable
        sample = bytes(self._sample)
        if n_whole < self._n_undecodable:
            codec = guess_legacy(sample)
            if codec is not None:
                return Encoding(codec, f"read as {_NAMES[codec]}, guessed")
        return Encoding("utf-8", "read as UTF-8; some bytes in it are not UTF-8")


def detect(content: bytes, name: str) -> Encoding:
    """The encoding of a whole file that is in memory."""
    detector = Detector()
    detector.feed(content)
    return detector.result(name)


def decode(content: bytes, encoding: Encoding) -> str:
    """The text, without its byte order mark."""
    return content.decode(encoding.codec, ON_ERROR)


def _by_mark(head: bytes) -> Encoding | None:
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return Encoding("utf-32", "read as UTF-32, from its byte order mark")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Encoding("utf-16", "read as UTF-16, from its byte order mark")
    if head.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8-sig", "read as UTF-8, from its byte order mark")
    return None


def _without_mark(head: bytes, *, valid: bool) -> Encoding | None:
    """UTF-16 without a byte order mark: every other byte of Latin letters, spaces and line ends is NUL."""
    half = len(head) // 2
    if half < 4:
        return None
    even, odd = head[0 : half * 2 : 2].count(0), head[1 : half * 2 : 2].count(0)
    for codec, here, other in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        mostly = here > 0.4 * half and other < 0.05 * half
        rarely = not valid and here >= 4 and here > 0.02 * half and _reads_well(head[: half * 2], codec)
        if mostly or rarely:
            return Encoding(codec, "read as UTF-16 without a byte order mark, guessed")
    return None


def _reads_well(content: bytes, codec: str) -> bool:
    """Whether the bytes are lines of letters in this encoding; in the wrong one they are neither."""
    text = content.decode(codec, "replace")
    n_letters = sum(1 for char in text if char.isprintable() or char in "\r\n\t")
    return "\n" in text and n_letters > 0.97 * len(text)


def refuse_binary(head: bytes, name: str) -> None:
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise Unusable(
                f"{name} is {what} under another name. Give the file its own ending, "
                "or export the answers as CSV or XLSX."
            )


def _refuse_noise(head: bytes, name: str, *, valid: bool) -> None:
    n_strange = len(head) - len(head.translate(None, _NOT_TEXT))
    n_kinds = len(set(head) & set(_NOT_TEXT))
    if n_strange > max(_FEW, 0.1 * len(head)) or (
        not valid and n_kinds >= 4 and n_strange > 0.02 * len(head)
    ):
        raise Unusable(
            f"{name} holds binary data, not text. Export the answers as CSV or XLSX and give that file."
        )


def looks_garbled(text: str) -> bool:
    """Whether the words were read in a wrong encoding before they reached this file.

    >>> looks_garbled("cafÃ©"), looks_garbled("café"), looks_garbled("NÃO")
    (True, False, False)
    """
    return not text.isascii() and _GARBLED.search(text) is not None
