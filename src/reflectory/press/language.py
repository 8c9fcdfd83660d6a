"""Our own words in the reader's language, with its numbers and dates.

Catalogues are read from the .po files under `locale/` when first needed, so there is nothing to compile. A
language without a catalogue, or a string without a translation, is said in English. People's words are
never translated here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from gettext import c2py
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

DOMAIN = "press"


@cache
def catalogue(code: str) -> Catalog | None:
    """The catalogue of a language, or None where there is none."""
    found = files(__package__).joinpath("locale", code, "LC_MESSAGES", f"{DOMAIN}.po")
    if not found.is_file():
        return None
    with found.open("rb") as stream:
        return read_po(stream, locale=code, domain=DOMAIN)


@cache
def _plural_rule(expression: str) -> Callable[[int], int]:
    """Which plural form a number takes, from the catalogue's own header."""
    return c2py(expression)


@dataclass(frozen=True)
class Language:
    """How a report speaks: `say` a sentence, `number` a number, `day` a day."""

    code: str
    locale: Locale
    messages: Catalog | None

    def say(self, message: str, **values: object) -> str:
        """The sentence in this language, its %(names)s filled in."""
        return self.gettext(message) % values if values else self.gettext(message)

    def say_n(self, one: str, many: str, n: int, **values: object) -> str:
        """The sentence for n of something; `%(n)s` is the number as this language writes it."""
        return self.ngettext(one, many, n) % {"n": self.number(n), **values}

    def gettext(self, message: str) -> str:
        """The translation, or the English."""
        found = self.messages.get(message) if self.messages is not None else None
        if found is None or found.fuzzy or not isinstance(found.string, str):
            return message
        return found.string or message

    def ngettext(self, one: str, many: str, n: int) -> str:
        """The translation in the right plural, or the English."""
        found = self.messages.get(one) if self.messages is not None else None
        strings = found.string if found is not None and not found.fuzzy else None
        if strings is None or isinstance(strings, str) or not all(strings):
            return one if n == 1 else many
        assert self.messages is not None
        return str(strings[_plural_rule(self.messages.plural_expr)(n)])

    def number(self, n: float) -> str:
        """12,400 or 12.400; no more than two decimals."""
        return format_decimal(n, format="#,##0.##", locale=self.locale)

    def share(self, share: float) -> str:
        """34% or 34 %, without decimals; under 1 % it says so."""
        if 0 < share < 0.005:
            return "<\u202f" + format_percent(0.01, format="#,##0\u202f%", locale=self.locale)
        return format_percent(share, format="#,##0\u202f%", locale=self.locale)

    def day(self, day: date) -> str:
        """4 May 2023, 4 de mayo de 2023."""
        return format_date(day, format="long", locale=self.locale)

    def several(self, items: list[str] | tuple[str, ...]) -> str:
        """a, b and c."""
        return format_list(list(items), style="standard", locale=self.locale) if items else ""

    @property
    def right_to_left(self) -> bool:
        """Whether our own words run from right to left."""
        return str(self.locale.text_direction) == "rtl"


@cache
def language(code: str) -> Language:
    """A language by its code: `en`, `es`, `pt-BR`. British English where only `en` is said."""
    wanted = code.replace("-", "_")
    try:
        locale = Locale.parse("en_GB" if wanted == "en" else wanted)
    except (UnknownLocaleError, ValueError) as problem:
        raise ValueError(
            f"There is no language with the code {code!r}; use one like en, es or pt-BR."
        ) from problem
    return Language(code, locale, catalogue(wanted) or catalogue(wanted.split("_")[0]))


def replaced_note(lang: Language, n: int) -> str:
    """A line that says how many characters are shown by their numbers; nothing where none are."""
    if not n:
        return ""
    return lang.say_n(
        "In %(n)s place a character is shown by its number, as in [U+0007], because it cannot be shown as "
        "it is.",
        "In %(n)s places a character is shown by its number, as in [U+0007], because it cannot be shown as "
        "it is.",
        n,
    )
