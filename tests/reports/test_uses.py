"""Advice where the next decision is made: what bears on an edition, deciding, what waits, what became of it."""

from datetime import date, timedelta

import pytest

from reflectory.accounts import roles
from reflectory.core.editing import Conflict
from reflectory.core.navigation import what_needs
from reflectory.core.panels import panels_for
from reflectory.core.refusal import Refused
from reflectory.programmes.viewing import viewer_for
from reflectory.reports.actions.pieces import add_recommendation
from reflectory.reports.actions.uses import decide_use
from reflectory.reports.advising import advice_for, became_of, by_moment, counts_of, speaks_to
from reflectory.reports.prompting import ADVICE, undecided
from tests import portfolio as a

pytestmark = pytest.mark.django_db
NEXT = date(2022, 2, 1)


@pytest.fixture
def next_edition(released):
    return a.edition(released.edition.programme, "2022", starts_on=NEXT)


@pytest.fixture
def lead(next_edition):
    return a.viewer_with(roles.LEAD, on=next_edition)


def advice_of(released):
    return released.report.recommendations.get(audience="public_servant")


def test_the_last_reports_advice_bears_on_a_later_edition_of_its_programme(released, next_edition):
    assert [(one.recommendation, one.use) for one in advice_for(next_edition)] == [
        (advice_of(released), None)
    ]


def test_it_does_not_bear_on_the_edition_that_it_was_learned_from(released):
    assert advice_for(released.edition) == []


def test_it_does_not_bear_on_other_programmes_unless_it_names_none(released):
    other = a.edition(a.programme(), "2022", starts_on=NEXT)
    assert advice_for(other) == []
    advice_of(released).programmes.clear()
    assert [one.recommendation for one in advice_for(other)] == [advice_of(released)]


def test_advice_that_readers_do_not_have_yet_is_not_shown(released, next_edition):
    add_recommendation(by=a.operator(), report=released.report, audience="funder", action="Pay for a year.")
    assert [one.recommendation for one in advice_for(next_edition)] == [advice_of(released)]


def test_a_report_without_a_release_gives_no_advice(small):
    later = a.edition(small.edition.programme, "2022", starts_on=NEXT)
    assert advice_for(later) == []


def test_a_report_that_was_out_before_an_edition_of_its_own_year_speaks_to_it(released):
    late = a.edition(released.edition.programme, "2021b", starts_on=date(2021, 12, 1))
    assert not speaks_to(released.report, late)
    released.report.live_release.released_on = date(2021, 11, 1)
    assert speaks_to(released.report, late)


def test_a_decision_says_why_and_is_one_per_edition(released, next_edition, lead):
    given = {"by": lead, "edition": next_edition, "recommendation": advice_of(released)}
    with pytest.raises(Refused):
        decide_use(**given, decision="adopted", why="  ")
    with pytest.raises(Refused):
        decide_use(**given, decision="ignored", why="No.")
    use = decide_use(**given, decision="adopted", why="It fits.")
    assert (use.decided_by_name, use.version) == (lead.name, 1)
    with pytest.raises(Conflict):
        decide_use(**given, decision="rejected", why="It does not.")
    changed = decide_use(**given, decision="adapted", why="Half of it.", result="Fewer forms.", version=1)
    assert (changed.pk, changed.decision, changed.result) == (use.pk, "adapted", "Fewer forms.")


def test_only_the_lead_of_the_edition_decides(released, next_edition):
    for role in (roles.ANALYST, roles.EDITOR, roles.COACH):
        with pytest.raises(Refused):
            decide_use(
                by=a.viewer_with(role, on=next_edition), edition=next_edition, recommendation=advice_of(released),
                decision="adopted", why="It fits.",
            )  # fmt: skip


def test_advice_for_another_programme_cannot_be_decided_on(released):
    other = a.edition(a.programme(), "2022", starts_on=NEXT)
    with pytest.raises(Refused):
        decide_use(
            by=a.operator(),
            edition=other,
            recommendation=advice_of(released),
            decision="adopted",
            why="It fits.",
        )


@pytest.mark.parametrize(
    ("on", "n"), [(NEXT - timedelta(days=61), 0), (NEXT - timedelta(days=60), 1), (NEXT + timedelta(days=30), 1),
                  (NEXT + timedelta(days=31), 0)],
)  # fmt: skip
def test_undecided_advice_waits_for_the_lead_around_the_beginning(lead, on, n):
    found = [need for need in what_needs(lead, on) if need.kind == ADVICE]
    assert [(need.label, need.is_late) for need in found] == [
        ("1 piece of advice for Open Doors 2022 is not decided on", on > NEXT)
    ] * n


def test_nothing_waits_once_it_is_decided_or_for_others(released, next_edition, lead):
    assert list(undecided(a.viewer_with(roles.COACH, on=next_edition), NEXT)) == []
    decide_use(
        by=lead, edition=next_edition, recommendation=advice_of(released), decision="rejected", why="No time."
    )
    assert list(undecided(lead, NEXT)) == []


@pytest.mark.parametrize("n", [1, 3])
def test_what_waits_is_asked_in_as_many_queries_for_three_editions_as_for_one(
    released, n, django_assert_num_queries
):
    programme = released.edition.programme
    for number in range(n):
        a.edition(programme, f"2022-{number}", starts_on=NEXT)
    lead = viewer_for(a.account_with(roles.LEAD, on=programme))
    with django_assert_num_queries(5):
        assert len(list(undecided(lead, NEXT))) == n


def test_the_panel_is_shown_to_those_who_work_on_the_edition(released, next_edition, lead):
    (panel,) = panels_for("edition-before", lead, next_edition)
    assert (panel.context["n"], panel.context["n_open"], panel.context["may_decide"]) == (1, 1, True)
    assert [(one.name, len(one.advice)) for one in panel.context["moments"]] == [("Before it begins", 1)]
    for role, n in (
        (roles.EDITOR, 1),
        (roles.COACH, 1),
        (roles.FUNDER, 0),
        (roles.TEAM_LEAD, 0),
        (roles.JUDGE, 0),
    ):
        assert len(panels_for("edition", a.viewer_with(role, on=next_edition), next_edition)) == n
    assert panels_for("edition", lead, released.edition) == []


def test_advice_is_put_under_the_moments_of_an_edition(next_edition):
    found = by_moment(advice_for(next_edition))
    assert [(one.name, [str(each.recommendation) for each in one.advice]) for one in found] == [
        ("Before it begins", ["Ask those who do the work."])
    ]


def test_the_next_report_tells_what_became_of_the_advice(released, next_edition, lead):
    later = a.report("A year on", year=2022)
    assert counts_of(became_of(later)) == {"adopted": 0, "adapted": 0, "rejected": 0, "undecided": 1}
    use = decide_use(
        by=lead,
        edition=next_edition,
        recommendation=advice_of(released),
        decision="adapted",
        why="Half of it.",
    )
    (row,) = became_of(later)
    assert (row.recommendation, row.counts, list(row.uses)) == (
        advice_of(released), {"adopted": 0, "adapted": 1, "rejected": 0}, [use],
    )  # fmt: skip
    assert counts_of([row])["undecided"] == 0
    stranger = a.viewer_with(roles.LEAD, on=a.edition())
    assert [one.n for one in became_of(later, viewer=stranger)] == [0]


def test_the_first_report_has_no_advice_to_look_back_on(released):
    assert became_of(released.report) == []
