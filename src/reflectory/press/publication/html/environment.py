"""Templates of the published pages: escaped by default, speaking the report's language, refusing what is undefined."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from ...language import Language
from ...tokens import as_css

# The four faces of the workspace but the bold serif: people's words are never set bold.
FACES = (
    ("Public Sans", 400, "PublicSans-400Regular"),
    ("Public Sans", 600, "PublicSans-600SemiBold"),
    ("Source Serif 4", 400, "SourceSerif4-400Regular"),
)


@cache
def environment(lang: Language) -> Environment:
    """Where the templates are found, in one language."""
    made = Environment(
        loader=PackageLoader("reflectory.press.publication", "templates/site"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(lang.gettext, lang.ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by the extension
    return made


@cache
def assets() -> dict[str, bytes]:
    """The style sheet, the fonts it names and the icon, by their place in the site."""
    fonts = {
        f"assets/fonts/{name}.woff2": files("reflectory.press")
        .joinpath("fonts", "web", f"{name}.woff2")
        .read_bytes()
        for _family, _weight, name in FACES
    }
    faces = "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
        f'src:url("fonts/{name}.woff2") format("woff2")}}\n'
        for family, weight, name in FACES
    )
    folder = files("reflectory.press.publication").joinpath("templates", "site")
    sheet = faces + as_css() + folder.joinpath("site.css").read_text(encoding="utf-8")
    return {
        "assets/site.css": sheet.encode(),
        "assets/icon.svg": folder.joinpath("icon.svg").read_bytes(),
        **fonts,
    }
