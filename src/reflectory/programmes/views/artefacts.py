"""The pages of what teams make: lists by kind, one artefact, its next step; the funnel of ideas; commitments.

The kinds, their statuses and fields are in `artefact_kinds`. Who may do what is in `policies`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, CharField, Count, IntegerField, Q, QuerySet, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reflectory.core import search
from reflectory.core.editing import Conflict
from reflectory.core.exports import export, wants_export
from reflectory.core.models import SearchEntry
from reflectory.core.navigation import Place, register_place
from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.core.visibility import Viewer
from reflectory.programmes import policies
from reflectory.programmes.actions import artefacts as actions
from reflectory.programmes.artefact_kinds import KINDS
from reflectory.programmes.forms.activities import teams_for
from reflectory.programmes.forms.artefacts import (
    ArtefactForm,
    ArtefactsFilter,
    CommitmentsFilter,
    MoveArtefact,
    NewArtefact,
    kinds_for,
    own_values,
)
from reflectory.programmes.models import Artefact, Edition, Step
from reflectory.programmes.views.teams import crumbs_to, crumbs_to_team
from reflectory.programmes.views.within import find_edition, within

PER_PAGE = 50
OPEN = ("proposed", "buy_in", "approved")
# Cast, because SQLite would hand the bare text to JSON once more.
_DUE_ON = Cast(KT("details__due_on"), CharField())
ORDERS = {
    "title": ("title", "pk"),
    "since": ("status_on", "pk"),
    "status": ("status", "-status_on", "pk"),
}
COLUMNS = [
    (gettext_lazy("Title"), lambda row: row.title),
    (gettext_lazy("Kind"), lambda row: row.definition.name),
    (gettext_lazy("Status"), lambda row: row.status_name),
    (gettext_lazy("Since"), lambda row: row.status_on),
    (gettext_lazy("Place"), lambda row: row.team.organisation.name if row.team else None),
    (gettext_lazy("Edition"), lambda row: str(row.edition)),
    (gettext_lazy("Owner"), lambda row: row.owner.name if row.owner else None),
    (gettext_lazy("In more words"), lambda row: row.text),
]
COMMITMENT_COLUMNS = [
    *COLUMNS[:1], *COLUMNS[2:7],
    (gettext_lazy("Due"), lambda row: row.details.get("due_on")),
    (gettext_lazy("Promised by"), lambda row: row.details.get("promised_by")),
    (gettext_lazy("Promised to"), lambda row: row.details.get("promised_to")),
]  # fmt: skip


def _sees_work(by: Viewer) -> bool:
    return by.is_operator or bool(by.roles - {"judge", "funder"})


register_place(Place(gettext_lazy("Ideas and work"), "artefacts", "lightbulb", 50, _sees_work))
register_place(Place(gettext_lazy("Commitments"), "commitments", "handshake", 55, _sees_work))


def artefact_of(request: HttpRequest, pk: int) -> Artefact:
    """The artefact in the address, where the reader may see it."""
    rows = Artefact.objects.visible_to(viewer(request))
    return seen(rows.select_related(
        "edition__programme", "team__organisation", "team__edition__programme", "owner", "comes_from",
    ), pk=pk)  # fmt: skip


def crumbs_to_artefact(row: Artefact) -> list[tuple[str, str]]:
    """The way down to an artefact."""
    return crumbs_to_team(row.team) if row.team is not None else crumbs_to(row.edition)


def _back(row: Artefact) -> dict[str, str]:
    return {"url": row.get_absolute_url(), "label": row.title}


@signed_in
def artefacts(request: HttpRequest) -> HttpResponseBase:
    """What teams make, narrowed and sorted; as a page or as a file."""
    by = viewer(request)
    form = ArtefactsFilter(request.GET, by=by)
    form.full_clean()
    wanted = form.cleaned_data
    found = _narrowed(Artefact.objects.visible_to(by), wanted)
    asked = request.GET.get("sort", "")
    order = ORDERS.get(asked.removeprefix("-"), ())
    if order:
        found = found.order_by(f"-{order[0]}" if asked.startswith("-") else order[0], *order[1:])
    found = found.select_related("edition__programme", "team__organisation", "owner")
    if wants_export(request):
        return export(request, name=wanted.get("kind") or "work", columns=COLUMNS, rows=found)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    kind = KINDS.get(wanted.get("kind") or "")
    return render(request, "programmes/artefacts.html", {
        "form": form, "page": page, "kind": kind, "is_narrowed": any(wanted.values()), "wanted": wanted,
        "reached": kind.status_name(wanted["reached"]) if kind and wanted.get("reached") else "",
        "may_add": by.has_role("programme_lead", "coach"),
    })  # fmt: skip


def _narrowed(rows: QuerySet[Artefact], wanted: dict[str, Any]) -> QuerySet[Artefact]:
    for key in ("kind", "status", "edition", "team", "owner"):
        if wanted.get(key):
            rows = rows.filter(**{key: wanted[key]})
    if wanted.get("reached"):
        rows = rows.filter(pk__in=Step.objects.filter(to_status=wanted["reached"]).values("artefact"))
    return _with_words(rows, wanted.get("words") or "")


def _with_words(rows: QuerySet[Artefact], words: str) -> QuerySet[Artefact]:
    for word in words.split():
        # The entries of search are without accents.
        entries = SearchEntry.objects.filter(kind="programmes.artefact", words__contains=search.fold(word))
        rows = rows.filter(pk__in=entries.values("object_id"))
    return rows


@signed_in
def artefact_start(request: HttpRequest) -> HttpResponse:
    """Asks for which edition something is written down; goes on at once where there is one."""
    by = viewer(request)
    rows = Edition.objects.visible_to(by).select_related("programme")
    mine = rows if by.is_operator else rows.filter(pk__in=by.editions_as("programme_lead", "coach"))
    running = list(mine.running_on(timezone.localdate())) or list(mine)
    if len(running) == 1:
        target = reverse("artefact-new", args=[running[0].programme.slug, running[0].slug])
        return redirect(f"{target}?{request.GET.urlencode()}")
    return render(request, "programmes/choose_edition.html", {
        "title": _("Which edition is it from?"), "editions": running, "url_name": "artefact-new",
    })  # fmt: skip


@signed_in
def artefact_new(request: HttpRequest, programme: str, edition: str) -> HttpResponse:
    """Something is written down: first its kind is chosen, then it is described. Sending it twice keeps it once."""
    of = find_edition(request, programme, edition)
    by = viewer(request)
    teams = teams_for(by, of)
    if not teams.exists():
        policies.check_can_run_edition(by, of)
    kinds = {kind.key: kind for kind in kinds_for(by)}
    asked = request.GET.get("kind", "")
    if asked not in kinds:
        if asked:
            raise Http404
        return render(request, "programmes/artefact_kinds.html", {
            "edition": of, "kinds": kinds.values(), "team": request.GET.get("team", ""), "crumbs": crumbs_to(of),
        })  # fmt: skip
    said_team = request.GET.get("team", "")
    team = teams.filter(pk=said_team).first() if said_team.isdecimal() else None

    def save(form: NewArtefact) -> Artefact:
        values = form.values()
        for_team = values.pop("for_team")
        same = Artefact.objects.filter(
            edition=of,
            team=for_team,
            kind=asked,
            title=values["title"],
            text=values["text"],
            status_on=values["on"],
        ).first()
        return same or actions.add_artefact(by=by, kind=asked, edition=of, team=for_team, **values)

    form = partial(
        NewArtefact,
        by=by,
        kind=kinds[asked],
        edition=of,
        team=team,
        initial={"for_team": team.pk if team else None},
    )
    back = team or of
    return form_page(request, form=form, save=save, context={
        "title": _("Write down: {kind}").format(kind=kinds[asked].name),
        "back": {"url": back.get_absolute_url(), "label": str(back)},
    })  # fmt: skip


@signed_in
def artefact(request: HttpRequest, pk: int) -> HttpResponse:
    """One artefact: what it says, how it came here, what it comes from and led to."""
    row = artefact_of(request, pk)
    by = viewer(request)
    related = Artefact.objects.visible_to(by)
    said = own_values(row)
    own = [(one, said[f"own_{one.key}"]) for one in row.definition.fields if row.details.get(one.key)]
    return render(request, "programmes/artefact.html", {
        "artefact": row, "kind": row.definition, "crumbs": crumbs_to_artefact(row),
        "short": [one for one in own if one[0].type != "long"], "long": [one for one in own if one[0].type == "long"],
        "steps": [(step, row.definition.status_name(step.to_status)) for step in row.steps.all()],
        "comes_from": related.filter(pk=row.comes_from_id or 0).first(), "led_to": related.filter(comes_from=row.pk),
        "may_change": policies.can_change_artefact(by, row),
        "may_move": bool(row.definition.moves[row.status]) and policies.can_change_artefact(by, row),
        "is_expired": row.expires_on is not None and row.expires_on < timezone.localdate(),
    })  # fmt: skip


@signed_in
def artefact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The artefact in other words. Two who write at once are shown each other's."""
    row = artefact_of(request, pk)
    by = viewer(request)
    policies.check_can_change_artefact(by, row)

    def save(form: ArtefactForm) -> Artefact:
        try:
            return actions.edit_artefact(
                by=by, artefact=row, values=form.values(), version=version_of(request)
            )
        except Conflict as conflict:
            # So that the page of differences can compare the kind's own fields as it does all others.
            for name, value in own_values(conflict.current).items():
                setattr(conflict.current, name, value)
            raise

    form = partial(ArtefactForm, by=by, kind=row.definition, edition=row.edition, team=row.team)
    context = {"title": _("Change “{title}”").format(title=row.title), "back": _back(row)}
    return form_page(request, form=form, save=save, instance=row, context=context)


