"""Learning reviews and the use of advice in the walk: notes of a meeting, and what two editions made of a report."""

from datetime import date
from typing import Any

from reflectory.accounts import roles
from reflectory.reports.actions.pieces import add_recommendation
from reflectory.reports.actions.reviews import begin_review, dissent_in_review, write_review
from reflectory.reports.actions.takeaways import add_takeaway
from reflectory.reports.models import Release, Use
from tests import portfolio as a

WRITERS = (roles.LEAD, roles.ANALYST, roles.EDITOR)
DECIDES = (roles.LEAD, roles.CHAIR, roles.ANALYST, roles.EDITOR, roles.COACH)


def plant_learning(found: Any, ours: Any, others: Any) -> None:
    """A report of 2018 that readers have, its review, and a decision about its advice in each of two editions."""
    by = a.operator()
    report = a.report("What was learned earlier", year=2018)
    claim = add_takeaway(by=by, report=report, claim=found.plant("Draft-Of-The-Review", *WRITERS))
    review = begin_review(by=by, report=report, held_on=date(2021, 3, 1))
    dissent_in_review(
        by=by, review=review, takeaway=claim, said_by=found.plant("Dissenter-in-the-room", *WRITERS),
        text=found.plant("held-against-it", *WRITERS), is_public=False,
    )  # fmt: skip
    write_review(
        by=by, review=review, participants=found.plant("Participant-Perrin", *WRITERS),
        notes=found.plant("notes-of-the-review", *WRITERS), version=review.version,
    )  # fmt: skip
    advice = add_recommendation(by=by, report=report, audience="funder", action="Pay for a year.")
    manifest = {"release": f"{report.slug}-1", "figures": [], "words": [], "files": {}, "run": None}
    release = Release.objects.create(
        report=report, number=1, released_on=date(2019, 1, 25), content_hash="", content={}, manifest=manifest
    )
    report.live_release = release
    report.save()
    for edition, why in (
        (ours, found.plant("why-we-took-it-up", *DECIDES)), (others, found.plant("why-others-took-it-up")),
    ):  # fmt: skip
        Use.objects.create(
            recommendation=advice, edition=edition, decision="adopted", why=why, decided_on=date(2021, 2, 1),
            decided_by_name="Somebody",
        )  # fmt: skip
