"""Pages and files that belong to no room."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reflectory.press import tokens

from .samples import sample_context


@require_safe
@cache_control(max_age=3600, public=True)
def tokens_css(_request: HttpRequest) -> HttpResponse:
    """The design tokens as a style sheet, from the one place where colours and sizes are set."""
    return HttpResponse(tokens.as_css(), content_type="text/css; charset=utf-8")


@require_safe
def look(request: HttpRequest) -> HttpResponse:
    """Every component of the workspace with invented content, for those who build pages; nobody else needs it."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "core/look.html", sample_context())
