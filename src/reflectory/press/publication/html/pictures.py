"""How large a picture is, from its first bytes: a page keeps its place, so that nothing jumps when it arrives.

It decodes nothing. What a camera wrote into a picture is taken out by `publication.pictures`.
"""

from __future__ import annotations

import struct

from ..pictures import kind_of

_STARTS_OF_FRAME = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels."""
    kind = kind_of(data)
    if kind == "png":
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if kind == "jpg":
        return _jpeg_size(data)
    if kind == "webp":
        return _webp_size(data)
    raise ValueError("This is no JPEG, PNG or WebP picture; save it as one of these.")


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        length, height, width = struct.unpack(">H1xHH", data[at + 2 : at + 9])
        if data[at + 1] in _STARTS_OF_FRAME:
            return width, height
        at += 2 + length
    raise ValueError("This JPEG picture is cut short; save it again.")


def _webp_size(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF
