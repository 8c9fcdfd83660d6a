"""Phases of an edition that is laid out: changed, added, moved, taken out; and two who change one at once."""

from datetime import date

import pytest

from reflectory.programmes.actions.editions import lay_out_edition
from reflectory.programmes.actions.phases import standing_of
from reflectory.programmes.models import Phase
from tests import portfolio as a

from .reading import hidden_of, rows_of, words_of

pytestmark = pytest.mark.django_db
PAGE = "/programmes/harbour-year/2021/phases/"


@pytest.fixture
def edition():
    programme = a.programme("Harbour Year", kind="workshops")
    made = lay_out_edition(
        by=a.operator(), programme=programme, label="2021", starts_on=date(2021, 3, 1)
    ).edition
    Phase.objects.create(
        edition=made, key="second", name="Second", order=1, planned_starts_on=date(2021, 6, 1)
    )
    return made


@pytest.fixture
def lead(client, edition):
    client.force_login(a.account_with("programme_lead", on=edition))
    return client


def names(edition):
    return list(edition.phases.values_list("name", flat=True))


def said(**more):
    return {"name": "Summer", "planned_starts_on": "2021-07-01", "planned_ends_on": "", "actual_starts_on": "",
            "actual_ends_on": "", "entry": "", "exit": "", **more}  # fmt: skip


def test_the_list_shows_each_phase_with_its_days_and_sessions(lead, edition):
    first, _second = edition.phases.all()
    a.activity(edition, phase=first)
    cells = [row[:4] for row in rows_of(lead.get(PAGE))]
    assert cells == [
        ["Workshops", "1 Mar 2021, open-ended", "–", "1"], ["Second", "1 Jun 2021, open-ended", "–", "0"],
    ]  # fmt: skip


def test_a_phase_is_renamed_and_gets_the_days_it_really_had(lead, edition):
    first = edition.phases.first()
    version = hidden_of(lead.get(f"{PAGE}{first.pk}/"), "version")
    given = said(planned_starts_on="2021-03-01", actual_starts_on="2021-03-03", actual_ends_on="2021-04-01")
    assert lead.post(f"{PAGE}{first.pk}/", {**given, "version": version}).status_code == 302
    first.refresh_from_db()
    assert (first.name, first.planned_starts_on, first.actual_starts_on, first.actual_ends_on) == (
        "Summer", date(2021, 3, 1), date(2021, 3, 3), date(2021, 4, 1),
    )  # fmt: skip


def test_the_second_of_two_who_change_a_phase_is_shown_the_difference_and_can_save_then(lead, edition):
    first = edition.phases.first()
    url = f"{PAGE}{first.pk}/"
    version = hidden_of(lead.get(url), "version")
    assert lead.post(url, {**said(name="Theirs"), "version": version}).status_code == 302
    response = lead.post(url, {**said(name="Mine"), "version": version})
    assert response.status_code == 409
    assert "Somebody changed this while you were writing" in words_of(response)
    assert edition.phases.first().name == "Theirs"
    again = lead.post(url, {**said(name="Mine"), "version": hidden_of(response, "version")})
    assert (again.status_code, edition.phases.first().name) == (302, "Mine")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"planned_ends_on": "2021-06-30"}, "This day is before the first day."),
        ({"actual_ends_on": "2021-08-01"}, "It has ended, so it has begun. Say on which day."),
        ({"name": ""}, "This is empty. Fill it in."),
    ],
)
def test_days_that_cannot_be_are_told(lead, edition, wrong, sentence):
    response = lead.post(f"{PAGE}new/", said(**wrong))
    assert response.status_code == 422
    assert sentence in words_of(response)
    assert names(edition) == ["Workshops", "Second"]


def test_a_phase_is_added_at_the_end_and_moved_up(lead, edition):
    for _time in range(2):
        assert lead.post(f"{PAGE}new/", said()).status_code == 302
    assert sorted(edition.phases.values_list("key", flat=True)) == [
        "second",
        "summer",
        "summer_2",
        "workshops",
    ]
    edition.phases.last().delete()
    summer = edition.phases.last()
    for to, order in (
        ("up", ["Workshops", "Summer", "Second"]),
        ("up", ["Summer", "Workshops", "Second"]),
        ("up", ["Summer", "Workshops", "Second"]),
        ("down", ["Workshops", "Summer", "Second"]),
    ):
        assert lead.post(f"{PAGE}{summer.pk}/move/", {"to": to}).status_code == 302
        assert names(edition) == order


def test_an_empty_phase_is_taken_out_and_one_with_sessions_stays(lead, edition):
    first, second = edition.phases.all()
    a.activity(edition, phase=first)
    kept = lead.post(f"{PAGE}{first.pk}/remove/", follow=True)
    assert "Sessions lie in “Workshops”, so it stays." in words_of(kept)
    for _time in range(2):
        assert lead.post(f"{PAGE}{second.pk}/remove/").status_code == 302
    assert names(edition) == ["Workshops"]


def test_what_was_done_to_phases_is_in_the_history_of_the_edition(lead, edition):
    first, second = edition.phases.all()
    lead.post(f"{PAGE}{first.pk}/", {**said(name="Spring"), "version": standing_of(first)})
    lead.post(f"{PAGE}{second.pk}/remove/")
    words = words_of(lead.get(f"/history/programmes.edition/{edition.pk}/"))
    assert "changed the phase: Spring" in words
    assert "took out the phase: Second" in words


@pytest.mark.parametrize("role", ["coach", "analyst", "judge", "funder", "team_lead"])
def test_others_change_no_phase(client, edition, role):
    client.force_login(a.account_with(role, on=edition))
    pk = edition.phases.first().pk
    answers = [client.get(PAGE), client.post(f"{PAGE}new/", said()), client.post(f"{PAGE}{pk}/", said()),
               client.post(f"{PAGE}{pk}/move/", {"to": "down"}), client.post(f"{PAGE}{pk}/remove/")]  # fmt: skip
    assert [answer.status_code for answer in answers] == [404] * 5
    assert names(edition) == ["Workshops", "Second"]


def test_a_phase_of_another_edition_is_not_found_here(lead):
    other = Phase.objects.create(edition=a.edition(), key="x", name="Planted", order=0)
    assert lead.get(f"{PAGE}{other.pk}/").status_code == 404
    lead.post(f"{PAGE}{other.pk}/remove/")
    assert Phase.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_asks_a_constant_number_of_queries(lead, edition, django_assert_num_queries, n):
    for number in range(n):
        Phase.objects.create(edition=edition, key=f"p{number}", name="More", order=9 + number)
    with django_assert_num_queries(6):
        lead.get(PAGE)
