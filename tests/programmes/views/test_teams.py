"""The pages of teams: who sees which, what they show, and what happens to what is typed."""

from datetime import date

import pytest
from django.urls import reverse

from reflectory.core.models import AuditEvent
from reflectory.directory.models import Contact, Person
from reflectory.programmes.actions.teams import end_membership, move_team
from reflectory.programmes.models import Activity, Departure, Membership, StageChange, Team
from tests import portfolio as a

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return a.edition()


@pytest.fixture
def coach(edition):
    """Somebody who coaches one team of the edition, with an account."""
    who = a.person("Coretta Vance")
    a.account_with("coach", on=edition, who=who)
    return who


@pytest.fixture
def lead(client, edition):
    """A browser in which the lead of the edition is signed in."""
    client.force_login(a.account_with("programme_lead", on=edition))
    return client


def sign_in(client, role, on, who=None):
    client.force_login(a.account_with(role, on=on, who=who))
    return client


def address(name, edition):
    return reverse(name, args=[edition.programme.slug, edition.slug])


def text(response):
    return response.content.decode()


def test_a_stranger_is_asked_to_sign_in(client, edition):
    team = a.team(edition)
    response = client.get(reverse("team", args=[team.pk]))
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (
        302,
        reverse("account_login"),
    )


def test_the_list_names_every_team_with_its_stage_and_people(lead, edition):
    quay = a.team(edition, a.organisation("Saltmarsh Quay"), focus="Kerbs")
    a.member(quay)
    a.team(edition, a.organisation("Orchard Bend"), stage="applied")
    response = lead.get(address("edition-teams", edition))
    rows = [(team.organisation.name, team.stage, team.n_people) for team in response.context["page"]]
    assert rows == [("Orchard Bend", "applied", 0), ("Saltmarsh Quay", "active", 1)]
    assert response.context["n_all"] == 2


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("stage=applied", ["Orchard Bend"]),
        ("level=county", ["Wexcombe County"]),
        ("words=sao", ["São Brás"]),
        ("words=kerb", ["Saltmarsh Quay"]),
        ("words=old+quay+name", ["Saltmarsh Quay"]),
        ("sort=-place&level=city", ["São Brás", "Saltmarsh Quay", "Orchard Bend"]),
        ("stage=nonsense&page=99", ["Orchard Bend", "Saltmarsh Quay", "São Brás", "Wexcombe County"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(lead, edition, asked, names):
    a.team(edition, a.organisation("Saltmarsh Quay", aliases=["Old Quay Name"]), focus="Kerbs")
    a.team(edition, a.organisation("Orchard Bend"), stage="applied")
    a.team(edition, a.organisation("São Brás"))
    a.team(edition, a.organisation("Wexcombe County", level="county"))
    response = lead.get(f"{address('edition-teams', edition)}?{asked}")
    assert [team.organisation.name for team in response.context["page"]] == names


def test_six_hundred_applications_come_in_pages_of_fifty(lead, edition):
    first = a.team(edition, a.organisation("A place before all others"))
    places = [a.organisation() for _n in range(50)]
    Team.objects.bulk_create(Team(edition=edition, organisation=one, stage="applied") for one in places)
    response = lead.get(address("edition-teams", edition))
    assert (len(response.context["page"]), response.context["page"].paginator.count) == (50, 51)
    assert response.context["page"][0] == first
    assert len(lead.get(f"{address('edition-teams', edition)}?page=2").context["page"]) == 1


def test_the_list_leaves_as_csv(lead, edition):
    a.team(edition, a.organisation("=Quay", region="Ohio"), focus="Kerbs")
    response = lead.get(f"{address('edition-teams', edition)}?format=csv")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines == [
        "Place,Level,State or region,Country,Stage,Award,Coach,Works on,People",
        "'=Quay,city,Ohio,US,active,,,Kerbs,0",
    ]


def test_a_coach_sees_their_own_team_and_no_other(client, edition, coach):
    own = a.team(edition, a.organisation("Own Place"), coach=coach)
    other = a.team(edition, a.organisation("Planted Elsewhere"), focus="planted focus")
    client.force_login(coach.account)
    response = client.get(address("edition-teams", edition))
    assert [team.pk for team in response.context["page"]] == [own.pk]
    assert "lanted" not in text(response)
    assert client.get(reverse("team", args=[other.pk])).status_code == 404
    assert "lanted" not in text(client.get(reverse("team", args=[own.pk])))


@pytest.mark.parametrize("role", ["judge", "funder"])
def test_judges_and_funders_see_no_team(client, edition, role):
    team = a.team(edition, a.organisation("Planted Place"))
    sign_in(client, role, edition)
    assert "Planted" not in text(client.get(address("edition-teams", edition)))
    assert client.get(reverse("team", args=[team.pk])).status_code == 404


def test_an_edition_that_is_not_seen_is_not_there(client, edition):
    sign_in(client, "programme_lead", a.edition())
    assert client.get(address("edition-teams", edition)).status_code == 404


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_asks_the_same_number_of_questions_for_one_team_and_for_three(
    lead, edition, n, django_assert_num_queries
):
    for _n in range(n):
        a.member(a.team(edition))
    with django_assert_num_queries(10):
        lead.get(address("edition-teams", edition))


@pytest.mark.parametrize("n", [1, 3])
def test_a_team_asks_the_same_number_of_questions_for_one_of_each_and_for_three(
    lead, edition, n, django_assert_num_queries
):
    team = a.team(edition)
    for _n in range(n):
        member = a.member(team, department=a.organisation(level="department", parent=team.organisation))
        a.attended(a.activity(edition, team=team), member.person)
        a.activity(edition, team=team, day=date(2099, 1, 1))
        a.artefact(team)
        a.artefact(team, kind="prototype")
        a.team(edition, parent=team)
        Departure.objects.create(team=team, planned="x", instead="y", reason="z", on=a.STARTS)
    with django_assert_num_queries(15):
        lead.get(reverse("team", args=[team.pk]))


def test_the_page_of_a_team_says_where_it_stands_and_how_it_came_there(lead, edition):
    team = a.team(edition, stage="applied")
    for day, stage in ((5, "selected"), (9, "active"), (20, "withdrew")):
        move_team(by=a.operator(), team=team, to=stage, on=date(2021, 2, day), reason=f"because {stage}")
    context = lead.get(reverse("team", args=[team.pk])).context
    assert [(one.to_stage, one.on.day, one.reason) for one in context["changes"]] == [
        ("applied", 1, ""),
        ("selected", 5, "because selected"),
        ("active", 9, "because active"),
        ("withdrew", 20, "because withdrew"),
    ]
    assert context["depth"] == "participated"


def test_people_stand_under_their_role_in_the_order_of_the_kind_and_those_who_left_apart(lead, edition):
    team = a.team(edition)
    core, mayor, gone = a.member(team), a.member(team, role="mayor", seniority="elected"), a.member(team)
    end_membership(by=a.operator(), membership=gone, on=date(2021, 3, 1))
    context = lead.get(reverse("team", args=[team.pk])).context
    assert context["groups"] == [("mayor", [mayor]), ("core_team_member", [core])]
    assert context["left"] == [gone]


def test_sessions_of_the_team_and_of_everybody_are_listed_with_this_teams_attendance(lead, edition):
    team, other = a.team(edition), a.team(edition)
    mine, theirs = a.member(team), a.member(other)
    call = a.activity(edition, "A call for everybody")
    a.attended(call, mine.person, theirs.person)
    a.activity(edition, "Planted", team=other)
    context = lead.get(reverse("team", args=[team.pk])).context
    assert [(one.row, one.n_here, one.n_said) for one in context["past"]] == [(call, 1, 1)]


def test_a_lead_enrols_a_place_that_was_found_by_its_name(lead, edition):
    place = a.organisation("Saltmarsh Quay", region="Ohio")
    target = f"{address('team-new', edition)}?q=saltmarsh+quay"
    assert "Saltmarsh Quay, city, Ohio, United States" in text(lead.get(target))
    response = lead.post(
        target, {"organisation": place.pk, "stage": "invited", "on": "2021-02-03", "focus": "Kerbs"}
    )
    team = Team.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, team.get_absolute_url())
    assert (team.organisation, team.stage, team.focus) == (place, "invited", "Kerbs")
    assert AuditEvent.objects.filter(verb="enrol_team", object_id=team.pk).count() == 1


def test_a_place_that_is_not_seen_is_found_by_its_whole_name_only(lead, edition):
    a.organisation("Hidden Harbour")
    assert "Hidden Harbour" not in text(lead.get(f"{address('team-new', edition)}?q=harbour"))
    assert "Hidden Harbour, city" in text(lead.get(f"{address('team-new', edition)}?q=hidden+harbour"))


def test_enrolling_a_place_twice_makes_one_team_and_says_so(lead, edition):
    place = a.organisation("Saltmarsh Quay")
    target = f"{address('team-new', edition)}?q=saltmarsh+quay"
    said = {"organisation": place.pk, "stage": "invited", "on": "2021-02-03"}
    lead.post(target, said)
    response = lead.post(target, said)
    assert (response.status_code, Team.objects.count()) == (422, 1)
    assert f"Saltmarsh Quay has a team in {edition} already." in text(response)


def test_a_wrong_day_and_a_place_that_was_not_found_are_named(lead, edition):
    a.organisation("Saltmarsh Quay")
    other = a.organisation("Elsewhere")
    said = {"organisation": other.pk, "stage": "alumni", "on": "30 February"}
    response = lead.post(f"{address('team-new', edition)}?q=saltmarsh+quay", said)
    assert (response.status_code, set(response.context["form"].errors)) == (
        422,
        {"organisation", "stage", "on"},
    )
    assert Team.objects.count() == 0


def test_a_coach_is_told_who_adds_teams(client, edition, coach):
    client.force_login(coach.account)
    response = client.get(address("team-new", edition))
    assert response.status_code == 403
    assert f"Only the lead of {edition} can do this." in text(response)


def test_a_coach_changes_the_focus(client, edition, coach):
    team = a.team(edition, coach=coach)
    client.force_login(coach.account)
    target = reverse("team-edit", args=[team.pk])
    assert client.get(target).status_code == 200
    response = client.post(target, {"coach": coach.pk, "focus": "Kerbs and ramps", "version": team.version})
    team.refresh_from_db()
    assert (response.status_code, team.focus, team.coach) == (302, "Kerbs and ramps", coach)


@pytest.mark.usefixtures("coach")
def test_only_somebody_with_the_role_can_be_made_coach(lead, edition):
    team = a.team(edition)
    response = lead.post(reverse("team-edit", args=[team.pk]), {"coach": a.person().pk, "version": 1})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["coach"])


