"""Shows a refusal as a page of its own where a view did not show it beside its form."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from reflectory.core.refusal import Refused


class RefusalMiddleware:
    """Answers 403 with the sentence of the refusal and the way back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        back = request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(
            back, {request.get_host()}, require_https=request.is_secure()
        )
        return render(
            request,
            "core/refused.html",
            {"sentence": str(error), "back": back if is_ours else "/"},
            status=403,
        )
