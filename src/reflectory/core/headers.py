"""The safety headers on every answer.

A policy forbids script and style inside pages. A page that brings a policy of its own, as a self-contained
report does, keeps it; see `workspace/reports.py` for how such a policy is checked first.
"""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse

CSP = "Content-Security-Policy"
# Nothing here asks for a camera, a microphone or a place, so a page may not either.
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def policy_text(policy: Mapping[str, Sequence[str]]) -> str:
    """The header's value.

    >>> policy_text({"default-src": ["'none'"], "img-src": ["'self'", "data:"]})
    "default-src 'none'; img-src 'self' data:"
    """
    return "; ".join(f"{directive} {' '.join(sources)}" for directive, sources in policy.items())


class SafetyHeaders:
    """Adds the site's policy where an answer has none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.policy = policy_text(settings.SECURE_CSP)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(CSP, self.policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
