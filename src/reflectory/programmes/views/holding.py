"""The page on which a session of today is begun, in one form, and from which one comes to its attendance."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reflectory.core.pages import signed_in, viewer
from reflectory.core.refusal import Refused
from reflectory.programmes.actions.holding import LinesRefused, Room, hold_session
from reflectory.programmes.forms.holding import HoldSession, next_quarter
from reflectory.programmes.policies import can_add_programme, check_can_hold_session
from reflectory.programmes.views.imports import editions_run


@signed_in
@require_http_methods(["GET", "POST"])
def session_today(request: HttpRequest) -> HttpResponse:
    """What it is, when, where, of which programme and who is coming; then the page on which they are marked."""
    by = viewer(request)
    check_can_hold_session(by)
    editions = editions_run(by)
    running = list(editions.running_on(timezone.localdate())[:2])
    initial = {
        "starts_at": next_quarter(timezone.localtime()),
        "edition": request.GET.get("edition") or (running[0].pk if len(running) == 1 else None),
    }
    form = HoldSession(request.POST or None, by=by, editions=editions, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            held = hold_session(
                by=by, room=Room(said["title"], said["starts_at"], said["minutes"], said["where"]),
                edition=said.get("edition"), programme_name=said.get("programme_name", ""), comers=form.comers,
                places=form.places, role=form.role,
            )  # fmt: skip
        except LinesRefused as refused:
            form.refuse_lines(refused.problems)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Everything is there. Mark who came."))
            return redirect("activity-attendance", held.pk)
    return render(request, "programmes/session_today.html", {
        "form": form, "crumbs": [(_("Programmes"), reverse("programmes"))] if not can_add_programme(by) else [],
    }, status=422 if form.is_bound else 200)  # fmt: skip
