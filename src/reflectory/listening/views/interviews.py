"""The pages of interviews: all series, one series with its progress, somebody new, one interview, its time, letters.

Holding an interview is in `interview_holding`, transcripts in `interview_transcripts`, the grid in `interview_grid`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from reflectory.core.exports import export, wants_export
from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.core.refusal import Refused
from reflectory.core.visibility import Viewer
from reflectory.directory.actions.people import add_person
from reflectory.directory.models import Organisation, Person
from reflectory.directory.policies import can_add_person
from reflectory.listening import interview_states as states
from reflectory.listening.actions import interview_letters as letters
from reflectory.listening.actions import interviews as actions
from reflectory.listening.forms.interviews import (
    EditInterview,
    FrameForm,
    LetterForm,
    MoveForm,
    NewInterview,
    ScheduleForm,
    StrataForms,
)
from reflectory.listening.interview_calendar import as_calendar, first_words
from reflectory.listening.models import Interview, SamplingFrame
from reflectory.listening.policies import interviews as policies
from reflectory.listening.sampling import progress_of, took, turnaround_of
from reflectory.listening.uses import USES
from reflectory.programmes.models import Edition, Membership
from reflectory.programmes.views.within import find_edition

PER_PAGE = 50
COLUMNS = [
    (gettext_lazy("Person"), lambda row: row.person.name),
    (gettext_lazy("Speaks for"), lambda row: row.organisation.name if row.organisation else ""),
    (gettext_lazy("State"), lambda row: row.get_state_display()),
    (gettext_lazy("Takes place at"), lambda row: row.scheduled_at),
    (gettext_lazy("Held"), lambda row: row.held_at),
    (gettext_lazy("Written up"), lambda row: row.written_up_at),
]


def frame_of(request: HttpRequest, pk: int) -> SamplingFrame:
    """The series in the address, where the reader may see it."""
    rows = SamplingFrame.objects.visible_to(viewer(request))
    return seen(rows.select_related("edition__programme", "guide__form_version"), pk=pk)


def interview_of(request: HttpRequest, pk: int) -> Interview:
    """The interview in the address, where the reader may see it."""
    rows = Interview.objects.visible_to(viewer(request)).select_related(
        "frame__edition__programme", "person", "organisation", "ask", "interviewer", "second_reader", "voice",
        "guide_version", "transcript", "membership__team",
    )  # fmt: skip
    return seen(rows, pk=pk)


def crumbs_to_frame(frame: SamplingFrame, *, inside: bool = True) -> list[tuple[str, str]]:
    """The way down to a series, or to what is in it."""
    found = [(_("Interviews"), reverse("interviews"))]
    return [*found, (frame.title, frame.get_absolute_url())] if inside else found


def crumbs_to_interview(row: Interview, by: Viewer) -> list[tuple[str, str]]:
    """The way down to one interview; past a series that the reader does not see."""
    sees = policies.can_plan_interviews(by, row.frame.edition)
    return [*crumbs_to_frame(row.frame, inside=sees), (row.person.name, row.get_absolute_url())]


@signed_in
def interviews(request: HttpRequest) -> HttpResponse:
    """All series that the reader sees, and the interviews that they hold or read themselves."""
    by = viewer(request)
    counts = {
        "n_all": Count("interviews"),
        "n_held": Count("interviews", filter=Q(interviews__state__in=states.TALKED)),
    }
    frames = SamplingFrame.objects.visible_to(by).select_related("edition__programme").annotate(**counts)
    page = Paginator(frames.order_by("-created_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    mine = _mine(by)
    return render(request, "listening/interviews/all.html", {
        "page": page, "mine": mine, "may_plan": policies.can_plan_interviews(by),
    })  # fmt: skip


def _mine(by: Viewer) -> list[Interview]:
    if by.person_id is None:
        return []
    open_ = Q(interviewer=by.person_id, state__in=(states.AGREED, states.SCHEDULED, states.HELD))
    unread = Q(second_reader=by.person_id, state=states.WRITTEN_UP)
    rows = Interview.objects.visible_to(by).filter(open_ | unread)
    return list(rows.select_related("person", "organisation", "frame")[:PER_PAGE])


@signed_in
def series_start(request: HttpRequest) -> HttpResponse:
    """Asks for which edition a series is; goes on at once where there is one."""
    by = viewer(request)
    policies.check_can_plan_interviews(by)
    rows = Edition.objects.visible_to(by).select_related("programme")
    mine = rows if by.is_operator else rows.filter(pk__in=by.editions_as("programme_lead", "analyst"))
    running = list(mine.running_on(timezone.localdate())) or list(mine)
    if len(running) == 1:
        return redirect("interview-series-new", running[0].programme.slug, running[0].slug)
    return render(request, "programmes/choose_edition.html", {
        "title": _("Which edition are the interviews for?"), "editions": running,
        "url_name": "interview-series-new",
    })  # fmt: skip


@signed_in
def series_new(request: HttpRequest, programme: str, edition: str) -> HttpResponse:
    """A series begins; its cells are typed on the page after."""
    of = find_edition(request, programme, edition)
    by = viewer(request)
    policies.check_can_plan_interviews(by, of)

    def save(form: FrameForm) -> SamplingFrame:
        said = form.cleaned_data
        same = SamplingFrame.objects.filter(edition=of, title=said["title"], guide=said["guide"]).first()
        return same or actions.lay_out_frame(by=by, edition=of, **said)

    return form_page(
        request, form=partial(FrameForm, by=by, edition=of), save=save,
        template="listening/interviews/series_form.html",
        done=lambda row: reverse("interview-frame", args=[row.pk]),
        context={
            "title": _("A series of interviews in {edition}").format(edition=of), "button": _("Go on to whom to hear"),
            "back": {"url": of.get_absolute_url(), "label": str(of)}, "edition": of,
        },
    )  # fmt: skip


@signed_in
def series_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words, or another guide for those that have not begun."""
    frame = frame_of(request, pk)
    by = viewer(request)
    policies.check_can_plan_interviews(by, frame.edition)

    def save(form: FrameForm) -> SamplingFrame:
        return actions.edit_frame(by=by, frame=frame, values=form.cleaned_data, version=version_of(request))

    return form_page(
        request, form=partial(FrameForm, by=by, edition=frame.edition), save=save, instance=frame,
        template="listening/interviews/series_form.html",
        context={
            "title": _("Change “{title}”").format(title=frame.title), "edition": frame.edition,
            "back": {"url": frame.get_absolute_url(), "label": frame.title},
        },
    )  # fmt: skip


