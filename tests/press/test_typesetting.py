"""What Typst is given, whatever is set."""

from __future__ import annotations

import struct
import zlib
from importlib.resources import files

import pytest

from reflectory.press import typesetting


def test_a_language_tag_is_cut_to_what_the_typesetter_takes():
    assert [typesetting.spoken(code) for code in ("pt-BR", "EN", "und", "", "nonsense")] == [
        "pt",
        "en",
        "und",
        "",
        "",
    ]


def test_every_family_we_fall_back_on_is_vendored():
    named = {
        path.name.split("-")[0] for path in files("reflectory.press").joinpath("fonts", "print").iterdir()
    }
    wanted = {"Public Sans", "Source Serif 4", *typesetting.FALLBACKS}
    assert {family.replace(" ", "") for family in wanted} == named


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


PICTURE = b"".join([
    b"\x89PNG\r\n\x1a\n", _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
    _chunk(b"IDAT", zlib.compress(b"\0\0")), _chunk(b"IEND", b""),
])  # fmt: skip


@pytest.mark.parametrize(
    ("data", "can"), [(PICTURE, True), (PICTURE[:40], False), (b"", False), (b"no picture", False)]
)
def test_a_picture_that_would_keep_a_report_from_being_made_is_known(data, can):
    assert typesetting.can_set_picture(data) is can
