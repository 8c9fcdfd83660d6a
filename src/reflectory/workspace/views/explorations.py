"""Explorations of files, for those who read everything that was said; and the page of an address that is none."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reflectory.core.headers import CSP
from reflectory.core.pages import signed_in, viewer
from reflectory.workspace.explorations import FILES, find_explorations, find_file, folder_of_explorations
from reflectory.workspace.places import reads_explorations
from reflectory.workspace.reports import report_policy
from reflectory.workspace.views.drafting import may_draft


@signed_in
@require_safe
def explorations(request: HttpRequest) -> HttpResponse:
    """The explorations of this installation, newest first."""
    _check_reads(request)
    found, unreadable = find_explorations(settings.REFLECTORY_DIR)
    context = {
        "explorations": found,
        "unreadable": unreadable,
        "n_texts": sum(one.n_used for one in found),
        "folder": folder_of_explorations(settings.REFLECTORY_DIR),
        "may_draft": may_draft(viewer(request)),
    }
    return render(request, "workspace/explorations.html", context)


@signed_in
@require_safe
def exploration_file(request: HttpRequest, name: str, file: str) -> HttpResponseBase:
    """One file of one exploration; a report under the policy that fits it."""
    _check_reads(request)
    path = find_file(settings.REFLECTORY_DIR, name, file)
    if path is None:
        raise Http404
    if file == "report.html":
        html = path.read_bytes()
        response: HttpResponseBase = HttpResponse(html, content_type=FILES[file])
        response.headers[CSP] = report_policy(html)
    else:
        attached = file != "report.pdf"
        response = FileResponse(path.open("rb"), content_type=FILES[file], as_attachment=attached)
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _check_reads(request: HttpRequest) -> None:
    if not reads_explorations(viewer(request)):
        raise Http404


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """A page that says what is not there and where to go on."""
    return render(request, "workspace/not_found.html", status=404)
