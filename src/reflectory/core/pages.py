"""What views of every room share: who is looking, finding a row they may see, forms whose words are never lost.

`form_page` carries a form from empty to saved: bad input, a refusal and somebody else's edit all show the page
again with everything that was typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from reflectory.core.editing import Conflict
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer

signed_in = login_required
Row = TypeVar("Row", bound=models.Model)


def viewer(request: HttpRequest) -> Viewer:
    """Who is looking."""
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]  # set by programmes.viewing


def seen(rows: models.QuerySet[Row], **wanted: Any) -> Row:
    """The one row. 404 where there is none: one that may not be seen is not told from one that is not there.

    `rows` has been through `visible_to` already.
    """
    found = rows.filter(**wanted).first()
    if found is None:
        raise Http404
    return found


def form_page(
    request: HttpRequest,
    *,
    form: Callable[..., forms.BaseForm],
    save: Callable[[Any], models.Model],
    template: str = "core/form.html",
    context: Mapping[str, Any] | None = None,
    done: Callable[[Any], str] | None = None,
    instance: models.Model | None = None,
) -> HttpResponse:
    """The page of a form, or where saving it leads.

    `form` is a form class; `save` is given the valid form and returns the row. `done` names where to go then
    (default: the row's own page). With an `instance` the form carries its version in a hidden field, so that
    two people cannot overwrite each other: `save` passes `version_of(request)` on to its action.
    """
    given: dict[str, Any] = {"instance": instance} if instance is not None else {}
    bound = form(request.POST, request.FILES, **given) if request.method == "POST" else form(**given)
    shown = {"form": bound, "version": getattr(instance, "version", 0), **(context or {})}
    if request.method == "POST" and bound.is_valid():
        try:
            row = save(bound)
        except Refused as refused:
            bound.add_error(None, str(refused))
        except Conflict as conflict:
            shown |= {"conflict": _difference(bound, conflict), "version": conflict.current.version}
            return render(request, template, shown, status=409)
        else:
            messages.success(request, _("Saved."))
            return redirect(done(row) if done else row.get_absolute_url())  # type: ignore[attr-defined]  # rows have pages
    return render(request, template, shown, status=422 if bound.is_bound else 200)


def version_of(request: HttpRequest) -> int:
    """The version that the form was opened with; 0, which no row has, where it says none."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() else 0


def _difference(bound: forms.BaseForm, conflict: Conflict) -> list[dict[str, str]]:
    """What stands there now beside what was typed, for every field where the two differ."""
    rows = []
    for name, value in bound.cleaned_data.items():
        theirs = getattr(conflict.current, name, None)
        if name in bound.fields and hasattr(conflict.current, name) and theirs != value:
            rows.append({"label": str(bound[name].label), "theirs": _words(theirs), "yours": _words(value)})
    return rows


def _words(value: Any) -> str:
    return "" if value is None else str(value)
