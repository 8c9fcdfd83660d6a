"""What speaks against using a passage: its words, its consent on that day, a withdrawal, a redaction."""

from datetime import date, timedelta

import pytest

from reflectory.evidence.actions.excerpts import make_excerpt, redact
from reflectory.evidence.checking import problems
from reflectory.evidence.models import Excerpt, SourceVersion
from reflectory.listening.actions import withdraw
from reflectory.listening.uses import ANALYSE, BY_NAME, ROLE_PLACE, WITHOUT_NAME
from tests import portfolio as a
from tests.evidence.words import DAY, brought, original

pytestmark = pytest.mark.django_db
LATER = date(2021, 6, 1)


def marked(*uses: str, start: int = 0, end: int = 13) -> Excerpt:
    version = original(brought("We asked late. Ines told the night shift.", uses={ANALYSE, *uses}))
    return make_excerpt(by=a.operator(), version=version, start=start, end=end)


def found(excerpt, use, *, on=LATER):
    return [(one.code, one.day) for one in problems([(excerpt, use)], on=on).get(excerpt.pk, [])]


def test_words_that_were_agreed_to_have_no_problem():
    excerpt = marked(ROLE_PLACE)
    assert problems([(excerpt, ROLE_PLACE), (excerpt, WITHOUT_NAME)], on=LATER) == {}


def test_words_that_were_not_agreed_to_are_named():
    excerpt = marked(WITHOUT_NAME)
    assert found(excerpt, BY_NAME) == [("not_consented", None)]
    assert found(excerpt, WITHOUT_NAME, on=DAY - timedelta(days=1)) == [("not_consented", None)]
    sentence = problems([(excerpt, BY_NAME)], on=LATER)[excerpt.pk][0].sentence
    assert sentence == "Whoever said it has not agreed that it may be quoted with the name."


def test_a_withdrawal_is_named_with_its_day_from_that_day_on():
    excerpt = marked(WITHOUT_NAME)
    withdraw(by=a.operator(), voice=excerpt.version.source.voice, on=LATER)
    assert found(excerpt, WITHOUT_NAME, on=LATER - timedelta(days=1)) == []
    assert found(excerpt, WITHOUT_NAME) == [("withdrawn", LATER)]


def test_changed_words_and_a_shifted_span_are_broken():
    changed, shifted, gone = marked(WITHOUT_NAME), marked(WITHOUT_NAME), marked(WITHOUT_NAME)
    SourceVersion.objects.filter(pk=changed.version_id).update(
        text="He asked late. Ines told the night shift."
    )
    Excerpt.objects.filter(pk=shifted.pk).update(start=1)
    pk = gone.pk
    gone.delete()
    gone.pk = pk
    wanted = [(changed, WITHOUT_NAME), (shifted, WITHOUT_NAME), (gone, WITHOUT_NAME)]
    answer = problems(wanted, on=LATER)
    assert {pk: [one.code for one in some] for pk, some in answer.items()} == {
        changed.pk: ["broken"], shifted.pk: ["broken"], gone.pk: ["gone"],
    }  # fmt: skip


def test_a_passage_over_redacted_words_may_no_longer_be_quoted():
    before, over = marked(WITHOUT_NAME), marked(WITHOUT_NAME, start=15, end=24)
    for excerpt in (before, over):
        redact(by=a.operator(), source=excerpt.version.source, spans=[(15, 19)], why="A name")
    assert found(before, WITHOUT_NAME) == []
    assert found(over, WITHOUT_NAME) == [("redacted", None)]


def test_a_passage_of_a_redacted_version_stays_until_more_is_hidden():
    source = marked(WITHOUT_NAME).version.source
    version = redact(by=a.operator(), source=source, spans=[(15, 19)], why="A name")
    over = make_excerpt(by=a.operator(), version=version, start=15, end=23)
    assert (over.words, found(over, WITHOUT_NAME)) == ("███ told", [])
    redact(by=a.operator(), source=source, spans=[(20, 24)], why="A verb")
    assert found(over, WITHOUT_NAME) == [("redacted", None)]


def test_many_passages_are_checked_in_as_many_queries_as_one(django_assert_num_queries):
    for n in (1, 12):
        wanted = [(marked(WITHOUT_NAME), WITHOUT_NAME) for _one in range(n)]
        with django_assert_num_queries(3):
            assert problems(wanted, on=LATER) == {}
