"""Where a theme recurs, as it may be published: small programmes are hidden, and nothing gives them away."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from reflectory.press.publication.content import InProgramme
from reflectory.sensemaking.models import Recurrence, Run, Theme
from reflectory.sensemaking.recurrence import WITH_RECURRENCES, recurrence_of
from tests import portfolio as a

pytestmark = pytest.mark.django_db


def a_theme(*counts: tuple[int, int], governments: int = 58) -> Theme:
    """A theme with a programme for each pair of voices and of those heard; programmes are called A, B, C."""
    run = Run.objects.create(
        title="A run", ran_by_name="Somebody", accounting={"heard": {"voices": 1, "governments": governments}}
    )
    theme = Theme.objects.create(
        run=run, number=1, label="forms, queue", repeatability=0.5, n_governments=31,
        n_voices=sum(heard for _n, heard in counts),
    )  # fmt: skip
    for name, (n, heard) in zip("ABCDEFGH", counts, strict=False):
        Recurrence.objects.create(
            theme=theme, programme=a.programme(name), n_voices=n, n_heard=heard, n_governments=4, n_governments_heard=2,
            share=heard / n, low=0.1, high=0.9,
        )  # fmt: skip
    return theme


def test_a_theme_recurs_in_so_many_programmes_and_governments():
    theme = a_theme((10, 4), (20, 0), (30, 3))
    theme.name = "Forms nobody can fill in"
    found = recurrence_of(theme)
    assert (found.label, found.sentence) == (
        "Forms nobody can fill in", "in 2 of 3 programmes, 31 of 58 governments",
    )  # fmt: skip
    assert found.rows[0] == InProgramme("A", 10, 4, 4, 2, 0.4, 0.1, 0.9)
    assert (found.repeatability, found.words) == (0.5, ())


def test_of_a_small_programme_and_of_the_next_smallest_only_the_names_are_told():
    found = recurrence_of(a_theme((3, 3), (20, 5), (7, 7), (40, 9)))
    assert [(row.programme, row.is_hidden) for row in found.rows] == [
        ("A", True), ("B", False), ("C", True), ("D", False)
    ]  # fmt: skip
    assert found.rows[0] == InProgramme("A", 0, 0, 0, 0, 0.0, None, None, is_hidden=True)
    assert found.sentence == (
        "in 2 of 2 programmes, 31 of 58 governments, without 2 programmes with too few voices to tell"
    )


def test_where_all_programmes_are_small_nothing_is_told():
    found = recurrence_of(a_theme((3, 1), (4, 2)))
    assert (found.sentence, [row.is_hidden for row in found.rows]) == (
        "heard from too few voices to tell more", [True, True],
    )  # fmt: skip


def test_a_theme_of_a_spreadsheet_without_programmes_has_no_row():
    assert recurrence_of(a_theme()).rows == ()


def test_the_sentence_is_said_in_the_language_of_the_report():
    assert recurrence_of(a_theme((9, 1)), language="en").sentence == (
        "in 1 of 1 programme, 31 of 58 governments"
    )


class Hidden(TestCase):
    @given(st.lists(st.tuples(st.integers(1, 12), st.integers(0, 12)), min_size=1, max_size=6))
    @settings(max_examples=25, deadline=None)
    def test_nothing_that_is_told_depends_on_what_was_said_in_a_hidden_programme(self, counts):
        counts = [(n, min(n, heard)) for n, heard in counts]
        first = recurrence_of(a_theme(*counts))
        turned = [
            (n, n - heard if row.is_hidden else heard)
            for (n, heard), row in zip(counts, first.rows, strict=True)
        ]
        Recurrence.objects.all().delete()
        for programme in Recurrence._meta.get_field("programme").related_model.objects.all():
            programme.delete()
        assert recurrence_of(a_theme(*turned)) == first


@pytest.mark.parametrize("n", [1, 3])
def test_themes_that_are_read_together_ask_nothing_more(n, django_assert_num_queries):
    wanted = [a_theme((9, 4), (12, 5)).pk for _ in range(n)]
    rows = Theme.objects.select_related("run").prefetch_related(WITH_RECURRENCES).filter(pk__in=wanted)
    with django_assert_num_queries(3):
        told = [recurrence_of(theme) for theme in rows]
    assert [len(one.rows) for one in told] == [2] * n
