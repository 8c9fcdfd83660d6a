"""The look of everything Reflectory sets: colours, sizes, spaces, read from tokens.json.

One source for the report, the workspace and the PDF. Nothing here knows a page; a page asks for CSS custom
properties (`as_css`) or, for Typst, for plain values (`as_values`). To change a colour, change tokens.json
and run the tests: they work out the contrast of every pair it names.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def tokens() -> dict[str, Any]:
    """The values of tokens.json."""
    text = files(__package__).joinpath("tokens.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def sizes() -> dict[str, float]:
    """Type sizes by name, relative to the base: `size-1` is 1.2, `size-m1` is 0.833."""
    scale = tokens()["type"]["scale"]
    return {f"size-{step}".replace("--", "-m"): round(scale**step, 4) for step in tokens()["type"]["steps"]}


def as_css() -> str:
    """Custom properties for light and dark, the same names in both."""
    look = tokens()
    lines = [f"--{name}:{value};" for name, value in look["colour"]["light"].items()]
    lines += [f"--{name}:{value}rem;" for name, value in sizes().items()]
    lines += [
        f"--space-{step}:{step * look['space']['unit_px'] / 16:g}rem;" for step in look["space"]["steps"]
    ]
    lines += [f"--radius-{name}:{value};" for name, value in look["radius"].items()]
    lines += [f"--leading-{name}:{value};" for name, value in look["type"]["leading"].items()]
    for family in ("sans", "serif"):
        lines.append(
            f"--{family}:" + ",".join(f'"{n}"' if " " in n else n for n in look["type"][family]) + ";"
        )
    lines.append(
        f"--measure:{look['type']['measure']};--target:{look['target']};--tap:{look['tap']};"
        f"--motion:{look['motion']['quick']};"
    )
    dark = "".join(f"--{name}:{value};" for name, value in look["colour"]["dark"].items())
    return (
        ":root{color-scheme:light dark;"
        + "".join(lines)
        + "}\n@media screen and (prefers-color-scheme:dark){:root{"
        + dark
        + "}}\n@media (prefers-reduced-motion:reduce){:root{--motion:"
        + str(look["motion"]["none"])
        + "}}\n"
    )


def as_values() -> dict[str, Any]:
    """Colours of the light mode, type families and sizes, for a page that cannot read CSS."""
    look = tokens()
    return {
        "colour": dict(look["colour"]["light"]),
        "size": sizes(),
        "sans": look["type"]["sans"][:1],
        "serif": look["type"]["serif"][:1],
    }


def contrast(one: str, other: str) -> float:
    """How much two colours differ in brightness, 1 to 21 (WCAG 2.2, "contrast ratio").

    >>> round(contrast("#ffffff", "#000000"), 1)
    21.0
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2): for #808080, 0.2159."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
