"""Learning reviews: the list, beginning one, and the one screen on which it is held.

All that is typed in a meeting is one form. Whatever button is pressed, the notes are saved with it, so nothing is
lost between writing a note, drafting a claim and recording dissent.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from reflectory.core.editing import Conflict
from reflectory.core.pages import form_page, seen, signed_in, version_of, viewer
from reflectory.core.refusal import Refused
from reflectory.reports.actions.reviews import (
    begin_review,
    close_review,
    dissent_in_review,
    draft_in_review,
    write_review,
)
from reflectory.reports.claims import is_bare
from reflectory.reports.forms.reviews import DissentHereForm, DraftForm, NewReviewForm, ReviewForm
from reflectory.reports.forms.takeaways import hint
from reflectory.reports.models import Review, Takeaway
from reflectory.reports.newly import came_of, what_is_new
from reflectory.reports.policies import can_write_report
from reflectory.reports.views.within import crumbs, form_context, report_of

A_PAGE = 50


def review_of(request: HttpRequest, slug: str, pk: int) -> Review:
    """The review in the address."""
    report = report_of(request, slug)
    found: Review = seen(report.reviews.all(), pk=pk)
    found.report = report
    return found


@signed_in
@require_safe
def reviews(request: HttpRequest, slug: str) -> HttpResponse:
    """All reviews of a report, the last first."""
    report = report_of(request, slug)
    page = Paginator(report.reviews.all(), A_PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.report = report
    may_write = can_write_report(viewer(request), report)
    context = {"report": report, "crumbs": crumbs(report), "page": page, "may_write": may_write}
    return render(request, "reports/reviews.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def review_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begins a review; it looks back to the last one unless another day is given."""
    report, by = report_of(request, slug), viewer(request)
    if not can_write_report(by, report):
        raise Http404
    last = Review.objects.visible_to(by).order_by("-held_on", "-pk").first()

    def form(*args: Any, **given: Any) -> NewReviewForm:
        return NewReviewForm(*args, initial={"since": last.held_on if last else None}, **given)

    context = form_context(_("Begin a learning review"), crumbs(report), button=_("Begin the review"))
    return form_page(
        request, form=form, template="reports/form.html", context=context,
        save=lambda bound: begin_review(by=by, report=report, **bound.cleaned_data),
    )  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def review_page(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The screen of the meeting; of a closed one, what came of it."""
    row = review_of(request, slug, pk)
    may_write = can_write_report(viewer(request), row.report)
    if row.is_closed or not may_write:
        if request.method == "POST":
            raise Refused(_("This review is closed. Begin a new one; it looks at what came since."))
        return _page(request, row, {"may_write": False})
    if request.method == "POST":
        return _hold(request, row)
    return _page(request, row, {"form": ReviewForm(instance=row), "draft": DraftForm(prefix="draft")})


def _hold(request: HttpRequest, row: Review) -> HttpResponse:
    """Saves the notes, then does what the button says; shows everything again where something is in the way."""
    form, draft = ReviewForm(request.POST, instance=row), DraftForm(request.POST, prefix="draft")
    shown: dict[str, Any] = {"form": form, "draft": draft, "typed": request.POST}
    if not (form.is_valid() and draft.is_valid()):
        return _page(request, row, shown, status=422)
    by = viewer(request)
    try:
        saved = write_review(by=by, review=row, version=version_of(request), **form.cleaned_data)
        saved.report = row.report
        said = _do(request, saved, request.POST.get("do", ""))
    except Conflict as conflict:
        theirs = [
            {"label": str(form[name].label), "theirs": str(getattr(conflict.current, name)), "yours": typed}
            for name, typed in form.cleaned_data.items()
            if getattr(conflict.current, name) != typed
        ]
        current: Any = conflict.current
        return _page(request, row, {**shown, "conflict": theirs, "version": current.version}, status=409)
    except Refused as refused:
        fresh = Review.objects.get(pk=row.pk)
        return _page(request, row, {**shown, "refused": str(refused), "version": fresh.version}, status=422)
    messages.success(request, said)
    return redirect(row)


def _do(request: HttpRequest, row: Review, what: str) -> str:
    by = viewer(request)
    if what == "draft":
        made = draft_in_review(by=by, review=row, claim=request.POST.get("draft-claim", ""))
        if is_bare(made.claim):
            messages.warning(request, hint(made.claim))
        return _("The notes are saved, and the claim is kept as a draft.")
    if what.startswith("dissent-"):
        _dissent(request, row, what.removeprefix("dissent-"))
        return _("The notes are saved, and the dissent stands beside the claim.")
    if what == "close":
        close_review(by=by, review=row, version=row.version)
        return _("The review is closed.")
    return _("The notes are saved.")


def _dissent(request: HttpRequest, row: Review, number: str) -> None:
    takeaway: Takeaway = seen(row.report.takeaways.all(), pk=int(number) if number.isdecimal() else 0)
    takeaway.report = row.report
    given = DissentHereForm(request.POST, prefix=f"d{takeaway.pk}")
    if not given.is_valid():
        raise Refused(
            _("Say who holds it and what they hold against the claim. The name is never published.")
        )
    dissent_in_review(by=viewer(request), review=row, takeaway=takeaway, **given.cleaned_data)


def _page(request: HttpRequest, row: Review, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    typed = context.pop("typed", None)
    takeaways = list(row.report.takeaways.prefetch_related("dissents"))
    for one in takeaways:
        one.report = row.report
    shown = {
        "report": row.report, "review": row, "version": row.version, "may_write": True,
        "crumbs": crumbs(row.report, (_("Learning reviews"), _address(row))),
        "new": what_is_new(viewer(request), since=row.since, until=row.held_on if row.is_closed else None),
        "came_of": came_of(row) if row.is_closed else None,
        "takeaways": [(one, DissentHereForm(_typed(typed, one), prefix=f"d{one.pk}")) for one in takeaways],
        **context,
    }  # fmt: skip
    return render(request, "reports/review.html", shown, status=status)


def _typed(typed: Any, one: Takeaway) -> Any:
    """What was typed beside a claim, so that it is there again; nothing where nothing was."""
    return typed if typed is not None and typed.get(f"d{one.pk}-text") else None


def _address(row: Review) -> str:
    return reverse("reviews", args=[row.report.slug])
