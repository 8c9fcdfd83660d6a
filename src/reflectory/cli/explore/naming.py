"""Keys by which a reader finds a theme, a sub-theme or a campaign again, in the report and in the files."""

from __future__ import annotations

from reflectory.engine.fitting import ThemeModel


def theme_key(theme: int, n_themes: int) -> str:
    """T1 to T9, or T01 to T40 where there are ten or more."""
    return f"T{theme + 1:0{2 if n_themes > 9 else 1}d}"


def fine_key(model: ThemeModel, fine: int) -> str:
    """T3.2 is the second sub-theme of the third theme."""
    theme = int(model.fine_of[fine])
    first = int((model.fine_of == theme).argmax())
    return f"{theme_key(theme, model.n_themes)}.{fine - first + 1}"


def coarse_key(coarse: int) -> str:
    """A, B, C and so on."""
    return chr(ord("A") + coarse)


def campaign_key(campaign: int) -> str:
    return f"C{campaign + 1}" if campaign >= 0 else ""


def label_text(words: tuple[str, ...]) -> str:
    """The words of a label as one line."""
    return ", ".join(words) or "no words in common"
