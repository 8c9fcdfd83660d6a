"""The search page: what is found for whom, how it is shown, and what never leaks."""

import re
import time

import pytest

from reflectory.programmes.actions.activities import edit_activity
from reflectory.workspace.finding import find_grouped, mark
from tests import portfolio as a

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("installation")]


def found(viewer, words):
    """What is found, as (heading, titles)."""
    groups, _n = find_grouped(words, viewer)
    return [
        (group.heading, ["".join(piece.text for piece in one.title) for one in group.results])
        for group in groups
    ]


def test_results_stand_under_their_kind_with_what_they_are(reader):
    place = a.organisation("Saltmarsh Quay", country="US", region="MN")
    team = a.team(a.edition(a.programme("Innovation Track")), place, focus="Repairs")
    page = reader.get("/search/?q=saltm").content.decode()
    assert re.findall(r"<h2 id=[^>]*>(\w+) ", page) == ["Organisations", "Teams"]
    assert (
        f'<a href="/places/{place.pk}/"><mark>Saltm</mark>arsh Quay</a>'
        '<span class="post">city · Minnesota, United States</span>' in page
    )
    assert f'<a href="/teams/{team.pk}/"><mark>Saltm</mark>arsh Quay, Innovation Track 2021</a>' in page


def test_accents_and_case_make_no_difference_to_what_is_found_and_marked():
    a.organisation("São Tomé das Letras")
    assert found(a.operator(), "SAO tome") == [("Organisations", ["São Tomé das Letras"])]
    assert [(p.text, p.is_found) for p in mark("São Tomé", ["sao"])] == [("São", True), (" Tomé", False)]


def test_the_text_around_a_word_far_inside_is_shown(reader):
    a.artefact(a.team(), title="An idea", text="Before. " * 60 + "Lamplight on the stairs. " + "After. " * 60)
    about = reader.get("/search/?q=lamplight").content.decode()
    snippet = re.search(r'<span class="post">(.*?)</span>', about).group(1)
    assert "<mark>Lamplight</mark> on the stairs." in snippet
    assert snippet.startswith("… ")
    assert len(snippet) < 200


def test_nothing_asked_and_nothing_found_say_what_to_do(reader):
    assert "Beginnings of words are enough" in reader.get("/search/").content.decode()
    page = reader.get("/search/?q=zzzz").content.decode()
    assert "Nothing found for “zzzz”" in page
    assert "Try fewer words" in page


@pytest.mark.parametrize(
    "words", ['"', "a AND", "NEAR(", "*", "x:*|y", "' OR 1=1 --", "ß" * 300, "\x00", "-", "q\\", "&<b>"]
)
def test_odd_words_are_only_words(reader, words):
    a.team()
    answer = reader.get("/search/", {"q": words})
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()


SECRET_ROLES = ["coach", "judge", "team_lead", "community_partner", "funder"]


@pytest.mark.parametrize("role", SECRET_ROLES)
def test_nothing_of_another_team_is_found(role):
    edition = a.edition()
    hidden = a.team(edition, a.organisation("Plantedville"), focus="planted focus")
    a.member(hidden, a.person("Planted Person"))
    a.artefact(hidden, title="Planted idea")
    a.activity(edition, "Planted session", team=hidden)
    assert found(a.viewer_with(role, on=edition, who=a.person()), "planted") == []


@pytest.mark.parametrize("role", ["analyst", "editor", "panel_chair", "team_lead", "community_partner"])
def test_what_is_for_leads_and_coaches_is_not_found_by_others(role):
    team = a.team()
    who = a.person()
    a.member(team, who)
    for kind in ("harm", "power_map", "stipend"):
        a.artefact(team, kind=kind, title=f"Planted {kind}")
    assert found(a.viewer_with(role, on=team.edition, who=who), "planted") == []
    lead = a.viewer_with("programme_lead", on=team.edition)
    assert sorted(found(lead, "planted")[0][1]) == ["Planted harm", "Planted power_map", "Planted stipend"]


def test_notes_of_a_session_are_never_searched():
    activity = a.activity(a.edition(), "Foundry")
    edit_activity(
        by=a.operator(), activity=activity, values={"notes": "planted words"}, version=activity.version
    )
    assert found(a.operator(), "planted") == []


@pytest.mark.parametrize("n", [1, 3])
def test_search_asks_a_constant_number_of_queries(reader, django_assert_num_queries, n):
    for number in range(n):
        team = a.team(a.edition(), a.organisation(f"Harbour {number}"))
        a.member(team, a.person(f"Harbour Person {number}"))
        a.artefact(team, title=f"Harbour idea {number}")
        a.activity(team.edition, f"Harbour session {number}", team=team)
        a.programme(f"Harbour programme {number}")
    reader.get("/search/?q=harbour")
    with django_assert_num_queries(23):
        assert reader.get("/search/?q=harbour").status_code == 200


def test_search_is_quick_among_many_places(reader):
    for number in range(300):
        a.organisation(f"Harbour {number}")
    reader.get("/search/?q=harb")
    times = []
    for _ in range(5):
        began = time.perf_counter()
        reader.get("/search/?q=harb 29")
        times.append(time.perf_counter() - began)
    assert min(times) < 0.1
