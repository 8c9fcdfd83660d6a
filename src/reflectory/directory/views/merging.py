"""Two rows that are one: choosing the other, seeing both side by side, merging, and undoing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reflectory.core.pages import seen, signed_in, viewer
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.actions.merging import merge_organisations, merge_people, undo_merge
from reflectory.directory.models import Contact, Merge, Organisation, Person
from reflectory.directory.policies import check_can_merge
from reflectory.directory.views import taking_part
from reflectory.directory.views.lists import with_words
from reflectory.directory.views.people import doubles_of
from reflectory.directory.words import what_and_where

MOST_FOUND = 20


@dataclass(frozen=True)
class Side:
    """One of the two rows, as the page shows it."""

    row: Any
    about: str
    facts: list[tuple[str, Any]]


@signed_in
def organisation_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merging two organisations."""
    return _merge_page(request, Organisation, pk, merge_organisations, _organisation_side)


@signed_in
def person_merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Merging two people."""
    return _merge_page(request, Person, pk, merge_people, _person_side)


def _merge_page(
    request: HttpRequest,
    model: Any,
    pk: int,
    merge: Callable[..., Merge],
    side: Callable[[Any, Viewer], Side],
) -> HttpResponse:
    by = viewer(request)
    rows = model.objects.visible_to(by)
    one = seen(rows, pk=pk)
    check_can_merge(by, one)
    chosen = request.POST.get("with") or request.GET.get("with", "")
    other = seen(rows.exclude(pk=one.pk), pk=int(chosen)) if chosen.isdecimal() else None
    refused = ""
    if request.method == "POST" and other is not None:
        kept, gone = (one, other) if request.POST.get("keep") != str(other.pk) else (other, one)
        try:
            merge(by=by, kept=kept, gone=gone)
        except Refused as error:
            refused = str(error)
        else:
            messages.success(request, _("{gone} is merged into {kept}. It can be undone on this page.").format(
                gone=gone, kept=kept))  # fmt: skip
            return redirect(kept)
    words = request.GET.get("q", "").strip()
    found = with_words(rows.standing().exclude(pk=one.pk), words) if words else rows.none()
    return render(request, "directory/merge.html", {
        "one": one, "other": other, "words": words, "refused": refused,
        "sides": [side(row, by) for row in (one, other)] if other else [],
        "both_in": taking_part.editions_of_both(one, other, by) if other else [],
        "found": _listed(found), "is_people": model is Person,
        "likely": doubles_of(one, by) if model is Person and not other else [],
    }, status=422 if refused else 200)  # fmt: skip


def _listed(rows: QuerySet[Any]) -> list[tuple[Any, str]]:
    """Those found, each with what tells it from its namesakes."""
    if rows.model is Organisation:
        return [(row, what_and_where(row)) for row in rows.select_related("parent")[:MOST_FOUND]]
    return [(row, _posts(row)) for row in taking_part.with_posts(rows)[:MOST_FOUND]]


def _posts(person: Person) -> str:
    held = [
        ", ".join(part for part in (post.title, post.organisation.name) if part)
        for post in person.posts.all()
    ]
    return "; ".join(held) or _("no post known")


def _organisation_side(row: Organisation, by: Viewer) -> Side:
    n = taking_part.n_behind(row, by)
    return Side(row, what_and_where(row), [
        (_("Other names"), ", ".join(alias.name for alias in row.aliases.all()) or _("none")),
        (_("Teams"), n["n_teams"]), (_("People with a post there"), n["n_people"]),
        (_("Attendance"), n["n_attendance"]),
    ])  # fmt: skip


def _person_side(row: Person, by: Viewer) -> Side:
    n = taking_part.n_behind(row, by)
    reached = Contact.objects.visible_to(by).filter(person=row)
    return Side(row, _posts(row), [
        (_("Addresses and numbers"), ", ".join(contact.value for contact in reached) or _("none that you may see")),
        (_("Teams"), n["n_teams"]), (_("Posts"), n["n_people"]), (_("Attendance"), n["n_attendance"]),
        (_("Signs in"), _("yes") if row.account_id else _("no")),
    ])  # fmt: skip


@signed_in
@require_POST
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """The row that went stands for itself again."""
    by = viewer(request)
    merge = seen(Merge.objects.all(), pk=pk)
    model: Any = Organisation if merge.kind == "organisation" else Person
    gone = seen(model.objects.visible_to(by), pk=merge.gone_id)
    undo_merge(by=by, merge=merge)
    messages.success(request, _("{gone} stands for itself again.").format(gone=gone))
    return redirect(gone)
