"""Pages on which people answer, without an account: reading one changes nothing, posting acts.

`/a/` takes a code, `/a/<code>/` puts an ask to whoever has the code, `/i/<token>/` to whoever was invited. A scanner
of mail may open every link. What was typed comes back with every answer of the server that is not the receipt.
"""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reflectory.core.refusal import Refused
from reflectory.directory import gazetteer
from reflectory.listening.actions import answering
from reflectory.listening.answerable import document_for, languages_of
from reflectory.listening.models import Ask, Invitation
from reflectory.listening.posted import pairs, read_sent
from reflectory.listening.receipts import hash_of, is_receipt
from reflectory.listening.throttling import count_miss, is_throttled
from reflectory.listening.tickets import number_in
from reflectory.listening.views import answering_pages as pages
from reflectory.listening.views.answering_forms import Answering, with_own

GET_OR_POST = ["GET", "HEAD", "POST"]
MOST_OF_A_DRAFT = 2 * 1024 * 1024
_BESIDE = ("form_version", "consent_text", "edition__programme")


@csrf_exempt
@require_http_methods(GET_OR_POST)
def answer_start(request: HttpRequest) -> HttpResponse:
    """Where a code is typed that stands on a slide or a card."""
    language = pages.choose_language(request, pages.PAGES_IN)
    typed = request.POST.get("code", "")
    code = "".join(letter for letter in typed.lower() if letter.isalnum())
    if (
        code and Ask.objects.filter(code=code).exists()
    ):  # also where others mistyped it: a room shares one line
        return pages.unkept(redirect("answer", code=code))
    if request.method == "POST" and code:
        if is_throttled(request, what="link"):
            return pages.too_many(language)
        count_miss(request, what="link")
    status = 404 if code else 200
    return pages.page(
        "start.html", {"typed": typed[:40], "is_wrong": bool(code)}, language=language, status=status
    )


@csrf_exempt
@gzip_page
@require_http_methods(GET_OR_POST)
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """The questions of an ask, and where they are handed in."""
    ask = Ask.objects.filter(code=code.lower()).select_related(*_BESIDE).first()
    return _unknown(request) if ask is None else _in_language(request, ask, None)


@csrf_exempt
@gzip_page
@require_http_methods(GET_OR_POST)
def answer_invited(request: HttpRequest, token: str) -> HttpResponse:
    """As `answer`, for one person who was invited."""
    invitation = _invitation(token)
    if invitation is None:
        return _unknown(request)
    return _in_language(request, invitation.ask, invitation, token)


@csrf_exempt
@gzip_page
@require_http_methods(GET_OR_POST)
def answer_received(request: HttpRequest, code: str) -> HttpResponse:
    """Where the form is handed in. Whoever only opens it is told where their code leads."""
    return answer(request, code) if request.method == "POST" else answer_change(request, code)


@csrf_exempt
@gzip_page
@require_http_methods(GET_OR_POST)
def answer_invited_received(request: HttpRequest, token: str) -> HttpResponse:
    """As `answer_received`, for one person who was invited."""
    return answer_invited(request, token)


@csrf_exempt
@require_POST
def answer_draft(request: HttpRequest, code: str = "", token: str = "") -> JsonResponse:
    """Keeps what a script sends while somebody types: {"ticket", "n", "language", "fields": [[name, value], …]}."""
    if int(request.headers.get("Content-Length") or 0) > MOST_OF_A_DRAFT:
        return pages.answered("too_large", status=413)
    invitation = _invitation(token) if token else None
    ask = (
        invitation.ask if invitation else Ask.objects.filter(code=code).select_related("form_version").first()
    )
    if ask is None or (token and invitation is None):
        return pages.answered("unknown", status=404)
    try:
        told = json.loads(request.body)
        n, fields, language = int(told["n"]), pairs(told["fields"]), str(told.get("language", ""))
        number = number_in(str(told.get("ticket", "")), ask=ask, invitation=invitation)
    except (ValueError, KeyError, TypeError):
        return pages.answered("unreadable", status=400)
    if number is None:
        return pages.answered("again", status=409)
    there = languages_of(ask)
    sent = with_own(read_sent(document_for(ask), fields), fields)
    try:
        draft = answering.save_draft(
            ask=ask, client_uuid=number, sent=sent, language=language if language in there else there[0],
            n_saved=min(max(n, 1), 2_000_000_000), invitation=invitation,
        )  # fmt: skip
    except Refused as refused:
        return pages.answered("refused", told=str(refused), status=409)
    return pages.answered("sent" if draft.n_saved == n else "older", n=draft.n_saved)


@csrf_exempt
@gzip_page
@require_http_methods(GET_OR_POST)
def answer_change(request: HttpRequest, code: str) -> HttpResponse:
    """Where somebody who has answered types their receipt, finds their answers, and hands them in anew."""
    ask = Ask.objects.filter(code=code.lower()).select_related(*_BESIDE).first()
    if ask is None:
        return _unknown(request)
    language = pages.choose_language(request, languages_of(ask))
    with translation.override(pages.page_language(language)):
        at = Answering(request, ask, None, language)
        typed = "" if at.is_too_large else request.POST.get("receipt", "")
        if request.method != "POST" or not typed:
            return at.ask_for_receipt()
        if is_throttled(request):
            return pages.too_many(language)
        kept = at.kept_under(hash_of(typed)) if is_receipt(typed) else None
        if kept is None:
            count_miss(request)
            return at.ask_for_receipt(typed=typed)
        return at.change(kept, typed)


@require_safe
def answer_places(request: HttpRequest) -> JsonResponse:
    """Places whose name begins with what somebody types, for the list beneath the field."""
    begun = request.GET.get("q", "").strip()[:80]
    found = gazetteer.suggest(begun, limit=8) if len(begun) > 1 else []
    made = JsonResponse({"places": [place.full_name for place in found]})
    made.headers["Cache-Control"] = "public, max-age=86400"
    return made


def _invitation(token: str) -> Invitation | None:
    beside = ("membership__team", *(f"ask__{one}" for one in _BESIDE))
    return Invitation.objects.with_token(token).select_related(*beside).first()


def _unknown(request: HttpRequest) -> HttpResponse:
    """Nothing is there. Whoever tries many is told to wait."""
    language = pages.choose_language(request, pages.PAGES_IN)
    throttled = is_throttled(request, what="link")
    count_miss(request, what="link")
    with translation.override(pages.page_language(language)):
        return pages.too_many(language) if throttled else pages.wrong_link(language)


def _in_language(
    request: HttpRequest, ask: Ask, invitation: Invitation | None, token: str = ""
) -> HttpResponse:
    language = pages.choose_language(request, languages_of(ask))
    with translation.override(pages.page_language(language)):
        at = Answering(request, ask, invitation, language, token=token)
        return at.post() if request.method == "POST" else at.get()
