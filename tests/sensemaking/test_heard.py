"""Whom we heard: voices, governments, roles and languages in each programme, with small numbers hidden."""

from datetime import date

import pytest

from reflectory.listening.actions import withdraw
from reflectory.listening.models import Voice
from reflectory.press.publication.content import HeardFrom
from reflectory.sensemaking.heard import heard_from
from tests import portfolio as a
from tests.evidence.words import brought

pytestmark = pytest.mark.django_db
PERIOD = (date(2021, 1, 1), date(2021, 12, 31))


def speak(edition, n, *, government=None, seniority="frontline", language="en", **more):
    """So many voices of one government in an edition."""
    government = government or a.organisation()
    return [
        brought(
            f"Clerk {number} said this.", edition=edition, organisation=government, seniority=seniority,
            language=language, **more,
        )
        for number in range(n)
    ]  # fmt: skip


def test_a_programme_says_how_many_voices_governments_roles_and_languages_it_heard():
    edition = a.edition(a.programme("Ours"))
    speak(edition, 6)
    speak(edition, 5, seniority="director", language="es")
    assert heard_from(*PERIOD, [edition]) == (
        HeardFrom("Ours", 11, 2, (("front line", 6), ("director", 5)), ("English", "Spanish")),
    )


def test_a_person_is_one_voice_and_a_department_speaks_for_its_government():
    edition = a.edition(a.programme("Ours"))
    city = a.organisation()
    office = a.organisation(level="department", parent=city)
    speak(edition, 6, government=city)
    speak(edition, 4, government=office, person=a.person())
    (row,) = heard_from(*PERIOD, [edition])
    assert (row.n_voices, row.n_governments) == (7, 1)


def test_roles_of_few_stand_together_and_languages_of_few_are_not_named():
    edition = a.edition(a.programme("Ours"))
    speak(edition, 9)
    speak(edition, 3, seniority="director", language="pt")
    speak(edition, 4, seniority="elected")
    (row,) = heard_from(*PERIOD, [edition])
    assert (row.roles, row.languages) == ((("front line", 9), ("other roles", 7)), ("English",))


def test_a_programme_of_few_voices_is_hidden_and_another_with_it():
    small, middle, large = (a.edition(a.programme(name)) for name in ("A", "B", "C"))
    speak(small, 2)
    speak(middle, 6)
    speak(large, 8)
    rows = heard_from(*PERIOD, [small, middle, large])
    assert [(row.programme, row.n_voices, row.is_hidden) for row in rows] == [
        ("A", 0, True), ("B", 0, True), ("C", 8, False)
    ]  # fmt: skip


def test_only_those_count_who_agree_on_the_day_and_spoke_in_the_period():
    edition = a.edition(a.programme("Ours"))
    speak(edition, 6)
    speak(edition, 2, said_on=date(2020, 3, 1))
    speak(edition, 3, uses=set())
    gone = speak(edition, 1)[0]
    withdraw(by=a.operator(), voice=Voice.objects.get(sources=gone), on=date(2021, 7, 1))
    assert [row.n_voices for row in heard_from(*PERIOD, [edition], on=date(2021, 8, 1))] == [6]
    assert [row.n_voices for row in heard_from(*PERIOD, [edition], on=date(2021, 6, 1))] == [7]


def test_it_asks_one_query_whatever_was_said(django_assert_num_queries):
    editions = [a.edition() for _number in range(3)]
    for edition in editions:
        speak(edition, 5)
    with django_assert_num_queries(1):
        heard_from(*PERIOD, editions)
