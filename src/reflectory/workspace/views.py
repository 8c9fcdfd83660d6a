"""The pages of the shell. Each reads, hands over and renders; `explorations.py` finds out what is true."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from reflectory.core.headers import CSP

from .explorations import FILES, find_explorations, find_file, folder_of_explorations
from .reports import report_policy


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The explorations of this installation, newest first."""
    explorations, unreadable = find_explorations(settings.REFLECTORY_DIR)
    context = {
        "explorations": explorations,
        "unreadable": unreadable,
        "n_texts": sum(one.n_used for one in explorations),
        "folder": folder_of_explorations(settings.REFLECTORY_DIR),
    }
    return render(request, "workspace/home.html", context)


@require_safe
def exploration_file(_request: HttpRequest, name: str, file: str) -> HttpResponseBase:
    """One file of one exploration; a report under the policy that fits it."""
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


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django names it
    """A page that says what is not there and where to go on."""
    return render(request, "workspace/not_found.html", status=404)
