"""Recording on somebody's behalf that they agreed to a use of their words, or took it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from reflectory.core.pages import signed_in, viewer
from reflectory.core.refusal import Refused
from reflectory.core.tending import tend_soon
from reflectory.evidence.forms.consent import Agree, Withdraw
from reflectory.evidence.models import Source
from reflectory.evidence.views.sources import text_of
from reflectory.listening.actions import agree, withdraw
from reflectory.listening.policies import check_can_record_consent


@signed_in
def source_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody takes back what they agreed to. Their words may then be out of sight of whoever recorded it."""
    row = text_of(request, pk)
    check_can_record_consent(viewer(request), row.voice)
    form = Withdraw(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            withdraw(by=viewer(request), voice=row.voice, on=said["on"], uses=said["uses"] or None)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            tend_soon()
            messages.success(request, _("The withdrawal is recorded. It holds from its day on, everywhere."))
            return redirect(_after(request, row))
    lead = _(
        "Their words go from drafts and from published pages, where a note says that something was withdrawn and does "
        "not repeat it. Without consent to be analysed, nobody but those who run this installation reads them."
    )
    return _page(
        request,
        form,
        row,
        title=_("Record that somebody withdrew"),
        lead=lead,
        button=_("Record the withdrawal"),
    )


@signed_in
def source_agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody agrees to more."""
    row = text_of(request, pk)
    check_can_record_consent(viewer(request), row.voice)
    form = Agree(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            agree(by=viewer(request), voice=row.voice, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The agreement is recorded."))
            return redirect(_after(request, row))
    lead = _(
        "Only what they said themselves, in writing or aloud, or what somebody answers for by name. A role that one "
        "person holds in a small place points at that person; make sure they know."
    )
    return _page(
        request,
        form,
        row,
        title=_("Record that somebody agreed"),
        lead=lead,
        button=_("Record the agreement"),
    )


def _after(request: HttpRequest, row: Source) -> str:
    still_seen = Source.objects.visible_to(viewer(request)).filter(pk=row.pk).exists()
    return row.get_absolute_url() if still_seen else reverse("said")


def _page(
    request: HttpRequest, form: Agree | Withdraw, row: Source, *, title: str, lead: str, button: str
) -> HttpResponse:
    return render(request, "core/form.html", {
        "form": form, "title": title, "lead": lead, "button": button,
        "back": {"url": row.get_absolute_url(), "label": _("The text")},
    }, status=422 if form.is_bound else 200)  # fmt: skip
