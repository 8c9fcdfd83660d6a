"""The pages of teams: those of an edition, one team, its stage, its people, where it departs from the plan.

What a team makes is in `artefacts`, what it comes together for in `activities`. Who may do what is in `policies`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from reflectory.core import search
from reflectory.core.exports import export, wants_export
from reflectory.core.models import SearchEntry
from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.directory.actions.people import add_person
from reflectory.directory.levels import LEVELS
from reflectory.directory.models import Person
from reflectory.directory.policies import can_add_organisation
from reflectory.programmes import policies, stages
from reflectory.programmes.actions import editions as edition_actions
from reflectory.programmes.actions import teams as actions
from reflectory.programmes.forms.teams import (
    EditTeam,
    EndMember,
    MoveTeam,
    NewDeparture,
    NewMember,
    NewTeam,
    TeamsFilter,
)
from reflectory.programmes.models import Departure, Edition, Membership, Team
from reflectory.programmes.views.team_page import team_context
from reflectory.programmes.views.within import find_edition, within

PER_PAGE = 50
ORDERS = {
    "place": ("organisation__name", "pk"),
    "stage": ("stage", "organisation__name", "pk"),
    "people": ("n_people", "organisation__name", "pk"),
}
COLUMNS = [
    (gettext_lazy("Place"), lambda team: team.organisation.name),
    (gettext_lazy("Level"), lambda team: team.organisation.get_level_display()),
    (gettext_lazy("State or region"), lambda team: team.organisation.region),
    (gettext_lazy("Country"), lambda team: team.organisation.country),
    (gettext_lazy("Stage"), lambda team: team.get_stage_display()),
    (gettext_lazy("Award"), lambda team: team.get_award_display()),
    (gettext_lazy("Coach"), lambda team: team.coach.name if team.coach else None),
    (gettext_lazy("Works on"), lambda team: team.focus),
    (gettext_lazy("People"), lambda team: team.n_people),
]


def team_of(request: HttpRequest, pk: int) -> Team:
    """The team in the address, where the reader may see it."""
    rows = Team.objects.visible_to(viewer(request))
    return seen(
        rows.select_related("organisation__parent", "edition__programme", "coach", "parent__organisation"),
        pk=pk,
    )


def crumbs_to(edition: Edition, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """The way down to a page of an edition."""
    programme = (edition.programme.name, edition.programme.get_absolute_url())
    return [
        (_("Programmes"), reverse("programmes")),
        programme,
        (edition.label, edition.get_absolute_url()),
        *more,
    ]


def crumbs_to_team(team: Team) -> list[tuple[str, str]]:
    """The way down to a page of a team."""
    teams = (_("Teams"), reverse("edition-teams", args=[team.edition.programme.slug, team.edition.slug]))
    return crumbs_to(team.edition, teams, (team.organisation.name, team.get_absolute_url()))


def back_to(row: Team) -> dict[str, str]:
    """Where a form leads back to."""
    return {"url": row.get_absolute_url(), "label": row.organisation.name}


@signed_in
def edition_teams(request: HttpRequest, programme: str, edition: str) -> HttpResponseBase:
    """The teams of an edition, narrowed and sorted; as a page or as a file."""
    of = find_edition(request, programme, edition)
    all_teams = Team.objects.visible_to(viewer(request)).filter(edition=of)
    levels = all_teams.order_by().values_list("organisation__level", flat=True).distinct()
    here = set(levels)
    form = TeamsFilter(
        request.GET,
        levels=[one for one in LEVELS if one[0] in here],
        coaches=Person.objects.filter(pk__in=all_teams.order_by().values("coach")),
    )
    form.full_clean()
    found = _sorted(_narrowed(all_teams, form.cleaned_data), request.GET.get("sort", ""))
    found = found.select_related("organisation__parent", "coach").annotate(n_people=_n_people())
    if wants_export(request):
        return export(request, name=f"teams {of}", columns=COLUMNS, rows=found)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "programmes/teams.html", {
        **within(request, of, "edition-teams"), "page": page, "form": form, "n_all": all_teams.count(),
        "is_narrowed": any(form.cleaned_data.values()), "may_add": policies.can_run_edition(viewer(request), of),
    })  # fmt: skip


def _n_people() -> Any:
    members = Membership.objects.filter(team=OuterRef("pk"), left_on__isnull=True).order_by().values("team")
    counted = members.annotate(n=Count("person", distinct=True)).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _sorted(teams: QuerySet[Team], asked: str) -> QuerySet[Team]:
    order = ORDERS.get(asked.removeprefix("-"), ORDERS["place"])
    if asked.startswith("-"):
        order = (f"-{order[0]}", *order[1:])
    return (
        teams.annotate(n_people=_n_people()).order_by(*order) if "people" in asked else teams.order_by(*order)
    )


def _narrowed(teams: QuerySet[Team], wanted: dict[str, Any]) -> QuerySet[Team]:
    if wanted.get("stage"):
        teams = teams.filter(stage=wanted["stage"])
    if wanted.get("level"):
        teams = teams.filter(organisation__level=wanted["level"])
    if wanted.get("coach"):
        teams = teams.filter(coach=wanted["coach"])
    for word in (wanted.get("words") or "").split():
        # The entries of search are without accents and hold a place's other names.
        places = SearchEntry.objects.filter(kind="directory.organisation", words__contains=search.fold(word))
        teams = teams.filter(Q(organisation__in=places.values("object_id")) | Q(focus__icontains=word))
    return teams


@signed_in
def team_new(request: HttpRequest, programme: str, edition: str) -> HttpResponse:
    """A new team: first the place is looked for, then it is enrolled."""
    of = find_edition(request, programme, edition)
    by = viewer(request)
    policies.check_can_run_edition(by, of)
    words = request.GET.get("q", "").strip()
    back = {
        "url": reverse("edition-teams", args=[programme, edition]),
        "label": _("Teams of {edition}").format(edition=of),
    }
    context = {
        "edition": of,
        "words": words,
        "back": back,
        "may_add_place": can_add_organisation(by),
        "crumbs": crumbs_to(of),
    }

    def save(form: NewTeam) -> Team:
        said = form.cleaned_data
        return actions.enrol_team(
            by=by, edition=of, organisation=said["organisation"], stage=said["stage"], on=said["on"],
            coach=said["coach"], focus=said["focus"],
        )  # fmt: skip

    form = partial(NewTeam, viewer=by, words=words, edition=of)
    return form_page(request, form=form, save=save, template="programmes/team_new.html", context=context)


@signed_in
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """One team: where it stands, who is in it, what it does and makes."""
    row = team_of(request, pk)
    return render(request, "programmes/team.html", {
        **team_context(viewer(request), row), "crumbs": crumbs_to_team(row)[:-1],
    })  # fmt: skip


@signed_in
def team_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Coach and focus of a team."""
    row = team_of(request, pk)
    by = viewer(request)
    policies.check_can_work_with_team(by, row)
    name = row.organisation.name

    def save(form: EditTeam) -> Team:
        return actions.edit_team(by=by, team=row, values=form.cleaned_data, version=version_of(request))

    context = {
        "title": _("Change the coach or the focus of {place}").format(place=name),
        "back": back_to(row),
    }
    return form_page(request, form=EditTeam, save=save, instance=row, context=context)


