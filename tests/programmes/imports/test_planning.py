import pytest

from reflectory.core.models import AuditEvent
from reflectory.directory.actions.merging import merge_organisations, recount
from reflectory.directory.models import Alias
from reflectory.programmes.imports.columns import guess_columns
from reflectory.programmes.imports.planning import make_plan
from reflectory.programmes.imports.sheet import read_sheet
from reflectory.programmes.imports.steps import usual_defaults
from reflectory.programmes.imports.words import role_choices
from tests import portfolio
from tests.programmes.imports.planting import bring, n_rows, plan_of, reasons

pytestmark = pytest.mark.django_db


@pytest.fixture
def of():
    return portfolio.edition()


def test_a_place_of_the_gazetteer_becomes_a_new_place_and_team_with_its_id(tmp_path, of):
    plan = plan_of(tmp_path, of, 'organisation,stage,focus\n"Saint Paul, MN",applied,Empty storefronts\n')
    (row,) = plan.rows
    assert row.made == (
        "the place Saint Paul, Minnesota, United States", "its team, as “applied”",
    )  # fmt: skip
    bring(of, plan)
    team = of.teams.get()
    assert (team.organisation.place_id, team.organisation.level, team.stage, team.focus) == (
        "geonames:5045360", "city", "applied", "Empty storefronts",
    )  # fmt: skip


def test_a_known_place_is_found_by_its_name_or_another_name_in_its_region(tmp_path, of):
    known = portfolio.organisation("Maple Weir", region="OH")
    portfolio.organisation("Maple Weir", region="ME")
    Alias.objects.create(organisation=known, name="City of Maple Weir")
    text = 'organisation,state\nMaple Weir,Ohio\n"Maple Weir, OH",\nCity of Maple Weir,\n'
    plan = plan_of(tmp_path, of, text)
    assert [one.pk for one in plan.organisations.values()] == [known.pk]
    assert reasons(plan) == {
        3: ("Rows 2 and 3 are the same team. Keep one of them.",),
        4: ("Rows 2 and 4 are the same team. Keep one of them.",),
    }


def test_a_place_that_was_merged_leads_to_the_one_it_was_merged_into(tmp_path, of):
    kept, gone = portfolio.organisation("Alder"), portfolio.organisation("Aldr")
    merge_organisations(by=portfolio.operator(), kept=kept, gone=gone)
    assert [one.pk for one in plan_of(tmp_path, of, "organisation\nAldr\n").organisations.values()] == [
        kept.pk
    ]


def test_several_places_none_and_a_slip_are_refused_with_the_choices(tmp_path, of):
    text = "organisation,level,country\nSpringfield,,US\nBogotta,city,Colombia\nLima,,Atlantis\n"
    found = reasons(plan_of(tmp_path, of, text))
    assert found[2][0].startswith(
        "“Springfield, US” may be several places. Say which, with its region or level: Springfield"
    )
    assert found[3][0].startswith(
        "No place called “Bogotta, Colombia” is known. Did you mean “Bogotá, Colombia”"
    )
    assert found[4] == (
        "There is no country called “Atlantis”. Write its name in English, or its two letters.",
    )


def test_a_body_that_is_no_government_needs_no_gazetteer(tmp_path, of):
    plan = plan_of(tmp_path, of, "organisation,level,country\nThreshold Alliance,community body,US\n")
    bring(of, plan)
    body = of.teams.get().organisation
    assert (body.name, body.level, body.country, body.place_id) == (
        "Threshold Alliance",
        "community",
        "US",
        None,
    )


def test_a_department_is_made_under_its_government_once(tmp_path, of):
    city = portfolio.organisation("Alder")
    text = "organisation,person,department\nAlder,Ana Reyes,Housing\nAlder,Bo Lind,Housing\n"
    bring(of, plan_of(tmp_path, of, text))
    (department,) = city.parts.all()
    assert (department.name, department.counted_as) == ("Housing", city)
    recount([department])
    department.refresh_from_db()
    assert department.counted_as == city
    assert list(of.teams.get().memberships.values_list("department", flat=True)) == [
        department.pk,
        department.pk,
    ]


