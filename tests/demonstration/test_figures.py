"""What the ledger says of the demonstration, read from what was loaded and not from the files."""

from datetime import date

import pytest

from reflectory.core import ledger
from reflectory.core.ledger import Scope
from reflectory.core.refusal import Refused
from reflectory.core.visibility import system
from reflectory.demonstration.loading import load
from reflectory.demonstration.signing_in import SIGN_INS
from reflectory.directory.models import Organisation
from reflectory.evidence.models import Source
from reflectory.programmes.actions.teams import remove_team
from reflectory.programmes.figures import taking_part
from reflectory.programmes.models import (
    Activity,
    Artefact,
    Attendance,
    Edition,
    Engagement,
    Grant,
    Membership,
    Team,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portfolio")]
YEAR = Scope.year(2021)
BY_EDITION = {
    "failing-forward-2021": {"departments": 23, "localities": 5},
    "innovation-track-2021": {"cities": 11, "core_team_members": 96},
    "innovation-training-2021": {"cities": 12, "departments": 84},
    "mayors-challenge-2021": {
        "applications": 631,
        "application_countries": 99,
        "finalists": 50,
        "winners": 15,
    },
    "earned-legitimacy-2021": {"governments": 4},
    "solutions-group-2021": {"states": 21, "localities": 28, "community_partners": 6},
    "opportunity-sprint-2021": {"governments": 2},
    "listening-series-2021": {"interviews": 30, "interviewed_governments": 12},
}


def value(key, scope=YEAR):
    return ledger.figure(key, scope, as_of=date(2022, 1, 1)).value


def everything():
    return {definition.key: definition.value(YEAR) for definition in ledger.definitions()}


def differences(before):
    return {key: now - before[key] for key, now in everything().items() if now != before[key]}


def test_the_first_year_is_173_governments_40_of_them_outside_the_united_states():
    keys = (
        "governments",
        "governments_outside_us",
        "applications",
        "application_countries",
        "finalists",
        "winners",
    )
    assert [value(key) for key in keys] == [173, 40, 631, 99, 50, 15]


def test_the_second_year_is_40_governments_three_of_them_outside_the_united_states():
    assert [value(key, Scope.year(2022)) for key in ("governments", "governments_outside_us")] == [40, 3]


@pytest.mark.parametrize("edition", BY_EDITION)
def test_each_programme_of_the_first_year_has_its_figures(portfolio, edition):
    scope = Scope.year(2021, [portfolio.editions[edition].pk])
    assert {key: value(key, scope) for key in BY_EDITION[edition]} == BY_EDITION[edition]


def test_adding_the_programmes_up_gives_145_and_counting_once_127(portfolio):
    editions = [edition.pk for edition in portfolio.editions.values() if edition.label == "2021"]
    each = [governments(Scope.year(2021, [pk])) for pk in editions]
    assert (sum(map(len, each)), len(set().union(*each))) == (145, 127)


def governments(scope):
    found = taking_part.organisations_behind(taking_part.teams(scope)).governments()
    return set(found.values_list("pk", flat=True))


def test_taking_an_applicant_out_changes_the_applications_and_nothing_else(portfolio):
    before = everything()
    team = Team.objects.get(pk=portfolio.teams["mayors21-acequia-verde"].pk)
    remove_team(by=system("A test"), team=team)
    assert differences(before) == {"applications": -1}


def test_taking_a_state_out_changes_exactly_what_depends_on_it(portfolio):
    before = everything()
    team = portfolio.teams["solutions21-state-of-avenmoor"]
    people = Membership.objects.filter(team=team).count()
    Attendance.objects.filter(organisation=team.organisation).delete()
    Source.objects.filter(team=team).update(team=None)  # what its people said is kept
    of_team = (Attendance.objects.filter(activity__team=team), Activity.objects.filter(team=team))
    for rows in (*of_team, Membership.objects.filter(team=team), Team.objects.filter(pk=team.pk)):
        rows.delete()
    changed = differences(before)
    assert (changed["governments"], changed["states"], changed["people"]) == (-1, -1, -people)
    assert set(changed) == {"governments", "states", "people", "sessions", "attendance"}


def test_the_second_spelling_of_a_city_was_merged():
    gone = Organisation.objects.get(name="St. Verrin")
    assert gone.merged_into.name == "Saint Verrin"


def test_everything_that_a_team_may_make_is_there():
    kinds = set(Artefact.objects.values_list("kind", flat=True))
    assert len(kinds) == 13
    assert set(Artefact.objects.filter(kind="idea").values_list("status", flat=True)) == {
        "raised", "considered", "prototyped", "tested", "implemented", "stopped",
    }  # fmt: skip
    assert set(Engagement.objects.values_list("rung", flat=True)) == {
        "told", "asked", "tested_with", "co_created", "decided",
    }  # fmt: skip


def test_two_editions_run_on_the_day_of_the_build():
    running = Edition.objects.running_on(date(2026, 3, 4))
    assert {str(edition) for edition in running} == {"Innovation Track 2026", "Pandemic Solutions Group 2026"}


def test_there_is_a_sign_in_for_each_role():
    assert {one.role for one in SIGN_INS} == {None, *Grant.objects.values_list("role", flat=True)}
    assert len(SIGN_INS) == 10


def test_loading_twice_is_refused():
    with pytest.raises(Refused) as refusal:
        load(by=system("Demonstration"))
    assert str(refusal.value) == (
        "This installation holds programmes or organisations. The demonstration needs an empty one."
    )
