"""The history of one row of any room."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reflectory.core.pages import signed_in, viewer
from reflectory.workspace.histories import lines_of, row_of
from reflectory.workspace.naming import called

ON_A_PAGE = 50


@signed_in
@require_safe
def history(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Who did what to it and when, newest first."""
    row = row_of(kind, pk, viewer(request))
    page = Paginator(lines_of(row, viewer(request)), ON_A_PAGE).get_page(request.GET.get("page"))
    address = row.get_absolute_url() if hasattr(row, "get_absolute_url") else ""
    return render(request, "workspace/history.html", {"row": called(row), "page": page, "address": address})
