"""Search over everything that the reader may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reflectory.core.pages import signed_in, viewer
from reflectory.workspace.finding import MOST, find_grouped

LONGEST = 200  # letters of a question; the rest is not read


@signed_in
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found, by kind; the box again where nothing was asked."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    groups, n = find_grouped(words, viewer(request)) if words else ([], 0)
    context = {"search_words": words, "groups": groups, "n": n, "is_cut": n >= MOST}
    return render(request, "workspace/search.html", context)
