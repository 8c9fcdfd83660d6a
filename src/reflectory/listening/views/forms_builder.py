"""The builder: one page on which a form is typed, with buttons that lose nothing and one that saves.

A new form is stored when it can be read for the first time. A form whose last version was answered is not changed
here: the page offers a new version of it.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reflectory.core.editing import Conflict
from reflectory.core.pages import signed_in, version_of, viewer
from reflectory.core.refusal import Refused
from reflectory.listening.actions.forms import add_form, change_body, check_has_words
from reflectory.listening.forms.builder_body import Made, make
from reflectory.listening.forms.builder_buttons import add_copy, press
from reflectory.listening.forms.builder_fields import OFFERED, show
from reflectory.listening.forms.builder_typed import TypedForm, blank, from_document, from_post
from reflectory.listening.forms.heads import HeadForm
from reflectory.listening.models import FormVersion, LibraryQuestion
from reflectory.listening.policies.forms import check_can_change_form, check_can_make_forms
from reflectory.listening.purposes import INTERVIEW
from reflectory.listening.questions.differences import differences
from reflectory.listening.questions.document import read, read_question
from reflectory.listening.questions.reusing import reused
from reflectory.listening.views.forms import crumbs_to, form_of, last_version

TEMPLATE = "listening/forms/builder.html"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def form_new(request: HttpRequest) -> HttpResponse:
    """A form that is not stored yet, empty or as a copy of another one (`?from=`)."""
    by = viewer(request)
    check_can_make_forms(by)
    given = request.POST if request.method == "POST" else None
    like = form_of(request, int(pk)) if (pk := request.GET.get("from", "")).isdecimal() else None
    initial = {"purpose": request.GET.get("purpose", ""), "programme": request.GET.get("programme", "")}
    if like is not None:
        initial = {
            "purpose": like.purpose,
            "programme": like.programme_id,
            "title": _("Copy of {form}").format(form=like),
        }
    head = HeadForm(given, viewer=by, initial=initial)
    context = {"head": head, "crumbs": crumbs_to(), "is_new": True}
    if given is None:
        typed = from_document(last_version(like).document) if like is not None else blank([_own_language()])
        opened = {question.id for question in list(typed.questions())[:1]} if like is None else set()
        return builder_page(request, typed, opened=opened, **context)
    typed = from_post(request.POST)
    if not _is_save(request):
        head = HeadForm(viewer=by, initial=request.POST.dict())
        return _pressed(request, typed, **{**context, "head": head})
    made = make(typed)
    if made.problems or not head.is_valid():
        return builder_page(request, typed, made=made, status=422, **context)
    try:
        version = add_form(by=by, body=made.body, **head.cleaned_data)
    except Refused as refused:
        head.add_error(None, str(refused))
        return builder_page(request, typed, made=made, status=422, **context)
    messages.success(request, _("The form is saved. Look at it as people will see it, then ask."))
    return redirect(version.form.get_absolute_url())


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def form_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The open version of a form. One that was answered is shown with the way to a new version."""
    form, by = form_of(request, pk), viewer(request)
    check_can_change_form(by, form)
    version = last_version(form)
    context: dict[str, Any] = {"form_row": form, "crumbs": crumbs_to(form), "row": version}
    if version.is_frozen and request.method != "POST":
        return render(request, "listening/forms/frozen.html", context)
    if request.method != "POST":
        return builder_page(request, from_document(version.document), version=version.version, **context)
    typed = from_post(request.POST)
    context["version"] = version_of(request)
    if not _is_save(request):
        return _pressed(request, typed, **context)
    made = make(typed)
    if made.problems:
        return builder_page(request, typed, made=made, status=422, **context)
    try:
        change_body(by=by, form_version=version, body=made.body, version=version_of(request))
    except Refused as refused:
        return builder_page(request, typed, refusal=str(refused), status=422, **context)
    except Conflict as conflict:
        return _conflict(request, typed, made, conflict, context)
    messages.success(request, _("Saved."))
    if request.POST.get("do") == "save-preview":
        return redirect(reverse("form-preview", args=[form.pk]))
    return redirect(reverse("form-edit", args=[form.pk]))


def _conflict(
    request: HttpRequest, typed: TypedForm, made: Made, conflict: Conflict, context: dict[str, Any]
) -> HttpResponse:
    """What stands there now beside what was typed. Saving again puts the typed form in its place."""
    now = conflict.current
    assert isinstance(now, FormVersion)
    found = differences(now.document, read(made.body))
    return builder_page(request, typed, status=409, **{**context, "version": now.version, "conflict": found})


def _is_save(request: HttpRequest) -> bool:
    return request.POST.get("do", "save") in ("save", "save-preview")


def _pressed(request: HttpRequest, typed: TypedForm, **context: Any) -> HttpResponse:
    """The page after a button: nothing is stored."""
    button = request.POST.get("do", "")
    refusal, opened = "", {*request.POST.getlist("opened")}
    if button.startswith("library:"):
        try:
            opened.add(_take_from_library(request, typed, button.removeprefix("library:")))
        except Refused as refused:
            refusal = str(refused)
    else:
        opened.add(press(typed, button=button, post=request.POST))
    return builder_page(request, typed, opened=opened, refusal=refusal, is_unsaved=True, **context)


def _take_from_library(request: HttpRequest, typed: TypedForm, section: str) -> str:
    key = request.POST.get(f"{section}.library", "")
    found = (
        LibraryQuestion.objects.visible_to(viewer(request)).filter(key=key, retired_on__isnull=True).first()
    )
    if found is None:
        raise Refused(_("Choose a question of the library first."))
    taken = {one.plain.get("key", "") for one in (*typed.questions(), *typed.sections)}
    body = reused(found.body, same_as=found.key, taken=taken)
    check_has_words(body, languages=typed.languages)
    return add_copy(typed, section=section, question=read_question(body, languages=typed.languages))


def builder_page(
    request: HttpRequest,
    typed: TypedForm,
    *,
    made: Made | None = None,
    opened: Any = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """The page with a form as typed: nothing on it is stored."""
    row = context.get("form_row")
    purpose = row.purpose if row is not None else request.POST.get("purpose", "")
    problems = made.problems if made is not None else {}
    shown = show(typed, problems=problems, opened=opened, is_guide=purpose == INTERVIEW)
    return render(request, TEMPLATE, {
        "form": shown, "library": _library(request, typed.languages[0]), "opened_languages": "form" in opened,
        "title": _("Change “{form}”").format(form=row) if row is not None else _("Make a form"), **context,
    }, status=status)  # fmt: skip


def _library(request: HttpRequest, language: str) -> list[tuple[str, str]]:
    rows = LibraryQuestion.objects.visible_to(viewer(request)).filter(retired_on__isnull=True)
    return [(row.key, row.words_in(language)) for row in rows]


def _own_language() -> str:
    code = (get_language() or "en").split("-")[0]
    return code if code in OFFERED else "en"
