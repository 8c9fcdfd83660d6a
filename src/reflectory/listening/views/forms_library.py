"""The library of questions that are asked again: all of them, one with where it is used, keeping one from a form."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reflectory.core.pages import form_page, seen, signed_in, viewer
from reflectory.listening.actions.forms import (
    add_library_question,
    bring_back_library_question,
    retire_library_question,
)
from reflectory.listening.forms.library import KeepQuestionForm
from reflectory.listening.models import FormVersion, LibraryQuestion
from reflectory.listening.policies.forms import (
    can_change_library_question,
    can_make_forms,
    check_can_change_form,
)
from reflectory.listening.questions.document import read_question, write_question
from reflectory.listening.questions.reusing import languages_of
from reflectory.listening.views.forms import form_of, last_version

PER_PAGE = 50


@signed_in
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """All questions of the library that the viewer sees."""
    by = viewer(request)
    rows = LibraryQuestion.objects.visible_to(by).select_related("programme")
    if not can_make_forms(by) and not rows.exists():
        raise Http404
    if not request.GET.get("retired"):
        rows = rows.filter(retired_on__isnull=True)
    if request.GET.get("q"):
        wanted = request.GET["q"].casefold()
        rows = rows.filter(pk__in=[row.pk for row in rows if wanted in row.search_words().casefold()])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    language = (get_language() or "en").split("-")[0]
    for row in page:
        row.said, row.languages = row.words_in(language), languages_of(row.body)
    return render(request, "listening/forms/library.html", {"page": page, "asked": request.GET})


@signed_in
@require_safe
def library_question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question: its words in each language, and the forms that ask it."""
    by = viewer(request)
    row = seen(LibraryQuestion.objects.visible_to(by).select_related("programme"), pk=pk)
    languages = languages_of(row.body)
    return render(request, "listening/forms/library_question.html", {
        "row": row, "question": read_question(row.body, languages=languages), "languages": languages,
        "said": row.words_in((get_language() or "en").split("-")[0]),
        "crumbs": [(_("Forms"), reverse("form-list")), (_("Library of questions"), reverse("library"))],
        "uses": _uses(request, row.key), "may_change": can_change_library_question(by, row),
    })  # fmt: skip


def _uses(request: HttpRequest, key: str) -> list[FormVersion]:
    """The versions that ask the question, newest first; of those forms that the viewer sees."""
    rows = FormVersion.objects.visible_to(viewer(request)).select_related("form").order_by("-pk")[:500]
    return [row for row in rows if any(one.same_as == key for one in row.document.questions())]


@signed_in
@require_POST
def library_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Offers the question no longer, or again (`again=yes`)."""
    by = viewer(request)
    row = seen(LibraryQuestion.objects.visible_to(by), pk=pk)
    if request.POST.get("again"):
        bring_back_library_question(by=by, question=row)
        messages.success(request, _("“{key}” is offered again.").format(key=row.key))
    else:
        retire_library_question(by=by, question=row, on=timezone.localdate())
        messages.success(
            request, _("“{key}” is offered no longer. Forms that use it go on doing so.").format(key=row.key)
        )
    return redirect(row.get_absolute_url())


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def library_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts a question of a form into the library, to be asked again elsewhere."""
    form, by = form_of(request, pk), viewer(request)
    check_can_change_form(by, form)
    document = last_version(form).document

    def save(typed: Any) -> LibraryQuestion:
        given = typed.cleaned_data
        question = document.question(given["question"])
        if question is None:
            raise Http404
        body = write_question(question)
        return add_library_question(
            by=by, key=given["key"], body=body, programme=form.programme, note=given["note"]
        )

    choices = [(one.key, one.label.in_(document.languages[0])) for one in document.questions()]
    back = {"url": form.get_absolute_url(), "label": form.title}
    context = {
        "title": _("Keep a question to ask it again"),
        "back": back,
        "button": _("Keep in the library"),
    }
    return form_page(
        request,
        form=lambda *given: KeepQuestionForm(
            *given, questions=choices, chosen=request.GET.get("question", "")
        ),
        save=save,
        context=context,
    )
