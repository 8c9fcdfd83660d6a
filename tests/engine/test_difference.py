"""Kinds of respondent are compared within groups where that can be done, and with care where it cannot."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine.difference import Share, difference
from reflectory.engine.reference import change as plain_flip
from reflectory.engine.reference import difference as plain
from reflectory.engine.voices import MISSING, Column, Voices


def heard(cells, kinds=("resident", "staff")):
    """Voices of one theme from {(group, kind): (says, of)}."""
    rows = [(g, kind, k < says) for (g, kind), (says, of) in cells.items() for k in range(of)]
    group, kind, says = (np.array(column) for column in zip(*rows, strict=True))
    names = tuple(f"Place {code:02d}" for code in range(group.max() + 1))
    who = Column("who", kinds, kind)
    return Voices(says.reshape(-1, 1).astype(bool), Column("place", names, group), kinds=(who,))


def asked(cells, **more):
    voices = heard(cells, **more)
    return difference(voices, voices.kinds[0])[0]


def apart(n_groups, low=2, high=7):
    return {(g, kind): (high - g % 2 if kind else low, 10) for g in range(n_groups) for kind in (0, 1)}


def test_staff_who_say_it_more_everywhere_differ():
    found = asked(apart(8))
    assert (found.verdict, found.kind, found.n_groups) == ("differs", "staff", 8)
    assert found.gap == pytest.approx(0.45)
    assert found.sentence.startswith(
        "“staff” say it more often than “resident”: 52 of 80, against 16 of 80. Within the 8 groups where "
        "both can be compared, the share is 45 percentage points higher."
    )
    assert found.second_p < 0.001


def test_a_place_where_mostly_staff_were_asked_is_not_a_trait_of_staff():
    cells = {
        (g, kind): (9 * of // 10 if g < 4 else of // 10, of)
        for g in range(8)
        for kind, of in ((0, 10), (1, 10))
    }
    cells |= {(g, 1): (36, 40) for g in range(4)}
    found = asked(cells)
    assert found.shares == (Share("resident", 40, 80), Share("staff", 148, 200))
    assert found.verdict == "no difference seen"
    assert found.sentence == (
        "No difference seen beyond what chance would bring: said by 40 of 80 “resident”, 148 of 200 “staff”."
    )


def test_five_groups_with_both_kinds_are_too_few():
    found = asked(apart(5))
    assert (found.verdict, found.p, found.n_groups) == ("too few groups", None, 5)


def test_few_who_say_it_are_too_few():
    assert asked(apart(8, low=0, high=1)).verdict == "too few respondents"


def test_groups_in_which_nobody_says_it_do_not_count():
    cells = {(g, kind): ((5 + kind) if g < 5 else 0, 10) for g in range(9) for kind in (0, 1)}
    assert asked(cells).verdict == "too few groups"


def test_one_kind_alone_cannot_be_compared():
    found = asked({(g, 0): (3, 10) for g in range(8)} | {(0, 1): (1, 4)})
    assert (found.verdict, found.sentence) == (
        "one kind",
        "Fewer than two kinds were heard with 5 respondents or more.",
    )


def test_a_kind_that_belongs_to_the_group_is_compared_between_groups():
    found = asked({(g, g % 2): (2 + 5 * (g % 2) + g % 3, 12) for g in range(14)})
    assert (found.verdict, found.kind, found.n_groups, found.second_p) == ("differs", "staff", 14, None)
    assert "Comparing 14 groups, each of one kind, the share is" in found.sentence


def test_a_kind_of_too_few_groups_is_refused():
    assert asked({(g, int(g == 0)): (2 + 8 * (g == 0), 12) for g in range(9)}).verdict == "too few groups"


def test_of_three_kinds_the_one_that_stands_out_is_named():
    names = ("resident", "staff", "mayor")
    cells = {(g, kind): (8 if kind == 2 else 2 + (g + kind) % 2, 10) for g in range(9) for kind in range(3)}
    within = asked(cells, kinds=names)
    assert (within.verdict, within.kind) == ("differs", "mayor")
    assert "“mayor” say it more often than all others: 72 of 90, against 45 of 180." in within.sentence
    between = asked({(g, g % 3): cells[g % 9, g % 3] for g in range(27)}, kinds=names)
    assert (between.verdict, between.kind, between.n_groups) == ("differs", "mayor", 27)


def test_without_groups_respondents_are_compared():
    voices = replace(
        heard({(0, 0): (4, 40), (0, 1): (22, 40), (0, 2): (5, 40)}, kinds=("a", "b", "c")), group=None
    )
    found = difference(voices, voices.kinds[0])[0]
    assert (found.verdict, found.kind, found.second_p) == ("differs", "b", None)
    assert "Among these respondents, and speaking of no others, the share is" in found.sentence
    silent = replace(voices, says=np.ones_like(voices.says))
    assert difference(silent, silent.kinds[0])[0].p == 1.0


def test_rows_of_unknown_kind_or_group_are_left_out():
    voices = heard(apart(8))
    kind = voices.kinds[0]
    rows = np.arange(voices.n_voices) % 20 < 19
    lost = Column("who", kind.values, np.where(rows, kind.codes, MISSING))
    place = Column("place", voices.group.values, np.where(rows, voices.group.codes, MISSING))
    kept = difference(voices.only(rows), kind=Column("who", kind.values, kind.codes[rows]))
    assert difference(voices, lost) == kept
    assert difference(replace(voices, group=place), kind) == kept


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_it_agrees_with_plain_loops_and_the_order_of_rows_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    cells = {
        (g, kind): (int(rng.integers(1, 6)), int(rng.integers(6, 15))) for g in range(8) for kind in (0, 1)
    }
    voices = heard(cells)
    found = difference(voices, voices.kinds[0])[0]
    groups = [(cells[g, 0], cells[g, 1]) for g in range(8)]
    assert found.p == pytest.approx(plain_flip.flip(plain.scores(groups), plain.noise(groups)), abs=1e-9)
    assert found.second_p == pytest.approx(plain.mantel_haenszel(groups))
    order = rng.permutation(voices.n_voices)
    mixed = Voices(voices.says[order], Column("place", voices.group.values, voices.group.codes[order]))
    assert difference(mixed, Column("who", ("resident", "staff"), voices.kinds[0].codes[order]))[0] == found
