from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.engine.reading_order import ALIKE, Step, harmonic, passage_costs, reading_order
from reflectory.engine.reference.reading_order import least_cost


def text(n, mark="w"):
    return " ".join([mark] * n)


def test_the_passage_that_adds_most_for_its_length_comes_first_and_nothing_is_read_in_vain():
    texts = [text(30, "a"), text(10, "b"), text(10, "c"), text(200, "d")]
    assert reading_order(texts, [{1, 2, 3}, {1}, {4}, {1, 2, 3, 4}]) == [
        Step(0, (1, 2, 3), (), False, 30, 30),
        Step(2, (4,), (), False, 10, 40),
    ]


def test_a_passage_whose_themes_are_all_met_in_others_is_dropped_again():
    texts = [text(20, "a"), text(22, "b"), text(23, "c")]
    themes = [{1, 2, 3, 4}, {1, 2, 5}, {3, 4, 6}]
    assert sorted(s.passage for s in reading_order(texts, themes)) == [1, 2]


def test_both_sides_of_a_disagreement_are_read_one_after_the_other():
    texts = [text(5, "a"), text(10, "b"), text(10, "c"), text(10, "d")]
    steps = reading_order(texts, [{1, 2, 3}, {4}, {4}, {5}], [(1, 2)])
    rows = [s.passage for s in steps]
    assert rows[0] == 0
    assert abs(rows.index(1) - rows.index(2)) == 1
    assert [s.disagreements for s in steps if s.passage == rows[max(rows.index(1), rows.index(2))]] == [(0,)]
    assert sorted(rows) == [0, 1, 2, 3]


def test_a_disagreement_on_its_own_is_read_even_if_it_has_no_theme():
    steps = reading_order(["yes", "no"], [set(), set()], [(1, 0)])
    assert [s.disagreements for s in steps] == [(), (0,)]
    assert steps[-1].words_so_far == 2


def test_pairs_that_share_a_passage_are_complete_as_soon_as_both_sides_are_read():
    steps = reading_order(["a", "b", "c"], [{1}, {2}, {3}], [(0, 1), (1, 2)])
    assert sorted(n for s in steps for n in s.disagreements) == [0, 1]
    assert len(steps) == 3


def test_a_representative_passage_is_preferred_unless_it_is_much_longer():
    texts, themes = [text(20, "a"), text(22, "b"), text(60, "c")], [{1}, {1}, {1}]
    assert [s.passage for s in reading_order(texts, themes)] == [0]
    assert [s.passage for s in reading_order(texts, themes, representative=[1])] == [1]
    assert [s.passage for s in reading_order(texts, themes, representative=[2])] == [0]


def test_of_passages_of_like_worth_one_from_a_group_not_yet_met_is_read():
    texts = [text(10, "a"), text(20, "b"), text(20, "c"), text(20, "d")]
    steps = reading_order(texts, [{1}, {2}, {2}, {2}], groups=["x", "x", "y", "x"])
    assert [(s.passage, s.is_new_group) for s in steps] == [(0, True), (2, True)]


def test_without_themes_and_disagreements_there_is_nothing_to_read():
    assert reading_order([], []) == []
    assert reading_order(["a", "b"], [set(), set()], groups=["x", "y"]) == []


CASES = st.integers(1, 7).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(1, 60), min_size=n, max_size=n, unique=True),
        st.lists(st.sets(st.integers(0, 7), max_size=4), min_size=n, max_size=n),
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=2),
        st.one_of(st.none(), st.sets(st.integers(0, n - 1))),
        st.lists(st.sampled_from("xyz"), min_size=n, max_size=n),
    )
)


@settings(max_examples=20, deadline=None)
@given(CASES)
def test_everything_is_met_once_at_no_more_than_the_bound_times_the_cheapest_list(case):
    lengths, themes, pairs, representative, groups = case
    texts = [text(n) for n in lengths]
    steps = reading_order(texts, themes, pairs, groups=groups, representative=representative)
    rows = [s.passage for s in steps]
    met = [theme for s in steps for theme in s.themes]
    assert sorted(met) == sorted(set().union(*themes))
    assert sorted(n for s in steps for n in s.disagreements) == list(range(len(pairs)))
    assert len(set(rows)) == len(rows)
    assert [s.words_so_far for s in steps] == [
        sum(lengths[r] for r in rows[: i + 1]) for i in range(len(rows))
    ]
    assert {groups[s.passage] for s in steps if s.is_new_group} == {groups[row] for row in rows}
    costs = passage_costs(lengths, representative)
    bound = ALIKE * harmonic(max(map(len, themes)) or 1) * least_cost(themes, costs, pairs)
    assert sum(costs[row] for row in rows) <= bound + 1e-9


@settings(max_examples=20, deadline=None)
@given(CASES, st.randoms(use_true_random=False))
def test_the_order_of_the_passages_changes_nothing(case, rng):
    lengths, themes, pairs, _, groups = case
    order = list(range(len(lengths)))
    rng.shuffle(order)
    place = {row: at for at, row in enumerate(order)}
    steps = reading_order([text(n) for n in lengths], themes, pairs, groups=groups)
    shuffled = reading_order(
        [text(lengths[row]) for row in order],
        [themes[row] for row in order],
        [(place[i], place[j]) for i, j in pairs],
        groups=[groups[row] for row in order],
    )
    assert [(s.passage, s.themes, s.disagreements) for s in steps] == [
        (order[s.passage], s.themes, s.disagreements) for s in shuffled
    ]