def test_two_who_change_one_team_do_not_overwrite_each_other(lead, edition):
    team = a.team(edition)
    target = reverse("team-edit", args=[team.pk])
    lead.post(target, {"focus": "first", "version": 1})
    response = lead.post(target, {"focus": "second", "version": 1})
    team.refresh_from_db()
    assert (response.status_code, team.focus) == (409, "first")


def test_only_moves_of_the_table_are_offered(lead, edition):
    team = a.team(edition, stage="applied")
    form = lead.get(reverse("team-move", args=[team.pk])).context["form"]
    assert [key for key, _name in form.fields["to"].choices] == [
        "selected",
        "waitlisted",
        "declined",
        "withdrew",
    ]


def test_a_move_keeps_its_day_and_reason_and_sending_it_twice_moves_once(lead, edition):
    team = a.team(edition, stage="applied")
    said = {"to": "selected", "on": "2021-02-09", "reason": "A clear problem"}
    target = reverse("team-move", args=[team.pk])
    assert [lead.post(target, said).status_code for _n in range(2)] == [302, 302]
    moves = StageChange.objects.filter(team=team).values_list("from_stage", "to_stage", "on", "reason")
    assert list(moves) == [
        (None, "applied", date(2021, 2, 1), ""),
        ("applied", "selected", date(2021, 2, 9), "A clear problem"),
    ]