@signed_in
def team_move(request: HttpRequest, pk: int) -> HttpResponse:
    """The next stage of a team; sending it twice is sending it once."""
    row = team_of(request, pk)
    by = viewer(request)
    policies.check_can_move_team(by, row)
    if request.method == "POST" and request.POST.get("to") == row.stage:
        return redirect(row)
    if not stages.MOVES[row.stage]:
        messages.info(
            request, _("From “{stage}” a team goes nowhere else.").format(stage=row.get_stage_display())
        )
        return redirect(row)

    def save(form: MoveTeam) -> Team:
        said = form.cleaned_data
        return actions.move_team(
            by=by, team=row, to=said["to"], on=said["on"], reason=said["reason"], award=said["award"]
        )

    context = {
        "title": _("What becomes of {place}?").format(place=row.organisation.name), "back": back_to(row),
        "lead": _("It is “{stage}” now.").format(stage=row.get_stage_display()), "button": _("Move this team on"),
    }  # fmt: skip
    return form_page(request, form=partial(MoveTeam, team=row), save=save, context=context)


@signed_in
def team_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """A team entered by mistake is taken out again, after a page that says what goes."""
    row = team_of(request, pk)
    policies.check_can_run_edition(viewer(request), row.edition)
    if request.method == "POST":
        actions.remove_team(by=viewer(request), team=row)
        messages.success(request, _("{place} is no team of {edition} any more.").format(
            place=row.organisation, edition=row.edition))  # fmt: skip
        return redirect("edition-teams", row.edition.programme.slug, row.edition.slug)
    return render(request, "programmes/team_remove.html", {"team": row, "crumbs": crumbs_to_team(row)})


