"""The phases of an edition: the list in its order, and changing, adding, moving and taking out one."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.core.refusal import Refused
from reflectory.programmes.actions.phases import (
    DOWN,
    UP,
    add_phase,
    edit_phase,
    move_phase,
    remove_phase,
    standing_of,
)
from reflectory.programmes.forms.phases import PhaseForm
from reflectory.programmes.models import Edition, Phase
from reflectory.programmes.views.within import address, find_edition, need_sight, within


def _run(request: HttpRequest, programme: str, edition: str) -> tuple[Edition, dict[str, object]]:
    """The edition with the context of its pages, for those who run it; 404 for others."""
    row = find_edition(request, programme, edition)
    context = within(request, row, "edition-phases")
    need_sight(context["sight"].runs)
    return row, context


def _back(edition: Edition) -> dict[str, str]:
    return {
        "url": address("edition-phases", edition),
        "label": _("Phases of {edition}").format(edition=edition),
    }


@signed_in
@require_safe
def phases(request: HttpRequest, programme: str, edition: str) -> HttpResponse:
    """All phases in order, with what can be done to each."""
    row, context = _run(request, programme, edition)
    listed = row.phases.annotate(n_sessions=Count("activities"))
    return render(request, "programmes/edition_phases.html", {**context, "phases": listed})


@signed_in
@require_http_methods(["GET", "POST"])
def phase_new(request: HttpRequest, programme: str, edition: str) -> HttpResponse:
    """Adding a phase after the others."""
    row, _context = _run(request, programme, edition)
    return form_page(
        request,
        form=PhaseForm,
        save=lambda form: add_phase(by=viewer(request), edition=row, **form.cleaned_data),
        done=lambda _phase: address("edition-phases", row),
        context={
            "title": _("Add a phase to {edition}").format(edition=row),
            "back": _back(row),
            "button": _("Add the phase"),
        },
    )


@signed_in
@require_http_methods(["GET", "POST"])
def phase_edit(request: HttpRequest, programme: str, edition: str, pk: int) -> HttpResponse:
    """Changing a phase; somebody else's change in the meantime is shown."""
    row, _context = _run(request, programme, edition)
    phase = seen(Phase.objects.filter(edition=row), pk=pk)
    phase.version = standing_of(phase)  # type: ignore[attr-defined]  # what the form carries as its version
    return form_page(
        request,
        form=PhaseForm,
        instance=phase,
        save=lambda form: edit_phase(
            by=viewer(request), phase=phase, values=form.cleaned_data, standing=version_of(request)
        ),
        done=lambda _phase: address("edition-phases", row),
        context={
            "title": _("Change the phase “{phase}”").format(phase=phase.name),
            "lead": _("Planned and actual days are both kept: what was announced and what happened differ."),
            "back": _back(row),
            "button": _("Save the phase"),
        },
    )


@signed_in
@require_POST
def phase_move(request: HttpRequest, programme: str, edition: str, pk: int) -> HttpResponse:
    """The phase one place up or down."""
    row, _context = _run(request, programme, edition)
    phase = seen(Phase.objects.filter(edition=row).select_related("edition__programme"), pk=pk)
    move_phase(by=viewer(request), phase=phase, to=UP if request.POST.get("to") == UP else DOWN)
    return redirect(f"{address('edition-phases', row)}#phase-{pk}")


@signed_in
@require_POST
def phase_remove(request: HttpRequest, programme: str, edition: str, pk: int) -> HttpResponse:
    """The phase is taken out, where no session lies in it. Pressing twice is harmless."""
    row, _context = _run(request, programme, edition)
    phase = Phase.objects.filter(edition=row, pk=pk).select_related("edition__programme").first()
    if phase is not None:
        try:
            remove_phase(by=viewer(request), phase=phase)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("“{phase}” was taken out.").format(phase=phase))
    return redirect(address("edition-phases", row))
