"""The grid of a series, domain by government, and the notes behind each of its cells."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from reflectory.core.exports import export, wants_export
from reflectory.core.pages import signed_in, viewer
from reflectory.listening import interview_states as states
from reflectory.listening.grid import NOWHERE, SYMBOLS, GridRow, grid_of, heard_on
from reflectory.listening.views.interviews import crumbs_to_frame, frame_of


@signed_in
def grid(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Domain by government, as interviews come in."""
    frame = frame_of(request, pk)
    found = grid_of(viewer(request), frame, on=timezone.localdate())
    if wants_export(request):
        columns = [(_("Government"), lambda row: row.name), (_("Interviews"), lambda row: row.n)]
        columns += [(label, _in_words(at)) for at, (_key, label) in enumerate(found.domains)]
        return export(request, name=f"grid {frame}", columns=columns, rows=found.rows)
    legend = [(SYMBOLS[key], name) for key, name in states.CELL_STATES]
    return render(request, "listening/interviews/grid.html", {
        "frame": frame, "grid": found, "legend": legend, "crumbs": crumbs_to_frame(frame),
    })  # fmt: skip


def _in_words(at: int) -> Callable[[GridRow], str]:
    def said(row: GridRow) -> str:
        return "; ".join(f"{one.word} {one.n}" for one in row.cells[at].counts)

    return said


@signed_in
def grid_cell(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """What the people of one place said on one domain, question by question."""
    frame = frame_of(request, pk)
    domain = request.GET.get("domain", "")
    found = heard_on(viewer(request), frame, place=place, domain=domain, on=timezone.localdate())
    if found is None:
        raise Http404
    label, heard = found
    where = heard[0].interview.organisation if place != NOWHERE else None
    return render(request, "listening/interviews/cell.html", {
        "frame": frame, "label": label, "heard": heard, "place": where,
        "crumbs": [*crumbs_to_frame(frame), (_("Grid"), f"{frame.get_absolute_url()}grid/")],
    })  # fmt: skip
