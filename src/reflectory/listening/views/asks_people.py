"""Who was asked, and whether they answered as far as that may be known; inviting more people, taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from reflectory.core.exports import export, wants_export
from reflectory.core.pages import seen, signed_in, viewer
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.models import Affiliation
from reflectory.listening.actions.invitations import invite, revoke
from reflectory.listening.actions.mailing import unreachable
from reflectory.listening.forms.asks import InviteForm
from reflectory.listening.identities import CONFIDENTIAL
from reflectory.listening.models import Ask, Invitation
from reflectory.listening.policies.asks import can_run_ask, check_can_run_ask, sees_who_answered
from reflectory.listening.views.asks import find_ask
from reflectory.listening.visibility import own_organisations
from reflectory.programmes.models import Membership

ON_A_PAGE = 50


@dataclass(frozen=True)
class Asked:
    """One person asked, and how far it is with them, in a word and a shape; no word where it may not be known."""

    invitation: Any
    word: str
    shape: str
    mail: str


@signed_in
@require_http_methods(["GET", "POST"])
def ask_people(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The people of an ask, and a form to invite more."""
    row, by = find_ask(request, pk), viewer(request)
    form = None
    if can_run_ask(by, row):
        typed = request.POST if request.method == "POST" else None
        form = InviteForm(typed, by=by, edition=row.edition)
        if request.method == "POST" and form.is_valid():
            try:
                return _invited(request, row, form)
            except Refused as refused:
                form.add_error(None, str(refused))
    elif request.method == "POST":
        check_can_run_ask(by, row)
    rows = (
        Invitation.objects.visible_to(by).filter(ask=row).standing()
        .select_related("person", "team__organisation").order_by("person__name", "pk")
    )  # fmt: skip
    if wants_export(request):
        return export(request, name=_("who was asked"), columns=_columns(row), rows=_asked(by, row, rows))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "listening/asks/people.html", {
        "ask": row, "page": page, "people": _asked(by, row, page), "form": form, "may_run": form is not None,
        "tallies": list(row.tallies.all()) if row.is_anonymous else [], "tells": sees_who_answered(by, row),
        "crumbs": [(_("Asks"), reverse("ask-list")), (row.title, row.get_absolute_url())],
    }, status=422 if form is not None and form.is_bound else 200)  # fmt: skip


def _invited(request: HttpRequest, row: Ask, form: InviteForm) -> HttpResponse:
    made = invite(by=viewer(request), ask=row, people=form.people)
    said = ngettext("{n} person is invited.", "{n} people are invited.", len(made)).format(n=len(made))
    there = len({one.pk for one in form.people}) - len(made)
    if there:
        more = ngettext("{n} was invited already.", "{n} were invited already.", there).format(n=there)
        said = f"{said} {more}"
    messages.success(request, said)
    return redirect("ask-people", row.pk)


@signed_in
@require_POST
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes one invitation back."""
    by = viewer(request)
    row = seen(Invitation.objects.visible_to(by).select_related("ask__edition", "person"), pk=pk)
    revoke(by=by, invitations=[row])
    messages.success(
        request, _("The invitation of {name} is taken back; its link leads nowhere.").format(name=row.person)
    )
    return redirect("ask-people", row.ask_id)


def _asked(by: Viewer, ask: Ask, rows: Iterable[Any]) -> list[Asked]:
    listed = list(rows)
    no_mail = unreachable([row.person_id for row in listed])
    tells = sees_who_answered(by, ask)
    close = (
        _colleagues(by, listed) if tells and ask.identity == CONFIDENTIAL and not by.is_operator else set()
    )
    return [_asked_one(row, no_mail, tells=tells and row.person_id not in close) for row in listed]


def _colleagues(by: Viewer, rows: list[Any]) -> set[int]:
    """Those of the viewer's own organisation: whether they answered in confidence is not told."""
    mine = own_organisations(by)
    people = [row.person_id for row in rows]
    held = Affiliation.objects.filter(person__in=people, organisation__in=mine).values_list(
        "person", flat=True
    )
    member = Membership.objects.filter(person__in=people, team__organisation__in=mine)
    return {*held, *member.values_list("person", flat=True)}


def _asked_one(row: Any, no_mail: dict[int, bool], *, tells: bool) -> Asked:
    word, shape = "", "waiting"
    if tells and row.answered_at:
        word, shape = _("answered on {day}").format(day=_day(row.answered_at)), "done"
    elif tells and row.declined_at:
        word, shape = _("declined"), "stopped"
    elif tells:
        word = _("not yet")
    return Asked(row, word, shape, _mail(row, no_mail))


def _mail(row: Any, no_mail: dict[int, bool]) -> str:
    if row.bounced_at:
        return _("came back on {day}: the address takes no mail").format(day=_day(row.bounced_at))
    if row.person_id in no_mail:
        return _("wants no mail") if no_mail[row.person_id] else _("no address")
    if row.sent_on is None:
        return _("not sent")
    said = _("sent on {day}").format(day=date_format(row.sent_on))
    if row.n_reminders:
        said += ", " + ngettext("{n} reminder", "{n} reminders", row.n_reminders).format(n=row.n_reminders)
    return said


def _day(moment: Any) -> str:
    return date_format(localtime(moment).date())


def _columns(ask: Ask) -> list[tuple[Any, Any]]:
    columns: list[tuple[Any, Any]] = [
        (_("Name"), lambda one: one.invitation.person.name),
        (_("Team"), lambda one: one.invitation.team.organisation.name if one.invitation.team else ""),
        (_("Mail"), lambda one: one.mail),
    ]
    return columns if ask.is_anonymous else [*columns, (_("Answered"), lambda one: one.word)]
