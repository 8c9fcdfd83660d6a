"""A form as those who answer will see it, on a phone or at a desk, in each of its languages. Nothing is kept."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info, override
from django.views.decorators.http import require_safe

from reflectory.core.pages import seen, signed_in
from reflectory.listening.fields import lay_out
from reflectory.listening.views.forms import form_of, last_version


@signed_in
@require_safe
def form_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The last version, or `?number=`; `?lang=` and `?width=desk` choose how."""
    form = form_of(request, pk)
    number = request.GET.get("number", "")
    version = seen(form.versions.all(), number=int(number)) if number.isdecimal() else last_version(form)
    document = version.document
    asked = request.GET.get("lang", "")
    language = asked if asked in document.languages else document.languages[0]
    laid = lay_out(document, language=language)
    names = [(code, _name(code), code == language) for code in document.languages]
    with override(language if language in {"en", "es", "fr", "pt"} else None):
        return render(request, "listening/forms/preview.html", {
            "form_row": form, "row": version, "laid": laid, "language": language, "page_language": language,
            "names": names, "is_desk": request.GET.get("width") == "desk", "number": number,
            "thanks": document.thanks.in_(language), "title": form.title,
        })  # fmt: skip


def _name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_local"])
    except KeyError:
        return code
