"""What became of the last report's advice, as a report tells readers: how often and why, never by whom, nor of few."""

import json
from datetime import date

import pytest

from reflectory.accounts import roles
from reflectory.press.publication.codec import to_plain
from reflectory.press.publication.content import Outcome, Reason
from reflectory.reports.actions.pieces import add_recommendation, add_section
from reflectory.reports.actions.uses import decide_use
from reflectory.reports.composing import compose
from tests import portfolio as a

pytestmark = pytest.mark.django_db


@pytest.fixture
def later(released):  # noqa: ARG001  there has to be one to look back on
    """The report of the next year, with nothing in it but a look back."""
    report = a.report("A year on", year=2022, released_on=date(2023, 1, 24))
    add_section(by=a.operator(), report=report, kind="became", title="What came of it", text="We asked.")
    return report


def decide(released, *decisions, result=""):
    """One edition for each decision."""
    advice = released.report.recommendations.get(audience="public_servant")
    for n, decision in enumerate(decisions):
        edition = a.edition(released.edition.programme, f"2022-{n}", starts_on=date(2022, 2, 1))
        decide_use(
            by=a.viewer_with(roles.LEAD, on=edition), edition=edition, recommendation=advice, decision=decision,
            why=f"Reason {9 - n}.", result=result,
        )  # fmt: skip
    return advice


def told(report):
    section = compose(report).publication.section("became")
    return section, section.items


def test_five_editions_are_enough_to_be_told_of_and_none_of_them_is_named(released, later):
    advice = decide(released, "adopted", "rejected", "adopted", "adapted", "adopted", result="Fewer\n forms.")
    section, items = told(later)
    assert (section.report, section.year, section.paragraphs) == ("What we learned", 2021, ("We asked.",))
    assert items == (
        Outcome(
            f"a{advice.pk}", "Ask those who do the work.", "Public servants", 3, 1, 1,
            (
                Reason("adopted", "Reason 5.", "Fewer forms."),
                Reason("adopted", "Reason 7.", "Fewer forms."),
                Reason("adopted", "Reason 9.", "Fewer forms."),
                Reason("adapted", "Reason 6.", "Fewer forms."),
                Reason("rejected", "Reason 8.", "Fewer forms."),
            ),
        ),
    )  # fmt: skip
    assert "Open Doors" not in json.dumps(to_plain(section))
    assert compose(later).problems == ()


def test_of_what_fewer_have_decided_nothing_is_told(released, later):
    advice = decide(released, *["rejected"] * 4)
    _section, items = told(later)
    assert items == (
        Outcome(
            f"a{advice.pk}", "Ask those who do the work.", "Public servants", 0, 0, 0, (), is_hidden=True
        ),
    )
    assert "Reason" not in json.dumps(to_plain(compose(later).publication))


def test_advice_that_nobody_has_decided_on_is_told_as_that(later):
    _section, (one,) = told(later)
    assert (one.n, one.reasons, one.is_hidden) == (0, (), False)


def test_without_a_report_before_there_is_nothing_to_look_back_on(small):
    add_section(by=a.operator(), report=small.report, kind="became")
    problems = [(one.code, one.where) for one in compose(small.report).problems]
    assert problems == [("empty_section", "What became of the advice")]


@pytest.mark.parametrize("n", [1, 3])
def test_it_takes_as_many_queries_for_three_pieces_of_advice_as_for_one(
    released, later, n, django_assert_num_queries
):
    for number in range(n - 1):
        add_recommendation(
            by=a.operator(), report=released.report, audience="funder", action=f"Pay {number}."
        )
    released.report.recommendations.update(created_at=released.release.made_at)
    decide(released, "adopted")
    from reflectory.reports.advising import became_of, report_before
    from reflectory.reports.composing.looking_back import outcomes

    with django_assert_num_queries(5):
        assert report_before(later) == released.report
        assert len(outcomes(became_of(later))) == n
