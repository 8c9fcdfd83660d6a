"""The list of people and the page of one; and that contact details are seen by those only who may."""

import csv
import io
from datetime import date

import pytest

from reflectory.directory.actions.people import add_post, edit_person
from reflectory.directory.models import Contact, Person
from tests import portfolio as a

from .conftest import client_of, names_in, operator_client, value_of, words_of

pytestmark = pytest.mark.django_db
SECRET = "wendy.private@quill.example"


@pytest.fixture
def wendy():
    """A member of a team, with an address, what she needs, a post, attendance and an idea."""
    person = a.person("Wendy Haskell", SECRET)
    edit_person(by=a.operator(), person=person, values={"access_needs": "captions please"}, version=1)
    team = a.team(
        organisation_=a.organisation("Quill County", level="county"), coach=a.person("Delbert Goodrain")
    )
    a.member(team, person, role="executive_sponsor")
    add_post(by=a.operator(), person=person, organisation=team.organisation, title="County Manager")
    sessions = [a.activity(team.edition, f"Foundry {n}", day=date(2021, 3, n)) for n in (1, 2)]
    a.attended(sessions[0], person)
    a.artefact(team, title="One form instead of nine", owner=person)
    return person


def team_of(person):
    return person.memberships.get().team


def test_a_list_shows_those_whom_somebody_may_see(wendy):
    a.member(a.team(), a.person("Tomasz Wren"))
    response = client_of(a.account_with("analyst", on=team_of(wendy).edition)).get("/people/")
    assert names_in(response) == ["Delbert Goodrain", "Wendy Haskell"]
    assert "2 of 2 people" in words_of(response)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=wendy", ["Wendy Haskell"]),
        ("q=county+manager", ["Wendy Haskell"]),
        ("role=executive_sponsor", ["Wendy Haskell"]),
        ("role=core_team_member", ["Inês Caldeira"]),
        ("q=ines", ["Inês Caldeira"]),
        ("organisation=quill", ["Wendy Haskell"]),
        ("organisation=Atlantis", []),
        ("sort=-name", ["Wendy Haskell", "Inês Caldeira", "Delbert Goodrain"]),
    ],
)
@pytest.mark.usefixtures("wendy")
def test_the_list_is_narrowed_and_sorted_by_its_address(query, expected):
    a.member(a.team(), a.person("Inês Caldeira"))
    assert names_in(operator_client().get(f"/people/?{query}")) == expected


@pytest.mark.usefixtures("wendy")
def test_the_list_leaves_as_a_file_without_contact_details():
    response = operator_client().get("/people/?format=csv&q=wendy")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text)))[1] == [
        "Wendy Haskell",
        "",
        "County Manager",
        "Quill County",
        "",
    ]
    assert SECRET not in text


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_asks_as_often_for_three_as_for_one(n, django_assert_num_queries):
    for _ in range(n):
        add_post(by=a.operator(), person=a.person(), organisation=a.organisation(), title="Clerk")
    client = operator_client()
    with django_assert_num_queries(7):
        client.get("/people/")


def test_a_page_shows_posts_teams_attendance_and_what_they_look_after(wendy):
    said = words_of(operator_client().get(wendy.get_absolute_url()))
    assert "Quill County County Manager" in said
    assert "executive sponsor" in said
    assert "Came to 1 of 1 session" in said
    assert "One form instead of nine idea · raised · Quill County" in said


@pytest.mark.parametrize("role", ["analyst", "editor", "panel_chair"])
def test_those_who_only_read_are_shown_no_contact_details(wendy, role):
    client = client_of(a.account_with(role, on=team_of(wendy).edition))
    response = client.get(wendy.get_absolute_url())
    assert response.status_code == 200
    page = response.content.decode()
    assert [word in page for word in (SECRET, "captions please", "How to reach them")] == [False] * 3
    contact = Contact.objects.get(person=wendy)
    assert client.get(f"/people/contacts/{contact.pk}/remove/").status_code == 404


@pytest.mark.parametrize("role", ["funder", "judge"])
def test_funders_and_judges_are_shown_nobody(wendy, role):
    client = client_of(a.account_with(role, on=team_of(wendy).edition))
    assert client.get(wendy.get_absolute_url()).status_code == 404
    assert "Nobody is here whom you may see" in words_of(client.get("/people/"))


def test_leads_and_the_coach_of_the_team_are_shown_how_to_reach_somebody(wendy):
    edition = team_of(wendy).edition
    lead = a.account_with("programme_lead", on=edition)
    coach = a.account_with("coach", on=edition, who=Person.objects.get(name="Delbert Goodrain"))
    for account in (lead, coach):
        assert SECRET in client_of(account).get(wendy.get_absolute_url()).content.decode()


def test_the_lead_of_another_programme_is_not_told_that_an_address_is_known(wendy):
    client = client_of(a.account_with("programme_lead", on=a.edition()))
    assert client.get(wendy.get_absolute_url()).status_code == 404
    assert client.post("/people/new/", {"name": "Wen", "email": SECRET}).status_code == 302


@pytest.mark.parametrize("n", [1, 3])
def test_a_page_asks_as_often_for_three_as_for_one(n, django_assert_num_queries):
    person = a.person("Wendy", "w@example.org")
    for _ in range(n):
        member = a.member(a.team(), person)
        add_post(by=a.operator(), person=person, organisation=member.team.organisation)
        a.attended(a.activity(member.team.edition), person)
        a.artefact(member.team, owner=person)
    client = operator_client()
    with django_assert_num_queries(16):
        client.get(person.get_absolute_url())


