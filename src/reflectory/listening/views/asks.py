"""The list of asks, laying one out, the page of one, changing it.

Whom it goes to is in `asks_people`, what is done with one that is out in `asks_running`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, F, IntegerField, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reflectory.accounts.roles import LEAD
from reflectory.core.exports import export, wants_export
from reflectory.core.mail import leaves, site_address
from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.core.visibility import Viewer
from reflectory.listening.actions.asks import can_be_reopened, change_ask, lay_out_ask
from reflectory.listening.actions.invitations import invite
from reflectory.listening.asks_needs import FORGOTTEN_AFTER, asks_that_wait
from reflectory.listening.asks_shown import foreseen, in_state, line_of, with_counts
from reflectory.listening.codes import path_of_code
from reflectory.listening.forms.asks import AskFilter, AskForm, people_meant, starting_values
from reflectory.listening.identities import TOLD
from reflectory.listening.models import Ask
from reflectory.listening.policies.asks import can_run_ask, check_can_lay_out_ask, check_can_run_ask
from reflectory.programmes.models import Activity, Edition, PlannedAsk

ON_A_PAGE = 50


def find_ask(request: HttpRequest, pk: int) -> Any:
    """The ask of that number with its counts, where the viewer may see it."""
    return seen(with_counts(Ask.objects.visible_to(viewer(request))), pk=pk)


@signed_in
@require_safe
def ask_list(request: HttpRequest) -> HttpResponseBase:
    """What is asked now and was asked, and how many answered; what the plans foresee next."""
    by, now = viewer(request), timezone.now()
    everything = Ask.objects.visible_to(by)
    editions = Edition.objects.filter(pk__in=everything.order_by().values("edition")).select_related(
        "programme"
    )
    filters = AskFilter(request.GET, editions=[(row.pk, str(row)) for row in editions])
    asked = filters.cleaned_data if filters.is_valid() else {}
    rows = _narrowed(with_counts(everything), asked, now)
    if wants_export(request):
        return export(request, name=_("asks"), columns=_columns(now), rows=rows)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    led = runs(by)
    today = timezone.localdate(now)
    return render(request, "listening/asks/list.html", {
        "page": page, "lines": [line_of(row, now) for row in page], "filters": filters,
        "n_all": everything.count(), "n_open": everything.open_at(now).count(), "is_narrowed": any(asked.values()),
        "needs": list(asks_that_wait(by, today)), "foreseen": foreseen(led.values("pk"), since=today)[:8],
        "can_lay_out": by.has_role(LEAD), "keeps_mail": not leaves(), "today": today,
    })  # fmt: skip


def runs(by: Viewer) -> Any:
    """The editions in which this viewer lays out asks."""
    rows = Edition.objects.visible_to(by).select_related("programme")
    return rows if by.is_operator else rows.filter(pk__in=by.editions_as(LEAD))


def _narrowed(rows: Any, asked: dict[str, Any], now: Any) -> Any:
    if asked.get("state"):
        rows = in_state(rows, asked["state"], now)
    if asked.get("edition"):
        rows = rows.filter(edition=asked["edition"])
    if asked.get("purpose"):
        rows = rows.filter(purpose=asked["purpose"])
    is_over = Case(
        When(closed_at__isnull=False, then=Value(1)), When(closes_at__lte=now, then=Value(1)), default=Value(0),
        output_field=IntegerField(),
    )  # fmt: skip
    return rows.annotate(is_over=is_over).order_by("is_over", F("closes_at").desc(nulls_last=True), "-pk")


def _columns(now: Any) -> list[tuple[Any, Any]]:
    return [
        (_("Ask"), lambda row: row.title),
        (_("Programme"), lambda row: row.edition),
        (_("What for"), lambda row: row.get_purpose_display()),
        (_("Who answered is"), lambda row: row.get_identity_display()),
        (_("State"), lambda row: line_of(row, now).state_name),
        (_("Opens"), lambda row: row.opens_at),
        (_("Closes"), lambda row: row.closed_at or row.closes_at),
        (_("Asked"), lambda row: row.n_invited),
        (_("Answered"), lambda row: line_of(row, now).n),
    ]


@signed_in
@require_http_methods(["GET", "POST"])
def ask_new(request: HttpRequest) -> HttpResponse:
    """A new ask: of the plan, of a session, or of an edition that is chosen first."""
    by = viewer(request)
    planned, activity, edition = _where_from(request)
    if edition is None:
        if not by.has_role(LEAD):
            check_can_lay_out_ask(by, None)
        led, today = runs(by), timezone.localdate()
        return render(request, "listening/asks/choose.html", {
            "editions": list(led[:ON_A_PAGE]),
            "foreseen": foreseen(led.values("pk"), since=today - FORGOTTEN_AFTER)[:12],
            "crumbs": [(_("Asks"), reverse("ask-list"))], "today": today,
        })  # fmt: skip
    team = activity.team if activity else None
    check_can_lay_out_ask(by, edition, activity=activity, team=team)

    def save(form: AskForm) -> Ask:
        ask = lay_out_ask(
            by=by, edition=edition, form_version=form.cleaned_data["form_version"], activity=activity, team=team,
            planned=planned, readers=form.cleaned_data["readers"], **form.values(),
        )  # fmt: skip
        invite(by=by, ask=ask, people=people_meant(edition, form.cleaned_data["whom"]))
        return ask

    return form_page(
        request, save=save, template="listening/asks/form.html",
        form=partial(AskForm, by=by, edition=edition, initial=starting_values(edition, planned, activity)),
        context={
            "title": _("Ask people of {edition}").format(edition=edition), "button": _("Lay it out"),
            "lead": _("Nothing is sent yet: you see the ask first."), "planned": planned, "activity": activity,
            "crumbs": [(_("Asks"), reverse("ask-list"))], "back": {"url": reverse("ask-list"), "label": _("Asks")},
        },
    )  # fmt: skip


def _where_from(request: HttpRequest) -> tuple[PlannedAsk | None, Activity | None, Edition | None]:
    """What the address names. What this viewer may not see is not there."""
    by, given = viewer(request), request.GET
    editions = Edition.objects.visible_to(by).select_related("programme")
    if number(given.get("planned")):
        planned = seen(
            PlannedAsk.objects.filter(edition__in=editions.order_by().values("pk")), pk=given["planned"]
        )
        return planned, None, editions.get(pk=planned.edition_id)
    if number(given.get("activity")):
        rows = Activity.objects.visible_to(by).select_related("edition__programme", "team__organisation")
        activity = seen(rows, pk=given["activity"])
        return None, activity, activity.edition
    if given.get("edition"):
        if not number(given["edition"]):
            raise Http404
        return None, None, seen(editions, pk=given["edition"])
    return None, None, None


def number(said: str | None) -> bool:
    """Whether it can be the number of a row."""
    return bool(said) and said.isdecimal() and len(said) < 19  # type: ignore[union-attr]  # it is not None here


@signed_in
@require_safe
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """How an ask goes: who answered, until when, what people read before they start, its link and code."""
    row, by = find_ask(request, pk), viewer(request)
    line = line_of(row, timezone.now())
    site = site_address(request)
    return render(request, "listening/asks/ask.html", {
        "ask": row, "line": line, "told": TOLD[row.identity], "may_run": can_run_ask(by, row),
        "has_code": has_code(row), "address": site + path_of_code(row.code),
        "short": short(site) + path_of_code(row.code), "readers": list(row.readers.all()),
        "previous": row.previous, "following": Ask.objects.filter(previous=row).first(),
        "n_waiting": row.invitations.standing().filter(sent_on__isnull=True).count(), "keeps_mail": not leaves(),
        "may_reopen": can_be_reopened(row),
        "crumbs": [(_("Asks"), reverse("ask-list"))],
    })  # fmt: skip


def has_code(row: Ask) -> bool:
    """Whether everybody who has the code can answer."""
    return row.audience == "open" or row.is_anonymous


def short(site: str) -> str:
    """The address as people type it."""
    return site.partition("://")[2] or site


@signed_in
@require_http_methods(["GET", "POST"])
def ask_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The same fields again. Who is known to have answered cannot change once people were told."""
    row, by = find_ask(request, pk), viewer(request)
    check_can_run_ask(by, row)
    initial = {name: getattr(row, name) for name in AskForm.base_fields if hasattr(row, name)}
    initial["readers"] = [one.role for one in row.readers.all()]

    def save(form: AskForm) -> Ask:
        return change_ask(
            by=by,
            ask=row,
            values=form.values(),
            version=version_of(request),
            readers=form.cleaned_data["readers"],
        )

    return form_page(
        request, save=save, template="listening/asks/form.html",
        form=partial(AskForm, by=by, edition=row.edition, ask=row, initial=initial),
        context={
            "title": _("Change {ask}").format(ask=row.title), "version": row.version,
            "back": {"url": row.get_absolute_url(), "label": row.title},
            "crumbs": [(_("Asks"), reverse("ask-list")), (row.title, row.get_absolute_url())],
        },
    )  # fmt: skip
