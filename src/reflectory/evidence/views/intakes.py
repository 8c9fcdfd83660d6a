"""What was brought in together, and the sum of it: used, excluded and failed, with the reasons."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from reflectory.core.pages import seen, signed_in, viewer
from reflectory.evidence.accounting import in_words
from reflectory.evidence.models import Intake, Source
from reflectory.evidence.policies import can_bring_in
from reflectory.listening.models import BASES
from reflectory.listening.uses import USES

ON_A_PAGE = 50


@signed_in
def intakes(request: HttpRequest) -> HttpResponse:
    """All of them, newest first."""
    rows = Intake.objects.visible_to(viewer(request))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "evidence/intakes.html", {"page": page, "can_bring_in": can_bring_in(viewer(request))}
    )


@signed_in
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them with its accounting, and its texts that the viewer reads."""
    row = seen(Intake.objects.visible_to(viewer(request)), pk=pk)
    texts = Source.objects.visible_to(viewer(request)).filter(intake=row)
    by_edition = (
        texts.order_by("edition__programme__name", "edition__label")
        .values("edition", "edition__programme__name", "edition__label")
        .annotate(n=Count("pk"))
    )
    reasons = [{**one, "words": in_words(one["reason"])} for one in row.accounting.get("reasons", [])]
    return render(request, "evidence/intake.html", {
        "intake": row, "sum": row.accounting, "reasons": reasons, "by_edition": by_edition,
        "n_read": texts.count(), "basis": _basis(row.basis),
    })  # fmt: skip


def _basis(kept: dict[str, Any]) -> dict[str, Any] | None:
    if not kept:
        return None
    names = dict(USES)
    return {
        "uses": [names.get(use, use) for use, _name in USES if use in kept["uses"]],
        "by": kept["by"], "on": parse_date(kept["on"]), "how": dict(BASES).get(kept["how"], kept["how"]),
    }  # fmt: skip
