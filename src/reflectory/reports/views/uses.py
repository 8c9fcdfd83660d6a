"""What editions make of the last report's advice: the page of an edition, deciding, and looking back over a year."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reflectory.core.pages import form_page, signed_in, version_of, viewer
from reflectory.programmes.models import Edition
from reflectory.programmes.views.within import find_edition, within
from reflectory.reports.actions.uses import decide_use
from reflectory.reports.advising import advice_for, became_of, by_moment, counts_of, report_before
from reflectory.reports.forms.uses import UseForm
from reflectory.reports.models import Recommendation, Use
from reflectory.reports.policies import can_decide_use
from reflectory.reports.prompting import reads_advice, title_of
from reflectory.reports.views.within import crumbs, report_of


def _edition(request: HttpRequest, programme: str, edition: str) -> Edition:
    """The edition in the address, for those who see what it makes of advice."""
    row = find_edition(request, programme, edition)
    if not reads_advice(viewer(request), row):
        raise Http404
    return row


@signed_in
@require_safe
def uses(request: HttpRequest, programme: str, edition: str) -> HttpResponse:
    """All advice that bears on the edition, by moment, with what was decided."""
    row = _edition(request, programme, edition)
    found = advice_for(row)
    context = {
        **within(request, row, "uses"), "title": title_of(row), "moments": by_moment(found), "n": len(found),
        "n_open": sum(one.use is None for one in found),
        "report": found[0].recommendation.report if found else None,
        "may_decide": can_decide_use(viewer(request), row),
    }  # fmt: skip
    return render(request, "reports/uses.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def use_decide(request: HttpRequest, programme: str, edition: str, pk: int) -> HttpResponse:
    """Deciding about one piece of advice, or changing what was decided."""
    row, by = _edition(request, programme, edition), viewer(request)
    if not can_decide_use(by, row):
        raise Http404
    advice = _advice(row, pk)
    there = Use.objects.filter(edition=row, recommendation=advice).first()
    back = reverse("uses", args=[programme, edition])
    return form_page(
        request,
        form=UseForm if there is not None else partial(UseForm, initial={"decision": None}),
        instance=there,
        save=lambda form: decide_use(
            by=by, edition=row, recommendation=advice, version=version_of(request), **form.cleaned_data
        ),
        done=lambda _use: f"{back}#advice-{pk}",
        template="reports/use_decide.html",
        context={
            **within(request, row, "uses"), "advice": advice, "title": str(advice), "button": _("Save the decision"),
            "back": {"url": back, "label": _("Go back to all of the advice")},
        },
    )  # fmt: skip


def _advice(edition: Edition, pk: int) -> Recommendation:
    found = {one.recommendation.pk: one.recommendation for one in advice_for(edition)}
    if pk not in found:
        raise Http404
    return found[pk]


@signed_in
@require_safe
def report_advice(request: HttpRequest, slug: str) -> HttpResponse:
    """What became of the advice of the report before this one: how often each decision was made, then each."""
    report = report_of(request, slug)
    rows = became_of(report, viewer=viewer(request))
    context = {
        "report": report, "crumbs": crumbs(report), "rows": rows, "counts": counts_of(rows),
        "last": report_before(report),
    }  # fmt: skip
    return render(request, "reports/uses_became.html", context)
