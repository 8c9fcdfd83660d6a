import numpy as np

from reflectory.engine.embedding import unit_rows
from reflectory.engine.levels import coarse_groups, fine_groups
from tests.engine.test_clustering import blobs


def test_themes_that_stand_together_are_one_coarse_theme():
    centres = unit_rows(np.array([[1, 0, 0], [0, 1, 0], [1, 0.1, 0], [0, 1, 0.1], [1, 0, 0.1]], np.float32))
    assert coarse_groups(centres).tolist() == [0, 1, 0, 1, 0]


def test_up_to_three_themes_are_a_coarse_theme_each():
    assert coarse_groups(np.eye(3, dtype=np.float32)).tolist() == [0, 1, 2]


def test_a_theme_of_two_parts_has_them_as_sub_themes():
    points, which = blobs(3, n_blobs=3, each=20)
    centres, theme_of = fine_groups(points, np.ones(60), np.minimum(which, 1), 2, seed=0)
    assert theme_of.tolist() == [0, 1, 1, 1, 1][: len(theme_of)]
    parts = (points[which > 0] @ centres[theme_of == 1].T).argmax(axis=1)
    assert not set(parts[which[which > 0] == 1]) & set(parts[which[which > 0] == 2])


def test_a_theme_too_small_to_split_is_its_own_sub_theme():
    points, which = blobs(3, n_blobs=2, each=20)
    centres, theme_of = fine_groups(points, np.ones(40), which, 2, seed=0)
    assert theme_of.tolist() == [0, 1]
    np.testing.assert_allclose(centres[0], unit_rows(points[:20].sum(axis=0, keepdims=True))[0], atol=1e-6)


def test_a_theme_without_a_text_keeps_its_place_in_the_order():
    points, which = blobs(3, n_blobs=2, each=20)
    _, theme_of = fine_groups(points, np.ones(40), np.where(which == 0, 0, -1), 2, seed=0)
    assert theme_of.tolist() == [0, 1]
