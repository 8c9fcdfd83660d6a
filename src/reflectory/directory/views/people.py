"""People: the list, the page of one, adding and editing. Nobody needs an account to be here."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from reflectory.core.exports import export, wants_export
from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.core.search import fold
from reflectory.core.visibility import Viewer
from reflectory.directory.actions.people import add_person, edit_person
from reflectory.directory.forms.fields import named
from reflectory.directory.forms.lists import PeopleFilter
from reflectory.directory.forms.people import NewPersonForm, PersonForm
from reflectory.directory.models import Affiliation, Contact, Organisation, Person
from reflectory.directory.policies import (
    can_add_person,
    can_edit_person,
    can_merge,
    check_can_add_person,
    check_can_edit_person,
)
from reflectory.directory.views import taking_part
from reflectory.directory.views.lists import in_order, page_of, with_words
from reflectory.directory.views.organisations import merges_into

ORDERS = {"name": "name"}


@signed_in
def people(request: HttpRequest) -> HttpResponseBase:
    """All whom the viewer sees, narrowed by the address; as a file where one is asked for."""
    by = viewer(request)
    everybody = Person.objects.visible_to(by).standing()
    filters = PeopleFilter(request.GET, roles=taking_part.roles_seen(by))
    rows = _narrowed(everybody, filters, by)
    rows = in_order(taking_part.with_posts(rows), request.GET.get("sort", ""), ORDERS, "name")
    if wants_export(request):
        return export(request, name="people", columns=_columns(), rows=rows)
    page = page_of(request, rows)
    is_narrowed = any(request.GET.get(name) for name in filters.fields)
    return render(request, "directory/people.html", {
        "page": page, "filters": filters, "n_all": everybody.count() if is_narrowed else page.paginator.count,
        "can_add": can_add_person(by), "is_narrowed": is_narrowed,
    })  # fmt: skip


def _narrowed(rows: QuerySet[Person], filters: PeopleFilter, by: Viewer) -> QuerySet[Person]:
    filters.is_valid()  # a filter that is none, from an old link, narrows nothing
    asked = filters.cleaned_data
    if asked.get("q"):
        rows = with_words(rows, asked["q"])
    if asked.get("role"):
        rows = taking_part.with_role(rows, asked["role"], by)
    if asked.get("organisation"):
        rows = _of_organisation(rows, asked["organisation"], by)
    return rows


def _of_organisation(rows: QuerySet[Person], text: str, by: Viewer) -> QuerySet[Person]:
    """Those of every organisation that the text may mean; here several are no question, only a longer list."""
    found = list(named(text, by)[:20]) or list(
        with_words(Organisation.objects.visible_to(by).standing(), text)[:20]
    )
    either = Q(pk__in=[])
    for one in found:
        either |= Q(pk__in=taking_part.people_of(one, by).values("pk"))
    return rows.filter(either)


def _columns() -> list[tuple[Any, Any]]:
    def first_post(row: Person) -> Affiliation | None:
        return next(iter(row.posts.all()), None)

    return [
        (_("name"), lambda row: row.name),
        (_("pronouns"), lambda row: row.pronouns),
        (_("post"), lambda row: post.title if (post := first_post(row)) else ""),
        (_("organisation"), lambda row: post.organisation.name if (post := first_post(row)) else ""),
        (_("language"), lambda row: row.language),
    ]


@signed_in
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Who they are, what they took part in, and how to reach them, for those who may know."""
    by = viewer(request)
    row = _person(by, pk)
    if row.merged_into is not None and Person.objects.visible_to(by).filter(pk=row.merged_into_id).exists():
        messages.info(request, _("{gone} was merged into this person.").format(gone=row))
        return redirect(row.merged_into)
    can_edit = can_edit_person(by, row)
    may_merge = can_merge(by, row)
    return render(request, "directory/person.html", {
        "person": row, "posts": row.posts.select_related("organisation"),
        "memberships": [(one, taking_part.role_words(one.role)) for one in taking_part.memberships_of(row, by)],
        "attendance": taking_part.attendance_of(row, by), "artefacts": taking_part.artefacts_of(row, by),
        "contacts": Contact.objects.visible_to(by).filter(person=row), "can_edit": can_edit, "can_merge": may_merge,
        "merges": merges_into(row), "doubles": doubles_of(row, by) if may_merge else [],
    })  # fmt: skip


def _person(by: Viewer, pk: int) -> Person:
    rows = Person.objects.select_related("merged_into", "account")
    return seen(rows.visible_to(by), pk=pk)


def doubles_of(person: Person, by: Viewer) -> list[Person]:
    """Others who may be the same: with an address of this person's, or with the same name at the same place."""
    addresses = Contact.objects.visible_to(by)
    mine = addresses.filter(person=person).values("fingerprint")
    same_address = (
        addresses.filter(fingerprint__in=mine).exclude(person=person).values_list("person", flat=True)
    )
    memberships = taking_part.behind(Person, "memberships").objects
    places = Q(pk__in=memberships.filter(
        team__organisation__in=memberships.filter(person=person).values("team__organisation")
    ).values("person")) | Q(pk__in=Affiliation.objects.filter(
        organisation__in=Affiliation.objects.filter(person=person).values("organisation")
    ).values("person"))  # fmt: skip
    # Names are compared first, and whoever is left is asked for as the viewer sees it: they are few.
    names = Person.objects.filter(places).order_by().values_list("pk", "name")
    same_name = [pk for pk, name in names if fold(name) == fold(person.name)]
    alike = {*same_address, *same_name} - {person.pk}
    return list(Person.objects.visible_to(by).standing().filter(pk__in=alike)) if alike else []


@signed_in
def person_new(request: HttpRequest) -> HttpResponse:
    """Somebody new."""
    by = viewer(request)
    check_can_add_person(by)
    return form_page(
        request,
        form=partial(NewPersonForm, viewer=by),
        context={
            "title": _("Add a person"), "button": _("Add this person"),
            "back": {"url": reverse("people"), "label": _("People")},
        },
        save=lambda form: add_person(
            by=by, name=form.cleaned_data["name"], pronouns=form.cleaned_data["pronouns"],
            language=form.cleaned_data["language"], email=form.cleaned_data["email"],
        ),
    )  # fmt: skip


@signed_in
def person_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Editing who somebody is."""
    by = viewer(request)
    row = _person(by, pk)
    check_can_edit_person(by, row)
    return form_page(
        request,
        form=PersonForm,
        instance=row,
        context={
            "title": _("Edit {name}").format(name=row), "button": _("Save this person"),
            "back": {"url": row.get_absolute_url(), "label": row.name},
        },
        save=lambda form: edit_person(by=by, person=row, values=form.values(), version=version_of(request)),
    )  # fmt: skip