@signed_in
def series(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One series: what is missing in each cell, how long notes take, and everybody in it."""
    frame = frame_of(request, pk)
    by = viewer(request)
    rows = (
        Interview.objects.visible_to(by)
        .filter(frame=frame)
        .select_related("person", "organisation", "interviewer")
    )
    wanted = request.GET.get("state", "")
    shown = rows.filter(state=wanted) if wanted in dict(states.STATES) else rows
    if wants_export(request):
        return export(request, name=f"interviews {frame}", columns=COLUMNS, rows=shown)
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.took = took(row)
    cells, total = progress_of(frame)
    return render(request, "listening/interviews/series.html", {
        "frame": frame, "cells": cells, "total": total, "page": page, "n_all": total.invited,
        "turnaround": turnaround_of(frame), "states": states.STATES, "state": wanted,
        "may_plan": policies.can_plan_interviews(by, frame.edition), "crumbs": crumbs_to_frame(frame, inside=False),
    })  # fmt: skip


@signed_in
def frame_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The cells of the frame as one table, with empty rows beneath; "More rows" keeps what was typed."""
    frame = frame_of(request, pk)
    by = viewer(request)
    policies.check_can_plan_interviews(by, frame.edition)
    there = [
        {"pk": one.pk, "region": one.region, "size": one.size, "role": one.role, "wanted": one.wanted,
         "why_fewer": one.why_fewer}
        for one in frame.strata.all()
    ]  # fmt: skip
    rows = (
        StrataForms(request.POST, initial=there) if request.method == "POST" else StrataForms(initial=there)
    )
    refused = ""
    if request.method == "POST" and rows.is_valid():
        wanted = [found for form in rows if (found := form.as_wanted() if form.cleaned_data else None)]
        try:
            actions.set_strata(by=by, frame=frame, strata=wanted)
        except Refused as why:
            refused = str(why)
        else:
            more = "more" in request.POST
            return redirect(reverse("interview-frame", args=[pk]) if more else frame.get_absolute_url())
    status = 422 if request.method == "POST" else 200
    return render(request, "listening/interviews/frame.html", {
        "frame": frame, "rows": rows, "refused": refused, "crumbs": crumbs_to_frame(frame),
    }, status=status)  # fmt: skip


@signed_in
def interview_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody enters the series: who works with the programme already, or somebody new."""
    frame = frame_of(request, pk)
    by = viewer(request)
    policies.check_can_plan_interviews(by, frame.edition)
    words, place = (request.GET.get(key, "").strip() for key in ("q", "place"))
    may_add = can_add_person(by)

    def save(form: NewInterview) -> Interview:
        said = form.cleaned_data
        person: Person = said.get("person") or add_person(by=by, name=said["name"], email=said["email"])
        membership = Membership.objects.filter(person=person, team__edition=frame.edition).first()
        return actions.add_interview(
            by=by, frame=frame, person=person, at=timezone.now(), membership=membership,
            organisation=said.get("organisation") or _speaks_for(person, membership),
            strata=said.get("strata", ()), interviewer=said["interviewer"], second_reader=said["second_reader"],
            state=said["state"],
        )  # fmt: skip

    form = partial(NewInterview, by=by, frame=frame, words=words, place=place, may_add=may_add)
    return form_page(
        request, form=form, save=save, template="listening/interviews/new.html",
        context={
            "frame": frame, "words": words, "place": place, "may_add": may_add, "crumbs": crumbs_to_frame(frame),
            "back": {"url": frame.get_absolute_url(), "label": frame.title},
        },
    )  # fmt: skip


def _speaks_for(person: Person, membership: Membership | None) -> Organisation | None:
    """The place of somebody's team, else of the post that they hold now."""
    if membership is not None:
        return membership.team.organisation
    post = person.posts.filter(ended_on__isnull=True).select_related("organisation").first()
    return post.organisation if post else None


@signed_in
def interview(request: HttpRequest, pk: int) -> HttpResponse:
    """One interview: how far it is and what comes next."""
    row = interview_of(request, pk)
    by = viewer(request)
    may_hold = policies.can_hold_interview(by, row)
    uses = dict(USES)
    agreed = row.voice.consents.filter(withdrawn_on__isnull=True) if row.voice else []
    moves = states.MOVES[row.state] if row.begun_at is None else ()
    return render(request, "listening/interviews/interview.html", {
        "interview": row, "crumbs": crumbs_to_interview(row, by)[:-1], "may_hold": may_hold,
        "may_plan": policies.can_plan_interviews(by, row.frame.edition),
        "may_read": policies.can_read_notes(by, row), "may_read_again": policies.can_read_again(by, row),
        "has_address": letters.has_address(row), "agreed": [uses[one.use] for one in agreed],
        "is_open": row.state in (states.INVITED, states.AGREED, states.SCHEDULED), "took": took(row),
        "moves": [(key, str(dict(states.STATES)[key])) for key in moves if key in states.BY_HAND],
        "shape": states.shape_of(row.state), "history": row.moves.all(), "strata": row.strata.all(),
    })  # fmt: skip


@signed_in
def interview_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other cells, another interviewer or second reader."""
    row = interview_of(request, pk)
    by = viewer(request)
    policies.check_can_plan_interviews(by, row.frame.edition)

    def save(form: EditInterview) -> Interview:
        said = dict(form.cleaned_data)
        return actions.edit_interview(
            by=by, interview=row, strata=said.pop("strata", None), values=said, version=version_of(request)
        )

    context = {
        "title": _("Interview with {person}").format(person=row.person), "version": row.version,
        "back": {"url": row.get_absolute_url(), "label": row.person.name},
    }  # fmt: skip
    return form_page(request, form=partial(EditInterview, instance=row), save=save, context=context)


@signed_in
def interview_schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """When and where it takes place."""
    row = interview_of(request, pk)
    by = viewer(request)
    policies.check_can_hold_interview(by, row)

    def save(form: ScheduleForm) -> Interview:
        return actions.schedule_interview(by=by, interview=row, at=timezone.now(), **form.cleaned_data)

    context = {
        "title": _("When do you talk with {person}?").format(person=row.person), "button": _("Set this time"),
        "back": {"url": row.get_absolute_url(), "label": row.person.name},
    }  # fmt: skip
    return form_page(request, form=partial(ScheduleForm, interview=row), save=save, context=context)


@signed_in
def interview_move(request: HttpRequest, pk: int, to: str) -> HttpResponse:
    """The interview agreed, declined or called off, with the reason."""
    row = interview_of(request, pk)
    by = viewer(request)
    policies.check_can_hold_interview(by, row)
    word = dict(states.STATES).get(to, to)

    def save(form: MoveForm) -> Interview:
        if to not in states.BY_HAND:
            raise Refused(_("This follows from what is done on the page of the interview."))
        return actions.move_interview(
            by=by, interview=row, to=to, at=timezone.now(), reason=form.cleaned_data["reason"]
        )

    context = {
        "title": _("{person}: {state}?").format(person=row.person, state=word), "button": _("Save"),
        "back": {"url": row.get_absolute_url(), "label": row.person.name},
    }  # fmt: skip
    return form_page(request, form=MoveForm, save=save, context=context)


@signed_in
def interview_write(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter to the person, with the calendar file once a time is set."""
    row = interview_of(request, pk)
    by = viewer(request)
    policies.check_can_hold_interview(by, row)
    subject, text = first_words(row, sender=by.name)

    def save(form: LetterForm) -> Interview:
        return letters.write_to(by=by, interview=row, now=timezone.now(), **form.cleaned_data)

    lead = _("The calendar file goes with it.") if row.state == states.SCHEDULED else ""
    context = {
        "title": _("Write to {person}").format(person=row.person), "button": _("Send"), "lead": lead,
        "back": {"url": row.get_absolute_url(), "label": row.person.name},
    }  # fmt: skip
    form = partial(LetterForm, initial={"subject": subject, "text": text})
    return form_page(request, form=form, save=save, context=context)


@signed_in
@require_safe
def interview_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The interview as a file for a calendar program."""
    row = interview_of(request, pk)
    if row.scheduled_at is None:
        raise Refused(_("No time is set for this interview yet."))
    context: dict[str, Any] = {"Content-Disposition": f'attachment; filename="interview-{row.pk}.ics"'}
    return HttpResponse(
        as_calendar(row, now=timezone.now()), content_type="text/calendar; charset=utf-8",
        headers={**context, "Cache-Control": "private, no-cache"},
    )  # fmt: skip
