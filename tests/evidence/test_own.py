"""Somebody who answered sees which of their words were marked; when they take them back, none is left anywhere."""

import pytest

from reflectory.core.visibility import NOBODY
from reflectory.evidence.leaving import take_texts_out
from reflectory.evidence.models import SourceVersion
from reflectory.evidence.own import marked_in_mine
from reflectory.listening.mine import of_response
from tests import portfolio as a
from tests.asking import a_response, an_ask, words_of

pytestmark = pytest.mark.django_db
WORDS = "The night crew knew it before anybody asked."


@pytest.fixture
def response():
    return a_response(an_ask(edition=a.edition()), {"helped": WORDS}, uses={"analyse"})


def told(response) -> tuple[int, list[str]]:
    context = marked_in_mine(NOBODY, of_response(response, language="en")).context
    return context["n"], [one.words for one in context["marked"]]


def test_before_it_is_taken_in_there_is_nothing(response):
    assert told(response) == (0, [])


def test_their_own_passages_are_told_and_nobody_elses(response):
    a.excerpt(words_of(response, WORDS), "night crew")
    other = a_response(response.ask, {"helped": "Nothing did."}, uses={"analyse"})
    a.excerpt(words_of(other, "Nothing did."))
    assert told(response) == (1, ["night crew"])


def test_taking_out_empties_every_version_of_their_texts_and_of_no_others(response):
    mine = words_of(response, WORDS)
    SourceVersion.objects.create(
        source=mine, number=2, is_redacted=True, text="The ███ knew it.", text_hash="x"
    )
    others = a.said("Nothing did.")
    assert take_texts_out(None, [response.voice_id]) == [mine]
    assert list(SourceVersion.objects.order_by("pk").values_list("source", "text")) == [
        (mine.pk, ""), (mine.pk, ""), (others.pk, "Nothing did."),
    ]  # fmt: skip
    assert told(response) == (0, [])


def test_taking_out_again_finds_nothing_to_do(response):
    words_of(response, WORDS)
    take_texts_out(None, [response.voice_id])
    assert take_texts_out(None, [response.voice_id]) == []
