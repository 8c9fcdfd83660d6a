import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from reflectory.engine import clustering
from reflectory.engine.clustering import (
    MORE_CENTRES,
    NEIGHBOUR_WEIGHT,
    agreement,
    consensus,
    group_centres,
    leading,
    most_agreed,
    nearest,
    neighbours_for,
    smooth,
    spherical_k_means,
)
from reflectory.engine.embedding import unit_rows
from reflectory.engine.reference import consensus as plain_consensus
from reflectory.engine.reference import k_means as plain
from reflectory.engine.reference import nearest as plain_nearest

SEEDS = st.integers(0, 10_000)


def cloud(seed, n=40, dimensions=6):
    return unit_rows(np.random.default_rng(seed).standard_normal((n, dimensions)).astype(np.float32))


def blobs(seed, n_blobs=3, each=20, spread=0.15, dimensions=8):
    random = np.random.default_rng(seed)
    middles = np.eye(dimensions)[:n_blobs]
    which = np.repeat(np.arange(n_blobs), each)
    return unit_rows(middles[which] + spread * random.standard_normal((len(which), dimensions))), which


@given(SEEDS, st.integers(1, 8), st.booleans())
@settings(max_examples=20)
def test_nearest_neighbours_are_those_of_a_sort(seed, n, leave_out_self):
    points = cloud(seed)
    found, cosine = nearest(points, points, n, leave_out_self=leave_out_self)
    assert found.tolist() == plain_nearest.nearest(points, points, n, leave_out_self=leave_out_self)
    np.testing.assert_allclose(cosine, np.einsum("id,ijd->ij", points, points[found]), atol=1e-6)


def test_there_are_no_more_neighbours_than_others():
    found, cosine = nearest(cloud(1, n=3), cloud(1, n=3), 20, leave_out_self=True)
    assert found.shape == cosine.shape == (3, 2)


def test_the_largest_of_a_short_row_are_found_without_heaps():
    values = np.array([[0.1, 0.9, 0.5, 0.7]], np.float32)
    assert sorted(clustering._largest(values, 2, 4)[0].tolist()) == [1, 3]


def test_neighbours_are_found_among_many_without_looking_at_all():
    points = cloud(9, n=700)
    found, _ = nearest(points[:40], points, 3, leave_out_self=False)
    assert found.tolist() == plain_nearest.nearest(points[:40], points, 3, leave_out_self=False)


def test_known_neighbours_smooth_as_those_that_are_looked_for():
    points = cloud(5)
    known = nearest(points, points, 12, leave_out_self=True)
    assert smooth(points, known).tolist() == smooth(points).tolist()


def test_one_text_alone_has_no_neighbour():
    assert nearest(cloud(1, n=1), cloud(1, n=1), 5, leave_out_self=True)[0].shape == (1, 0)


@pytest.mark.parametrize("block", [7, 4096])
def test_blocks_of_rows_change_no_neighbour(monkeypatch, block):
    points = cloud(3)
    expected = plain_nearest.nearest(points, points, 4, leave_out_self=True)
    monkeypatch.setattr(clustering, "_BLOCK", block)
    assert nearest(points, points, 4, leave_out_self=True)[0].tolist() == expected


def test_smoothing_is_one_weighted_mean_of_the_neighbours():
    points = cloud(5)
    expected = plain_nearest.smooth(points, neighbours_for(len(points)), NEIGHBOUR_WEIGHT)
    np.testing.assert_allclose(smooth(points), expected, atol=1e-5)


def test_a_handful_of_texts_is_not_smoothed():
    points = cloud(5, n=9)
    assert smooth(points) is points


@given(SEEDS, st.integers(1, 6))
@settings(max_examples=20)
def test_k_means_from_given_centres_is_that_of_loops(seed, n_groups):
    points = cloud(seed)
    weights = np.random.default_rng(seed).integers(1, 4, len(points)).astype(float)
    found = spherical_k_means(points, weights, n_groups=n_groups, centres=points[:n_groups], most_steps=9)
    labels, centres = plain.k_means(points, weights, points[:n_groups], 9)
    assert found.labels.tolist() == labels
    np.testing.assert_allclose(found.centres, centres, atol=1e-5)


def draws(seed, n):
    random = np.random.default_rng(seed)
    return [float(random.random()) for _ in range(n)]


@given(SEEDS, st.integers(1, 8))
@settings(max_examples=20)
def test_first_centres_are_drawn_as_by_loops(seed, n_groups):
    points = cloud(seed)
    weights = np.random.default_rng(seed).integers(1, 4, len(points)).astype(float)
    found = clustering._spread_seeds(points, weights, n_groups, [seed])[0]
    expected = plain.spread_seeds(points, weights, n_groups, draws(seed, n_groups))
    assert found.tolist() == points[expected].tolist()


def test_texts_that_are_all_alike_still_give_first_centres():
    points = np.repeat(np.eye(2, dtype=np.float32)[:1], 4, axis=0)
    assert clustering._spread_seeds(points, np.ones(4), 3, [1]).tolist() == [[[1, 0]] * 3]
    assert len(plain.spread_seeds(points, np.ones(4), 3, draws(1, 3))) == 3


def test_runs_side_by_side_are_the_same_as_one_by_one():
    points = cloud(11, n=80)
    weights = np.ones(80)
    starts = clustering._spread_seeds(points, weights, 7, [1, 2, 3])
    together = clustering._k_means(points, weights, starts, 12)
    alone = [spherical_k_means(points, weights, n_groups=7, seed=seed, most_steps=12) for seed in (1, 2, 3)]
    assert [run.labels.tolist() for run in together] == [run.labels.tolist() for run in alone]


