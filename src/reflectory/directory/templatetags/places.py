"""Filters that say where an organisation is. The words themselves: `directory.words`."""

from __future__ import annotations

from django import template

from reflectory.directory import words
from reflectory.directory.models import Organisation

register = template.Library()


@register.filter
def where(row: Organisation) -> str:
    """Region and country in the reader's language: "MN, United States"."""
    return words.where(row)
