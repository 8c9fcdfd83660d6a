"""The board of an after-action review, and the actions that come of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reflectory.core.pages import form_page, seen, signed_in, viewer
from reflectory.directory.models import Person
from reflectory.listening.actions.after_action import (
    add_action,
    add_note,
    ask_before_review,
    begin_action_review,
    close_action_review,
    remove_note,
    settle_action,
)
from reflectory.listening.after_action import left_from_before
from reflectory.listening.forms.after_action import ActionForm, NoteForm, SettleForm
from reflectory.listening.models.after_action import COLUMNS, AfterActionReview, ReviewAction, ReviewNote
from reflectory.listening.policies.after_action import can_take_part_in_review
from reflectory.programmes.models import Activity
from reflectory.programmes.policies import can_run_activity
from reflectory.programmes.views.within import staff


@signed_in
def activity_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The board; before it is begun, what it is for."""
    by, activity = viewer(request), _session(request, pk)
    review = AfterActionReview.objects.visible_to(by).filter(activity=activity).first()
    if request.method == "POST":
        return _post(request, activity, review)
    return _board(request, activity, review, NoteForm())


def _post(request: HttpRequest, activity: Activity, review: Any) -> HttpResponse:
    by = viewer(request)
    if "begin" in request.POST:
        begin_action_review(by=by, activity=activity)
    elif review is None:
        raise Http404
    elif "close" in request.POST:
        close_action_review(by=by, review=review)
    elif "remove" in request.POST:
        remove_note(by=by, note=seen(ReviewNote.objects.filter(review=review), pk=request.POST["remove"]))
    else:
        form = NoteForm(request.POST)
        if not form.is_valid():
            return _board(request, activity, review, form, status=422)
        add_note(by=by, review=review, **form.cleaned_data)
    return redirect("activity-review", pk=activity.pk)


def _board(
    request: HttpRequest, activity: Activity, review: Any, form: NoteForm, status: int = 200
) -> HttpResponse:
    by = viewer(request)
    notes = list(ReviewNote.objects.filter(review=review)) if review else []
    columns = [(name, [one for one in notes if one.column == key]) for key, name in COLUMNS]
    actions = list(ReviewAction.objects.filter(review=review).select_related("owner")) if review else []
    return render(request, "listening/after_action/board.html", {
        "activity": activity, "review": review, "columns": columns, "actions": actions, "form": form,
        "before": left_from_before(activity, by), "may_run": can_run_activity(by, activity),
        "ask": activity.asks.filter(purpose="reflection", identity="anonymous").first(),
        "crumbs": [(str(one), one.get_absolute_url()) for one in (activity.edition, activity)],
    }, status=status)  # fmt: skip


@signed_in
@require_POST
def activity_review_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens the anonymous ask before the review, and shows where people answer it."""
    ask = ask_before_review(by=viewer(request), activity=_session(request, pk))
    messages.success(request, _("Open now. Show the code, or send the address to everybody who was there."))
    return redirect(ask.get_absolute_url())


@signed_in
def activity_review_action(request: HttpRequest, pk: int) -> HttpResponse:
    """A form for who does what by when."""
    by, activity = viewer(request), _session(request, pk)
    review = seen(AfterActionReview.objects.visible_to(by).select_related("activity"), activity=activity)
    people = _people(request, activity)
    return form_page(
        request,
        form=lambda *given, **named: ActionForm(*given, people=people, **named),
        save=lambda form: add_action(by=by, review=review, **form.cleaned_data),
        context={
            "title": _("What will be done, by whom, by when"),
            "back": {"url": review.get_absolute_url(), "label": _("After-action review")},
        },
    )  # fmt: skip


@signed_in
def review_action(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of one action."""
    by = viewer(request)
    action = seen(ReviewAction.objects.visible_to(by).select_related("review__activity", "owner"), pk=pk)
    start = {"state": action.state, "came_of_it": action.came_of_it}
    return form_page(
        request,
        form=lambda *given, **named: SettleForm(*given, initial=start, **named),
        save=lambda form: settle_action(by=by, action=action, **form.cleaned_data),
        context={
            "title": action.what,
            "lead": _("%(who)s, by %(day)s") % {"who": action.owner.name, "day": action.due_on},
            "back": {"url": action.get_absolute_url(), "label": _("After-action review")},
        },
    )  # fmt: skip


def _session(request: HttpRequest, pk: int) -> Activity:
    by = viewer(request)
    rows = Activity.objects.visible_to(by).select_related("edition__programme", "team__organisation")
    activity = seen(rows, pk=pk)
    if not can_take_part_in_review(by, activity):
        raise Http404
    return activity


def _people(request: HttpRequest, activity: Activity) -> Any:
    """Who can own an action: members of the teams that the viewer sees, and who works on the edition."""
    by = viewer(request)
    members = Q(memberships__team__edition=activity.edition, memberships__left_on__isnull=True)
    seen_people = Person.objects.visible_to(by).filter(members)
    workers = staff(activity.edition)
    return Person.objects.filter(
        Q(pk__in=seen_people.values("pk")) | Q(pk__in=workers.values("pk"))
    ).order_by("name")
