"""What was published, for everybody: the files of a report's live release, just as they lie in its folder."""

from __future__ import annotations

import mimetypes
from pathlib import Path, PurePosixPath

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from reflectory.core.headers import CSP
from reflectory.reports import folders
from reflectory.reports.models import Report

# The site has no script at all; nothing of it reaches the workspace.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
TYPES = {".json": "application/json", ".csv": "text/csv", ".xml": "application/xml", ".woff2": "font/woff2"}


@require_safe
def published(_request: HttpRequest, slug: str, path: str = "") -> HttpResponseBase:
    """One file of the live release. 404 where nothing of that report was published."""
    report = (
        Report.objects.filter(slug=slug, live_release__isnull=False)
        .select_related("live_release__report")
        .first()
    )
    if report is None or report.live_release is None:
        raise Http404
    if not path:
        return redirect("published-file", slug=slug, path="site/index.html")
    folder = folders.folder_of(report.live_release.key)
    found = _file(folder, path)
    if found is None:
        raise Http404
    kind = TYPES.get(found.suffix) or mimetypes.guess_type(found.name)[0] or "application/octet-stream"
    response = FileResponse(
        found.open("rb"), content_type=f"{kind}; charset=utf-8" if "text" in kind else kind
    )
    response.headers[CSP] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "no-cache"  # words may be withdrawn at any time
    return response


def _file(folder: Path, path: str) -> Path | None:
    """The file at the path in the folder; that of a folder is its index.html. None where there is none."""
    pure = PurePosixPath(path)
    if ".." in pure.parts or pure.is_absolute() or any(part.startswith(".") for part in pure.parts):
        return None
    found = folder / pure
    if found.is_dir():
        found = found / "index.html"
    return found if found.is_file() else None