def test_a_move_that_is_not_in_the_table_is_refused(lead, edition):
    team = a.team(edition, stage="applied")
    response = lead.post(reverse("team-move", args=[team.pk]), {"to": "alumni", "on": "2021-02-09"})
    assert response.status_code == 422
    assert response.context["form"].errors["to"] == ["That stage cannot follow. Choose one of those offered."]


def test_a_move_before_the_last_one_is_refused_beside_the_form(lead, edition):
    team = a.team(edition, stage="applied")
    response = lead.post(reverse("team-move", args=[team.pk]), {"to": "selected", "on": "2021-01-09"})
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [
        f"The last move of {team.organisation} was on 2021-02-01; this one cannot be earlier."
    ]


def test_a_coach_does_not_move_a_team(client, edition, coach):
    team = a.team(edition, stage="applied", coach=coach)
    client.force_login(coach.account)
    response = client.post(reverse("team-move", args=[team.pk]), {"to": "selected", "on": "2021-02-09"})
    team.refresh_from_db()
    assert (response.status_code, team.stage) == (403, "applied")


def test_from_the_last_stage_the_move_page_leads_back(lead, edition):
    team = a.team(edition, stage="applied")
    move_team(by=a.operator(), team=team, to="declined", on=date(2021, 2, 2))
    response = lead.get(reverse("team-move", args=[team.pk]))
    assert (response.status_code, response.headers["Location"]) == (302, team.get_absolute_url())


def test_somebody_new_joins_by_name_and_address_once(lead, edition):
    team = a.team(edition)
    said = {"name": "Ines Caldeira", "email": "ines@example.org", "role": "mayor", "joined_on": "2021-02-01"}
    target = reverse("member-new", args=[team.pk])
    assert [lead.post(target, said).status_code for _n in range(2)] == [302, 302]
    member = Membership.objects.get()
    assert (member.person.name, member.role, member.seniority) == ("Ines Caldeira", "mayor", "elected")
    assert Contact.objects.known_by("ines@example.org").get().person == member.person
    assert Person.objects.filter(name="Ines Caldeira").count() == 1


