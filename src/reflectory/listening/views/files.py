"""Hands out what somebody sent with an answer, to those who may read the answer, and to be kept rather than shown."""

from __future__ import annotations

import uuid

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from reflectory.core.pages import seen, signed_in, viewer
from reflectory.listening.models import Response, Upload
from reflectory.listening.uploads import TYPES, path_of


@signed_in
@require_safe
def answer_file(request: HttpRequest, pk: int, file: uuid.UUID) -> FileResponse:
    """The file as an attachment: no browser opens it here, and nothing in it can act under this address."""
    upload = seen(Upload.objects.all(), pk=file, ask=pk)
    seen(Response.objects.visible_to(viewer(request)).standing(), ask=pk, client_uuid=upload.client_uuid)
    try:
        content = path_of(upload).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    made = FileResponse(content, as_attachment=True, filename=upload.name, content_type=TYPES[upload.kind])
    made.headers["X-Content-Type-Options"] = "nosniff"
    made.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    made.headers["Cache-Control"] = "private, no-store"
    return made
