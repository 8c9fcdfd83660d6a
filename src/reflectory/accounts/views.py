"""The page of one's own preferences. Signing in, passwords and the second factor are allauth's pages in our frame."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reflectory.accounts import actions
from reflectory.accounts.forms import PreferencesForm
from reflectory.accounts.models import Account
from reflectory.core.pages import form_page, signed_in, viewer


@signed_in
def preferences(request: HttpRequest) -> HttpResponse:
    """Name, language, time zone and digest; below them the calendar's address, password and second factor."""
    # Not request.user: a form that is not valid leaves its values on the row, and the frame shows that one's name.
    account = Account.objects.get(pk=request.user.pk)
    response = form_page(
        request,
        form=PreferencesForm,
        instance=account,
        template="accounts/preferences.html",
        context={
            "title": _("Your preferences"),
            "account": account,
            "calendar_address": _calendar_address(request, account),
        },
        save=lambda form: actions.edit_preferences(
            by=viewer(request), account=account, values=form.cleaned_data
        ),
        done=lambda _account: reverse("preferences"),
    )
    if response.status_code == 302:
        _remember_language(response, request.POST.get("language", ""))
    return response


@signed_in
@require_POST
def calendar_address(request: HttpRequest) -> HttpResponse:
    """Makes, renews or revokes the secret address of one's calendar."""
    if request.POST.get("to") == "revoke":
        actions.revoke_calendar_address(by=viewer(request), account=request.user)
        messages.success(request, _("The address is revoked. Calendars that use it get nothing more."))
    else:
        actions.renew_calendar_address(by=viewer(request), account=request.user)
        messages.success(
            request, _("Here is your calendar’s address. Anybody who has it sees your sessions.")
        )
    return redirect(f"{reverse('preferences')}#calendar")


def _calendar_address(request: HttpRequest, account: Account) -> str:
    if not account.calendar_token:
        return ""
    try:
        path = reverse("calendar", args=[account.calendar_token])
    except NoReverseMatch:
        return ""
    return request.build_absolute_uri(path)


def _remember_language(response: HttpResponse, language: str) -> None:
    """The reader's pages follow at once, as when they choose a language in the bar."""
    if not language:
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
    )
