"""The history of a row: who, what, when, before and after, for those who see the row and nobody else."""

import ast
import html
import re
from datetime import date
from pathlib import Path

import pytest

import reflectory
from reflectory.core.audit import erase_values
from reflectory.directory.actions.people import add_contact
from reflectory.programmes.actions.activities import edit_activity
from reflectory.programmes.actions.artefacts import edit_artefact
from reflectory.programmes.actions.editions import add_budget_line, write_note
from reflectory.programmes.actions.teams import edit_team, move_team
from reflectory.programmes.catalogue import kinds
from reflectory.workspace.news import what_is_new
from reflectory.workspace.verbs import VERBS
from tests import portfolio as a

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installation")]


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def address_of(row):
    return f"/history/{row._meta.label_lower}/{row.pk}/"


def test_it_says_who_did_what_and_each_value_before_and_after(reader):
    team = a.team(organisation_=a.organisation("Saltmarsh"), focus="Repairs")
    move_team(by=a.operator(), team=team, to="completed", on=date(2021, 9, 1))
    page = text_of(reader.get(address_of(team)))
    assert "A test moved the team to another stage stage active completed" in page
    assert "A test enrolled the team edition" in page
    assert "organisation Saltmarsh stage active" in page
    assert "works on Repairs" in page


def test_what_a_value_points_at_is_named_only_to_those_who_see_it(client):
    edition = a.edition()
    team = a.team(edition, coach=a.person("First Coach"))
    edit_team(by=a.operator(), team=team, values={"coach": a.person("Second Coach")}, version=team.version)
    client.force_login(a.account_with("programme_lead", on=edition))
    page = text_of(client.get(address_of(team)))
    assert "coach something you may not see Second Coach" in page
    assert "First Coach" not in page


@pytest.mark.parametrize("role", ["coach", "judge", "team_lead", "community_partner", "funder"])
def test_a_row_that_may_not_be_seen_has_no_history(client, role):
    edition = a.edition()
    team = a.team(edition, focus="Planted focus")
    client.force_login(a.account_with(role, on=edition))
    answer = client.get(address_of(team))
    assert answer.status_code == 404
    assert "Planted" not in answer.content.decode()


@pytest.mark.parametrize("role", ["analyst", "editor", "panel_chair", "coach", "funder"])
def test_money_has_no_history_for_those_who_see_no_money(client, role):
    edition = a.edition()
    line = add_budget_line(by=a.operator(), edition=edition, what="Planted", planned=98765)
    client.force_login(a.account_with(role, on=edition))
    assert client.get(address_of(line)).status_code == 404


def test_the_amount_of_a_commitment_is_shown_to_those_who_may_change_it(client):
    team = a.team()
    row = a.artefact(team, kind="commitment", details={"amount": "98765", "promised_by": "The mayor"})
    edit_artefact(
        by=a.operator(),
        artefact=row,
        values={"details": {"amount": "1234567", "promised_by": "The mayor"}},
        version=row.version,
    )
    for role, shown in (("analyst", 0), ("editor", 0), ("programme_lead", 2)):
        client.force_login(a.account_with(role, on=team.edition))
        page = text_of(client.get(address_of(row)))
        assert "The mayor" in page
        assert page.count("98765") + page.count("1234567") == (shown and 3)


def test_what_is_kept_encrypted_is_not_told(reader):
    who = a.person("Ines")
    contact = add_contact(by=a.operator(), person=who, kind="email", value="planted@example.org")
    page = text_of(reader.get(address_of(contact)))
    assert "planted" not in page
    assert "•••" in page


def test_erased_values_are_said_to_be_erased(reader):
    activity = a.activity(a.edition(), "Foundry")
    edit_activity(
        by=a.operator(), activity=activity, values={"plan": "Planted plan"}, version=activity.version
    )
    assert "Planted plan" in text_of(reader.get(address_of(activity)))
    erase_values(activity)
    page = text_of(reader.get(address_of(activity)))
    assert "Planted plan" not in page
    assert "A test changed the session The values were erased on" in page


@pytest.mark.parametrize(
    "address",
    [
        "accounts.account/1",
        "core.auditevent/1",
        "programmes.team/999999",
        "nonsense/1",
        "sessions.session/1",
        "a.b.c/1",
    ],
)
def test_kinds_that_no_list_offers_have_no_history(reader, address):
    assert reader.get(f"/history/{address}/").status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_a_history_asks_a_constant_number_of_queries(reader, django_assert_num_queries, n):
    team = a.team(coach=a.person())
    for _ in range(n):
        team = edit_team(by=a.operator(), team=team, values={"coach": a.person()}, version=team.version)
    reader.get(address_of(team))
    with django_assert_num_queries(12):
        assert reader.get(address_of(team)).status_code == 200


def test_every_verb_in_the_code_has_words():
    source = Path(reflectory.__file__).parent
    verbs = {
        word.value.value
        for path in source.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for word in node.keywords
        if word.arg == "verb" and isinstance(word.value, ast.Constant)
    }
    assert verbs - set(VERBS) == set()


def test_roles_kinds_stages_and_places_are_said_as_people_say_them(reader):
    team = a.team(
        organisation_=a.organisation("Saltmarsh", country="US", place_id="geonames:1"), stage="applied"
    )
    member = a.member(team, a.person("Ana Reyes"))
    idea = a.artefact(team, details={})
    note = write_note(
        by=a.operator(), edition=team.edition, page="before", key="core_team", text="Whom else?", version=0
    )
    answers = {row: reader.get(address_of(row)) for row in (team, team.edition.programme, member, idea, note)}
    answers[team.organisation] = reader.get(address_of(team.organisation))
    page = {row: text_of(answer) for row, answer in answers.items()}
    kind = kinds()["innovation-track"]
    role = {one.key: one.name for one in kind.roles}["core_team_member"]
    prompt = {one.key: one.prompt for one in kind.before}["core_team"]
    assert f"History of Ana Reyes, {role} " in page[member]
    assert f" role {role} " in page[member]
    assert f" kind {kind.name} " in page[team.edition.programme]
    assert " stage applied" in page[team]
    assert " status raised " in page[idea]
    assert prompt in html.unescape(page[note])
    assert " country United States" in page[team.organisation]
    assert [
        key for key in ("core_team", "innovation-track", "geonames:1") if key in "".join(page.values())
    ] == []


def test_the_own_fields_of_an_artefact_are_words_and_days_too(reader):
    details = {"due_on": "2021-09-30", "intended": "yes"}
    promise = a.artefact(a.team(), kind="commitment", details={"due_on": details["due_on"]})
    assert "due 30 Sep 2021" in text_of(reader.get(address_of(promise)))


def test_news_names_the_role_of_who_joined(reader):
    a.member(a.team(), a.person("Ana Reyes"))
    role = {one.key: one.name for one in kinds()["innovation-track"].roles}["core_team_member"]
    assert f"added to the team: Ana Reyes, {role}" in text_of(reader.get("/"))


@pytest.mark.parametrize("n", [1, 3])
def test_news_of_many_members_asks_a_constant_number_of_queries(django_assert_num_queries, n):
    for _n in range(n):
        a.member(a.team())
    with django_assert_num_queries(6):
        what_is_new(a.operator())
