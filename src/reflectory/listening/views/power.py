"""Both sides of an engagement, beside each other."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reflectory.core.pages import seen, signed_in, viewer
from reflectory.listening.actions.power import ask_both_sides
from reflectory.listening.models.power import BothSides
from reflectory.listening.policies.asks import can_lay_out_ask
from reflectory.listening.power import told_of
from reflectory.programmes.models import Engagement


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def engagement_sides(request: HttpRequest, pk: int) -> HttpResponse:
    """What both sides say of one engagement; asking them where nobody has."""
    by = viewer(request)
    rows = Engagement.objects.visible_to(by).select_related("edition__programme", "team__organisation")
    row = seen(rows, pk=pk)
    if request.method == "POST":
        ask_both_sides(by=by, engagement=row)
        return redirect("engagement-sides", pk=row.pk)
    both = BothSides.objects.filter(engagement=row).select_related("team_ask", "others_ask").first()
    return render(request, "listening/power/sides.html", {
        "engagement": row, "told": told_of([both])[0] if both else None,
        "may_ask": can_lay_out_ask(by, row.edition, team=row.team),
        "crumbs": [
            (str(row.edition), row.edition.get_absolute_url()), (_("Residents"), _residents(row)),
        ],
    })  # fmt: skip


def _residents(row: Engagement) -> str:
    return reverse("edition-engagement", args=[row.edition.programme.slug, row.edition.slug])