def test_a_group_that_lost_its_texts_keeps_its_centre():
    centres = unit_rows(np.array([[1, 0], [-1, 0]], np.float32))
    points = unit_rows(np.array([[1, 0.1], [1, -0.1]], np.float32))
    found = spherical_k_means(points, np.ones(2), n_groups=2, centres=centres)
    assert found.centres[1].tolist() == [-1, 0]


@pytest.mark.parametrize("seed", range(3))
def test_consensus_is_ward_over_the_centres_of_all_runs(seed):
    points, which = blobs(seed, each=9, spread=0.3)
    weights = np.array([1.0, 2.0, 1.5])[which]
    found = consensus(points, weights, n_groups=3, runs=4, seed=seed)
    per_run = round(MORE_CENTRES * 3)
    random = [draws(seed * 10_007 + run, per_run) for run in range(4)]
    groups = plain_consensus.consensus(points, weights, 3, per_run, random)
    assert [np.flatnonzero(found.labels == group).tolist() for group in range(found.n_groups)] == groups


def test_consensus_finds_clear_groups_and_numbers_them_by_weight():
    points, which = blobs(2)
    weights = np.array([1.0, 5.0, 2.0])[which]
    found = consensus(points, weights, n_groups=3, runs=6)
    assert found.labels.tolist() == np.array([2, 0, 1])[which].tolist()


def test_the_number_of_threads_and_of_runs_at_once_changes_no_group(monkeypatch):
    points = cloud(8, n=90)
    one = consensus(points, np.ones(90), n_groups=5, runs=12, workers=1)
    many = consensus(points, np.ones(90), n_groups=5, runs=12, workers=4)
    monkeypatch.setattr(clustering, "_MOST_COSINES", 1)
    singly = consensus(points, np.ones(90), n_groups=5, runs=12, workers=2)
    assert one.labels.tolist() == many.labels.tolist() == singly.labels.tolist()


def test_there_are_no_more_groups_than_texts():
    assert consensus(cloud(1, n=2), np.ones(2), n_groups=9).n_groups == 2


def test_one_group_stands_where_its_texts_do_on_average():
    points = unit_rows(np.array([[1, 0], [0, 1]], np.float32))
    found = consensus(points, np.array([3.0, 1.0]), n_groups=1)
    np.testing.assert_allclose(found.centres, unit_rows(np.array([[3, 1]], np.float32)), atol=1e-6)
    assert found.labels.tolist() == [0, 0]


def test_a_text_in_no_group_moves_no_centre():
    points = cloud(4, n=4)
    labels = np.array([0, 0, -1, 2])
    centres = group_centres(points, np.ones(4), labels, 3)
    np.testing.assert_allclose(centres[0], unit_rows(points[:2].sum(axis=0, keepdims=True))[0], atol=1e-6)
    assert centres[1].tolist() == [0] * 6


def test_groups_come_back_when_half_of_the_texts_are_drawn():
    points, which = blobs(6, each=30, spread=0.25)
    half = np.arange(0, len(points), 2)
    found = consensus(smooth(points[half]), np.ones(len(half)), n_groups=3)
    assert adjusted_rand_score(which[half], found.labels) == 1.0


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=2, max_size=30))
def test_agreement_is_the_adjusted_rand_index(pairs):
    one, other = (np.array(column) for column in zip(*pairs, strict=True))
    assert agreement(one, other) == pytest.approx(adjusted_rand_score(one, other))
    assert agreement(one, other) == pytest.approx(plain_consensus.agreement(one.tolist(), other.tolist()))


def test_agreement_is_that_of_the_worked_line():
    assert agreement(np.array([0, 0, 1, 1]), np.array([0, 0, 1, 2])) == pytest.approx(0.57, abs=0.005)


@pytest.mark.parametrize("seed", range(3))
def test_leading_directions_are_those_of_a_singular_value_decomposition(seed):
    points = cloud(seed, n=30, dimensions=9)
    found = leading(points, 4)
    assert found.shape == (30, 4)
    expected = plain_consensus.leading(points.astype(np.float64), 4)
    np.testing.assert_allclose(found @ found.T, expected @ expected.T, atol=1e-4)


def test_points_of_few_directions_stay_as_they_are():
    points = cloud(1, dimensions=6)
    assert leading(points, 6) is points


@pytest.mark.parametrize("seed", range(3))
def test_the_fit_taken_is_that_which_agrees_best_with_the_others(seed):
    points = cloud(seed, n=60, dimensions=30)
    weights = np.random.default_rng(seed).integers(1, 4, 60).astype(float)
    narrow = leading(points, 24)
    fits = [consensus(narrow, weights, n_groups=5, seed=5 * seed + number).labels for number in range(5)]
    expected = fits[plain_consensus.most_agreed([labels.tolist() for labels in fits])]
    found = most_agreed(points, weights, n_groups=5, fits=5, seed=seed)
    assert found.labels.tolist() == expected.tolist()
    np.testing.assert_allclose(found.centres, group_centres(points, weights, expected, 5), atol=1e-6)


def test_the_number_of_threads_changes_not_which_fit_is_taken():
    points = cloud(8, n=90, dimensions=30)
    one = most_agreed(points, np.ones(90), n_groups=5, workers=1)
    many = most_agreed(points, np.ones(90), n_groups=5, workers=4)
    assert one.labels.tolist() == many.labels.tolist()


@pytest.mark.parametrize(("n", "n_groups"), [(1, 1), (1, 3), (2, 2), (9, 1)])
def test_a_handful_of_texts_is_fitted_too(n, n_groups):
    found = most_agreed(cloud(3, n=n), np.ones(n), n_groups=n_groups)
    assert found.n_groups == min(n, n_groups)