def test_a_person_is_known_by_their_address_wherever_they_are(tmp_path, of):
    portfolio.organisation("Alder")
    known = portfolio.person("Ana María Reyes", "ana@alder.example")
    plan = plan_of(tmp_path, of, "organisation,person,email\nAlder,Ana Reyes,ANA@alder.example\n")
    bring(of, plan)
    assert of.teams.get().memberships.get().person == known


def test_a_person_is_known_by_their_name_only_within_the_organisation(tmp_path, of):
    alder, birch = portfolio.organisation("Alder"), portfolio.organisation("Birch")
    known = portfolio.member(portfolio.team(organisation_=alder), portfolio.person("Ana Reyes")).person
    portfolio.member(portfolio.team(organisation_=birch), portfolio.person("Bo Lind"))
    plan = plan_of(tmp_path, of, "organisation,person\nAlder,Ana Reyes\nAlder,Bo Lind\n")
    assert [(one.pk, one.name) for one in plan.people.values()] == [
        (known.pk, "Ana Reyes"),
        (None, "Bo Lind"),
    ]


def test_nobody_is_drawn_by_name_out_of_a_programme_that_the_importer_does_not_see(tmp_path, of):
    alder = portfolio.organisation("Alder")
    portfolio.member(
        portfolio.team(organisation_=alder), portfolio.person("Ana Reyes", "secret@alder.example")
    )
    lead = portfolio.viewer_with("programme_lead", on=of)
    plan = plan_of(tmp_path, of, "organisation,person\nAlder,Ana Reyes\n", by=lead)
    assert [one.pk for one in plan.people.values()] == [None]


def test_people_who_cannot_be_told_apart_are_refused(tmp_path, of):
    team = portfolio.team(organisation_=portfolio.organisation("Alder"))
    for _time in range(2):
        portfolio.member(team, portfolio.person("Ana Reyes"))
    portfolio.member(team, portfolio.person("Bo Lind", "bo@alder.example"))
    text = (
        "organisation,person,email\nAlder,Ana Reyes,\nAlder,Bo Lind,other@alder.example\n"
        "Alder,Cy Moss,bo@alder.example\nAlder,Di Wu,\nAlder,Di Wu,di@alder.example\n"
    )
    assert reasons(plan_of(tmp_path, of, text)) == {
        2: ("2 people of this organisation are called “Ana Reyes”. Give the e-mail address that tells them apart.",),
        3: (
            "Bo Lind of this organisation is known with another e-mail address. If it is the same person, add this "
            "address on their page first; if not, write the name so that the two can be told apart.",
        ),
        4: (
            "The address bo@alder.example belongs to somebody who is known under another name. Correct the address or "
            "the name.",
        ),
        6: (
            "Rows 5 and 6 name the same person, with and without an e-mail address. Give the address in both.",
        ),
    }  # fmt: skip


def test_words_days_addresses_and_formulas_are_refused_with_the_cell(tmp_path, of):
    portfolio.organisation("Alder")
    text = (
        "organisation,stage,person,role,seniority,email,joined_on,coach\n"
        "Alder,won,Ana Reyes,wizard,old,ana at alder,31 February 2021,Nobody Known\n"
        'Alder,,"=HYPERLINK(""x"")",,,,,\n'
    )
    found = reasons(plan_of(tmp_path, of, text))
    assert found[2] == (
        "Stage: “won” is not known here. Use one of: invited, applied, declined, waitlisted, selected, active, "
        "completed, withdrew, alumni.",
        "Role: “wizard” is not known here. Use one of: " + ", ".join(roles_of(of)) + ".",
        "Seniority: “old” is not known here. Use one of: front line, supervisor, manager, director, "
        "executive, elected.",
        "E-mail: “ana at alder” is no address. Write one, like ana@example.org, or leave it empty.",
        "Joined on: “31 February 2021” is no day. Write it as year, month and day, like 2021-03-31.",
        f"Coach: nobody called “Nobody Known” coaches in {of}. Make them a coach first, or leave it empty.",
    )
    assert found[3] == ("Person: the cell holds a formula. Put its result there as plain text.",)


def roles_of(of):
    return [str(name) for _key, name in role_choices(of)]


def test_a_team_cannot_begin_at_its_end(tmp_path, of):
    portfolio.organisation("Alder")
    assert reasons(plan_of(tmp_path, of, "organisation,stage\nAlder,completed\n")) == {
        2: (
            "A new team cannot begin as “completed”. It begins as one of: invited, applied, selected, active; move it "
            "on afterwards.",
        )
    }


