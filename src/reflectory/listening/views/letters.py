"""Pages that letters lead to, for people without an account: to decline one ask, and to want no more mail.

A scanner of mail opens every link, so opening one changes nothing. Mail programs post to the second by themselves when
somebody presses their own "unsubscribe"; the signed link is what lets them, so no cookie is asked for.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from reflectory.core.refusal import Refused
from reflectory.listening.actions.invitations import decline
from reflectory.listening.actions.mailing import subscribe_again, unsubscribe
from reflectory.listening.codes import path_of_token
from reflectory.listening.letters import fingerprint_in
from reflectory.listening.models import EmailRefusal, Invitation
from reflectory.listening.throttling import count_miss, is_throttled
from reflectory.listening.views import answering_pages as pages

GET_OR_POST = ["GET", "HEAD", "POST"]


@csrf_exempt
@require_http_methods(GET_OR_POST)
def answer_decline(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody who was invited would rather not answer. No reminder follows."""
    language = pages.choose_language(request, pages.PAGES_IN)
    if is_throttled(request):
        return pages.too_many(language)
    invitation = Invitation.objects.with_token(token).select_related("ask").first()
    if invitation is None:
        count_miss(request)
        return pages.wrong_link(language)
    with translation.override(pages.page_language(language)):
        if request.method != "POST":
            return pages.page("decline.html", {
                "title": _("I would rather not answer"), "invitation": invitation, "answer_url": path_of_token(token),
            }, language=language)  # fmt: skip
        try:
            decline(invitation=invitation)
        except Refused as refused:
            return pages.told(_("Nothing was changed"), [str(refused)], language=language, status=409)
        said = _(
            "You are not reminded of this again. If you change your mind, the link in your mail still works."
        )
        return pages.told(_("Thank you for saying so"), [said], language=language)


@csrf_exempt
@require_http_methods(GET_OR_POST)
def mail_stop(request: HttpRequest, signed: str) -> HttpResponse:
    """Somebody at an address wants to be asked nothing by mail any more, or again after all."""
    language = pages.choose_language(request, pages.PAGES_IN)
    found = fingerprint_in(signed)
    if found is None:
        return pages.wrong_link(language)
    with translation.override(pages.page_language(language)):
        if request.method == "POST":
            if "again" in request.POST:
                subscribe_again(address_fingerprint=found)
            else:
                unsubscribe(address_fingerprint=found, on=timezone.localdate())
        is_stopped = EmailRefusal.objects.filter(fingerprint=found).exists()
        title = _("You get no more mail of this kind") if is_stopped else _("Mail that asks you something")
        return pages.page(
            "stop.html", {"title": title, "is_stopped": is_stopped, "url": request.path}, language=language
        )
