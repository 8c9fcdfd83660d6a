"""Respondents are counted once, however often and in however many texts they say a thing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine.voices import MISSING, Column, Voices, damped, gather, people, periods_of, tally


def texts(seed, n=60):
    rng = np.random.default_rng(seed)
    who = rng.integers(0, 20, n)
    return {
        "respondent": who,
        "mentions": (rng.integers(0, n, 80), rng.integers(0, 5, 80)),
        "n_themes": 5,
        "group": Column("place", ("a", "b", "c"), who % 3),
        "period": Column("year", ("2019", "2020"), rng.integers(0, 2, n)),
        "kinds": (Column("who", ("resident", "staff"), who % 2),),
    }


def counts(voices):
    table = tally(voices.says, voices.group.codes, voices.period.codes)
    return table.codes.tolist(), table.of.tolist(), table.says.tolist()


def test_one_row_is_one_respondent_in_one_group_and_period():
    voices = gather(
        respondent=np.array([7, 7, 7, 8]),
        mentions=(np.array([0, 1, 1, 2, 3]), np.array([0, 0, 1, 1, 0])),
        n_themes=2,
        group=Column("place", ("a", "b"), np.array([0, 0, 0, 1])),
        period=Column("year", ("2019", "2020"), np.array([0, 0, 1, 1])),
        time=np.array([2019.5, 2019.5, 2020.5, 2020.5]),
    )
    assert (voices.n_voices, voices.n_themes) == (3, 2)
    assert voices.says.tolist() == [[True, True], [False, True], [True, False]]
    assert (voices.respondent.tolist(), voices.time.tolist()) == ([7, 7, 8], [2019.5, 2020.5, 2020.5])
    assert voices.period.codes.tolist() == [0, 1, 1]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_doubling_what_a_respondent_says_changes_nothing(seed):
    once = texts(seed)
    rows, themes = once["mentions"]
    n = once["respondent"].size

    def twice(column):
        return Column(column.name, column.values, np.tile(column.codes, 2))

    doubled = gather(
        respondent=np.tile(once["respondent"], 2),
        mentions=(np.concatenate([rows, rows + n]), np.tile(themes, 2)),
        n_themes=5,
        group=twice(once["group"]),
        period=twice(once["period"]),
        kinds=tuple(twice(kind) for kind in once["kinds"]),
    )
    assert counts(doubled) == counts(gather(**once))


def test_a_person_of_two_kinds_has_none_and_an_unknown_value_does_not_count():
    kind = Column("who", ("resident", "staff"), np.array([0, 1, 1, MISSING]))
    voices = gather(
        respondent=np.array([1, 1, 2, 2]), mentions=(np.array([0]), np.array([0])), n_themes=1, kinds=(kind,)
    )
    assert voices.kinds[0].codes.tolist() == [MISSING, 1]


def test_people_joins_the_periods_of_a_person_but_not_their_groups():
    voices = Voices(
        np.array([[True, False], [False, True], [False, False]]),
        Column("place", ("a", "b"), np.array([0, 0, 1])),
        Column("year", ("2019", "2020"), np.array([0, 1, 1])),
        respondent=np.array([4, 4, 4]),
    )
    joined = people(voices)
    assert joined.says.tolist() == [[True, True], [False, False]]
    assert (joined.group.codes.tolist(), joined.period) == ([0, 1], None)


def test_without_respondents_each_row_is_a_person():
    voices = Voices(np.array([[True], [False]]))
    assert people(voices) is voices


def test_times_alone_make_periods_and_unknown_times_none():
    voices = Voices(np.ones((3, 1), bool), time=np.array([2020.5, np.nan, 2019.5]))
    assert (periods_of(voices).values, periods_of(voices).codes.tolist()) == (
        ("2019.5", "2020.5"),
        [1, MISSING, 0],
    )
    assert periods_of(Voices(np.ones((1, 1), bool))) is None


def test_a_cut_keeps_every_column():
    voices = gather(**texts(3))
    rows = voices.group.codes == 1
    cut = voices.only(rows)
    assert (cut.n_voices, cut.kinds[0].codes.tolist()) == (
        int(rows.sum()),
        voices.kinds[0].codes[rows].tolist(),
    )
    assert cut.respondent.tolist() == voices.respondent[rows].tolist()


def test_a_thousand_of_one_group_weigh_less_than_ten():
    assert damped(np.array([1, 10, 1000])) == pytest.approx([1.0, 5.263, 9.911], abs=1e-3)
