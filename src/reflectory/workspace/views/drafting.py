"""Drafting a report from an exploration: what is asked first, then the draft."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reflectory.core.pages import form_page, signed_in, viewer
from reflectory.core.visibility import Viewer
from reflectory.evidence.policies import can_bring_in
from reflectory.reports.actions.drafting import draft_from, drafted_before
from reflectory.reports.forms.drafting import DraftForm
from reflectory.reports.models import Report
from reflectory.reports.policies import can_begin_report
from reflectory.workspace.explorations import find_explorations
from reflectory.workspace.explored import read_explored
from reflectory.workspace.places import reads_explorations


def may_draft(by: Viewer) -> bool:
    """Whether somebody reads explorations, may bring their texts in, and may begin a report."""
    return reads_explorations(by) and can_bring_in(by) and can_begin_report(by)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, name: str) -> HttpResponse:
    """Asks for a title and for what may be quoted; then the exploration is a draft."""
    by = viewer(request)
    found = next((one for one in find_explorations(settings.REFLECTORY_DIR)[0] if one.name == name), None)
    if found is None or not may_draft(by):
        raise Http404
    explored = read_explored(found.folder)
    _intake, there = drafted_before(explored.file_hash)
    mine = there is not None and Report.objects.visible_to(by).filter(pk=there.pk).exists()

    def save(form: Any) -> Report:
        given = form.cleaned_data
        return draft_from(
            by=by, explored=explored, title=given["title"], organisation=given["organisation"], basis=form.basis(),
            language=get_language() or "en",
        )  # fmt: skip

    context = {
        "title": _("Draft a page from “{name}”").format(name=name), "explored": explored,
        "there": there if mine else None,
        "n_themes": len(explored.themes), "n_texts": len(explored.texts),
        "back": {"url": reverse("explorations"), "label": _("Explorations")}, "button": _("Draft the page"),
    }  # fmt: skip
    form = partial(DraftForm, initial={"by": by.name})
    return form_page(
        request, form=form, save=save, template="reports/draft_from_exploration.html", context=context
    )
