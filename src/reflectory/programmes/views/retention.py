"""The page on which an edition's personal data is deleted, once its day has come."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from reflectory.core.pages import signed_in, viewer
from reflectory.programmes.actions.retention import forget_people, people_to_forget
from reflectory.programmes.views.within import find_edition, need_sight, within


@signed_in
def forget(request: HttpRequest, programme: str, edition: str) -> HttpResponse:
    """Says what would go and stay; the button does it."""
    row = find_edition(request, programme, edition)
    context = within(request, row, "edition-forget")
    need_sight(context["sight"].runs)
    if request.method == "POST":
        n = forget_people(by=viewer(request), edition=row, on=context["today"])
        messages.success(
            request, ngettext("{n} person was forgotten.", "{n} people were forgotten.", n).format(n=n)
        )
        return redirect(row)
    context["n_people"] = people_to_forget(row, context["today"]).count()
    context["is_due"] = row.retention_on is not None and row.retention_on <= context["today"]
    return render(request, "programmes/edition_forget.html", context)
