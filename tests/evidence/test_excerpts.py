"""A passage points at words and never holds them; what is made unreadable is so beside the original."""

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reflectory.core.audit import history
from reflectory.core.refusal import Refused
from reflectory.core.search import find
from reflectory.evidence.actions.excerpts import excerpt_of, make_excerpt, make_excerpts, redact
from reflectory.evidence.hashing import SpanBroken
from reflectory.evidence.models import Excerpt, SourceVersion
from reflectory.listening.uses import ANALYSE
from tests import portfolio as a
from tests.evidence.words import brought, original

pytestmark = pytest.mark.django_db
CHARACTERS = st.one_of(
    st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("👩\u200d🚒e\u0301\U0001f3fd ﷽")
)


def test_an_excerpt_gives_the_words_it_points_at():
    version = original(brought("Nobody told the night shift."))
    excerpt = make_excerpt(by=a.operator(), version=version, start=7, end=11)
    assert (excerpt.words, excerpt.made_by_name) == ("told", "A test")
    assert history([excerpt])[0].event.verb == "make_excerpt"


def test_the_same_stretch_is_one_excerpt():
    version = original(brought())
    assert make_excerpt(by=a.operator(), version=version, start=0, end=8) == make_excerpt(
        by=a.operator(), version=version, start=0, end=8
    )


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (3, 3), (4, 3), (0, 999)])
def test_a_stretch_outside_the_text_is_refused(start, end):
    version = original(brought("Short."))
    with pytest.raises(
        Refused, match=f"from {start} to {end} does not lie in the text, which has 6 characters"
    ):
        make_excerpt(by=a.operator(), version=version, start=start, end=end)


def test_blanks_are_no_excerpt():
    with pytest.raises(Refused, match="There are no words from 3 to 5"):
        make_excerpt(by=a.operator(), version=original(brought("One  two")), start=3, end=5)


def test_words_are_found_where_they_stand_once():
    version = original(brought("Ana asked. Then Ana left."))
    excerpt = excerpt_of(by=a.operator(), version=version, words="Ana left")
    assert (excerpt.start, excerpt.end) == (16, 24)
    with pytest.raises(Refused, match=r"are in the text 2 times\. Take in more"):
        excerpt_of(by=a.operator(), version=version, words="Ana")
    with pytest.raises(Refused, match="are not in the text: “ana”"):
        excerpt_of(by=a.operator(), version=version, words="ana")
    with pytest.raises(Refused, match="Give the words"):
        excerpt_of(by=a.operator(), version=version, words=" ")


def test_many_are_made_in_as_many_queries_as_one(django_assert_num_queries):
    version = SourceVersion.objects.select_related("source").get(pk=original(brought("abc " * 40)).pk)
    for n in (1, 30):
        spans = [(version, at, at + 3 if n > 1 else at + 2) for at in range(0, 4 * n, 4)]
        with django_assert_num_queries(6):
            made = make_excerpts(by=a.operator(), spans=spans)
        assert [(one.start, one.end) for one in made] == [(start, end) for _version, start, end in spans]


def test_only_who_reads_a_text_marks_passages_in_it():
    edition = a.edition()
    version = original(brought(edition=edition))
    assert (
        make_excerpt(by=a.viewer_with("analyst", on=edition), version=version, start=0, end=4).words == "We a"
    )
    for viewer in (a.viewer_with("editor", on=edition), a.viewer_with("analyst", on=a.edition())):
        with pytest.raises(Refused, match="Only the lead or an analyst"):
            make_excerpt(by=viewer, version=version, start=0, end=2)


def test_changed_words_are_noticed():
    excerpt = make_excerpt(by=a.operator(), version=original(brought("We asked late.")), start=3, end=8)
    SourceVersion.objects.update(text="We asled late.")
    with pytest.raises(SpanBroken):
        _words = Excerpt.objects.get(pk=excerpt.pk).words


def test_the_database_holds_no_excerpt_without_words():
    version = original(brought())
    with pytest.raises(IntegrityError), transaction.atomic():
        Excerpt.objects.create(version=version, start=4, end=4, words_hash="", made_by_name="x")


@given(before=st.text(CHARACTERS), words=st.text(CHARACTERS, min_size=1), after=st.text(CHARACTERS))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_come_back_as_they_were(before, words, after, db):  # noqa: ARG001 - opens the database
    if not words.strip():
        return
    with transaction.atomic():
        version = original(brought(f"{before}{words}{after}"))
        span = (len(before), len(before) + len(words))
        pk = make_excerpt(by=a.operator(), version=version, start=span[0], end=span[1]).pk
        again = Excerpt.objects.select_related("version").get(pk=pk)
        assert (again.words, again.version.text) == (words, f"{before}{words}{after}")
        transaction.set_rollback(True)


def test_what_is_made_unreadable_is_so_in_a_new_version():
    source = brought("Ask Ines about Tomasz.", uses={ANALYSE})
    first = redact(by=a.operator(), source=source, spans=[(4, 8)], why="A name")
    second = redact(by=a.operator(), source=source, spans=[(15, 21)], why="Another name")
    assert original(source).text == "Ask Ines about Tomasz."
    assert (first.number, first.text, first.is_redacted, first.why) == (
        2,
        "Ask ███ about Tomasz.",
        True,
        "A name",
    )
    assert (second.number, second.text) == (3, "Ask ███ about ███.")
    assert source.latest == second
    event = history([second])[0]
    assert event.event.verb == "redact"
    assert "Ask" not in str(event.values)


def test_redacted_words_are_not_found_by_search():
    source = brought("Ask Ines about it.", uses={ANALYSE})
    assert [hit.row for hit in find("Ines", a.operator())] == [source]
    redact(by=a.operator(), source=source, spans=[(4, 8)], why="A name")
    assert find("Ines", a.operator()) == []
    assert [hit.row for hit in find("about", a.operator())] == [source]


@pytest.mark.parametrize(
    ("spans", "why", "sentence"),
    [
        ([], "A name", "Choose the words"),
        ([(4, 8)], " ", "Say why"),
        ([(4, 99)], "A name", "does not lie in the text"),
        ([(0, 3)], "A name", "unreadable already"),
    ],
)
def test_a_redaction_says_what_and_why(spans, why, sentence):
    source = brought("Ask Ines.")
    redact(by=a.operator(), source=source, spans=[(0, 3)], why="A word")
    with pytest.raises(Refused, match=sentence):
        redact(by=a.operator(), source=source, spans=spans, why=why)
