"""What a team does behind a journey, through its actions: `python -m tests.journeys.quoting STEP` prints JSON.

Run as a process of its own over the installation that a server is serving, as a team would work beside it.
"""

import json
import sys
from datetime import date

import django

WORDS = "We asked the night crew, and they knew."
OTHERS = "The form is still on paper."
SLUG = "learned"


def ask() -> dict:
    """An open ask of an edition; its code."""
    from tests import portfolio as a
    from tests.asking import an_ask

    edition = a.edition(a.programme("Open Doors"))
    made = an_ask(
        edition=edition, uses_asked=["analyse", "quote_without_name", "quote_role_place"], code="bcdfgh"
    )
    return {"code": made.code}


def publish() -> dict:
    """A report that quotes the words twice, signed off by two people and published."""
    from reflectory.accounts.roles import EDITOR, LEAD
    from reflectory.evidence.actions.excerpts import excerpt_of
    from reflectory.evidence.actions.from_responses import pull_responses
    from reflectory.evidence.models import Source
    from reflectory.reports.actions import pieces, takeaways
    from reflectory.reports.actions.reports import begin_report
    from reflectory.reports.actions.signing import sign_off
    from reflectory.reports.composing import compose
    from reflectory.reports.publishing import publish
    from tests import portfolio as a

    pull_responses()
    by = a.operator()
    source = Source.objects.get()
    report = begin_report(
        by=by, slug=SLUG, year=2026, title="What we learned", organisation="Tidewater", kinds=(),
        released_on=date(2027, 1, 25),
    )  # fmt: skip
    quotes = pieces.add_section(by=by, report=report, kind="quotes", title="In their words")
    pieces.add_section(by=by, report=report, kind="takeaways", title="What we take away")
    version = source.versions.get()
    pieces.add_quote(
        by=by, place=quotes, excerpt=excerpt_of(by=by, version=version, words=WORDS), use="quote_role_place"
    )
    takeaway = takeaways.add_takeaway(
        by=by, report=report, slug="ask", claim="Those who do the work know first."
    )
    takeaways.link_evidence(
        by=by, takeaway=takeaway, kind="supports", use="quote_without_name",
        excerpt=excerpt_of(by=by, version=version, words="they knew"),
    )  # fmt: skip
    against = a.said(OTHERS, of=source.edition)
    takeaways.link_evidence(
        by=by,
        takeaway=takeaway,
        kind="contradicts",
        use="quote_without_name",
        excerpt=a.excerpt(against, OTHERS),
    )
    takeaways.finish_takeaway(by=by, takeaway=takeaway, version=takeaway.version)
    report.refresh_from_db()
    composed = compose(report)
    signers = [a.viewer_with(role, on=source.edition) for role in (EDITOR, LEAD)]
    for signer in signers:
        sign_off(by=signer, report=report, composed=composed, content_hash=composed.content_hash)
    return {"release": publish(by=signers[0], report=report).release.key}


def draft() -> dict:
    """Whether the words stand in the draft, and what is wrong with it."""
    from reflectory.press.publication.codec import to_plain
    from reflectory.reports.composing import compose
    from reflectory.reports.models import Report

    composed = compose(Report.objects.get(slug=SLUG))
    return {"holds": WORDS in str(to_plain(composed.publication))}


def verify() -> dict:
    """What fails of each release."""
    from reflectory.reports.models import Release
    from reflectory.reports.verifying import find_release, verify

    return {one.key: verify(*find_release(one.key)) for one in Release.objects.select_related("report")}


if __name__ == "__main__":
    django.setup()
    print(json.dumps({step.__name__: step for step in (ask, publish, draft, verify)}[sys.argv[1]]()))
