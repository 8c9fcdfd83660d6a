"""The page of somebody who answered: what they said, who sees it, where it was used; changing or taking it back.

Without an account. GET shows and POST acts; the receipt or token in the address is the permission, and nobody who does
not hold it can make a browser post here, so these views need neither a cookie nor a token of a session.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from reflectory.core.mail import site_address
from reflectory.core.tending import tend_soon
from reflectory.listening import mine as own_words
from reflectory.listening.actions.own_links import ask_for_own_links
from reflectory.listening.actions.withdrawing import (
    change_anonymous_consent,
    change_consent,
    withdraw_anonymous,
    withdraw_response,
)
from reflectory.listening.consenting import FIELD
from reflectory.listening.fields import is_right_to_left
from reflectory.listening.mine import Mine
from reflectory.listening.models import AnonymousResponse
from reflectory.listening.throttling import count_miss, is_throttled
from reflectory.listening.views import answering_pages as pages
from reflectory.workspace.own import TooMany, find, language_of

View = Callable[..., HttpResponse]


def kept_private(view: View) -> View:
    """A page that no cache keeps and no other site is told the address of; too many wrong codes are answered alike."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @csrf_exempt
    @wraps(view)
    def shown(request: HttpRequest, **given: Any) -> HttpResponse:
        try:
            response = view(request, **given)
        except TooMany:
            response = pages.too_many(language_of(request))
        except Http404:
            response = _shown("find.html", {"is_wrong": True}, language_of(request), status=404)
        made: HttpResponse = pages.unkept(response)
        return made

    return shown


@kept_private
def own_find(request: HttpRequest) -> HttpResponse:
    """Where a receipt is typed."""
    if request.method != "POST":
        return _shown("find.html", {}, language_of(request))
    if "address" in request.POST:
        return _send_links(request, request.POST["address"])
    typed = request.POST.get("receipt", "")
    find(request, receipt=typed or "?")
    return redirect(_to("own", request, receipt=typed.strip()))


@kept_private
def own(request: HttpRequest, **key: str) -> HttpResponse:
    """All that is known of the answer; a post changes what may be done with it."""
    found = _mine(request, key)
    if request.method == "POST" and not found.is_withdrawn:
        return _change(request, found, key)
    with translation.override(pages.page_language(found.language)):
        consent, waits = own_words.consent_of(found)
        context = {
            "mine": found, "said": own_words.said(found), "seen_by": own_words.seen_by(found), "consent": consent,
            "waits": waits, "told": request.GET.get("told", ""), "take_back_url": _url("own-take-back", request, key),
            "is_said_right_to_left": is_right_to_left(found.kept.language), **_correcting(found, key),
        }  # fmt: skip
    return _shown("own.html", context, found.language)


@kept_private
def own_take_back(request: HttpRequest, **key: str) -> HttpResponse:
    """Says what taking back means, and does it when it is posted."""
    found = _mine(request, key)
    if request.method != "POST":
        context = {"mine": found, "own_url": _url("own", request, key)}
        return _shown("take_back.html", context, found.language)
    if isinstance(found.kept, AnonymousResponse):
        withdraw_anonymous(response=found.kept)
        tend_soon()
        return redirect(_to("own-taken-back", request))
    withdraw_response(response=found.kept)
    tend_soon()
    return redirect(_url("own", request, key))


@kept_private
def own_taken_back(request: HttpRequest) -> HttpResponse:
    """What is said once an anonymous answer is gone: there is no page of its own any more."""
    return _shown("taken_back.html", {}, language_of(request))


def _correcting(found: Mine, key: dict[str, str]) -> dict[str, str]:
    """Where the answers are changed: under the link that was sent, or by posting the receipt."""
    if not found.can_correct:
        return {}
    if "token" in key:
        return {"answer_url": reverse("answer-invited", args=[key["token"]])}
    return {"change_url": reverse("answer-change", args=[found.ask.code]), "receipt": key["receipt"]}


def _send_links(request: HttpRequest, address: str) -> HttpResponse:
    """The same page whether anybody has the address or not. Asking counts as trying a code does."""
    if is_throttled(request):
        raise TooMany
    count_miss(request)
    ask_for_own_links(address[:254], site=site_address(request))
    return _shown("find.html", {"is_sent": True}, language_of(request))


def _mine(request: HttpRequest, key: dict[str, str]) -> Mine:
    found = find(request, **key)
    return replace(found, language=language_of(request, found))


def _change(request: HttpRequest, found: Mine, key: dict[str, str]) -> HttpResponse:
    uses = request.POST.getlist(FIELD)
    if isinstance(found.kept, AnonymousResponse):
        changed = change_anonymous_consent(response=found.kept, uses=uses, language=found.language)
    else:
        changed = change_consent(response=found.kept, uses=uses, language=found.language)
    if changed.taken_back:
        tend_soon()
    told = "waits" if changed.not_yet else "saved"
    return redirect(f"{_url('own', request, key, told=told)}#consent")


def _url(name: str, request: HttpRequest, key: dict[str, str], **more: str) -> str:
    """The page of the same name for a receipt or a link, in the language that was chosen."""
    return _to(name if "receipt" in key else f"{name}-invited", request, more=more, **key)


def _to(name: str, request: HttpRequest, *, more: dict[str, str] | None = None, **key: str) -> str:
    chosen = {"lang": request.GET["lang"]} if request.GET.get("lang") else {}
    return reverse(name, kwargs=key, query={**chosen, **(more or {})} or None)


def _shown(template: str, context: dict[str, Any], language: str, *, status: int = 200) -> HttpResponse:
    """Rendered without the request, so that nothing of a signed-in person's frame or cookies comes into it."""
    shown = {
        "page_language": language,
        "language": language,
        "is_right_to_left": False,
        "language_links": pages.links(pages.PAGES_IN, language),
        "organisation": _asked_by(context.get("mine")),
        **context,
    }
    with translation.override(pages.page_language(language)):
        return HttpResponse(render_to_string(f"workspace/own/{template}", shown), status=status)


def _asked_by(found: Mine | None) -> str:
    """Under whose name it was asked, as on the page of the questions."""
    return found.ask.edition.programme.name if found is not None and found.ask.edition is not None else ""
