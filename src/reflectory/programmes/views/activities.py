"""The pages of sessions: one session, its notes, who was there, guests; planned, moved, cancelled.

Who is expected and how marks are kept is in `attendance`.
"""

from __future__ import annotations

from functools import partial
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reflectory.core.exports import export, wants_export
from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.actions.people import add_person
from reflectory.directory.models import Contact, Organisation, Person
from reflectory.programmes import policies
from reflectory.programmes.actions import activities as actions
from reflectory.programmes.actions.activities import Mark
from reflectory.programmes.forms.activities import (
    ActivityNotes,
    CancelActivity,
    EditActivity,
    NewActivity,
    NewGuest,
    listed_in,
    marks_in,
    teams_for,
)
from reflectory.programmes.models import Activity, Attendance, Edition
from reflectory.programmes.views import attendance
from reflectory.programmes.views.teams import crumbs_to, crumbs_to_team
from reflectory.programmes.views.within import find_edition

PER_PAGE = 150
COLUMNS = [
    (gettext_lazy("Name"), lambda row: row.label),
    (gettext_lazy("Team"), lambda row: row.group),
    (gettext_lazy("Role, or who they came for"), lambda row: row.detail),
    (gettext_lazy("Seniority"), lambda row: row.seniority),
    (gettext_lazy("Was there"), lambda row: row.value),
]


def activity_of(request: HttpRequest, pk: int) -> Activity:
    """The session in the address, where the reader may see it."""
    rows = Activity.objects.visible_to(viewer(request))
    return seen(
        rows.select_related("edition__programme", "phase", "team__organisation", "team__edition__programme"),
        pk=pk,
    )


def crumbs_to_activity(row: Activity) -> list[tuple[str, str]]:
    """The way down to a session."""
    if row.team is not None:
        return crumbs_to_team(row.team)
    return crumbs_to(row.edition)


def _back(row: Activity) -> dict[str, str]:
    return {"url": row.get_absolute_url(), "label": row.title}


@signed_in
def activity_start(request: HttpRequest) -> HttpResponse:
    """Asks for which edition a session is planned; goes on at once where there is one."""
    by = viewer(request)
    rows = Edition.objects.visible_to(by).select_related("programme")
    mine = rows if by.is_operator else rows.filter(pk__in=by.editions_as("programme_lead", "coach"))
    running = list(mine.running_on(timezone.localdate())) or list(mine)
    if len(running) == 1:
        return redirect("activity-new", running[0].programme.slug, running[0].slug)
    return render(request, "programmes/choose_edition.html", {
        "title": _("Which edition is the session for?"), "editions": running, "url_name": "activity-new",
    })  # fmt: skip


@signed_in
def activity_new(request: HttpRequest, programme: str, edition: str) -> HttpResponse:
    """A session is planned; sending it twice plans it once."""
    of = find_edition(request, programme, edition)
    by = viewer(request)
    if not teams_for(by, of).exists():
        policies.check_can_run_edition(by, of)

    def save(form: NewActivity) -> Activity:
        said = form.cleaned_data
        same = Activity.objects.filter(
            edition=of,
            team=said["team"],
            kind=said["kind"],
            title=said["title"],
            planned_starts_at=said["starts_at"],
        ).first()
        return same or actions.plan_activity(by=by, edition=of, **said)

    initial = {"team": request.GET.get("team", "")}
    form = partial(NewActivity, by=by, edition=of, initial=initial)
    context = {
        "title": _("Plan a session of {edition}").format(edition=of), "button": _("Plan this session"),
        "back": {"url": of.get_absolute_url(), "label": str(of)},
    }  # fmt: skip
    return form_page(request, form=form, save=save, context=context)


@signed_in
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    """One session: when, where, what may be used, plan and notes, and who was there."""
    row = activity_of(request, pk)
    by = viewer(request)
    may_run = policies.can_run_activity(by, row)
    reads = attendance.reads_attendance(by, row)
    people = attendance.people_at(by, row, only_leaders=row.is_for_leaders) if reads else []
    here = [one for one in people if one.value == "here"]
    return render(request, "programmes/activity.html", {
        "activity": row, "edition": row.edition, "crumbs": crumbs_to_activity(row), "may_run": may_run,
        "is_moved": row.starts_at != row.planned_starts_at, "is_past": row.starts_at <= timezone.now(),
        "reads_attendance": reads, "here": here, "away": [one for one in people if one.value == "away"],
        "n_people": len(people), "shares": attendance.by_seniority(people),
        # What stays in the room is shown to those who were to lead it, not to everybody who reads the edition.
        "notes_are_closed": row.confidentiality == "confidential" and not may_run,
    })  # fmt: skip


@signed_in
def activity_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The session with other words, or at another time with the reason; the time first planned is kept."""
    row = activity_of(request, pk)
    policies.check_can_run_activity(viewer(request), row)

    def save(form: EditActivity) -> Activity:
        return actions.edit_activity(
            by=viewer(request), activity=row, values=form.cleaned_data, version=version_of(request)
        )

    context = {"title": _("Change “{title}”").format(title=row.title), "back": _back(row)}
    return form_page(
        request, form=partial(EditActivity, edition=row.edition), save=save, instance=row, context=context
    )


@signed_in
def activity_notes(request: HttpRequest, pk: int) -> HttpResponse:
    """What was noted. Two who write at once are shown each other's words."""
    row = activity_of(request, pk)
    policies.check_can_run_activity(viewer(request), row)

    def save(form: ActivityNotes) -> Activity:
        return actions.edit_activity(
            by=viewer(request), activity=row, values=form.cleaned_data, version=version_of(request)
        )

    context = {
        "title": _("Notes of “{title}”").format(title=row.title), "back": _back(row),
        "lead": row.get_confidentiality_display(),
    }  # fmt: skip
    return form_page(request, form=ActivityNotes, save=save, instance=row, context=context)


