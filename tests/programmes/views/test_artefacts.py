"""The pages of what teams make: lists, one artefact and its steps, the funnel of ideas, commitments."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reflectory.programmes.actions.artefacts import move_artefact
from reflectory.programmes.artefact_kinds import KINDS
from reflectory.programmes.models import Artefact, Step
from reflectory.programmes.visibility import PRIVATE_KINDS
from tests import portfolio as a

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    return a.edition()


@pytest.fixture
def team(edition):
    return a.team(edition)


@pytest.fixture
def coach(edition):
    who = a.person("Coretta Vance")
    a.account_with("coach", on=edition, who=who)
    return who


@pytest.fixture
def lead(client, edition):
    """A browser in which the lead of the edition is signed in."""
    client.force_login(a.account_with("programme_lead", on=edition))
    return client


def text(response):
    return response.content.decode()


def adding(edition, kind="idea", team=None):
    of = f"&team={team.pk}" if team else ""
    return f"{reverse('artefact-new', args=[edition.programme.slug, edition.slug])}?kind={kind}{of}"


def moved(row, to, day, reason="because"):
    return move_artefact(by=a.operator(), artefact=row, to=to, on=day, reason=reason)


def titles(response):
    return [row.title for row in response.context["page"]]


LIST = "/work/"


def test_the_list_names_what_teams_make_the_latest_first(lead, team):
    a.artefact(team, title="An older idea")
    a.artefact(team, title="A newer one", kind="prototype", on=date(2021, 3, 1))
    response = lead.get(LIST)
    assert titles(response) == ["A newer one", "An older idea"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("kind=idea", ["Kerbs", "Água"]),
        ("kind=idea&status=considered", ["Kerbs"]),
        ("kind=idea&reached=raised", ["Kerbs", "Água"]),
        ("kind=idea&reached=considered", ["Kerbs"]),
        ("words=agua", ["Água"]),
        ("kind=nonsense&status=nonsense&page=7&team=x", ["Kerbs", "Água", "A ramp"]),
        ("sort=-title", ["Água", "Kerbs", "A ramp"]),
    ],
)
def test_the_list_is_narrowed_and_sorted(lead, team, asked, found):
    a.artefact(team, kind="prototype", title="A ramp", on=date(2021, 1, 1))
    a.artefact(team, title="Água", on=date(2021, 2, 1))
    moved(a.artefact(team, title="Kerbs", on=date(2021, 2, 1)), "considered", date(2021, 3, 1))
    assert titles(lead.get(f"{LIST}?{asked}")) == found


def test_the_list_is_narrowed_to_a_team_an_owner_and_an_edition(lead, edition, team):
    owner = a.member(team).person
    a.artefact(team, title="Owned", owner=owner)
    a.artefact(a.team(edition), title="Of another team")
    assert titles(lead.get(f"{LIST}?team={team.pk}")) == ["Owned"]
    assert titles(lead.get(f"{LIST}?owner={owner.pk}")) == ["Owned"]
    assert len(titles(lead.get(f"{LIST}?edition={edition.pk}"))) == 2


def test_the_list_leaves_as_csv(lead, edition, team):
    a.artefact(team, title="+1 ramp")
    response = lead.get(f"{LIST}?kind=idea&format=csv")
    lines = b"".join(response.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[1] == f"'+1 ramp,idea,raised,2021-02-01,{team.organisation},{edition},,"


@pytest.mark.parametrize("role", ["analyst", "editor", "team_lead", "panel_chair"])
def test_private_kinds_are_shown_to_leads_and_the_coach_only(client, edition, team, role):
    who = a.person()
    a.member(team, who)
    rows = [a.artefact(team, kind=kind, title=f"Planted {kind}") for kind in PRIVATE_KINDS]
    plain = a.artefact(team, title="A plain idea", comes_from=None)
    Artefact.objects.filter(pk=plain.pk).update(comes_from=rows[0])
    client.force_login(a.account_with(role, on=edition, who=who))
    for address in (
        LIST,
        f"{LIST}?kind={PRIVATE_KINDS[0]}",
        team.get_absolute_url(),
        plain.get_absolute_url(),
    ):
        response = client.get(address)
        assert (response.status_code, "Planted" in text(response)) == (200, False)
    assert [client.get(row.get_absolute_url()).status_code for row in rows] == [404] * len(rows)
    exported = client.get(f"{LIST}?format=csv")
    assert b"Planted" not in b"".join(exported.streaming_content)


def test_private_kinds_are_shown_to_the_teams_coach_and_to_no_other(client, edition, coach):
    own = a.artefact(a.team(edition, coach=coach), kind="harm", title="Own harm")
    other = a.artefact(a.team(edition), kind="harm", title="Planted harm")
    client.force_login(coach.account)
    assert titles(client.get(f"{LIST}?kind=harm")) == ["Own harm"]
    assert [client.get(row.get_absolute_url()).status_code for row in (own, other)] == [200, 404]


@pytest.mark.parametrize("role", ["judge", "funder"])
def test_judges_and_funders_see_nothing_of_it(client, edition, team, role):
    row = a.artefact(team, title="Planted", kind="commitment")
    idea = a.artefact(team, title="Planted")
    client.force_login(a.account_with(role, on=edition))
    funnel = reverse("funnel", args=[edition.programme.slug, edition.slug])
    for address in (LIST, "/commitments/", funnel):
        response = client.get(address)
        assert "Planted" not in text(response)
    assert [client.get(one.get_absolute_url()).status_code for one in (row, idea)] == [404, 404]


def test_the_kind_is_chosen_first(lead, edition):
    response = lead.get(reverse("artefact-new", args=[edition.programme.slug, edition.slug]))
    assert [kind.key for kind in response.context["kinds"]] == list(KINDS)


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_kind_can_be_written_down_once_and_changed(lead, edition, team, kind):
    target = adding(edition, kind, team)
    form = lead.get(target).context["form"]
    examples = {
        "day": "2021-05-04", "number": "4", "money": "1200.50", "address": "https://example.org/a", "text": "words",
        "long": "more words",
    }  # fmt: skip
    own = {own.key: examples.get(own.type) or own.choices[0][0] for own in KINDS[kind].fields}
    said = {
        "title": "A thing",
        "on": "2021-02-03",
        "for_team": team.pk,
        **{f"own_{key}": value for key, value in own.items()},
    }
    assert set(said) - set(form.fields) == set()
    assert [lead.post(target, said).status_code for _n in range(2)] == [302, 302]
    row = Artefact.objects.get()
    assert (row.kind, row.team, row.status, row.status_on) == (
        kind,
        team,
        KINDS[kind].first,
        date(2021, 2, 3),
    )
    assert row.details == own
    change = reverse("artefact-edit", args=[row.pk])
    opened = lead.get(change).context["form"]
    assert {name: str(opened[f"own_{name}"].value()) for name in own} == own
    assert lead.post(change, {**said, "title": "Another title", "version": 1}).status_code == 302
    row.refresh_from_db()
    assert (row.title, row.details, row.version) == ("Another title", own, 2)


def test_bad_words_are_named_field_by_field(lead, edition, team):
    said = {
        "title": " ",
        "on": "soon",
        "own_due_on": "31 June",
        "own_amount": "a lot",
        "owner": a.person().pk,
    }
    response = lead.post(adding(edition, "commitment", team), said)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"title", "on", "own_due_on", "own_amount", "owner"}
    assert Artefact.objects.count() == 0


def test_an_address_that_runs_something_is_not_taken(lead, edition, team):
    said = {"title": "A page", "on": "2021-02-03", "own_address": "javascript:alert(1)"}
    response = lead.post(adding(edition, "resource", team), said)
    assert list(response.context["form"].errors) == ["own_address"]


def test_a_kind_that_is_not_there_is_not_found(lead, edition):
    assert lead.get(adding(edition, "nonsense")).status_code == 404


def test_a_coach_adds_to_their_own_team_only(client, edition, coach):
    own, other = a.team(edition, coach=coach), a.team(edition)
    client.force_login(coach.account)
    said = {"title": "An idea", "on": "2021-02-03"}
    codes = [client.post(adding(edition), {**said, "for_team": one.pk}).status_code for one in (own, other)]
    assert (codes, client.post(adding(edition), said).status_code) == ([302, 422], 422)
    assert Artefact.objects.get().team == own


def test_an_analyst_is_told_who_adds(client, edition):
    client.force_login(a.account_with("analyst", on=edition))
    assert client.get(adding(edition)).status_code == 403


def test_an_artefact_comes_from_something_of_its_own_team_only(lead, edition, team):
    insight, other = a.artefact(team, kind="insight"), a.artefact(a.team(edition), kind="insight")
    said = {"title": "An idea", "on": "2021-02-03", "for_team": team.pk}
    target = adding(edition, "idea", team)
    assert lead.post(target, {**said, "comes_from": other.pk}).status_code == 422
    assert lead.post(target, {**said, "comes_from": insight.pk}).status_code == 302
    idea = Artefact.objects.get(kind="idea")
    assert (idea.comes_from, list(insight.led_to.all())) == (insight, [idea])
    assert idea.title in text(lead.get(insight.get_absolute_url()))


def test_two_who_change_one_artefact_are_shown_each_others_words(lead, team):
    row = a.artefact(team, kind="prototype", title="A ramp")
    target = reverse("artefact-edit", args=[row.pk])
    lead.post(target, {"title": "A ramp", "own_learnt": "It is too steep", "version": 1})
    response = lead.post(target, {"title": "A ramp", "own_learnt": "It works", "version": 1})
    assert response.status_code == 409
    assert response.context["conflict"] == [
        {"label": "What the test showed", "theirs": "It is too steep", "yours": "It works"}
    ]
    row.refresh_from_db()
    assert row.details == {"learnt": "It is too steep"}


def test_a_step_keeps_day_and_reason_and_sending_it_twice_moves_once(lead, team):
    row = a.artefact(team)
    target = reverse("artefact-move", args=[row.pk])
    said = {"to": "stopped", "on": "2021-02-09", "reason": "Residents did not want it"}
    assert [lead.post(target, said).status_code for _n in range(2)] == [302, 302]
    steps = list(Step.objects.filter(artefact=row).values_list("from_status", "to_status", "on", "reason"))
    assert steps == [
        (None, "raised", date(2021, 2, 1), ""),
        ("raised", "stopped", date(2021, 2, 9), "Residents did not want it"),
    ]
    assert "Residents did not want it" in text(lead.get(row.get_absolute_url()))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            {"to": "stopped", "on": "2021-02-09"},
            "Say why it becomes stopped: whoever meets it later will ask.",
        ),
        (
            {"to": "considered", "on": "2021-01-01"},
            "It has been raised since 2021-02-01; the next step cannot be earlier.",
        ),
        ({"to": "implemented", "on": "2021-02-09"}, "That cannot follow. Choose one of those offered."),
    ],
)
def test_a_step_that_cannot_be_is_refused_beside_the_form(lead, team, said, sentence):
    row = a.artefact(team)
    response = lead.post(reverse("artefact-move", args=[row.pk]), said)
    errors = [error for errors in response.context["form"].errors.values() for error in errors]
    row.refresh_from_db()
    assert (response.status_code, errors, row.status) == (422, [sentence], "raised")


def test_only_the_steps_of_its_kind_are_offered(lead, team):
    row = a.artefact(team)
    form = lead.get(reverse("artefact-move", args=[row.pk])).context["form"]
    assert [key for key, _name in form.fields["to"].choices] == ["considered", "stopped"]


def test_a_resource_that_expired_says_so(lead, team):
    row = a.artefact(team, kind="resource", expires_on=date(2021, 3, 1))
    assert lead.get(row.get_absolute_url()).context["is_expired"] is True


def test_the_funnel_counts_what_ever_came_so_far_and_what_is_there_now(lead, edition, team):
    raised, stopped, tested = a.artefact(team), a.artefact(team), a.artefact(team)
    a.artefact(team, kind="prototype")
    a.artefact(a.team())
    moved(stopped, "considered", date(2021, 2, 2))
    moved(stopped, "stopped", date(2021, 2, 3), "Too dear")
    for day, status in enumerate(("considered", "prototyped", "tested", "prototyped", "tested"), start=2):
        moved(tested, status, date(2021, 2, day))
    context = lead.get(reverse("funnel", args=[edition.programme.slug, edition.slug])).context
    assert [(step["label"], step["n"], step["note"]) for step in context["steps"]] == [
        ("Raised", 3, "1 is there now"),
        ("Considered", 2, "none is there now"),
        ("Prototyped", 1, "none is there now"),
        ("Tested", 1, "1 is there now"),
        ("Implemented", 0, "none is there now"),
    ]
    assert (context["n_ideas"], context["n_stopped"], raised.status) == (3, 1, "raised")
    assert [(idea, last["came_from"], last["reason"]) for idea, last in context["stopped"]] == [
        (stopped, "considered", "Too dear")
    ]
    for step in context["steps"]:
        assert len(titles(lead.get(step["url"]))) == step["n"]


def test_commitments_stand_open_ones_first_by_the_day_they_are_due(lead, edition, team):
    late = (timezone.localdate() - timedelta(days=3)).isoformat()
    later = (timezone.localdate() + timedelta(days=3)).isoformat()

    def promise(title, **details):
        return a.artefact(team, kind="commitment", title=title, details=details)

    promise("No day")
    promise("Due later", due_on=later, promised_by="The mayor", promised_to="Tenants")
    promise("Late", due_on=late)
    dropped = promise("Dropped", due_on=late)
    moved(dropped, "dropped", date(2021, 3, 1))
    kept = promise("Kept", due_on=later)
    moved(kept, "approved", date(2021, 3, 1))
    moved(kept, "implemented", date(2021, 3, 2))
    response = lead.get("/commitments/")
    assert titles(response) == ["Late", "Due later", "No day", "Dropped", "Kept"]
    assert (response.context["n_all"], response.context["n_open"], response.context["n_late"]) == (5, 3, 1)
    for show, found in (
        ("open", ["Late", "Due later", "No day"]),
        ("late", ["Late"]),
        ("kept", ["Kept"]),
        ("dropped", ["Dropped"]),
    ):
        assert titles(lead.get(f"/commitments/?show={show}")) == found
    assert titles(lead.get("/commitments/?show=nonsense&words=kept")) == ["Kept"]
    lines = (
        b"".join(lead.get("/commitments/?format=csv&words=later").streaming_content)
        .decode("utf-8-sig")
        .splitlines()
    )
    assert (
        lines[1] == f"Due later,proposed,2021-02-01,{team.organisation},{edition},,{later},The mayor,Tenants"
    )


@pytest.mark.parametrize("n", [1, 3])
def test_the_pages_ask_the_same_number_of_questions_for_one_of_each_and_for_three(
    lead, edition, n, django_assert_num_queries
):
    for _n in range(n):
        team = a.team(edition)
        insight = a.artefact(team, kind="insight")
        idea = a.artefact(team, comes_from=insight, owner=a.member(team).person)
        a.artefact(team, kind="commitment", comes_from=idea)
        a.artefact(team, kind="commitment", comes_from=idea)
        moved(a.artefact(team), "stopped", date(2021, 2, 9))
    funnel = reverse("funnel", args=[edition.programme.slug, edition.slug])
    for address, n_queries in ((LIST, 7), (idea.get_absolute_url(), 8), (funnel, 9), ("/commitments/", 8)):
        with django_assert_num_queries(n_queries, info=address):
            lead.get(address)
