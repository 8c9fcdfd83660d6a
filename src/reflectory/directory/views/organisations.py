"""Places: the list, the page of one, adding and editing. A new one begins with looking its place up."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from reflectory.core.exports import export, wants_export
from reflectory.core.ledger import remembered
from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.core.visibility import Viewer
from reflectory.directory import gazetteer
from reflectory.directory.actions.organisations import add_organisation, edit_organisation
from reflectory.directory.forms.lists import PlacesFilter
from reflectory.directory.forms.organisations import OrganisationForm
from reflectory.directory.models import Merge, Organisation
from reflectory.directory.policies import (
    can_add_organisation,
    can_edit_organisation,
    can_merge,
    check_can_add_organisation,
    check_can_edit_organisation,
)
from reflectory.directory.views import taking_part
from reflectory.directory.views.lists import in_order, page_of, with_words
from reflectory.directory.words import country_name, what_and_where, where

ORDERS = {"name": "name", "level": "level", "country": "country", "teams": "n_teams"}


@signed_in
def organisations(request: HttpRequest) -> HttpResponseBase:
    """All that the viewer sees, narrowed and sorted by the address; as a file where one is asked for."""
    by = viewer(request)
    everything = Organisation.objects.visible_to(by).standing()
    countries = sorted(
        ((code, country_name(code)) for code in _countries(everything, by)), key=lambda one: one[1]
    )
    filters = PlacesFilter(request.GET, countries=countries, editions=taking_part.editions_seen(by))
    rows = _narrowed(everything, filters, by)
    sort, is_file = request.GET.get("sort", ""), wants_export(request)
    if is_file or sort.strip("-") == "teams":
        rows = taking_part.with_n_teams(rows, by)
    rows = in_order(rows, sort, ORDERS, "name")
    if is_file:
        return export(request, name="places", columns=_columns(), rows=rows)
    page = page_of(request, rows.select_related("parent"))
    n_teams = taking_part.n_teams_of([row.pk for row in page], by)
    for row in page:
        row.where, row.n_teams = where(row), n_teams[row.pk]
    is_narrowed = any(request.GET.get(name) for name in filters.fields)
    return render(request, "directory/organisations.html", {
        "page": page, "filters": filters, "n_all": everything.count() if is_narrowed else page.paginator.count,
        "can_add": can_add_organisation(by), "is_narrowed": is_narrowed,
    })  # fmt: skip


def _countries(rows: QuerySet[Organisation], by: Viewer) -> list[str]:
    """The countries of all that the viewer sees."""
    codes = rows.exclude(country="").order_by("country").values_list("country", flat=True).distinct()
    return remembered(f"countries seen by {by.account_id}", lambda: list(codes))


def _narrowed(rows: QuerySet[Organisation], filters: PlacesFilter, by: Viewer) -> QuerySet[Organisation]:
    filters.is_valid()  # a filter that is none, from an old link, narrows nothing
    asked = filters.cleaned_data
    if asked.get("q"):
        rows = with_words(rows, asked["q"])
    if asked.get("level"):
        rows = rows.filter(level=asked["level"])
    if asked.get("country"):
        rows = rows.filter(country=asked["country"])
    if asked.get("edition"):
        rows = taking_part.in_edition(rows, int(asked["edition"]), by)
    return rows


def _columns() -> list[tuple[Any, Any]]:
    return [
        (_("name"), lambda row: row.name),
        (_("level"), lambda row: str(row.get_level_display())),
        (_("country"), lambda row: row.country),
        (_("state or region"), lambda row: row.region),
        (_("latitude"), lambda row: row.latitude),
        (_("longitude"), lambda row: row.longitude),
        (_("population"), lambda row: row.population),
        (_("teams"), lambda row: row.n_teams),
    ]


@signed_in
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Who they are and what they took part in. One that was merged into another leads there."""
    by = viewer(request)
    row = seen(Organisation.objects.visible_to(by).select_related("parent", "merged_into"), pk=pk)
    if (
        row.merged_into is not None
        and Organisation.objects.visible_to(by).filter(pk=row.merged_into_id).exists()
    ):
        messages.info(request, _("{gone} was merged into this one.").format(gone=row))
        return redirect(row.merged_into)
    people = taking_part.people_of(row, by)
    can_undo = can_merge(by, row)
    return render(request, "directory/organisation.html", {
        "organisation": row, "what": what_and_where(row), "country": country_name(row.country),
        "place": gazetteer.get(row.place_id) if row.place_id else None,
        "aliases": row.aliases.all(), "teams": taking_part.teams_of(row, by),
        "parts": taking_part.with_n_teams(Organisation.objects.visible_to(by).standing().filter(parent=row), by),
        "people": people[: taking_part.MOST_LISTED], "n_people": people.count(),
        "sessions": taking_part.open_sessions_of(row, by),
        "merges": merges_into(row), "can_edit": can_edit_organisation(by, row), "can_merge": can_undo,
    })  # fmt: skip


