"""The letters that are kept because no mail server is set: all for those who run the installation, some for others.

Whoever reads a letter without being its receiver is not shown the receiver's own link, unless they run the installation
and have to pass it on.
"""

from __future__ import annotations

from email.message import EmailMessage

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reflectory.core.mail import Kept, abouts_read_by, kept_letter, kept_letters, leaves, without_secrets
from reflectory.core.pages import signed_in, viewer

ON_A_PAGE = 50


@signed_in
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """The kept letters that this viewer reads, newest first."""
    by = viewer(request)
    letters = kept_letters()
    if not by.is_operator:
        mine = abouts_read_by(by)
        if not mine:
            raise Http404
        letters = [one for one in letters if one.about in mine]
    page = Paginator(letters, ON_A_PAGE).get_page(request.GET.get("page"))
    lines = [(one, message) for one in page if (message := _opened(one)) is not None]
    return render(request, "core/mail.html", {"page": page, "lines": lines, "leaves": leaves()})


@signed_in
@require_safe
def mail_letter(request: HttpRequest, name: str) -> HttpResponse:
    """One kept letter as its receiver reads it."""
    by = viewer(request)
    one = kept_letter(name)
    message = _opened(one) if one is not None else None
    if one is None or message is None or not (by.is_operator or one.about in abouts_read_by(by)):
        raise Http404
    body = message.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    words = text if by.is_operator else without_secrets(text, one.about)
    return render(request, "core/mail_letter.html", {
        "kept": one, "message": message, "words": words.strip(), "is_whole": words == text,
        "crumbs": [(_("Mail"), reverse("mail"))],
    })  # fmt: skip


def _opened(one: Kept) -> EmailMessage | None:
    """None where it was deleted in this moment."""
    try:
        return one.message()
    except FileNotFoundError:
        return None
