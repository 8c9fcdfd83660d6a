"""Forms from Kobo and ODK, and to them. What comes in stands in the builder first, with everything that was lost."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from reflectory.core.pages import signed_in, viewer
from reflectory.intake import Unusable
from reflectory.intake.xlsform import read_xlsform
from reflectory.listening.forms.builder_typed import from_document
from reflectory.listening.forms.heads import HeadForm
from reflectory.listening.policies.forms import check_can_make_forms
from reflectory.listening.questions.document import NotAForm, read
from reflectory.listening.questions.xlsform.reading import Brought, read_book
from reflectory.listening.questions.xlsform.writing import lay_out, workbook
from reflectory.listening.views.forms import crumbs_to, form_of, last_version
from reflectory.listening.views.forms_builder import builder_page

MOST_BYTES = 5_000_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class XLSFormFile(forms.Form):
    """The workbook."""

    file = forms.FileField(
        label=gettext_lazy("XLSForm, as an .xlsx file"),
        help_text=gettext_lazy("In Kobo: the form, ⋯, Download XLS. Nothing is stored before you save."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_file(self) -> Any:
        """Refuses what is too large to be a form."""
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file has more than 5 MB, which no form has. Choose the form itself.")
            )
        return given


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def form_import(request: HttpRequest) -> HttpResponse:
    """Asks for the workbook, then shows its form in the builder with what had no counterpart."""
    by = viewer(request)
    check_can_make_forms(by)
    bound = XLSFormFile(request.POST, request.FILES) if request.method == "POST" else XLSFormFile()
    if bound.is_bound and bound.is_valid():
        given = bound.cleaned_data["file"]
        try:
            brought = _brought(given)
        except Unusable as unusable:
            bound.add_error("file", str(unusable))
        except NotAForm as wrong:
            bound.add_error("file", "; ".join(f"{place}: {why}" for place, why in wrong.problems[:5]))
        else:
            document = read(brought.body)
            title = document.title.in_(document.languages[0])
            context = {
                "head": HeadForm(viewer=by, initial={"title": title}), "crumbs": crumbs_to(), "is_new": True,
                "told": brought.told, "is_brought": True, "action": reverse("form-new"),
            }  # fmt: skip
            return builder_page(request, from_document(document), **context)
    return render(request, "core/form.html", {
        "form": bound, "title": _("Bring in a form from Kobo or ODK"), "button": _("Read this form"),
        "back": {"url": reverse("form-list"), "label": _("Forms")},
    }, status=422 if bound.is_bound else 200)  # fmt: skip


def _brought(given: Any) -> Brought:
    with TemporaryDirectory(prefix="reflectory-") as folder:
        path = Path(folder) / "form.xlsx"
        with path.open("wb") as stream:
            for piece in given.chunks():
                stream.write(piece)
        return read_book(read_xlsform(path, name=given.name), title=Path(given.name).stem)


@signed_in
@require_safe
def form_xlsform(request: HttpRequest, pk: int) -> HttpResponse:
    """What Kobo and ODK cannot hold of the form, and the workbook (`?format=xlsx`)."""
    form = form_of(request, pk)
    version = last_version(form)
    name = slugify(form.title) or "form"
    sheets = lay_out(version.document, form_id=f"{name}-{version.number}")
    if request.GET.get("format") == "xlsx":
        response = HttpResponse(workbook(sheets), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{name}-{version.number}.xlsx"'
        return response
    return render(request, "listening/forms/xlsform.html", {
        "form_row": form, "row": version, "crumbs": crumbs_to(form), "told": sheets.told,
    })  # fmt: skip
