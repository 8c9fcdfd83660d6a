"""Pictures lose what tells about their making, and nothing that is seen."""

from __future__ import annotations

import struct
import zlib

import pymupdf
import pytest

from reflectory.press.publication.pictures import kind_of, without_metadata

SECRET = b"taken at 47.0309 -122.9045 by Planted Person"


def small_picture(kind):
    """Four by three points, not all of one colour."""
    picture = pymupdf.Pixmap(pymupdf.csRGB, (0, 0, 4, 3))
    for x in range(4):
        for y in range(3):
            picture.set_pixel(x, y, (60 * x, 80 * y, 9))
    return picture.tobytes(kind)


def segment(marker, content):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def exif(turned):
    tag = struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, turned, 0, 0)
    return b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + tag + SECRET


def test_a_jpeg_keeps_its_points_and_how_it_is_turned_and_nothing_else():
    clean = small_picture("jpg")
    loud = (
        clean[:2]
        + segment(0xE1, exif(6))
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + SECRET)
        + segment(0xED, b"Photoshop 3.0\x00" + SECRET)
        + segment(0xFE, SECRET)
        + clean[2:]
        + SECRET
    )
    kept = without_metadata(loud)
    assert SECRET not in kept
    assert kept.count(b"Exif\x00\x00") == 1
    assert (
        kept[4:].startswith(b"\x00\x22Exif\x00\x00MM\x00*")
        or b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in kept
    )
    assert pymupdf.Pixmap(without_metadata(clean)).samples == pymupdf.Pixmap(clean).samples


def test_a_jpeg_that_is_not_turned_says_nothing_of_it():
    clean = small_picture("jpg")
    assert b"Exif" not in without_metadata(clean[:2] + segment(0xE1, exif(1)) + clean[2:])


def test_a_png_keeps_what_is_seen():
    clean = small_picture("png")
    loud = (
        clean[:33]
        + chunk(b"tEXt", b"Author\x00" + SECRET)
        + chunk(b"eXIf", SECRET)
        + chunk(b"tIME", b"\x07\xe5\x01\x01\x00\x00\x00")
        + clean[33:]
        + SECRET
    )
    kept = without_metadata(loud)
    assert SECRET not in kept
    assert b"tIME" not in kept
    assert pymupdf.Pixmap(kept).samples == pymupdf.Pixmap(clean).samples


def test_a_webp_loses_its_exif_and_xmp():
    def piece(name, content):
        return name + struct.pack("<I", len(content)) + content + b"\x00" * (len(content) % 2)

    parts = piece(b"VP8X", bytes([0x0C]) + bytes(9)) + piece(b"VP8 ", b"picture")
    loud = parts + piece(b"EXIF", SECRET) + piece(b"XMP ", SECRET)
    kept = without_metadata(b"RIFF" + struct.pack("<I", len(loud) + 4) + b"WEBP" + loud)
    quiet = parts.replace(bytes([0x0C]), b"\x00", 1)
    assert kept[12:] == piece(b"VP8X", bytes(10)) + quiet[18:]
    assert struct.unpack("<I", kept[4:8])[0] == len(kept) - 8


@pytest.mark.parametrize(
    ("data", "kind"),
    [(small_picture("jpg"), "jpg"), (small_picture("png"), "png"), (b"<svg/>", ""), (b"", "")],
)
def test_pictures_are_known_by_their_first_bytes(data, kind):
    assert kind_of(data) == kind
    if not kind:
        assert without_metadata(data) == data


@pytest.mark.parametrize("n", [0, 3, 11, 40, 200])
def test_a_picture_that_breaks_off_is_no_crash(n):
    for kind in ("jpg", "png"):
        assert isinstance(without_metadata(small_picture(kind)[:n]), bytes)