@signed_in
def activity_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The session does not take place; it stays on the pages with its reason."""
    row = activity_of(request, pk)
    policies.check_can_run_activity(viewer(request), row)

    def save(form: CancelActivity) -> Activity:
        return actions.cancel_activity(by=viewer(request), activity=row, why=form.cleaned_data["why"])

    context = {
        "title": _("Cancel “{title}”?").format(title=row.title), "back": _back(row), "button": _("Cancel this session"),
        "lead": _("It stays on the pages, with the reason. Nobody is written to."),
    }  # fmt: skip
    return form_page(request, form=CancelActivity, save=save, context=context)


@signed_in
def activity_attendance(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The list on which everybody is marked at once, and the undo of that."""
    row = activity_of(request, pk)
    by = viewer(request)
    policies.check_can_run_activity(by, row)
    if request.method == "POST" and row.state != "cancelled":
        return _mark(request, by, row)
    only_leaders = row.is_for_leaders and "all" not in request.GET
    rows = attendance.people_at(by, row, only_leaders=only_leaders)
    if wants_export(request):
        return export(request, name=f"attendance {row}", columns=COLUMNS, rows=rows)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "programmes/activity_attendance.html", {
        "activity": row, "edition": row.edition, "page": page, "only_leaders": only_leaders,
        "groups": [(name, list(found)) for name, found in groupby(page.object_list, key=lambda one: one.group)],
        "n_here": sum(one.value == "here" for one in rows), "n_away": sum(one.value == "away" for one in rows),
        "n_unknown": sum(one.value == "unknown" for one in rows),
        "can_undo": attendance.undo_key(row) in request.session,
        "crumbs": [*crumbs_to_activity(row), (row.title, row.get_absolute_url())],
    })  # fmt: skip


def _mark(request: HttpRequest, by: Viewer, row: Activity) -> HttpResponseRedirect:
    if "undo" in request.POST:
        n = attendance.take_back(by=by, activity=row, session=request.session)
        said = ngettext("{n} mark is as it was before.", "{n} marks are as they were before.", n)
    else:
        attendance.check_known(by, listed_in(request.POST))
        marks = marks_in(request.POST, everybody_else_is_here="everybody" in request.POST)
        n = attendance.save_marks(by=by, activity=row, marks=marks, session=request.session)
        said = ngettext("{n} mark is saved.", "{n} marks are saved.", n)
    messages.success(request, said.format(n=n) if n else _("Nothing changed: it was saved already."))
    return redirect(request.get_full_path())


@signed_in
def activity_guest(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody came who is in no team, and for which organisation. Only where the session is open to others."""
    row = activity_of(request, pk)
    by = viewer(request)
    policies.check_can_run_activity(by, row)
    if not row.is_open:
        raise Refused(_("“{title}” is not open to others. Change that first, or add the person to a team.").format(
            title=row.title))  # fmt: skip
    words, came_for = (request.GET.get(key, "").strip() for key in ("q", "came_for"))

    @transaction.atomic
    def save(form: NewGuest) -> Activity:
        said = form.cleaned_data
        organisation = said.get("organisation")
        person = said.get("person") or _new_guest(by, row, said["name"], said["email"], organisation)
        if organisation is None and not person.posts.filter(ended_on__isnull=True).exists():
            raise Refused(
                _("Say who {person} came for: look for the organisation above.").format(person=person)
            )
        mark = Mark(person.pk, was_there=True, organisation_id=organisation.pk if organisation else None)
        attendance.save_marks(by=by, activity=row, marks=[mark], session=request.session)
        return row

    return form_page(
        request, form=partial(NewGuest, viewer=by, words=words, came_for=came_for), save=save,
        template="programmes/activity_guest.html", done=lambda _row: reverse("activity-attendance", args=[pk]),
        context={
            "activity": row, "words": words, "came_for": came_for,
            "back": {"url": reverse("activity-attendance", args=[pk]), "label": row.title},
            "crumbs": [*crumbs_to_activity(row), (row.title, row.get_absolute_url())],
        },
    )  # fmt: skip


def _new_guest(by: Viewer, row: Activity, name: str, email: str, organisation: Organisation | None) -> Person:
    """The person; the one whom sending the same form a moment earlier made, where there is one."""
    if organisation is None:
        raise Refused(_("Say who {person} came for: look for the organisation above.").format(person=name))
    marked = Attendance.objects.filter(activity=row, person__name=name, organisation=organisation)
    same = marked.select_related("person").first()
    if same is not None:
        return same.person
    if email and Contact.objects.known_by(email).exists():
        raise Refused(_("Somebody with the address {email} is known already. Look for the address above.").format(
            email=email))  # fmt: skip
    return add_person(by=by, name=name, email=email)