@signed_in
@require_POST
def team_layout(request: HttpRequest, pk: int) -> HttpResponse:
    """Plans the sessions that this team has for itself; pressed again it plans none."""
    row = team_of(request, pk)
    n = len(edition_actions.lay_out_team(by=viewer(request), team=row))
    said = ngettext("{n} session is planned for this team.", "{n} sessions are planned for this team.", n)
    messages.success(
        request, said.format(n=n) if n else _("Nothing was added: the sessions of this team are planned.")
    )
    return redirect(row)


@signed_in
def member_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody joins: one of those found by the words in the address, or somebody new."""
    row = team_of(request, pk)
    by = viewer(request)
    policies.check_can_work_with_team(by, row)
    words = request.GET.get("q", "").strip()

    @transaction.atomic
    def save(form: NewMember) -> Membership:
        said = form.cleaned_data
        if said.get("person") is None:
            same = _same_member(row, said)
            if same is not None:
                return same
            form.check_address_is_new()
        person = said.get("person") or add_person(by=by, name=said["name"], email=said["email"])
        return actions.add_member(
            by=by, team=row, person=person, role=said["role"], joined_on=said["joined_on"],
            department=said["department"], seniority=form.seniority_of(),
        )  # fmt: skip

    form = partial(NewMember, viewer=by, words=words, team=row)
    context = {"team": row, "words": words, "back": back_to(row), "crumbs": crumbs_to_team(row)}
    template = "programmes/team_member.html"
    return form_page(
        request,
        form=form,
        save=save,
        template=template,
        context=context,
        done=lambda _row: row.get_absolute_url(),
    )


def _same_member(team: Team, said: dict[str, Any]) -> Membership | None:
    """The membership that sending the same form a moment earlier made."""
    rows = Membership.objects.filter(
        team=team, role=said["role"], joined_on=said["joined_on"], left_on__isnull=True
    )
    return rows.filter(person__name=said["name"]).first()


@signed_in
def member_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves the team; what they did stays."""
    rows = Membership.objects.visible_to(viewer(request)).select_related(
        "person", "team__organisation", "team__edition__programme"
    )
    row = seen(rows, pk=pk)
    policies.check_can_work_with_team(viewer(request), row.team)

    def save(form: EndMember) -> Membership:
        return actions.end_membership(by=viewer(request), membership=row, on=form.cleaned_data["on"])

    context = {
        "title": _("{person} leaves {place}").format(person=row.person, place=row.team.organisation),
        "lead": _("Where they were and what they did stays."), "back": back_to(row.team),
        "button": _("Say that they left"),
    }  # fmt: skip
    return form_page(
        request, form=EndMember, save=save, context=context, done=lambda _row: row.team.get_absolute_url()
    )


@signed_in
def departure_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the team's plan departs from its kind, with the reason; sending it twice keeps it once."""
    row = team_of(request, pk)
    policies.check_can_work_with_team(viewer(request), row)

    def save(form: NewDeparture) -> Departure:
        same = Departure.objects.filter(team=row, **form.cleaned_data).first()
        return same or edition_actions.note_departure(by=viewer(request), team=row, **form.cleaned_data)

    context = {
        "title": _("Where {place} departs from the plan").format(place=row.organisation), "back": back_to(row),
    }  # fmt: skip
    return form_page(
        request, form=NewDeparture, save=save, context=context, done=lambda _row: row.get_absolute_url()
    )
