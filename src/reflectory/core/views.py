"""Pages and files that belong to no room."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from reflectory.press import tokens


@require_safe
@cache_control(max_age=3600, public=True)
def tokens_css(_request: HttpRequest) -> HttpResponse:
    """The design tokens as a style sheet, from the one place where colours and sizes are set."""
    return HttpResponse(tokens.as_css(), content_type="text/css; charset=utf-8")
