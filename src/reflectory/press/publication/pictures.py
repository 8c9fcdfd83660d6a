"""Pictures as they may be published: what a camera or a program wrote about itself is taken out, the image stays.

JPEG, PNG and WebP; where a picture was taken, by which device, with which program and by whom is all in parts that
no reader needs. Only how a JPEG is turned is kept. Pixels are not touched.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

PNG = b"\x89PNG\r\n\x1a\n"
# What changes how a PNG looks; everything else only tells about it.
_SEEN = frozenset(
    (
        b"IHDR",
        b"PLTE",
        b"IDAT",
        b"IEND",
        b"tRNS",
        b"cHRM",
        b"gAMA",
        b"iCCP",
        b"sBIT",
        b"sRGB",
        b"bKGD",
        b"pHYs",
    )
)
_SOS, _EOI, _EXIF, _ICC, _ADOBE, _COMMENT = 0xDA, 0xD9, 0xE1, 0xE2, 0xEE, 0xFE
_ORIENTATION = 0x0112


def kind_of(data: bytes) -> str:
    """The ending of a file with this picture: jpg, png or webp; empty for anything else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(PNG):
        return "png"
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def without_metadata(data: bytes) -> bytes:
    """The same picture without what it tells about its making."""
    kind = kind_of(data)
    if kind == "jpg":
        return b"\xff\xd8" + b"".join(_kept_of_jpeg(data)) + b"\xff\xd9"
    if kind == "png":
        return PNG + b"".join(whole for name, whole in _chunks(data, len(PNG)) if name in _SEEN)
    return _kept_of_webp(data) if kind == "webp" else data


def _chunks(data: bytes, start: int) -> Iterator[tuple[bytes, bytes]]:
    """Name and whole of each chunk of a PNG, to its end."""
    while start + 12 <= len(data):
        (length,) = struct.unpack(">I", data[start : start + 4])
        name = data[start + 4 : start + 8]
        yield name, data[start : start + 12 + length]
        if name == b"IEND":
            return
        start += 12 + length


def _kept_of_jpeg(data: bytes) -> Iterator[bytes]:
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == _EOI:
            return  # what a telephone hangs on behind is no part of the picture
        end = at + 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
        if marker == _SOS:
            end = _end_of_scan(data, end)
        yield from _kept_of_segment(marker, data[at:end])
        at = end


def _kept_of_segment(marker: int, segment: bytes) -> Iterator[bytes]:
    if marker == _EXIF:
        turned = _orientation(segment)
        if turned > 1:
            tag = struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, turned, 0, 0)
            told = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08" + tag
            yield b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told
        return
    is_profile = marker == _ICC and segment[4:].startswith(b"ICC_PROFILE\x00")
    if marker == _COMMENT or (0xE1 <= marker <= 0xEF and marker != _ADOBE and not is_profile):
        return
    yield segment


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands that is neither stuffing nor a restart."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        if data[at + 1] not in (0, 0xFF) and not 0xD0 <= data[at + 1] <= 0xD7:
            return at
        at += 1
    return len(data)


def _orientation(segment: bytes) -> int:
    """How the picture is turned, 1 to 8; 1 where nothing is said."""
    tiff = segment[10:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if not segment[4:].startswith(b"Exif\x00\x00") or order is None or len(tiff) < 10:
        return 1
    (first,) = struct.unpack(order + "I", tiff[4:8])
    for at in range(first + 2, len(tiff) - 11, 12):
        if struct.unpack(order + "H", tiff[at : at + 2])[0] == _ORIENTATION:
            turned: int = struct.unpack(order + "H", tiff[at + 8 : at + 10])[0]
            return turned if 1 <= turned <= 8 else 1
    return 1


def _kept_of_webp(data: bytes) -> bytes:
    at, kept = 12, b""
    while at + 8 <= len(data):
        name, (length,) = data[at : at + 4], struct.unpack("<I", data[at + 4 : at + 8])
        whole = data[at : at + 8 + length + length % 2]
        at += len(whole)
        if name == b"VP8X":  # bits 2 and 3 say that XMP and Exif follow
            whole = whole[:8] + bytes([whole[8] & ~0x0C]) + whole[9:]
        if name not in (b"EXIF", b"XMP "):
            kept += whole
    return b"RIFF" + struct.pack("<I", len(kept) + 4) + b"WEBP" + kept
