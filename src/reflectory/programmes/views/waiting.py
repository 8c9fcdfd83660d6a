"""Everything of one sort that waits for the reader, where the first page has room for the first few only."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reflectory.core.pages import signed_in, viewer
from reflectory.programmes.needs import SORTS

A_PAGE = 50


@signed_in
@require_safe
def waiting(request: HttpRequest, sort: str) -> HttpResponse:
    """The same rows in the same order as on the first page, all of them."""
    who, today = viewer(request), timezone.localdate()
    found = SORTS.get(sort)
    if found is None or not found.is_for(who):
        raise Http404
    page = Paginator(found.rows(who, today), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "programmes/waiting.html", {
        "heading": found.heading, "page": page, "needs": [found.need(row, today) for row in page],
        "today": today, "crumbs": [(_("Home"), reverse("home"))],
    })  # fmt: skip
