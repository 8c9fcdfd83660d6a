"""Forms: all of them, the page of one, its versions beside each other, how it looks to those who answer."""

from __future__ import annotations

import itertools
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from reflectory.core.exports import export, wants_export
from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.core.refusal import Refused
from reflectory.listening.actions.forms import bring_back_form, edit_form, new_version, retire_form
from reflectory.listening.forms.heads import FormEditForm
from reflectory.listening.models import AnonymousResponse, Ask, Form, FormVersion, Response
from reflectory.listening.policies.forms import can_change_form, can_make_forms
from reflectory.listening.purposes import PURPOSES
from reflectory.listening.questions.differences import differences

PER_PAGE = 50


def form_of(request: HttpRequest, pk: int) -> Form:
    """The form in the address, where the viewer may see it."""
    found: Form = seen(Form.objects.visible_to(viewer(request)).select_related("programme"), pk=pk)
    return found


def last_version(form: Form) -> FormVersion:
    """The version that is asked from now on."""
    found = form.versions.select_related("form").order_by("-number").first()
    if found is None:
        raise Http404
    return found


def crumbs_to(form: Form | None = None) -> list[tuple[str, str]]:
    """The way down to a form."""
    first = (_("Forms"), reverse("form-list"))
    return [first] if form is None else [first, (form.title, form.get_absolute_url())]


@signed_in
@require_safe
def form_list(request: HttpRequest) -> HttpResponseBase:
    """All forms that the viewer sees, narrowed by the address; as a file where one is asked for."""
    by = viewer(request)
    everything = Form.objects.visible_to(by)
    if not can_make_forms(by) and not everything.exists():
        raise Http404
    rows = _narrowed(everything, request).select_related("programme").annotate(
        n_versions=Count("versions", distinct=True), n_asks=Count("versions__asks", distinct=True),
        is_open=Exists(FormVersion.objects.filter(form=OuterRef("pk"), frozen_at__isnull=True)),
    )  # fmt: skip
    rows = rows.order_by("title", "pk")
    if wants_export(request):
        return export(request, name="forms", columns=_columns(), rows=rows)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "listening/forms/forms.html", {
        "page": page, "n_all": everything.count(), "may_make": can_make_forms(by), "purposes": PURPOSES,
        "asked": request.GET, "is_narrowed": any(request.GET.get(name) for name in ("q", "purpose", "retired")),
    })  # fmt: skip


def _narrowed(rows: QuerySet[Form], request: HttpRequest) -> QuerySet[Form]:
    asked = request.GET
    if asked.get("q"):
        rows = rows.filter(title__icontains=asked["q"])
    if asked.get("purpose"):
        rows = rows.filter(purpose=asked["purpose"])
    return rows if asked.get("retired") else rows.filter(retired_on__isnull=True)


def _columns() -> list[tuple[Any, Any]]:
    return [
        (_("form"), lambda row: row.title),
        (_("what it is for"), lambda row: str(row.get_purpose_display())),
        (_("programme"), lambda row: str(row.programme or "")),
        (_("versions"), lambda row: row.n_versions),
        (_("asks"), lambda row: row.n_asks),
    ]


@signed_in
@require_safe
def form_row(request: HttpRequest, pk: int) -> HttpResponse:
    """The form: where it is asked, its versions, what it asks."""
    form, by = form_of(request, pk), viewer(request)
    version = last_version(form)
    asks = (
        Ask.objects.visible_to(by).filter(form_version__form=form).select_related("edition", "form_version")
    )
    return render(request, "listening/forms/form.html", {
        "form_row": form, "crumbs": crumbs_to(), "row": version, "document": version.document,
        "asks": asks[:PER_PAGE], "versions": _versions(form), "may_change": can_change_form(by, form),
        "may_ask": can_make_forms(by),
    })  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def form_details(request: HttpRequest, pk: int) -> HttpResponse:
    """What the team calls it, what it is for, whose it is."""
    form, by = form_of(request, pk), viewer(request)

    def save(typed: Any) -> Form:
        return edit_form(by=by, form=form, values=typed.cleaned_data, version=version_of(request))

    back = {"url": form.get_absolute_url(), "label": form.title}
    context = {"title": _("Name, purpose and programme"), "back": back}
    return form_page(
        request, form=partial(FormEditForm, viewer=by), save=save, context=context, instance=form
    )


@signed_in
@require_POST
def form_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Offers the form no longer, or again (`again=yes`)."""
    form, by = form_of(request, pk), viewer(request)
    if request.POST.get("again"):
        bring_back_form(by=by, form=form)
        messages.success(request, _("“{form}” is offered again.").format(form=form))
    else:
        retire_form(by=by, form=form, on=timezone.localdate())
        said = _(
            "“{form}” is offered no longer. What was asked with it stays; you can bring it back on its page."
        )
        messages.success(request, said.format(form=form))
    return redirect(form.get_absolute_url())


@signed_in
@require_POST
def form_version_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A copy of the version that was answered, open to change. A refusal shows the page again with the reason typed."""
    form, by = form_of(request, pk), viewer(request)
    why = request.POST.get("why", "")
    try:
        new_version(by=by, form=form, why=why[:300])
    except Refused as refused:
        context = {
            "form_row": form,
            "crumbs": crumbs_to(form),
            "row": last_version(form),
            "refusal": str(refused),
            "why": why,
        }
        return render(request, "listening/forms/frozen.html", context, status=422)
    return redirect(reverse("form-edit", args=[form.pk]))


@signed_in
@require_safe
def form_versions(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed from each version to the next, and how many answered which."""
    form = form_of(request, pk)
    versions = _versions(form)
    steps = [(new, old, differences(old.document, new.document)) for old, new in itertools.pairwise(versions)]
    page = Paginator(steps[::-1], 10).get_page(request.GET.get("page"))
    return render(request, "listening/forms/versions.html", {
        "form_row": form, "crumbs": crumbs_to(form), "versions": versions[::-1], "page": page,
    })  # fmt: skip


def _versions(form: Form) -> list[Any]:
    """The versions with how many answered each; who they were is not asked."""
    rows = list(form.versions.annotate(n_asks=Count("asks")).order_by("number"))
    n_answers: dict[int, int] = {}
    for model, standing in ((Response, Q(withdrawn_at__isnull=True)), (AnonymousResponse, Q())):
        counted = model._default_manager.filter(standing, form_version__in=[row.pk for row in rows])
        for pk, n in counted.order_by().values_list("form_version").annotate(n=Count("pk")):
            n_answers[pk] = n_answers.get(pk, 0) + n
    for row in rows:
        row.n_answers = n_answers.get(row.pk, 0)
        row.form = form
    return rows
