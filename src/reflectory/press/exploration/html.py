"""The report as one HTML file that needs nothing else: styles, script and fonts are inside it.

It holds no inline style attribute and no handler; a content security policy with the hashes of its one
style and its one script forbids everything else. The words come from `compose`, the look from the tokens.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import blake2b, sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from ..language import Language, replaced_note
from ..language import language as find_language
from ..plain import UNSHOWABLE, plain, visible
from ..tokens import as_css
from .compose import compose
from .content import Exploration

FACES = (
    ("Public Sans", 400, "PublicSans-400Regular"),
    ("Public Sans", 600, "PublicSans-600SemiBold"),
    ("Source Serif 4", 400, "SourceSerif4-400Regular"),
    ("Source Serif 4", 600, "SourceSerif4-600SemiBold"),
)


def render(content: Exploration, *, language: str = "en") -> str:
    """The whole of report.html."""
    lang = find_language(language)
    style, script = stylesheet(), _template_text("report.js")
    n_replaced = 0

    def clean(text: str) -> str:
        nonlocal n_replaced
        n_replaced += len(UNSHOWABLE.findall(text))
        return visible(text)

    report = plain(compose(content, language=language), clean)
    report["replaced"] = replaced_note(lang, n_replaced)
    page = _environment(lang).get_template("report.html.jinja")
    return page.render(
        report=report, style=style, script=script, style_hash=_hash(style), script_hash=_hash(script)
    )


@cache
def stylesheet() -> str:
    """Fonts, tokens and rules as one style sheet."""
    faces = "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:block;'
        f'src:url("data:font/woff2;base64,{_font(name)}") format("woff2")}}\n'
        for family, weight, name in FACES
    )
    return faces + as_css() + _template_text("report.css")


def _font(name: str) -> str:
    font = files("reflectory.press").joinpath("fonts", "web", f"{name}.woff2").read_bytes()
    return b64encode(font).decode("ascii")


def _template_text(name: str) -> str:
    return files("reflectory.press.exploration").joinpath("templates", name).read_text(encoding="utf-8")


def _anchor(text: str) -> str:
    """A name for a table that follows from its caption."""
    return "t-" + blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")


@cache
def _environment(lang: Language) -> Environment:
    environment = Environment(
        loader=PackageLoader("reflectory.press.exploration"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.filters["anchor"] = _anchor
    environment.install_gettext_callables(lang.gettext, lang.ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    return environment
