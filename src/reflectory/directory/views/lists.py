"""What the two lists share: words, order, pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from reflectory.core.models import SearchEntry
from reflectory.core.search import fold

ON_A_PAGE = 50


def with_words(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those found by every word, whatever the case and the accents, other names and posts among them."""
    found = SearchEntry.objects.filter(kind=rows.model._meta.label_lower)
    for word in fold(text).split():
        found = found.filter(words__contains=word)
    return rows.filter(pk__in=found.values("object_id"))


def in_order(rows: QuerySet[Any], asked: str, orders: Mapping[str, str], default: str) -> QuerySet[Any]:
    """In the order that was asked for, if it is one; then by name and number, so that no row changes page."""
    key = asked.removeprefix("-")
    field = orders.get(key, orders[default])
    sign = "-" if asked.startswith("-") and key in orders else ""
    then = [] if field == "name" else ["name"]
    return rows.order_by(f"{sign}{field}", *then, "pk")


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page that was asked for, or the nearest there is."""
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
