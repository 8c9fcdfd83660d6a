"""What is done with an ask that is out: open, close, open again, send, remind; and its printed card and code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from reflectory.core.mail import leaves, site_address
from reflectory.core.pages import signed_in, viewer
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.listening.actions.asks import close_ask, open_ask, reopen_ask
from reflectory.listening.actions.mailing import remind, send, stop_sending
from reflectory.listening.codes import path_of_code
from reflectory.listening.identities import TOLD
from reflectory.listening.models import Ask
from reflectory.listening.qr import as_svg, squares_of
from reflectory.listening.views.asks import find_ask, has_code, short

N_CARDS = 8


def _opened(by: Viewer, row: Ask, _request: HttpRequest) -> str:
    open_ask(by=by, ask=row)
    return _("It is open.")


def _closed(by: Viewer, row: Ask, _request: HttpRequest) -> str:
    close_ask(by=by, ask=row)
    return _("It is closed: nothing more is taken.")


def _reopened(by: Viewer, row: Ask, _request: HttpRequest) -> str:
    reopen_ask(by=by, ask=row)
    return _("It is open again, until you close it or set a day.")


def _sent(by: Viewer, row: Ask, _request: HttpRequest) -> str:
    send(by=by, ask=row)
    if leaves():
        return _("The invitations leave within a minute, once the ask is open.")
    return _(
        "The invitations are written as files within a minute; no mail server is set, so pass them on by hand."
    )


def _stopped(by: Viewer, row: Ask, _request: HttpRequest) -> str:
    stop_sending(by=by, ask=row)
    return _("No more mail leaves for this ask.")


def _reminded(by: Viewer, row: Ask, request: HttpRequest) -> str:
    sent = remind(by=by, ask=row, site=site_address(request))
    if sent.why:
        raise Refused(
            _("The mail server took no mail ({why}). Nothing is lost: try again later.").format(why=sent.why)
        )
    said = ngettext("{n} reminder was sent.", "{n} reminders were sent.", sent.n).format(n=sent.n)
    return said + (
        " " + _("It went to everybody, since nobody can know who has answered.") if row.is_anonymous else ""
    )


DEEDS: dict[str, Callable[[Viewer, Any, HttpRequest], str]] = {
    "open": _opened, "close": _closed, "reopen": _reopened, "send": _sent, "stop": _stopped, "remind": _reminded,
}  # fmt: skip


@signed_in
@require_POST
def ask_do(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """One of the things above; what stands in the way is said on the ask's page."""
    row = find_ask(request, pk)
    if deed not in DEEDS:
        raise Http404
    try:
        messages.success(request, DEEDS[deed](viewer(request), row, request))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(row.get_absolute_url())


@signed_in
@require_safe
def ask_print(request: HttpRequest, pk: int) -> HttpResponse:
    """A slide and cards with the short address and the code for cameras."""
    row = find_ask(request, pk)
    if not has_code(row):
        raise Http404
    site = site_address(request)
    language = (row.languages or ["en"])[0]
    return render(request, "listening/asks/print.html", {
        "ask": row, "title": row.form_version.document.title.in_(language), "language": language,
        "short": f"{short(site)}/a/", "squares": squares_of(site + path_of_code(row.code)), "told": TOLD[row.identity],
        "cards": range(N_CARDS), "is_cards": request.GET.get("as") == "cards",
        "crumbs": [(_("Asks"), reverse("ask-list")), (row.title, row.get_absolute_url())],
    })  # fmt: skip


@signed_in
@require_safe
def ask_qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The code for cameras as a file, for slides of one's own."""
    row = find_ask(request, pk)
    if not has_code(row):
        raise Http404
    drawn = as_svg(squares_of(site_address(request) + path_of_code(row.code)))
    headers = (
        {"Content-Disposition": f'attachment; filename="{row.code}.svg"'} if "save" in request.GET else {}
    )
    return HttpResponse(drawn, content_type="image/svg+xml", headers=headers)
