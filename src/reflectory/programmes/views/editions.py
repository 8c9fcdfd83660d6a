"""The page of an edition, laying out a new one from its kind, its dates, and its year as a timeline."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain, count

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.core.refusal import Refused
from reflectory.programmes.actions.editions import edit_edition, lay_out_edition
from reflectory.programmes.actions.grants import new_token
from reflectory.programmes.catalogue import kind_of
from reflectory.programmes.forms.editions import EditionForm, NewEditionForm
from reflectory.programmes.models import Activity, Programme
from reflectory.programmes.overview import (
    artefacts_by_kind,
    asks_of,
    figures_of,
    needs_of,
    next_sessions,
    phases_of,
    teams_by_stage,
    turnout_by_seniority,
    week_of,
)
from reflectory.programmes.policies import check_can_run_edition, check_can_run_programme
from reflectory.programmes.preview import preview_edition
from reflectory.programmes.views.within import address, find_edition, need_sight, within
from reflectory.programmes.yearly import months_of


@signed_in
@require_safe
def edition_page(request, programme, edition):
    """What needs the viewer, what is next, then everything else. Funders are shown figures, judges the dates."""
    who = viewer(request)
    row = find_edition(request, programme, edition)
    context = within(request, row, "edition")
    looks, today = context["sight"], context["today"]
    kind = kind_of(row.programme.kind)
    context |= {
        "kind": kind,
        "week": week_of(row, today),
        "phases": phases_of(row, today) if looks.is_in else [],
    }
    if looks.has_figures:
        context["figures"] = figures_of(kind.figures if kind else [], [row], who)[row.pk]
    if looks.is_in:
        context |= {
            "needs": needs_of(who, row, today),
            "next_sessions": next_sessions(who, row, timezone.now()),
            "stages": teams_by_stage(who, row),
            "turnout": turnout_by_seniority(who, row),
            "artefacts": artefacts_by_kind(who, row),
        }
    if looks.works:
        context["asks"] = asks_of(row, today)
    return render(request, "programmes/edition.html", context)


def _next_monday(today):
    return today + timedelta(days=7 - today.weekday())


def _free_label(programme, year):
    """The year, or where an edition is called so already, the year with the next number."""
    taken = {label.casefold() for label in programme.editions.values_list("label", flat=True)}
    numbered = (f"{year}-{n}" for n in count(2))
    return next(label for label in chain([str(year)], numbered) if label not in taken)


@signed_in
@require_http_methods(["GET", "POST"])
def new_edition(request, programme):
    """A whole year from its kind: first shown, then made by one button."""
    who = viewer(request)
    row = seen(Programme.objects.visible_to(who), slug=programme)
    check_can_run_programme(who, row)
    kind = kind_of(row.kind)
    starts_on = _next_monday(timezone.localdate())
    initial = {
        "label": _free_label(row, starts_on.year),
        "starts_on": starts_on,
        "time_zone": timezone.get_default_timezone_name(),
    }
    form = NewEditionForm(request.POST or None, programme=row, initial=initial)
    is_valid = form.is_valid()
    if is_valid and "confirm" in request.POST:
        try:
            made = lay_out_edition(by=who, programme=row, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            _tell(request, made)
            return redirect(made.edition)
    if not form.is_bound or is_valid:
        starts_on = form.cleaned_data["starts_on"] if is_valid else starts_on
        ahead = preview_edition(kind, starts_on) if kind else None
    else:
        ahead = None
    context = {
        "form": form,
        "programme": row,
        "kind": kind,
        "ahead": ahead,
        "crumbs": [(_("Programmes"), reverse("programmes")), (row.name, row.get_absolute_url())],
    }
    return render(request, "programmes/edition_new.html", context, status=422 if form.errors else 200)


def _tell(request, made):
    sessions = ngettext("{n} session", "{n} sessions", made.n_activities).format(n=made.n_activities)
    asks = ngettext("{n} ask", "{n} asks", made.n_asks).format(n=made.n_asks)
    phases = ngettext("{n} phase", "{n} phases", made.n_phases).format(n=made.n_phases)
    messages.success(
        request,
        _("{edition} is laid out: {phases}, {sessions}, {asks}.").format(
            edition=made.edition, phases=phases, sessions=sessions, asks=asks
        ),
    )


@signed_in
@require_http_methods(["GET", "POST"])
def change_edition(request, programme, edition):
    """Dates, places, time zone, and the day on which personal data goes."""
    who = viewer(request)
    row = find_edition(request, programme, edition)
    check_can_run_edition(who, row)
    return form_page(
        request,
        form=EditionForm,
        instance=row,
        save=lambda form: edit_edition(
            by=who, edition=row, values=form.cleaned_data, version=version_of(request)
        ),
        context={
            "title": _("Change {edition}").format(edition=row),
            "lead": _("Planned and actual dates are both kept: what was announced and what happened differ."),
            "back": {"url": row.get_absolute_url(), "label": str(row)},
            "button": _("Save the edition"),
        },
    )


@signed_in
@require_safe
def timeline(request, programme, edition):
    """The year by month: phases, sessions, asks and deadlines."""
    who = viewer(request)
    row = find_edition(request, programme, edition)
    context = within(request, row, "edition-timeline")
    looks = context["sight"]
    need_sight(looks.is_in)
    months = months_of(who, row, shows_asks=looks.works, today=context["today"])
    of_teams = Activity.objects.visible_to(who).filter(edition=row, team__isnull=False)
    context |= {"months": months, **of_teams.aggregate(n_team_sessions=Count("pk"))}
    return render(request, "programmes/edition_timeline.html", context)


@signed_in
@require_POST
def make_calendar(request, programme, edition):
    """A new secret address for calendar programs; one that was given out before stops working."""
    row = find_edition(request, programme, edition)
    edit_edition(by=viewer(request), edition=row, values={"calendar_token": new_token()}, version=row.version)
    return redirect(address("edition-timeline", row))
