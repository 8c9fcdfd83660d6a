"""Reports in the walk: their addresses filled with every piece there is, and a report with secrets in it.

A report is open to those who write reports anywhere. It quotes what may be quoted, and nothing of what may not.
"""

import re
from datetime import date
from typing import Any

from reflectory.accounts import roles
from reflectory.listening.actions import withdraw
from reflectory.reports.actions.corrections import add_correction
from reflectory.reports.actions.pieces import (
    add_programme_block,
    add_quote,
    add_recommendation,
    add_section,
    add_share_text,
)
from reflectory.reports.actions.takeaways import add_point, add_takeaway, link_evidence, record_dissent
from reflectory.reports.models import (
    Erratum,
    EvidenceLink,
    Figure,
    ProgrammeBlock,
    Quote,
    Recommendation,
    Report,
    Review,
    Section,
    ShareText,
    SubPoint,
    Takeaway,
)
from tests import portfolio as a

REPORTS = ("reports/", "published/")
WRITERS = (roles.LEAD, roles.ANALYST, roles.EDITOR)
# Which rows the number in an address stands for, by the word before it.
ROWS: dict[str, Any] = {
    "sections": Section, "programmes": ProgrammeBlock, "figures": Figure, "quotes": Quote,
    "recommendations": Recommendation, "share": ShareText, "corrections": Erratum, "points": SubPoint,
    "evidence": EvidenceLink, "reviews": Review,
}  # fmt: skip
PIECES: dict[str, Any] = {
    "section": Section, "figure": Figure, "quote": Quote, "programme": ProgrammeBlock, "takeaway": Takeaway,
    "recommendation": Recommendation, "share-text": ShareText,
}  # fmt: skip
TAKEN_OUT: dict[str, Any] = {"point": SubPoint, "evidence": EvidenceLink}
FILES = ("site/index.html", "site/figures/index.html", "data/datapackage.json", "report.pdf")


def of_reports(route: str) -> list[dict[str, Any]]:
    """What an address beneath a report can be filled with."""
    filled: list[dict[str, Any]] = [{}]
    if "<slug:slug>" in route:
        filled = [{"slug": slug} for slug in Report.objects.values_list("slug", flat=True)]
    if "<slug:takeaway>" in route:
        slugs = list(Takeaway.objects.values_list("slug", flat=True))
        filled = [{**one, "takeaway": slug} for one in filled for slug in slugs]
    if "<path:path>" in route:
        return [{**one, "path": path} for one in filled for path in FILES]
    if "<int:number>" in route:
        return [{**one, "number": 1} for one in filled]
    for name, models in (("kind", PIECES), ("what", TAKEN_OUT)):
        if f"<slug:{name}>" in route:
            rows = [(word, pk) for word, model in models.items() for pk in _numbers(model)]
            return [{**one, name: word, "pk": pk} for one in filled for word, pk in rows]
    if "<int:pk>" in route:
        (word,) = re.findall(r"([a-z]+)/<int:pk>", route)
        return [{**one, "pk": pk} for one in filled for pk in _numbers(ROWS[word])]
    return filled


def _numbers(model: Any) -> list[int]:
    return list(model._default_manager.values_list("pk", flat=True))


def plant_report(found: Any, ours: Any, others: Any) -> None:
    """A report of 2019, a year without governments, with words that may be quoted and words that may not."""
    by = a.operator()
    report = a.report(found.plant("Report-of-the-writers", *WRITERS), year=2019)
    add_section(by=by, report=report, kind="introduction", text=found.plant("prose-of-the-writers", *WRITERS))
    quotes = add_section(by=by, report=report, kind="quotes")
    add_section(by=by, report=report, kind="takeaways")
    add_section(by=by, report=report, kind="corrections")
    add_programme_block(by=by, report=report, programme=ours.programme, blurb="It ran.")
    readers = (roles.LEAD, roles.ANALYST)
    said = a.said(
        f"{found.plant('marked-and-quoted', *WRITERS)} then {found.plant('never-marked', *readers)}",
        of=ours, name="Nightjar-under-role-only",
    )  # fmt: skip
    found.nowhere.add("Nightjar-under-role-only")
    quoted = a.excerpt(said, "marked-and-quoted")
    add_quote(by=by, place=quotes, excerpt=quoted, use="quote_role_place")
    gone = a.said("quoted-and-taken-back", of=ours)
    add_quote(by=by, place=quotes, excerpt=a.excerpt(gone), use="quote_role_place")
    withdraw(by=by, voice=gone.voice, on=date(2021, 7, 1))
    found.plant("quoted-and-taken-back")
    a.excerpt(a.said(found.plant("marked-in-others"), of=others))
    a.excerpt(
        a.said(found.plant("marked-and-not-to-be-quoted", *readers), of=ours, uses=frozenset({"analyse"}))
    )
    takeaway = add_takeaway(by=by, report=report, claim=found.plant("Claim-Of-Writers", *WRITERS))
    add_point(by=by, takeaway=takeaway, text="A point.")
    link_evidence(by=by, takeaway=takeaway, excerpt=quoted, kind="supports", use="quote_without_name")
    record_dissent(
        by=by, takeaway=takeaway, said_by=found.plant("Dissenter-among-writers", *WRITERS), text="I doubt it."
    )
    add_recommendation(
        by=by, report=report, audience="funder", action=found.plant("advice-of-writers", *WRITERS)
    )
    add_share_text(by=by, report=report, text="Read it.")
    add_correction(by=by, report=report, on=date(2021, 8, 1), text="A name.")
