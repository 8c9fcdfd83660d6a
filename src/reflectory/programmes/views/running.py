"""Running an edition: what is written before and during it, deadlines, engagement of residents.

Money and safeguarding concerns, which few may see, are in `guarded`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reflectory.core.editing import Conflict
from reflectory.core.exports import export, wants_export
from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.programmes.actions.activities import note_engagement
from reflectory.programmes.actions.editions import add_deadline, meet_deadline, write_note
from reflectory.programmes.artefact_kinds import RUNGS
from reflectory.programmes.catalogue import kind_of
from reflectory.programmes.forms.running import (
    DeadlineForm,
    EngagementForm,
)
from reflectory.programmes.models import Deadline, EditionNote, Engagement, Team
from reflectory.programmes.policies import can_run_edition, check_can_run_edition
from reflectory.programmes.views.within import address, find_edition, need_sight, staff, within
from reflectory.programmes.visibility import coached_by

A_PAGE = 50
MOST_WORDS = 20_000  # characters under one prompt


@dataclass(frozen=True)
class Prompted:
    """A prompt of the kind with what the edition says under it, and what somebody just tried to write."""

    key: str
    prompt: str
    text: str
    version: int
    typed: str
    problem: str = ""
    conflict: Any = None

    @property
    def is_open(self) -> bool:
        """Whether the form stands open: words that were not saved are never folded away."""
        return bool(self.problem or self.conflict)


@signed_in
@require_http_methods(["GET", "POST"])
def before(request, programme, edition):
    """What must be known before it starts: issues, core team, curriculum, technology."""
    return _notes(request, programme, edition, page="before")


@signed_in
@require_http_methods(["GET", "POST"])
def during(request, programme, edition):
    """What is noted while it runs: rhythm of reflection, formats, feedback, what was changed and why."""
    return _notes(request, programme, edition, page="during")


def _notes(request, programme, edition, *, page):
    who = viewer(request)
    row = find_edition(request, programme, edition)
    context = within(request, row, f"edition-{page}")
    need_sight(context["sight"].works)
    kind = kind_of(row.programme.kind)
    prompts = getattr(kind, page) if kind else ()
    problem = _write(request, row, page, prompts) if request.method == "POST" else None
    if request.method == "POST" and problem is None:
        return redirect(f"{address(f'edition-{page}', row)}#{request.POST['key']}")
    notes = {note.key: note for note in EditionNote.objects.visible_to(who).filter(edition=row, page=page)}
    context |= {
        "page": page,
        "prompts": [_prompted(one, notes.get(one.key), problem) for one in prompts],
        "may_write": can_run_edition(who, row),
    }
    return render(
        request, "programmes/edition_notes.html", context, status=problem["status"] if problem else 200
    )


def _write(request, edition, page, prompts):
    """None where the note was written; otherwise what stood in the way, with the words that were typed."""
    key, typed = request.POST.get("key", ""), request.POST.get("text", "").strip()
    if key not in {one.key for one in prompts}:
        raise Http404
    if len(typed) > MOST_WORDS:
        sentence = _("This is {n} characters long; {most} fit here. Shorten it.").format(
            n=len(typed), most=MOST_WORDS
        )
        return {"key": key, "typed": typed, "problem": sentence, "status": 422}
    try:
        write_note(
            by=viewer(request), edition=edition, page=page, key=key, text=typed, version=version_of(request)
        )
    except Conflict as conflict:
        return {"key": key, "typed": typed, "conflict": conflict.current, "status": 409}
    return None


def _prompted(prompt, note, problem):
    text, version = (note.text, note.version) if note else ("", 0)
    if problem is None or problem["key"] != prompt.key:
        return Prompted(prompt.key, prompt.prompt, text, version, text)
    current = problem.get("conflict")
    rows = [{"label": prompt.prompt, "theirs": current.text, "yours": problem["typed"]}] if current else None
    return Prompted(
        prompt.key, prompt.prompt, text, version, problem["typed"], problem.get("problem", ""), rows
    )


@signed_in
@require_http_methods(["GET", "POST"])
def deadlines(request, programme, edition):
    """What is due, open things first, and adding one."""
    who = viewer(request)
    row = find_edition(request, programme, edition)
    context = within(request, row, "edition-deadlines")
    need_sight(context["sight"].works)
    if request.method == "POST":
        check_can_run_edition(who, row)
    listed = Deadline.objects.visible_to(who).filter(edition=row).select_related("owner")
    context |= {
        "open": [one for one in listed if one.done_on is None],
        "done": [one for one in listed if one.done_on is not None],
        "may_change": can_run_edition(who, row),
    }
    return form_page(
        request,
        form=partial(DeadlineForm, people=staff(row)),
        save=lambda form: add_deadline(by=who, edition=row, **form.cleaned_data),
        done=lambda _deadline: address("edition-deadlines", row),
        template="programmes/edition_deadlines.html",
        context=context,
    )


@signed_in
@require_POST
def meet(request, programme, edition, pk):
    """The deadline is met today. Pressing twice is harmless."""
    who = viewer(request)
    row = find_edition(request, programme, edition)
    deadline = seen(Deadline.objects.visible_to(who).select_related("edition__programme"), edition=row, pk=pk)
    if deadline.done_on is None:
        meet_deadline(by=who, deadline=deadline, on=timezone.localdate())
    return redirect(address("edition-deadlines", row))


ENGAGEMENT = [
    (gettext_lazy("Day"), lambda one: one.on),
    (gettext_lazy("What was done"), lambda one: one.what),
    (gettext_lazy("Team"), lambda one: one.team and one.team.organisation.name),
    (gettext_lazy("How far residents had a say"), lambda one: one.get_rung_display()),
    (gettext_lazy("Who says so"), lambda one: one.claimed_by),
    (gettext_lazy("Different people"), lambda one: one.n_people),
    (gettext_lazy("Contacts"), lambda one: one.n_contacts),
]


@signed_in
@require_safe
def engagement(request, programme, edition):
    """Residents who were engaged: different people and contacts in columns of their own, never added together."""
    who = viewer(request)
    row = find_edition(request, programme, edition)
    context = within(request, row, "edition-engagement")
    need_sight(context["sight"].is_in)
    listed = Engagement.objects.visible_to(who).filter(edition=row)
    wanted = request.GET.get("rung", "")
    rows = listed.filter(rung=wanted) if wanted in dict(RUNGS) else listed
    rows = rows.select_related("team__organisation")
    if wants_export(request):
        return export(
            request, name=_("Residents of {edition}").format(edition=row), columns=ENGAGEMENT, rows=rows
        )
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "page": page,
        "n_all": listed.count(),
        "rungs": RUNGS,
        "wanted": wanted,
        "sums": rows.order_by().aggregate(people=Sum("n_people"), contacts=Sum("n_contacts")),
        "may_add": context["sight"].runs or _own_teams(who, row).exists(),
    }
    return render(request, "programmes/edition_engagement.html", context)


def _own_teams(who, edition):
    """The teams that the viewer may note engagement for."""
    teams = Team.objects.visible_to(who).filter(edition=edition).select_related("organisation")
    return teams if can_run_edition(who, edition) else teams.filter(coached_by(who))


@signed_in
@require_http_methods(["GET", "POST"])
def new_engagement(request, programme, edition):
    """Noting that residents were engaged."""
    who = viewer(request)
    row = find_edition(request, programme, edition)
    teams, runs = _own_teams(who, row), can_run_edition(who, row)
    if not runs and not teams.exists():
        check_can_run_edition(who, row)
    return form_page(
        request,
        form=partial(EngagementForm, edition=row, teams=teams, needs_team=not runs),
        save=lambda form: note_engagement(by=who, edition=row, **form.cleaned_data),
        done=lambda _engagement: address("edition-engagement", row),
        context={
            "title": _("Note that residents were engaged"),
            "lead": _("Different people and contacts are two numbers. They are never added together."),
            "back": {
                "url": address("edition-engagement", row),
                "label": _("Residents of {edition}").format(edition=row),
            },
            "button": _("Note the engagement"),
        },
    )