@signed_in
def artefact_move(request: HttpRequest, pk: int) -> HttpResponse:
    """The next step of an artefact, with day and reason; sending it twice is sending it once."""
    row = artefact_of(request, pk)
    by = viewer(request)
    policies.check_can_change_artefact(by, row)
    if request.method == "POST" and request.POST.get("to") == row.status:
        return redirect(row)
    if not row.definition.moves[row.status]:
        messages.info(request, _("It is {status}, and nothing follows that.").format(status=row.status_name))
        return redirect(row)

    def save(form: MoveArtefact) -> Artefact:
        said = form.cleaned_data
        return actions.move_artefact(by=by, artefact=row, to=said["to"], on=said["on"], reason=said["reason"])

    return form_page(request, form=partial(MoveArtefact, artefact=row), save=save, context={
        "title": _("What becomes of “{title}”?").format(title=row.title), "back": _back(row),
        "lead": _("It has been {status} since {day}.").format(
            status=row.status_name, day=formats.date_format(row.status_on, "j M Y")
        ),
        "button": _("Move it on"),
    })  # fmt: skip


@signed_in
def funnel(request: HttpRequest, programme: str, edition: str) -> HttpResponse:
    """How many ideas of an edition came how far, and why the others stopped."""
    of = find_edition(request, programme, edition)
    by = viewer(request)
    ideas = Artefact.objects.visible_to(by).filter(edition=of, kind="idea")
    reached = _counted(
        Step.objects.filter(artefact__in=ideas.order_by().values("pk")), "to_status", "artefact"
    )
    now = _counted(ideas, "status", "pk")
    behind = f"{reverse('artefacts')}?kind=idea&edition={of.pk}"
    steps = [
        {
            "label": str(name).capitalize(), "n": reached.get(key, 0), "url": f"{behind}&reached={key}",
            "note": _still_there(now.get(key, 0)),
        }
        for key, name in KINDS["idea"].statuses
        if key != "stopped"
    ]  # fmt: skip
    stopped = list(
        ideas.filter(status="stopped")
        .select_related("team__organisation")
        .prefetch_related("steps")[:PER_PAGE]
    )
    return render(request, "programmes/funnel.html", {
        **within(request, of, "funnel"), "steps": steps, "n_ideas": sum(now.values()),
        "n_stopped": now.get("stopped", 0),
        "stopped": [(idea, _last_step(idea)) for idea in stopped], "stopped_url": f"{behind}&status=stopped",
        "may_add": policies.can_run_edition(by, of),
    })  # fmt: skip


