"""Where an organisation is, said in the reader's language."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reflectory.directory import gazetteer

if TYPE_CHECKING:
    from reflectory.directory.models import Organisation


def country_name(code: str) -> str:
    """The country's name in the reader's language; the code itself where there is none for it."""
    return _territories(get_language() or "en").get(code, code)


def where(row: Organisation) -> str:
    """Region and country: "Minnesota, United States"; empty where neither is known."""
    country = country_name(row.country) if row.country else ""
    return ", ".join(part for part in (region_name(row.country, row.region), country) if part)


def region_name(country: str, region: str) -> str:
    """The name of a first subdivision that is kept by its code; what is no code, as it is.

    >>> region_name("US", "MN")
    'Minnesota'
    """
    return _regions(country).get(region, region) if country and region else region


def what_and_where(row: Organisation) -> str:
    """What it is in a line: "City in Minnesota, United States", "Department, part of Larkspur County"."""
    level = str(row.get_level_display())
    level = level[:1].upper() + level[1:]
    if row.parent is not None:
        return _("{level}, part of {parent}").format(level=level, parent=row.parent)
    place = where(row)
    return _("{level} in {place}").format(level=level, place=place) if place else level


@cache
def _regions(country: str) -> dict[str, str]:
    return dict(gazetteer.regions(country))


@cache
def _territories(language: str) -> dict[str, str]:
    try:
        return dict(Locale.parse(language, sep="-").territories)
    except (UnknownLocaleError, ValueError):
        return dict(Locale("en").territories)
