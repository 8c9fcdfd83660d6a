"""Typst, as everything on paper uses it: the vendored fonts and no others, no clock, no network.

Whoever sets something brings a template and plain data (`press.plain`); what people wrote reaches Typst as data, never
as markup. The same template and data give the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import cache
from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from .tokens import as_values

# After the two families of the tokens, in this order; the first that has a character sets it.
FALLBACKS = (
    "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari",
    "Noto Sans Bengali", "Noto Sans Gurmukhi", "Noto Sans Gujarati", "Noto Sans Tamil",
    "Noto Sans Telugu", "Noto Sans Kannada", "Noto Sans Malayalam", "Noto Sans Sinhala",
    "Noto Sans Thai", "Noto Sans Lao", "Noto Sans Khmer", "Noto Sans Myanmar",
    "Noto Sans Ethiopic", "Noto Sans Armenian", "Noto Sans Georgian", "Noto Sans Cherokee",
    "Noto Sans Canadian Aboriginal", "Noto Sans SC", "Noto Sans KR", "Noto Emoji",
    "Noto Sans Math", "Noto Sans Symbols 2",
)  # fmt: skip


def look() -> dict[str, Any]:
    """Colours, sizes and families of the light mode, as a template reads them."""
    values = as_values()
    values["colour"]["paper-white"] = "#ffffff"
    values["sans"] = [*values["sans"], *FALLBACKS]
    values["serif"] = [*values["serif"], *FALLBACKS]
    return values


def spoken(code: str) -> str:
    """The part of a language tag that Typst takes, or nothing."""
    primary = code.split("-")[0].lower()
    return primary if re.fullmatch("[a-z]{2,3}", primary) else ""


def set_pdf(
    templates: Traversable, main: str, data: Mapping[str, Any], *, others: Mapping[str, bytes], made_at: int
) -> bytes:
    """A tagged PDF (PDF/UA-1) of the template `main`; `made_at`, in seconds since 1970, is all it knows of time."""
    with _folder(templates, data, others) as folder:
        made = typst.compile(
            folder / main,
            root=folder,
            font_paths=_fonts(),
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=made_at,
        )
    assert isinstance(made, bytes)
    return made


def set_pictures(
    templates: Traversable, main: str, data: Mapping[str, Any], *, others: Mapping[str, bytes]
) -> list[bytes]:
    """A PNG of each page of the template `main`; a point is a pixel."""
    with _folder(templates, data, others) as folder:
        made = typst.compile(
            folder / main, root=folder, font_paths=_fonts(), format="png", ppi=72, timestamp=0
        )
    return made if isinstance(made, list) else [made]


@contextmanager
def _folder(templates: Traversable, data: Mapping[str, Any], others: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder of its own: the templates, the data and further files. Typst reads nothing outside it."""
    with TemporaryDirectory(prefix="reflectory-") as name:
        folder = Path(name)
        for path in templates.iterdir():
            if path.name.endswith(".typ"):
                (folder / path.name).write_bytes(path.read_bytes())
        for name, value in data.items():
            (folder / f"{name}.json").write_text(json.dumps(value), encoding="ascii")
        for name, content in others.items():
            (folder / name).write_bytes(content)
        yield folder


_open = ExitStack()


@cache
def _fonts() -> typst.Fonts:
    """The vendored fonts, looked through once."""
    folder = _open.enter_context(as_file(files(__package__).joinpath("fonts", "print")))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def can_set_picture(data: bytes) -> bool:
    """Whether this picture can be set: one that is broken would keep a whole report from being made."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "picture").write_bytes(data)
        (Path(folder) / "main.typ").write_text(
            '#set page(width: 9pt, height: 9pt, margin: 0pt)\n#image(read("picture", encoding: none))',
            encoding="utf-8",
        )
        try:
            typst.compile(
                Path(folder) / "main.typ", root=Path(folder), format="png", ppi=9, ignore_system_fonts=True
            )
        except RuntimeError:
            return False
    return True