def _still_there(n: int) -> str:
    return ngettext("{n} is there now", "{n} are there now", n).format(n=n) if n else _("none is there now")


def _counted(rows: QuerySet[Any], what: str, of: str) -> dict[str, int]:
    return dict(rows.order_by().values_list(what).annotate(n=Count(of, distinct=True)))


def _last_step(idea: Artefact) -> dict[str, Any]:
    """The step that stopped it, and from where."""
    step = max(idea.steps.all(), key=lambda one: (one.on, one.pk))
    return {
        "on": step.on,
        "reason": step.reason,
        "came_from": idea.definition.status_name(step.from_status or ""),
    }


@signed_in
def commitments(request: HttpRequest) -> HttpResponseBase:
    """Who promised what to whom, over all editions: open ones first, by the day they are due."""
    by = viewer(request)
    today = timezone.localdate()
    form = CommitmentsFilter(request.GET, by=by)
    form.full_clean()
    all_rows = Artefact.objects.visible_to(by).of_kind("commitment").annotate(due_on=_DUE_ON)
    late = Q(status__in=OPEN, due_on__lt=today.isoformat())
    found = _with_words(_shown(all_rows, form.cleaned_data, late), form.cleaned_data.get("words") or "")
    is_open = Case(When(status__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    has_day = Case(When(due_on__isnull=True, then=Value(1)), default=Value(0), output_field=IntegerField())
    found = found.order_by(is_open, has_day, "due_on", "-status_on", "pk")
    found = found.select_related("edition__programme", "team__organisation", "owner")
    if wants_export(request):
        return export(request, name="commitments", columns=COMMITMENT_COLUMNS, rows=found)
    counts = all_rows.aggregate(
        n_all=Count("pk"), n_open=Count("pk", filter=Q(status__in=OPEN)), n_late=Count("pk", filter=late)
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "programmes/commitments.html", {
        "form": form, "page": page, "today": today.isoformat(), "open": OPEN, **counts,
        "is_narrowed": any(form.cleaned_data.values()), "may_add": by.has_role("programme_lead", "coach"),
    })  # fmt: skip


def _shown(rows: QuerySet[Artefact], wanted: dict[str, Any], late: Q) -> QuerySet[Artefact]:
    if wanted.get("edition"):
        rows = rows.filter(edition=wanted["edition"])
    narrowed = {
        "open": Q(status__in=OPEN), "late": late, "kept": Q(status="implemented"), "dropped": Q(status="dropped"),
    }  # fmt: skip
    return rows.filter(narrowed[wanted["show"]]) if wanted.get("show") else rows
