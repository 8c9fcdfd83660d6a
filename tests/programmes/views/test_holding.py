"""Holding a session today: one form, from nothing to the list on which people are marked."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from reflectory.core.models import AuditEvent
from reflectory.directory.models import Organisation, Person
from reflectory.programmes.forms.holding import MOST_ASKED, lines_of, next_quarter
from reflectory.programmes.models import Activity, Edition, Membership, Programme, Team
from tests import portfolio as a

from .reading import heading_of, words_of

pytestmark = pytest.mark.django_db
PAGE = "/sessions/today/"
AT = timezone.now().replace(hour=9, minute=0, second=0, microsecond=0)


@pytest.fixture
def host(client):
    client.force_login(a.account("Ola Runner", is_operator=True))
    return client


def said(**more):
    return {
        "title": "Opening workshop", "starts_at": f"{AT:%Y-%m-%dT%H:%M}", "minutes": "90", "where": "Library",
        "programme_name": "Open mornings", "people": "", "place": "", **more,
    }  # fmt: skip


def field_for(response, words):
    """The name of the field that asks what these words mean."""
    return next(
        name
        for name, one in response.context["form"].fields.items()
        if str(one.label) == f"What “{words}” is"
    )


def nothing_was_made():
    return (Programme.objects.count(), Activity.objects.count(), Person.objects.count(), Team.objects.count())


def test_in_a_new_installation_one_form_leads_to_the_list_on_which_people_are_marked(host):
    a.organisation("Saltmarsh", level="city", country="US")
    people = "Ana Reyes, Saltmarsh\n\n- Bo Lund, Saint Paul, Minnesota\nCleo Ray"
    response = host.post(PAGE, said(people=people, place="Saltmarsh"), follow=True)
    held = Activity.objects.get()
    assert response.redirect_chain == [(f"/sessions/{held.pk}/attendance/", 302)]
    assert heading_of(response) == "Who was at “Opening workshop”?"
    assert [name in words_of(response) for name in ("Ana Reyes", "Bo Lund", "Cleo Ray")] == [True] * 3
    assert (held.kind, held.minutes, held.where, held.starts_at, held.is_open) == (
        "workshop", 90, "Library", AT, True,
    )  # fmt: skip
    assert (str(held.edition), held.edition.planned_starts_on) == (f"Open mornings {AT.year}", AT.date())
    teams = {str(team.organisation): sorted(team.memberships.values_list("person__name", flat=True))
             for team in Team.objects.filter(stage="active")}  # fmt: skip
    assert teams == {"Saint Paul": ["Bo Lund"], "Saltmarsh": ["Ana Reyes", "Cleo Ray"]}


def test_everything_that_is_made_is_in_the_history_under_the_name_of_whoever_holds_it(host):
    host.post(PAGE, said(people="Ana Reyes, Saint Paul, Minnesota"))
    verbs = AuditEvent.objects.filter(by_name="Ola Runner").values_list("verb", flat=True)
    assert set(verbs) == {
        "add_programme", "lay_out_edition", "add_organisation", "add_person", "enrol_team", "add_member",
        "plan_activity",
    }  # fmt: skip


def test_sending_it_twice_holds_it_once(host):
    for _time in range(2):
        assert host.post(PAGE, said(people="Ana Reyes, Saint Paul, Minnesota")).status_code == 302
    assert (Programme.objects.count(), Activity.objects.count(), Person.objects.count()) == (1, 1, 1)


def test_a_place_that_may_be_several_is_asked_for_and_never_guessed(host):
    people = "Ana Reyes, Springfield\nBo Lund, Springfield"
    asked = host.post(PAGE, said(people=people))
    assert asked.status_code == 422
    assert nothing_was_made() == (0, 0, 0, 0)
    assert people in asked.content.decode().replace("&#x27;", "'")
    name = field_for(asked, "Springfield")
    (key,) = [key for key, words in asked.context["form"].fields[name].choices if "Oregon" in words]
    assert host.post(PAGE, said(people=people, **{name: key})).status_code == 302
    assert list(Organisation.objects.values_list("name", "region")) == [("Springfield", "OR")]
    assert Membership.objects.count() == 2


def test_two_organisations_of_one_name_are_told_apart(host):
    for region in ("OH", "OR"):
        a.organisation("Saltmarsh", level="community", region=region)
    asked = host.post(PAGE, said(people="Ana Reyes, Saltmarsh"))
    name = field_for(asked, "Saltmarsh")
    wanted = Organisation.objects.get(region="OR")
    host.post(PAGE, said(people="Ana Reyes, Saltmarsh", **{name: f"organisation:{wanted.pk}"}))
    assert Team.objects.get().organisation == wanted


def test_a_body_that_nobody_knows_is_made_once_it_is_said_what_it_is(host):
    people = "Ana Reyes, Harbour Neighbours United"
    asked = host.post(PAGE, said(people=people))
    assert "What “Harbour Neighbours United” is" in words_of(asked)
    name = field_for(asked, "Harbour Neighbours United")
    assert host.post(PAGE, said(people=people, **{name: "level:king"})).status_code == 422
    assert host.post(PAGE, said(people=people, **{name: "level:community"})).status_code == 302
    assert list(Organisation.objects.values_list("name", "level")) == [
        ("Harbour Neighbours United", "community")
    ]


def test_what_was_answered_is_kept_when_something_else_is_wrong(host):
    people = "Ana Reyes, Harbour Neighbours United"
    name = field_for(host.post(PAGE, said(people=people)), "Harbour Neighbours United")
    again = host.post(PAGE, said(people=people, title="", **{name: "level:community"}))
    assert again.status_code == 422
    assert again.context["form"][name].value() == "level:community"
    assert list(again.context["form"].errors) == ["title"]


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ("Ana, Saint Paul, Minnesota\nBo Lund", "Line 2: Where does Bo Lund come from?"),
        ("Ana <ana@example.org>, Saint Paul, Minnesota", "Line 1: Leave e-mail addresses out here."),
        ("\n, Saint Paul, Minnesota", "Line 2: There is no name before the comma."),
        ("Ana, Saint Paul, Minnesota\nana, Saint Paul, MN", "Line 2: “ana” stands in line 1 too."),
        (f"{'x' * 201}, Saint Paul, Minnesota", "Line 1: A name has at most 200 letters."),
    ],
)
def test_a_line_that_cannot_be_used_is_named_and_nothing_is_made(host, people, sentence):
    response = host.post(PAGE, said(people=people))
    assert response.status_code == 422
    assert sentence in words_of(response)
    assert response.context["form"]["people"].value() == people
    assert nothing_was_made() == (0, 0, 0, 0)


def test_a_programme_of_that_name_is_not_made_a_second_time(host):
    a.programme("Open Mornings")
    response = host.post(PAGE, said(people="Ana, Saint Paul, Minnesota"))
    assert "There is a programme called “Open mornings” already." in words_of(response)
    assert nothing_was_made() == (1, 0, 0, 0)


def test_a_lead_holds_it_in_what_they_lead_and_sets_up_no_programme(client):
    edition = a.edition(a.programme(kind="workshops"), starts_on=AT.date() - timedelta(days=9))
    other = a.edition()
    client.force_login(a.account_with("programme_lead", on=edition))
    page = client.get(PAGE)
    assert "programme_name" not in page.context["form"].fields
    assert list(page.context["form"].fields["edition"].queryset) == [edition]
    assert page.context["form"]["edition"].value() == edition.pk
    people = "Ana, Saint Paul, Minnesota"
    assert client.post(PAGE, said(people=people, edition=other.pk)).status_code == 422
    assert client.post(PAGE, said(people=people, edition=edition.pk)).status_code == 302
    assert Activity.objects.get().edition == edition
    assert Edition.objects.count() == 2


def test_where_a_programme_has_several_roles_it_is_asked_as_what_people_come(host):
    edition = a.edition(starts_on=AT.date())
    given = said(people="Ana, Saint Paul, Minnesota", edition=edition.pk, programme_name="")
    asked = host.post(PAGE, given)
    assert "As what they come" in words_of(asked)
    assert Membership.objects.count() == 0
    assert host.post(PAGE, given | {"role": "core_team_member"}).status_code == 302
    assert Membership.objects.get().role == "core_team_member"


def test_somebody_who_is_in_the_team_already_does_not_join_it_again(host):
    edition = a.edition(a.programme(kind="workshops"), starts_on=AT.date() - timedelta(days=9))
    place = a.organisation("Saltmarsh")
    member = a.member(
        a.team(edition, place), a.person("Ana Reyes"), role="facilitator", joined_on=edition.planned_starts_on
    )
    given = said(people="Ana Reyes, Saltmarsh", edition=edition.pk, programme_name="")
    response = host.post(PAGE, given, follow=True)
    assert list(Membership.objects.all()) == [member]
    assert "Ana Reyes" in words_of(response)


def test_a_team_whose_people_nobody_expects_is_named(host):
    edition = a.edition(a.programme(kind="workshops"), starts_on=AT.date())
    a.team(edition, a.organisation("Saltmarsh"), stage="invited")
    given = said(people="Ana Reyes, Saltmarsh", edition=edition.pk, programme_name="")
    assert "Line 1: the team of Saltmarsh is “invited” here" in words_of(host.post(PAGE, given))
    assert Person.objects.count() == 0


@pytest.mark.parametrize("role", ["coach", "judge", "team_lead", "funder", "analyst"])
def test_others_do_not_hold_sessions(client, role):
    client.force_login(a.account_with(role, on=a.edition()))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, said()).status_code == 403
    assert Activity.objects.count() == 0


def test_looking_at_the_form_asks_few_questions(host, django_assert_num_queries):
    for _n in range(3):
        a.edition()
    with django_assert_num_queries(6):
        host.get(PAGE)


def test_a_line_is_a_name_and_after_the_first_comma_a_place():
    text = "* Ana\n2. Bo Lund ;  Saint Paul, MN \nCleo\tHarbour Neighbours\n   \nDan,"
    assert [(line.number, line.name, line.place) for line in lines_of(text)] == [
        (1, "Ana", ""), (2, "Bo Lund", "Saint Paul, MN"), (3, "Cleo", "Harbour Neighbours"), (5, "Dan", ""),
    ]  # fmt: skip


def test_a_session_is_offered_for_the_quarter_of_an_hour_that_begins_next():
    at = [datetime(2026, 6, 9, 9, minute, 10, tzinfo=UTC) for minute in (0, 14, 46)]
    assert [f"{next_quarter(one):%H:%M}" for one in at] == ["09:15", "09:15", "10:00"]


def test_about_very_many_unknown_organisations_only_the_first_are_asked_and_it_is_said(host):
    people = "\n".join(f"Person {n}, Qqx Body {n}" for n in range(MOST_ASKED + 3))
    response = host.post(PAGE, said(people=people))
    assert sum(name.startswith("which_") for name in response.context["form"].fields) == MOST_ASKED
    assert (
        words_of(response).count("More than 20 organisations are not known") == 2
    )  # in the summary and at the field
    assert nothing_was_made() == (0, 0, 0, 0)
