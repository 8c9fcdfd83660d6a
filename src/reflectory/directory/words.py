"""Where an organisation is, said in the reader's language."""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reflectory.directory.models import Organisation


def country_name(code: str) -> str:
    """The country's name in the reader's language; the code itself where there is none for it."""
    return _territories(get_language() or "en").get(code, code)


def where(row: Organisation) -> str:
    """Region and country: "MN, United States"; empty where neither is known."""
    return ", ".join(part for part in (row.region, country_name(row.country) if row.country else "") if part)


def what_and_where(row: Organisation) -> str:
    """What it is in a line: "City in MN, United States", "Department, part of Larkspur County"."""
    level = str(row.get_level_display())
    level = level[:1].upper() + level[1:]
    if row.parent is not None:
        return _("{level}, part of {parent}").format(level=level, parent=row.parent)
    place = where(row)
    return _("{level} in {place}").format(level=level, place=place) if place else level


@cache
def _territories(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(language, sep="-").territories)
    except (UnknownLocaleError, ValueError):
        return dict(Locale("en").territories)
