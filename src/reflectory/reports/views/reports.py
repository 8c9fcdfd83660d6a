"""All reports, beginning one, and the page of one: its head, what stands in its way, its sections in order."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reflectory.core.pages import form_page, signed_in, version_of, viewer
from reflectory.core.thread import PUBLISHED, thread_of
from reflectory.reports import policies
from reflectory.reports.actions.reports import begin_report, edit_report
from reflectory.reports.composing import compose
from reflectory.reports.forms.reports import NewReportForm, ReportForm
from reflectory.reports.models import Report
from reflectory.reports.outline import outline
from reflectory.reports.presets import PRESETS
from reflectory.reports.standing import standing, told
from reflectory.reports.views.within import crumbs, form_context, report_of

PER_PAGE = 50


@signed_in
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Every report with its state; the one that is being written comes first, with what stands in its way."""
    who = viewer(request)
    rows = Report.objects.visible_to(who)
    if not policies.can_begin_report(who) and not rows.exists():
        raise Http404
    listed = (
        rows.select_related("live_release")
        .defer("live_release__content", "live_release__manifest")
        .annotate(
            n_sections=Count("sections", filter=Q(sections__is_shown=True), distinct=True),
            n_takeaways=Count("takeaways", distinct=True),
        )
        .order_by("-year", "-pk")
    )
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    writing = next((row for row in page.object_list if row.live_release_id is None), None)
    composed = compose(writing) if writing is not None else None
    return render(request, "reports/reports.html", {
        "page": page, "writing": writing, "may_begin": policies.can_begin_report(who),
        "standing": standing(writing, composed) if writing is not None and composed is not None else None,
        "problems": told(writing, composed.problems)[:5] if writing is not None and composed is not None else [],
    })  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def report_new(request: HttpRequest) -> HttpResponse:
    """Begins a report, laid out from a preset."""
    by = viewer(request)
    if not policies.can_begin_report(by):
        raise Http404

    def save(form: Any) -> Report:
        given = {**form.cleaned_data}
        return begin_report(by=by, kinds=PRESETS[given.pop("preset")].kinds, **given)

    trail = [(_("Reports"), reverse("reports"))]
    context = form_context(_("Begin a report"), trail, button=_("Begin the report"))
    return form_page(request, form=NewReportForm, save=save, template="reports/form.html", context=context)


@signed_in
@require_safe
def report_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The report: how it stands, what is in its way, its sections in order."""
    report, by = report_of(request, slug), viewer(request)
    composed = compose(report)
    problems = told(report, composed.problems)
    return render(request, "reports/report.html", {
        "report": report, "crumbs": [(_("Reports"), reverse("reports"))], "standing": standing(report, composed),
        "problems": problems, "sections": outline(report, problems), "composed": composed,
        "may_write": policies.can_write_report(by, report), "thread": thread_of(by, report, here=PUBLISHED),
        "may_sign": policies.can_sign_off(by),
        "may_publish": policies.can_publish(by),
    })  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def report_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Changes what stands on the head."""
    report, by = report_of(request, slug), viewer(request)

    def save(form: Any) -> Report:
        return edit_report(by=by, report=report, values=form.cleaned_data, version=version_of(request))

    context = form_context(_("Title, release day and what else is on the head"), crumbs(report))
    form = partial(ReportForm, viewer=by)
    return form_page(
        request, form=form, save=save, template="reports/form.html", context=context, instance=report
    )
