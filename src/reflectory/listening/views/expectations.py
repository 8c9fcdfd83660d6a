"""What a team expects to hear: written down, locked before the first answer, and held against what came."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from reflectory.core.pages import form_page, seen, signed_in, viewer
from reflectory.listening.actions.expectations import expect, judge, lock, take_back
from reflectory.listening.expected import broken_seals, reckon, wrong_first
from reflectory.listening.forms.expectations import ExpectationForm, JudgementForm
from reflectory.listening.models import Ask
from reflectory.listening.models.expectations import Expectation
from reflectory.listening.policies.expectations import can_expect, can_judge


@signed_in
def ask_expected(request: HttpRequest, pk: int) -> HttpResponse:
    """All that is expected, and a form for one more claim while nobody has answered."""
    by, ask = viewer(request), _ask(request, pk)
    rows = list(Expectation.objects.visible_to(by).filter(ask=ask))
    may_add = can_expect(by, ask) and ask.fixed_at is None
    context: dict[str, Any] = {
        "ask": ask, "rows": wrong_first(rows), "reckoning": reckon(rows), "may_add": may_add,
        "may_judge": can_judge(by, ask) and ask.fixed_at is not None,
        "n_open": sum(row.locked_at is None for row in rows), "broken": broken_seals(rows), "crumbs": _crumbs(ask),
    }  # fmt: skip
    if not may_add:
        return render(request, "listening/expectations/all.html", context)
    return form_page(
        request,
        form=ExpectationForm,
        save=lambda form: expect(by=by, ask=ask, **form.cleaned_data),
        template="listening/expectations/all.html",
        context=context,
    )


@signed_in
@require_POST
def ask_expected_lock(request: HttpRequest, pk: int) -> HttpResponse:
    """Locks all claims that are open."""
    ask = _ask(request, pk)
    n = len(lock(by=viewer(request), ask=ask))
    messages.success(request, _("Locked: %(n)s. They stay as they are, whatever people answer.") % {"n": n})
    return redirect("ask-expected", pk=ask.pk)


@signed_in
def ask_expected_row(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """What came of one claim; and taking back one that is not locked."""
    by, ask = viewer(request), _ask(request, pk)
    one = seen(Expectation.objects.visible_to(by).filter(ask=ask).select_related("ask"), pk=row)
    if request.method == "POST" and "take_back" in request.POST:
        take_back(by=by, expectation=one)
        return redirect("ask-expected", pk=ask.pk)
    return form_page(
        request,
        form=JudgementForm,
        save=lambda form: judge(by=by, expectation=one, **form.cleaned_data),
        context={
            "title": one.claim, "lead": _("%(sure)s out of a hundred sure") % {"sure": one.sure},
            "back": {"url": reverse("ask-expected", args=[ask.pk]), "label": _("What we expected")},
        },
    )  # fmt: skip


def _ask(request: HttpRequest, pk: int) -> Ask:
    return seen(Ask.objects.visible_to(viewer(request)).select_related("edition", "activity", "team"), pk=pk)


def _crumbs(ask: Ask) -> list[tuple[str, str]]:
    return [(_("Asks"), reverse("ask-list")), (ask.title, ask.get_absolute_url())]
