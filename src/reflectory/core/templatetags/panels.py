"""The tag that shows what rooms above have registered for a place of a page; see `core.panels`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from reflectory.core.panels import panels_for
from reflectory.core.visibility import NOBODY

register = template.Library()


@register.simple_tag(takes_context=True)
def panels(context: Context, place: str, thing: Any) -> SafeString:
    """Every panel of the place, in order; nothing where there is none."""
    request = context.get("request")
    viewer = getattr(request, "viewer", NOBODY)
    found = panels_for(place, viewer, thing)
    # Each has been escaped by its own template.
    return format_html_join(
        "\n", "{}", ((render_to_string(one.template, dict(one.context), request=request),) for one in found)
    )
