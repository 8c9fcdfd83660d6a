from datetime import date

import pytest
from django.db import connection
from django.test import Client

from reflectory.core import ledger
from reflectory.core.ledger import Scope
from reflectory.core.refusal import Refused
from reflectory.directory.actions.people import add_contact, add_post
from reflectory.programmes.actions.retention import forget_people
from tests import portfolio as a

pytestmark = pytest.mark.django_db
DAY = date(2024, 1, 1)


def edition_kept_until(day):
    found = a.edition()
    found.retention_on = day
    found.save()
    return found


def everything():
    return {one.key: one.value(Scope.year(2021)) for one in ledger.definitions()}


def words_in_the_database() -> str:
    with connection.cursor() as cursor:
        said = []
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            said.append(repr(cursor.fetchall()))
    return " ".join(said)


def test_a_person_is_forgotten_everywhere_and_every_figure_stays():
    edition = edition_kept_until(DAY)
    team = a.team(edition)
    person = a.person("Quillfeather Imre")
    add_contact(by=a.operator(), person=person, kind="email", value="imre@example.org")
    add_post(
        by=a.operator(), person=person, organisation=team.organisation, title="Keeper of the quillfeather"
    )
    a.member(team, person)
    a.attended(a.activity(edition), person)
    before = everything()
    assert forget_people(by=a.operator(), edition=edition, on=DAY) == 1
    assert everything() == before
    assert "quillfeather" not in words_in_the_database().lower()
    assert list(person.contacts.all()) == []


def test_whoever_takes_part_in_something_that_is_kept_is_not_forgotten():
    edition, kept = edition_kept_until(DAY), edition_kept_until(date(2030, 1, 1))
    person = a.person("Quillfeather Imre")
    a.member(a.team(edition), person)
    a.member(a.team(kept), person)
    assert forget_people(by=a.operator(), edition=edition, on=DAY) == 0
    person.refresh_from_db()
    assert person.name == "Quillfeather Imre"


def test_somebody_who_signs_in_is_not_forgotten():
    edition = edition_kept_until(DAY)
    person = a.person()
    a.account(who=person)
    a.member(a.team(edition), person)
    assert forget_people(by=a.operator(), edition=edition, on=DAY) == 0


@pytest.mark.parametrize("until", [None, date(2024, 1, 2)])
def test_nothing_goes_before_its_day(until):
    edition = edition_kept_until(until)
    a.member(a.team(edition))
    with pytest.raises(Refused, match="is kept until"):
        forget_people(by=a.operator(), edition=edition, on=DAY)


def test_the_page_says_how_many_and_deletes_only_when_told():
    edition = edition_kept_until(DAY)
    a.member(a.team(edition), a.person("Quillfeather Imre"))
    lead = Client()
    lead.force_login(a.account_with("programme_lead", on=edition))
    address = f"{edition.get_absolute_url()}personal-data/"
    assert "1 person takes part in nothing else" in lead.get(address).content.decode()
    assert edition.teams.get().memberships.get().person.name == "Quillfeather Imre"
    assert lead.post(address).status_code == 302
    assert edition.teams.get().memberships.get().person.name.startswith("Somebody, no ")


def test_only_who_runs_the_edition_finds_the_page():
    edition = edition_kept_until(DAY)
    analyst = Client()
    analyst.force_login(a.account_with("analyst", on=edition))
    assert analyst.get(f"{edition.get_absolute_url()}personal-data/").status_code == 404
