"""How a report goes out: read, signed off by two, published; its releases, and words that were withdrawn since."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reflectory.core.pages import seen, signed_in, viewer
from reflectory.core.refusal import Refused
from reflectory.reports import folders, policies
from reflectory.reports.actions import signing
from reflectory.reports.composing import Composed, compose
from reflectory.reports.models import Report
from reflectory.reports.publishing import NotReady, publish
from reflectory.reports.standing import SIGNED, standing, told
from reflectory.reports.verifying import verify
from reflectory.reports.views.within import crumbs, report_of
from reflectory.reports.withdrawing import take_out
from reflectory.reports.withdrawn import withdrawn_in


@signed_in
@require_safe
def going_out(request: HttpRequest, slug: str) -> HttpResponse:
    """What stands in the way, who has signed it off, and what has gone out."""
    report = report_of(request, slug)
    return _page(request, report, compose(report))


def _page(
    request: HttpRequest, report: Report, composed: Composed, *, refused: str = "", status: int = 200
) -> HttpResponse:
    by = viewer(request)
    now = standing(report, composed)
    mine = any(row.account_id == by.account_id for row in now.signed)
    return render(request, "reports/going_out.html", {
        "report": report, "crumbs": crumbs(report), "standing": now, "problems": told(report, composed.problems),
        "content_hash": composed.content_hash, "refused": refused, "needed": signing.NEEDED,
        "may_sign": policies.can_sign_off(by) and not composed.problems and not mine,
        "may_publish": policies.can_publish(by) and now.key == SIGNED, "has_signed": mine,
        "may_take_out": policies.can_publish(by), "n_withdrawn": len(withdrawn_in([report.pk]).get(report.pk, ())),
        "unasked": [
            (row.claim, reverse("takeaway-edit", args=[report.slug, row.slug]))
            for row in report.takeaways.filter(is_draft=False, wrong_if="")
        ],
        "releases": list(report.releases.defer("content", "manifest")),
    }, status=status)  # fmt: skip


@signed_in
@require_POST
def sign_off(request: HttpRequest, slug: str) -> HttpResponse:
    """Signs off the report as it was shown."""
    report, by = report_of(request, slug), viewer(request)
    composed = compose(report)
    try:
        signing.sign_off(
            by=by, report=report, composed=composed, content_hash=request.POST.get("content", "")
        )
    except Refused as refused:
        return _page(request, report, composed, refused=str(refused), status=422)
    messages.success(request, _("You have signed off the report as it stands."))
    return redirect("report-going-out", slug=slug)


@signed_in
@require_POST
def publish_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Publishes it, whole or not at all; what stands in the way is said on the same page."""
    report, by = report_of(request, slug), viewer(request)
    try:
        made = publish(by=by, report=report, base_url=base_url(request, report))
    except NotReady:
        said = _("Nothing was published, since something stands in the way.")
        return _page(request, report, compose(report), refused=said, status=422)
    except Refused as refused:
        return _page(request, report, compose(report), refused=str(refused), status=422)
    if made.is_new:
        messages.success(request, _("Release {number} is out. Readers have it from now on.").format(
            number=made.release.number))  # fmt: skip
    else:
        messages.success(request, _("Readers have exactly this already, so nothing was released again."))
    return redirect("report-going-out", slug=slug)


def base_url(request: HttpRequest, report: Report) -> str:
    """Where readers find the site: as in its live release, or here."""
    if report.live_release is not None:
        return report.live_release.base_url
    return request.build_absolute_uri(reverse("published-file", args=[report.slug, "site/"]))


@signed_in
@require_POST
def take_words_out(request: HttpRequest, slug: str) -> HttpResponse:
    """Releases the report without words that were withdrawn, and blanks them in every earlier release."""
    report, by = report_of(request, slug), viewer(request)
    policies.check_can_publish(by, report)
    made = take_out(by=by, report=report)
    if made is not None:
        messages.success(request, _("Release {number} is out, without the words that were withdrawn.").format(
            number=made.number))  # fmt: skip
    else:
        messages.success(request, _("The withdrawn words are blank in every release now."))
    return redirect("report-going-out", slug=slug)


@signed_in
@require_safe
def release_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One release: what it is, and on demand whether all of it still holds."""
    report = report_of(request, slug)
    release = seen(report.releases.all(), number=number)
    release.report = report
    trail = crumbs(report, (_("Going out"), reverse("report-going-out", args=[slug])))
    context: dict[str, Any] = {
        "report": report, "release": release, "crumbs": trail,
        "is_live": report.live_release_id == release.pk, "manifest": release.manifest,
        "is_verified": "verify" in request.GET,
    }  # fmt: skip
    if context["is_verified"]:
        context["failed"] = verify(folders.folder_of(release.key), release)
    return render(request, "reports/release.html", context)
