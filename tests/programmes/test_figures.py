from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.core import ledger
from reflectory.core.ledger import Scope
from reflectory.directory.actions.merging import merge_organisations, undo_merge
from reflectory.programmes.actions.teams import move_team, remove_team
from tests import portfolio as a

pytestmark = pytest.mark.django_db
YEAR = Scope.year(2021)


def value(key, scope=YEAR):
    return ledger.figure(key, scope, as_of=date(2022, 1, 1)).value


def everything():
    return {definition.key: definition.value(YEAR) for definition in ledger.definitions()}


def test_a_government_in_two_programmes_counts_once():
    city = a.organisation()
    a.team(organisation_=city)
    a.team(organisation_=city)
    assert value("governments") == 1


def test_two_rows_for_one_government_count_once_after_they_were_merged_and_twice_when_it_is_undone():
    one, other = a.organisation("Saltmarsh Quay"), a.organisation("Saltmarsh-Quay")
    a.team(organisation_=one)
    a.team(organisation_=other)
    assert value("governments") == 2
    merge = merge_organisations(by=a.operator(), kept=one, gone=other)
    assert value("governments") == 1
    undo_merge(by=a.operator(), merge=merge)
    assert value("governments") == 2


def test_departments_count_as_their_government():
    county = a.organisation(level="county")
    first, second = (a.organisation(level="department", parent=county) for _ in range(2))
    edition = a.edition()
    a.team(edition, first)
    a.team(edition, second)
    assert (value("governments"), value("departments")) == (1, 2)


def test_an_applicant_alone_changes_applications_and_nothing_else():
    a.team()
    before = everything()
    a.team(stage="applied", organisation_=a.organisation(country="PT"))
    changed = {key: now - before[key] for key, now in everything().items() if now != before[key]}
    assert changed == {"applications": 1, "application_countries": 1}


def test_a_government_whose_people_came_to_an_open_call_was_worked_with():
    edition = a.edition()
    call = a.activity(edition, is_open=True)
    guest, place = a.person(), a.organisation(country="CA")
    a.mark_attendance(
        by=a.operator(), activity=call, marks=[a.Mark(guest.pk, was_there=True, organisation_id=place.pk)]
    )
    assert (value("governments"), value("governments_outside_us"), value("people")) == (1, 1, 1)


def test_a_team_that_withdrew_after_taking_part_still_took_part_that_year_and_not_the_next():
    team = a.team()
    move_team(by=a.operator(), team=team, to="withdrew", on=date(2021, 6, 1))
    assert (value("governments"), value("governments", Scope.year(2022))) == (1, 0)


def test_a_team_still_active_is_counted_in_the_years_that_follow_and_not_in_those_before():
    a.team()
    assert [value("governments", Scope.year(year)) for year in (2020, 2021, 2022)] == [0, 1, 1]


def test_removing_a_team_changes_exactly_what_depends_on_it():
    a.team(organisation_=a.organisation(level="state"))
    gone = a.team(organisation_=a.organisation(level="city", country="BR"))
    before = everything()
    remove_team(by=a.operator(), team=gone)
    changed = {key: now - before[key] for key, now in everything().items() if now != before[key]}
    assert changed == {"governments": -1, "governments_outside_us": -1, "cities": -1, "localities": -1}


def test_people_and_contacts_of_residents_are_never_mixed():
    team = a.team()
    a.note_engagement(
        by=a.operator(), edition=team.edition, team=team, on=date(2021, 5, 1), what="Porch visits", rung="asked",
        claimed_by="the team", n_people=30, n_contacts=45,
    )  # fmt: skip
    a.note_engagement(
        by=a.operator(), edition=team.edition, team=team, on=date(2021, 5, 2), what="A stall", rung="told",
        claimed_by="the team", n_contacts=200,
    )  # fmt: skip
    assert (value("residents_people"), value("residents_contacts")) == (30, 245)


def test_the_names_behind_a_figure_add_up_to_it():
    team = a.team()
    a.member(team)
    a.artefact(team)
    a.attended(a.activity(team.edition), team.memberships.get().person)
    for definition in ledger.definitions():
        rows = [definition.describe(row) for row in definition.rows(YEAR)]
        assert sum(row.amount for row in rows) == definition.value(YEAR), definition.key


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8))
def test_counted_as_says_what_merges_and_parents_say(pairs):
    from django.db import transaction

    from reflectory.core.refusal import Refused
    from reflectory.directory.actions.merging import stands_for
    from reflectory.directory.models import Organisation

    with transaction.atomic():
        county = a.organisation(level="county")
        rows = [county, *(a.organisation(level="county") for _ in range(2))]
        rows += [a.organisation(level="department", parent=rows[n]) for n in range(3)]
        for kept, gone in pairs:
            one, other = (Organisation.objects.get(pk=rows[n].pk) for n in (kept, gone))
            try:
                merge_organisations(by=a.operator(), kept=one, gone=other)
            except Refused:
                continue
        for row in Organisation.objects.all():
            root = stands_for(row)
            assert row.counted_as_id == (None if root.pk == row.pk else root.pk)
        transaction.set_rollback(True)