def test_a_person_is_added_without_an_account():
    client = operator_client()
    response = client.post(
        "/people/new/", {"name": "Inês Caldeira", "email": "ines@example.org", "language": "pt"}
    )
    person = Person.objects.get(name="Inês Caldeira")
    assert response.headers["Location"] == person.get_absolute_url()
    assert (person.account, person.language, person.contacts.get().value) == (None, "pt", "ines@example.org")


def test_a_lead_completes_somebody_who_is_in_no_team_yet():
    client = client_of(a.account_with("programme_lead", on=a.edition()))
    response = client.post("/people/new/", {"name": "Inês Caldeira"}, follow=True)
    assert (response.status_code, "Edit this person" in words_of(response)) == (200, True)


def test_an_address_that_is_known_is_asked_about_before_a_second_person_is_made(wendy):
    client = operator_client()
    asked = client.post("/people/new/", {"name": "W. Haskell", "email": SECRET.upper()})
    assert asked.status_code == 422
    assert "Wendy Haskell has this address and is here already." in words_of(asked)
    assert value_of(asked, "name") == "W. Haskell"
    client.post("/people/new/", {"name": "W. Haskell", "email": SECRET, "is_another": "on"})
    assert Person.objects.filter(name="W. Haskell").count() == 1
    assert "Compare with W. Haskell" in words_of(client.get(wendy.get_absolute_url()))


def test_a_namesake_at_the_same_place_is_suggested_and_one_elsewhere_is_not(wendy):
    near, far = a.person("wendy haskell"), a.person("Wendy Haskell")
    add_post(by=a.operator(), person=near, organisation=team_of(wendy).organisation)
    add_post(by=a.operator(), person=far, organisation=a.organisation())
    page = operator_client().get(wendy.get_absolute_url()).content.decode()
    assert [f"?with={one.pk}" in page for one in (near, far)] == [True, False]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"name": ""}, "Name : This is empty. Fill it in."), ({"email": "wendy"}, "This is no e-mail address.")],
)
def test_what_cannot_be_is_told_and_nobody_is_added(given, sentence):
    response = operator_client().post("/people/new/", {"name": "Wendy", **given})
    assert (response.status_code, sentence in words_of(response)) == (422, True)
    assert Person.objects.count() == 0


def test_an_editor_adds_nobody():
    client = client_of(a.account_with("editor", on=a.edition()))
    assert client.post("/people/new/", {"name": "Wendy"}).status_code == 403
    assert Person.objects.count() == 0


def test_a_person_is_edited_and_what_they_need_stays_encrypted(wendy):
    client = operator_client()
    wendy.refresh_from_db()
    client.post(
        f"/people/{wendy.pk}/edit/", {"name": "Wendy H.", "access_needs": "", "version": wendy.version}
    )
    wendy.refresh_from_db()
    assert (wendy.name, wendy.access_needs) == ("Wendy H.", None)
    assert client.post(f"/people/{wendy.pk}/edit/", {"name": ""}).status_code == 422


def test_somebody_else_s_edit_is_shown_and_not_overwritten(wendy):
    response = operator_client().post(f"/people/{wendy.pk}/edit/", {"name": "Wen", "version": 1})
    assert response.status_code == 409
    assert "Somebody changed this while you were writing" in words_of(response)
    wendy.refresh_from_db()
    assert wendy.name == "Wendy Haskell"


def test_contact_details_come_and_go(wendy):
    client = operator_client()
    done = client.post(f"/people/{wendy.pk}/contacts/new/", {"kind": "phone", "value": "+1 555 0100"})
    assert done.headers["Location"] == wendy.get_absolute_url()
    contact = wendy.contacts.get(kind="phone")
    assert "gone for good" in words_of(client.get(f"/people/contacts/{contact.pk}/remove/"))
    assert wendy.contacts.count() == 2
    client.post(f"/people/contacts/{contact.pk}/remove/")
    assert [one.value for one in wendy.contacts.all()] == [SECRET]


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("email", "wendy", "This is no e-mail address. It looks like name@example.org."),
        ("phone", "ask at the desk", "This is no telephone number."),
    ],
)
def test_a_detail_that_reaches_nobody_is_refused(wendy, kind, value, sentence):
    response = operator_client().post(f"/people/{wendy.pk}/contacts/new/", {"kind": kind, "value": value})
    assert (response.status_code, sentence in words_of(response)) == (422, True)
    assert wendy.contacts.count() == 1


def test_a_post_begins_and_ends(wendy):
    client = operator_client()
    a.organisation("Port Ansel")
    client.post(
        f"/people/{wendy.pk}/posts/new/",
        {"organisation": "port ansel", "title": "Harbour Master", "started_on": "2021-05-01"},
    )
    post = wendy.posts.get(title="Harbour Master")
    too_early = client.post(f"/people/posts/{post.pk}/left/", {"on": "2021-04-01"})
    assert (too_early.status_code, "it cannot have ended before that" in words_of(too_early)) == (422, True)
    client.post(f"/people/posts/{post.pk}/left/", {"on": "2021-06-01"})
    post.refresh_from_db()
    assert (str(post.organisation), post.ended_on) == ("Port Ansel", date(2021, 6, 1))


@pytest.mark.parametrize("address", ["edit/", "contacts/new/", "posts/new/", "merge/"])
def test_an_analyst_changes_nothing_about_somebody(wendy, address):
    client = client_of(a.account_with("analyst", on=team_of(wendy).edition))
    assert client.get(f"{wendy.get_absolute_url()}{address}").status_code == 403
