"""The first page: what needs me, what is new, my programmes; or the doors of the first hour; or the way in."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from reflectory.core.navigation import what_needs
from reflectory.core.pages import signed_in, viewer
from reflectory.core.visibility import Viewer
from reflectory.programmes.actions.editions import add_programme
from reflectory.programmes.catalogue import kinds
from reflectory.programmes.models import Edition, Programme
from reflectory.programmes.policies import can_add_programme, can_hold_session, check_can_add_programme
from reflectory.workspace.digest import by_kind
from reflectory.workspace.doors import doors_for
from reflectory.workspace.explorations import folder_of_explorations
from reflectory.workspace.forms import PresetForm
from reflectory.workspace.news import what_is_new

MOST_PROGRAMMES = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What a person needs first. Somebody who is not signed in is shown what this is and the way in."""
    who = viewer(request)
    if who.account_id is None:
        return render(request, "workspace/front.html")
    mine = _programmes_of(who, timezone.localdate())
    if not mine and not Programme.objects.exists():
        return render(request, "workspace/first_hour.html", _first_hour(who, PresetForm()))
    needs = what_needs(who, timezone.localdate())
    context = {
        "needs": by_kind(needs),
        "n_needs": sum(need.n for need in needs),
        "news": what_is_new(who),
        "programmes": mine[:MOST_PROGRAMMES],
        "n_programmes": len(mine),
        "today": timezone.localdate(),
        "may_hold": can_hold_session(who) and bool(mine),
    }
    return render(request, "workspace/home.html", context)


@signed_in
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Sets up a programme of each kind that was chosen."""
    who = viewer(request)
    check_can_add_programme(who)
    form = PresetForm(request.POST)
    if not form.is_valid():
        return render(request, "workspace/first_hour.html", _first_hour(who, form), status=422)
    for key in form.cleaned_data["kinds"]:
        add_programme(by=who, name=kinds()[key].name, kind=key)
    return redirect("programmes")


def _first_hour(who: Viewer, form: PresetForm) -> dict[str, object]:
    folder = folder_of_explorations(settings.REFLECTORY_DIR)
    doors = [(door, door.command.format(folder=folder)) for door in doors_for(who)]
    return {"doors": doors, "form": form, "may_set_up": can_add_programme(who)}


def _programmes_of(who: Viewer, today: date) -> list[Programme]:
    """The programmes the viewer sees, those that run first; `running` holds the editions of today."""
    running = Edition.objects.visible_to(who).running_on(today).order_by("planned_starts_on", "pk")
    found = Programme.objects.visible_to(who).prefetch_related(
        Prefetch("editions", queryset=running.select_related("programme"), to_attr="running")
    )
    return sorted(found, key=lambda one: (not one.running, one.name))
