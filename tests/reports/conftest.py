"""A small report, ready to go out: one programme with two governments, five voices, one takeaway."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from types import SimpleNamespace

import pytest

from reflectory.accounts.roles import EDITOR, LEAD
from reflectory.core.visibility import Viewer
from reflectory.evidence.actions.excerpts import excerpt_of
from reflectory.evidence.actions.intake import Said, Who, bring_in
from reflectory.evidence.models import Excerpt, Source
from reflectory.reports.actions.pieces import (
    add_figure,
    add_programme_block,
    add_quote,
    add_recommendation,
    add_section,
    add_share_text,
)
from reflectory.reports.actions.reports import begin_report
from reflectory.reports.actions.signing import sign_off
from reflectory.reports.actions.takeaways import add_point, add_takeaway, finish_takeaway, link_evidence
from reflectory.reports.composing import compose
from reflectory.reports.models import Report
from tests import portfolio as a

DAY = date(2021, 6, 1)
_number = count(1)


def said(text: str, *, uses: set[str], edition=None, organisation=None, person=None, **more) -> Source:
    """A text by somebody who agreed to these uses."""
    key = f"test/{next(_number)}"
    who = Who(
        role="clerk", seniority="frontline", person=person, organisation=organisation, **more.pop("who", {})
    )
    bring_in(
        by=a.operator(), title="What was said", on=DAY,
        said=[Said(key, text, voice=who, edition=edition, said_on=DAY, language="en", uses=frozenset(uses), **more)],
    )  # fmt: skip
    return Source.objects.get(key=key)


def excerpt(source: Source, words: str) -> Excerpt:
    return excerpt_of(by=a.operator(), version=source.versions.get(), words=words)


@dataclass
class Small:
    """The report and what tests change about it."""

    report: Report
    source: Source
    quote: Excerpt
    editor: Viewer
    lead: Viewer
    edition: object
    team: object

    def sign(self) -> None:
        """Both sign the report off as it is."""
        composed = compose(self.report)
        for by in (self.editor, self.lead):
            sign_off(by=by, report=self.report, composed=composed, content_hash=composed.content_hash)


@pytest.fixture
def small(settings, tmp_path) -> Small:
    """The report with a day, two sign-offs short of going out."""
    settings.REFLECTORY_DIR = tmp_path
    return make_small()


def make_small() -> Small:
    """The same in whatever database is open."""
    programme = a.programme("Open Doors")
    edition = a.edition(programme, ends_on=date(2021, 11, 30))
    place = a.organisation("Larkspur County", "county", latitude=44.9, longitude=-93.1)
    team = a.team(edition, place)
    a.team(edition, a.organisation("Quill", "city", country="PT"))
    uses = {"analyse", "quote_without_name", "quote_role_place"}
    source = said(
        "We asked nobody. Then we asked the night crew, and they knew. That changed it.",
        uses=uses, edition=edition, organisation=place,
    )  # fmt: skip
    against = said("Asking took a month and changed nothing here.", uses=uses, edition=edition)
    for n in range(4):
        said(f"The form is still on paper, copy {n}.", uses={"analyse"}, edition=edition, organisation=place)
    by = a.operator()
    report = begin_report(
        by=by, slug="learned-2021", year=2021, title="What we learned", organisation="Tidewater", kinds=(),
        released_on=date(2022, 1, 25),
    )  # fmt: skip
    where = add_section(by=by, report=report, kind="where", title="Where we worked")
    add_figure(by=by, place=where, key="governments", label="governments")
    add_section(by=by, report=report, kind="programmes", title="Our programmes")
    block = add_programme_block(by=by, report=report, programme=programme, blurb="A year of open doors.")
    add_figure(by=by, place=block, key="governments", label="governments took part")
    quotes = add_section(by=by, report=report, kind="quotes", title="In their words")
    quote = excerpt(source, "we asked the night crew, and they knew")
    add_quote(by=by, place=quotes, excerpt=quote, use="quote_role_place")
    add_section(by=by, report=report, kind="takeaways", title="What we take away")
    takeaway = add_takeaway(by=by, report=report, slug="ask", claim="Those who do the work know first.")
    add_point(by=by, takeaway=takeaway, text="Ask the night crew.", moment="before")
    link_evidence(
        by=by, takeaway=takeaway, excerpt=excerpt(source, "That changed it."), kind="supports",
        use="quote_without_name",
    )  # fmt: skip
    link_evidence(
        by=by, takeaway=takeaway, excerpt=excerpt(against, "changed nothing here"), kind="contradicts",
        use="quote_without_name",
    )  # fmt: skip
    finish_takeaway(by=by, takeaway=takeaway, version=takeaway.version)
    add_section(by=by, report=report, kind="recommendations", title="What to do")
    add_recommendation(
        by=by, report=report, audience="public_servant", action="Ask those who do the work.", moment="before",
        takeaway=takeaway, programmes=[programme],
    )  # fmt: skip
    add_section(by=by, report=report, kind="heard", title="Whom we heard")
    add_section(by=by, report=report, kind="share", title="Share")
    add_share_text(by=by, report=report, text="Those who do the work know first. #LearnedTogether")
    add_section(by=by, report=report, kind="method", title="How we worked", text="We read all of it, twice.")
    report.refresh_from_db()
    return Small(
        report,
        source,
        quote,
        a.viewer_with(EDITOR, on=edition),
        a.viewer_with(LEAD, on=edition),
        edition,
        team,
    )


@pytest.fixture
def released(small) -> SimpleNamespace:
    """The small report, published once."""
    from reflectory.reports.publishing import publish

    small.sign()
    made = publish(by=small.editor, report=small.report)
    return SimpleNamespace(**vars(small), release=made.release, folder=made.folder, small=small)