def merges_into(row: Any) -> list[tuple[Merge, Any]]:
    """The merges into this row that stand, each with the row that went."""
    gone = {one.pk: one for one in type(row).objects.filter(merged_into=row)}
    live = Merge.objects.filter(kind=row._meta.model_name, gone_id__in=gone, undone_at__isnull=True)
    return [(merge, gone[merge.gone_id]) for merge in live.order_by("merged_at")]


@signed_in
def organisation_new(request: HttpRequest) -> HttpResponse:
    """First the place is looked up, then what was found is shown to be confirmed, or all of it entered by hand."""
    by = viewer(request)
    check_can_add_organisation(by)
    asked = request.GET
    place = gazetteer.get(asked.get("place_id", ""))
    found = gazetteer.resolve(asked["place"]) if asked.get("place") else None
    if found is not None and found.place is not None:
        place = found.place
    if place is None and request.method != "POST" and "by_hand" not in asked:
        return render(request, "directory/place_search.html", _search_context(found))
    return form_page(
        request,
        form=partial(OrganisationForm, viewer=by, **_prefilled(place, name=asked.get("name", ""))),
        template="directory/organisation_form.html",
        context={
            "title": _("Add a place"), "place": place, "already": _already_here(place, by),
            "back": {"url": reverse("organisations"), "label": _("Places")}, "button": _("Add this place"),
        },
        save=lambda form: add_organisation(by=by, aliases=form.cleaned_data["aliases"], **form.values()),
        done=partial(_page_after_adding, request),
    )  # fmt: skip


def _page_after_adding(request: HttpRequest, row: Organisation) -> str:
    """Its page, or the list with a word about why it is not there yet."""
    if Organisation.objects.visible_to(viewer(request)).filter(pk=row.pk).exists():
        return row.get_absolute_url()
    messages.info(request, _("{name} is added. You see its page once it has a team.").format(name=row))
    return reverse("organisations")


@signed_in
def organisation_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Editing; with a place looked up in the address, what that place says is filled in to be confirmed."""
    by = viewer(request)
    row = seen(Organisation.objects.visible_to(by), pk=pk)
    check_can_edit_organisation(by, row)
    asked = request.GET
    place = gazetteer.get(asked.get("place_id", ""))
    found = gazetteer.resolve(asked["place"]) if asked.get("place") else None
    if found is not None and found.place is None:
        return render(request, "directory/place_search.html", {**_search_context(found), "organisation": row})
    place = found.place if found is not None else place
    return form_page(
        request,
        form=partial(OrganisationForm, viewer=by, **_prefilled(place)),
        instance=row,
        template="directory/organisation_form.html",
        context={
            "title": _("Edit {name}").format(name=row), "place": place, "organisation": row,
            "back": {"url": row.get_absolute_url(), "label": row.name}, "button": _("Save this place"),
        },
        save=lambda form: edit_organisation(
            by=by, organisation=row, values=form.values(), version=version_of(request),
            aliases=form.cleaned_data["aliases"],
        ),
    )  # fmt: skip


def _search_context(found: gazetteer.Resolution | None) -> dict[str, Any]:
    if found is None:
        return {"text": ""}
    return {
        "text": found.text,
        "choices": [(place.id, gazetteer.describe(place)) for place in found.places],
        "unknown": found.unknown,
        "near": [] if found.places else gazetteer.near_miss(found.text),
    }


def _prefilled(place: gazetteer.Place | None, *, name: str = "") -> dict[str, Any]:
    if place is None:
        return {"initial": {"name": name}} if name else {}
    return {
        "place_id": place.id,
        "initial": {
            "place_id": place.id, "name": place.name, "level": place.level, "country": place.country,
            "region": place.region or "", "latitude": place.latitude, "longitude": place.longitude,
            "population": place.population,
        },
    }  # fmt: skip


def _already_here(place: gazetteer.Place | None, by: Viewer) -> Organisation | None:
    if place is None:
        return None
    return Organisation.objects.visible_to(by).standing().filter(place_id=place.id).first()
