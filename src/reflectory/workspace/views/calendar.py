"""Calendar feeds. Whoever has the address reads the feed; there is nothing else behind it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from reflectory.workspace.calendars import calendar_for


@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The sessions of a person or an edition; 404 for an address that is none, or none any more."""
    base_url = request.build_absolute_uri("/").rstrip("/")
    feed = calendar_for(token, now=timezone.now(), base_url=base_url)
    if feed is None:
        raise Http404
    return HttpResponse(
        feed,
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="sessions.ics"',
            "Cache-Control": "private, no-cache",
        },
    )
