"""Before and after: what the same people said when they were asked again."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from reflectory.core.pages import signed_in, viewer
from reflectory.listening.waves import Wave, compare, missing, waves_of
from reflectory.programmes.views.within import find_edition, within


@signed_in
def waves(request: HttpRequest, programme: str, edition: str) -> HttpResponse:
    """The waves of an edition, and two of them beside each other: the first and the last where none are chosen."""
    row = find_edition(request, programme, edition)
    found = waves_of(row, viewer(request))
    if not found:
        raise Http404
    first, last = _chosen(request, found)
    shown = {"waves": found, "first": first, "last": last}
    if first is not last:
        shown |= {"lines": compare(first.ask, last.ask), "missing": missing(first.ask, last.ask)}
    return render(request, "listening/waves.html", {**within(request, row, "edition-waves"), **shown})


def _chosen(request: HttpRequest, found: list[Wave]) -> tuple[Wave, Wave]:
    """The two that the address names, in the order of time; what it names that is none is left alone."""
    named = [request.GET.get("first", ""), request.GET.get("last", "")]
    picked = [wave for wave in found if str(wave.ask.pk) in named]
    return (picked[0], picked[-1]) if len(picked) > 1 else (found[0], found[-1])