def test_a_team_that_is_there_is_found_and_left_as_it_is(tmp_path, of):
    portfolio.team(of, portfolio.organisation("Alder"), stage="active")
    plan = plan_of(tmp_path, of, "organisation,stage,focus\nAlder,applied,Trees\n")
    assert plan.is_empty
    assert plan.rows[0].notes == (
        "The team is “active” here and stays so; the file says “applied”.",
        "Coach and focus of the team stay as they are here.",
    )


def test_a_coach_is_found_by_name_and_set(tmp_path, of):
    coach = portfolio.person("Delia Good")
    portfolio.account_with("coach", on=of, who=coach)
    portfolio.organisation("Alder")
    bring(of, plan_of(tmp_path, of, "organisation,coach\nAlder,delia good\n"))
    assert of.teams.get().coach == coach


def test_rows_of_one_team_that_differ_are_refused(tmp_path, of):
    portfolio.organisation("Alder")
    text = (
        "organisation,person,stage\nAlder,Ana Reyes,active\nAlder,Bo Lind,applied\nAlder,Ana Reyes,active\n"
    )
    assert reasons(plan_of(tmp_path, of, text)) == {
        3: ("Rows 2 and 3 are the same team and differ in stage. Write the same in both.",),
        4: ("Rows 2 and 4 are the same person in the same team and role. Keep one of them.",),
    }


def test_what_belongs_to_a_person_needs_one(tmp_path, of):
    portfolio.organisation("Alder")
    assert reasons(plan_of(tmp_path, of, "organisation,role,person\nAlder,Core team member,\n,,Ana\n")) == {
        2: ("The row has Role but no person. Write the name of the person, or empty these.",),
        3: ("The row names no organisation. Write which place or body it is about.",),
    }


def test_a_refused_row_makes_nothing_that_a_later_row_could_rest_on(tmp_path, of):
    text = 'organisation,person,joined_on\n"Saint Paul, MN",Ana Reyes,never\n"Saint Paul, MN",Bo Lind,2021-02-03\n'
    plan = plan_of(tmp_path, of, text)
    assert plan.rows[1].made == (
        "the place Saint Paul, Minnesota, United States", "its team, as “active”", "the person Bo Lind",
        "in the team as Core team member",
    )  # fmt: skip


def test_every_row_that_is_made_is_in_the_history(tmp_path, of):
    before = AuditEvent.objects.count()
    text = 'organisation,person,email\n"Saint Paul, MN",Ana Reyes,ana@example.org\n'
    bring(of, plan_of(tmp_path, of, text))
    assert list(AuditEvent.objects.order_by("pk")[before:].values_list("verb", flat=True)) == [
        "add_organisation", "add_person", "add_contact", "enrol_team", "add_member",
    ]  # fmt: skip


def test_a_plan_asks_as_many_queries_for_forty_rows_as_for_four(tmp_path, of, django_assert_num_queries):
    for n in (4, 40):
        text = "organisation,level,person,email\n" + "".join(
            f"Body {at},community,Person {at},p{at}@example.org\n" for at in range(n)
        )
        with django_assert_num_queries(7):
            plan_of(tmp_path, of, text)


def test_planning_writes_nothing(tmp_path, of):
    before = n_rows()
    plan_of(tmp_path, of, 'organisation,person\n"Saint Paul, MN",Ana Reyes\n')
    assert n_rows() == before


def test_a_person_without_a_role_is_refused_where_none_was_chosen_for_all(tmp_path, of):
    portfolio.organisation("Alder")
    path = tmp_path / "teams.csv"
    path.write_text("organisation,person\nAlder,Ana Reyes\n", encoding="utf-8")
    sheet = read_sheet(path, "teams.csv")
    plan = make_plan(
        by=portfolio.operator(),
        edition=of,
        sheet=sheet,
        mapped=guess_columns(sheet.names),
        defaults=usual_defaults(of),
    )
    assert reasons(plan) == {
        2: (
            f"The row names a person without a role. Write one of: {', '.join(roles_of(of))}; or choose one for all "
            "such rows.",
        )
    }
