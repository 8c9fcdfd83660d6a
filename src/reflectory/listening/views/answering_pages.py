"""How respondents' pages are made: in the language that was chosen, without a session, kept by no cache.

They are rendered without the request, so that nothing of a signed-in person's frame or cookies comes into them. What
they show is worked out in `views.answering`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from babel import Locale, UnknownLocaleError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _

from reflectory.listening.fields import is_right_to_left

Answer = TypeVar("Answer", bound=HttpResponse)
PAGES_IN = ("en", "es", "fr", "pt")


@dataclass(frozen=True)
class LanguageLink:
    """A language that the page can be read in, under its own name."""

    code: str
    name: str
    is_chosen: bool


def choose_language(request: HttpRequest, there: Sequence[str]) -> str:
    """The language that was asked for by form or link, else what the browser prefers, of those there are."""
    asked = request.GET.get("lang", "")
    if asked in there:
        return asked
    preferred = get_language_from_request(request).split("-")[0]
    return next((code for code in there if code.split("-")[0] == preferred), there[0])


def page_language(language: str) -> str:
    """The language of the page's own words where the questions are in this one: one of four, else English."""
    code = language.split("-")[0]
    return {"en": "en-gb"}.get(code, code) if code in PAGES_IN else "en-gb"


def links(there: Sequence[str], chosen: str) -> list[LanguageLink]:
    """The languages to choose from; none where there is but one."""
    return [LanguageLink(code, _own_name(code), code == chosen) for code in there] if len(there) > 1 else []


def page(
    template: str,
    context: Mapping[str, Any],
    *,
    language: str,
    there: Sequence[str] = PAGES_IN,
    status: int = 200,
) -> HttpResponse:
    """A respondent's page."""
    own = page_language(language)
    shown = {
        "page_language": own.split("-")[0],
        "language": language,
        "is_right_to_left": is_right_to_left(language),
        "language_links": links(there, language),
        **context,
    }
    with translation.override(own):
        made = HttpResponse(render_to_string(f"listening/answering/{template}", shown), status=status)
    return unkept(made)


def told(
    title: str, sentences: Sequence[str], *, language: str, status: int = 200, **more: Any
) -> HttpResponse:
    """A page that says one thing."""
    return page(
        "told.html", {"title": title, "sentences": sentences, **more}, language=language, status=status
    )


def answered(state: str, *, status: int = 200, **more: Any) -> JsonResponse:
    """What a script is told."""
    return unkept(JsonResponse({"state": state, **more}, status=status))


def unkept(response: Answer) -> Answer:
    """The same, kept by no cache, found by no search engine, and named to nobody by the browser."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    # Or else Django logs an answer that something is wrong, with the address, in which a token may stand.
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's own mark
    return response


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks."""
    return "application/json" in request.headers.get("Accept", "")


def own_page(receipt: str = "") -> str:
    """The address of the person's own page, or of where its code is typed."""
    try:
        return reverse("own", args=[receipt]) if receipt else reverse("own-find")
    except NoReverseMatch:
        return ""


def wrong_link(language: str) -> HttpResponse:
    """One page for a link that was revoked, mistyped or never there: which, it does not say."""
    return told(
        _("This link does not work"),
        [
            _("It may have been typed wrongly or taken back. Copy the whole link from the message you got."),
            _("If it still does not work, ask whoever sent it to you for a new one."),
        ],
        language=language,
        status=404,
    )


def too_many(language: str) -> HttpResponse:
    """For whoever tried many that were wrong."""
    return told(
        _("Too many wrong tries"),
        [_("Many codes or links that lead nowhere were tried from here. Wait ten minutes, then try again.")],
        language=language,
        status=429,
    )


def _own_name(code: str) -> str:
    try:
        locale = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return code
    name = locale.get_display_name(locale) or code
    return name[:1].upper() + name[1:]