def test_somebody_known_is_found_by_their_address(lead, edition):
    team, known = a.team(edition), a.person("Tomasz Wren", "tomasz@example.org")
    target = f"{reverse('member-new', args=[team.pk])}?q=Tomasz%40example.org"
    assert "Tomasz Wren" in text(lead.get(target))
    said = {"person": known.pk, "role": "core_team_member", "joined_on": "2021-02-01"}
    assert lead.post(target, said).status_code == 302
    assert Membership.objects.get().person == known


def test_somebody_who_is_not_seen_is_not_found_by_name(lead, edition):
    a.person("Planted Person")
    team = a.team(edition)
    assert "Planted Person" not in text(lead.get(f"{reverse('member-new', args=[team.pk])}?q=planted"))


def test_an_address_that_is_known_makes_no_second_person(lead, edition):
    team = a.team(edition)
    a.person("Tomasz Wren", "tomasz@example.org")
    said = {"name": "T. Wren", "email": "tomasz@example.org", "role": "mayor", "joined_on": "2021-02-01"}
    response = lead.post(reverse("member-new", args=[team.pk]), said)
    assert (response.status_code, Person.objects.filter(name="T. Wren").count()) == (422, 0)
    assert response.context["form"].non_field_errors() == [
        "Somebody with the address tomasz@example.org is known already. Look for the address above."
    ]


def test_a_form_that_names_nobody_says_what_to_do(lead, edition):
    team = a.team(edition)
    response = lead.post(reverse("member-new", args=[team.pk]), {"role": "mayor", "joined_on": "2021-02-01"})
    assert response.status_code == 422
    assert response.context["form"].errors["name"] == [
        "Nobody is chosen. Look for somebody above, or write a name here."
    ]


def test_somebody_leaves(lead, edition):
    member = a.member(a.team(edition))
    target = reverse("member-end", args=[member.pk])
    assert lead.get(target).status_code == 200
    too_early = lead.post(target, {"on": "2020-01-01"})
    assert lead.post(target, {"on": "2021-05-01"}).headers["Location"] == member.team.get_absolute_url()
    member.refresh_from_db()
    assert (too_early.status_code, member.left_on) == (422, date(2021, 5, 1))


def test_a_member_of_a_team_that_is_not_coached_is_not_there(client, edition, coach):
    member = a.member(a.team(edition))
    client.force_login(coach.account)
    assert client.post(reverse("member-end", args=[member.pk]), {"on": "2021-05-01"}).status_code == 404


def test_a_departure_is_kept_once_and_shown_beside_what_was_planned(lead, edition):
    team = a.team(edition)
    said = {"planned": "Coaching weekly", "instead": "Every other week", "reason": "Snow", "on": "2021-02-09"}
    target = reverse("departure-new", args=[team.pk])
    assert [lead.post(target, said).status_code for _n in range(2)] == [302, 302]
    assert Departure.objects.filter(team=team).count() == 1
    page = text(lead.get(team.get_absolute_url()))
    assert all(said[key] in page for key in ("planned", "instead", "reason"))


def test_a_departure_without_a_reason_is_not_kept(lead, edition):
    team = a.team(edition)
    said = {"planned": "Coaching weekly", "instead": "Every other week", "reason": " ", "on": "2021-02-09"}
    response = lead.post(reverse("departure-new", args=[team.pk]), said)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])


def test_a_teams_sessions_are_laid_out_once(lead, edition):
    team = a.team(edition)
    target = reverse("team-layout", args=[team.pk])
    assert lead.get(target).status_code == 405
    lead.post(target)
    n = Activity.objects.filter(team=team).count()
    lead.post(target)
    assert n > 0
    assert Activity.objects.filter(team=team).count() == n


def test_a_team_entered_by_mistake_is_removed_after_a_page_that_says_what_goes(lead, edition):
    team = a.team(edition)
    target = reverse("team-remove", args=[team.pk])
    assert (lead.get(target).status_code, Team.objects.count()) == (200, 1)
    assert lead.post(target).headers["Location"] == address("edition-teams", edition)
    assert Team.objects.count() == 0


def test_a_team_with_people_is_not_removed(lead, edition):
    team = a.team(edition)
    a.member(team)
    response = lead.post(reverse("team-remove", args=[team.pk]))
    assert (response.status_code, Team.objects.count()) == (403, 1)
    assert f"{team.organisation} has people and stays." in text(response)
