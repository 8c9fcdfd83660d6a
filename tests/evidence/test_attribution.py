"""Who said it, in words that tell no more than was agreed to."""

from datetime import date

import pytest

from reflectory.evidence.attribution import attribution, said_when
from reflectory.listening.uses import ANALYSE, BY_NAME, FUNDER, ROLE_PLACE, WITHOUT_NAME
from tests import portfolio as a
from tests.evidence.words import brought

pytestmark = pytest.mark.django_db


def director(**more):
    county = a.organisation("Larkspur County", level="county")
    department = a.organisation("Public Health", level="department", parent=county)
    edition = a.edition(a.programme("Failing Forward", kind="failing-forward"))
    given = {
        "person": a.person("Keoni Kealamoku"),
        "role": "department_director",
        "organisation": department,
        **more,
    }
    return brought(edition=edition, **given)


def test_each_use_tells_no_more_than_it_allows():
    voice = director().voice
    assert attribution(voice, BY_NAME) == "Keoni Kealamoku, department director, Larkspur County"
    assert attribution(voice, ROLE_PLACE) == "Department director, Larkspur County"
    assert attribution(voice, WITHOUT_NAME) == "A participant"
    assert {attribution(voice, use) for use in (ANALYSE, FUNDER, "nonsense")} == {"A participant"}


def test_the_programme_is_named_once_five_voices_were_heard_in_its_edition():
    voice = director().voice
    for _n in range(3):
        brought(edition=voice.edition)
    assert attribution(voice, WITHOUT_NAME) == "A participant"
    brought(edition=voice.edition)
    assert attribution(voice, WITHOUT_NAME) == "A participant of Failing Forward"


def test_what_is_not_known_is_left_out():
    assert (
        attribution(brought(role="Clerk", place_words="Vila Marim").voice, ROLE_PLACE) == "Clerk, Vila Marim"
    )
    assert attribution(brought(name="Ana Reyes").voice, BY_NAME) == "Ana Reyes"
    assert attribution(brought(name="Ana Reyes").voice, ROLE_PLACE) == "A participant"


def test_somebody_who_was_forgotten_has_no_name():
    voice = director().voice
    voice.person.name, voice.person.forgotten_on = "Somebody, no 7", date(2027, 1, 1)
    assert attribution(voice, BY_NAME) == "Department director, Larkspur County"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2021, 1, 5), "winter 2021"),
        (date(2021, 3, 1), "spring 2021"),
        (date(2021, 8, 31), "summer 2021"),
        (date(2021, 11, 30), "autumn 2021"),
        (None, ""),
    ],
)
def test_a_day_is_said_as_season_and_year(day, words):
    assert said_when(brought(said_on=day)) == words


def test_the_season_is_that_of_the_place():
    south = a.organisation("Porto Sul", country="BR", latitude=-30.0, longitude=-51.0)
    assert said_when(brought(said_on=date(2021, 1, 5), organisation=south)) == "summer 2021"
