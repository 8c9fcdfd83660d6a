"""The measures that themes are judged by, against plain counting and worked lines."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import measures


def plain_f1(label_rows: set[int], theme_rows: set[int]) -> float:
    return 2 * len(label_rows & theme_rows) / (len(label_rows) + len(theme_rows))


def plain_p1(labels: list[str], clusters: list[int]) -> float:
    total = 0.0
    for label in set(labels):
        rows = {i for i, x in enumerate(labels) if x == label}
        total += len(rows) * max(
            plain_f1(rows, {i for i, x in enumerate(clusters) if x == c}) for c in set(clusters)
        )
    return total / len(labels)


pairs = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(-1, 3)), min_size=1, max_size=30)


@given(pairs)
def test_harmonic_purity_is_what_plain_counting_gives(rows: list[tuple[str, int]]) -> None:
    labels, clusters = [a for a, _ in rows], [b for _, b in rows]
    assert measures.harmonic_purity(labels, clusters) == pytest.approx(plain_p1(labels, clusters))


def test_harmonic_purity_of_the_worked_line() -> None:
    assert measures.harmonic_purity(["a", "a", "b", "b"], [0, 0, 0, 1]) == pytest.approx((0.8 + 2 / 3) / 2)


def test_texts_without_a_theme_count_as_one_cluster() -> None:
    assert measures.harmonic_purity(["a", "a", "b", "b"], [-1, -1, 2, 2]) == 1.0
    assert measures.adjusted_rand(["a", "a", "b", "b"], [-1, -1, 2, 2]) == 1.0
    assert measures.mutual_information(["a", "a", "b", "b"], [-1, -1, 2, 2]) == 1.0


def test_no_theme_is_a_share_and_not_a_theme() -> None:
    assert measures.share_unassigned([-1, 0, 0, 5]) == 0.25
    assert measures.n_themes([-1, 0, 0, 5]) == 2


def test_best_f1_takes_the_best_theme_for_each_label_and_weighs_by_size() -> None:
    sets = [frozenset({"x"}), frozenset({"x", "y"}), frozenset({"x"}), frozenset({"y"})]
    says = np.array([[1, 0], [1, 1], [0, 0], [0, 1]], dtype=bool)
    found = measures.best_f1(sets, says)
    assert found.per_label == {"x": pytest.approx(0.8), "y": 1.0}
    assert found.weighted == pytest.approx((0.8 * 3 + 1.0 * 2) / 5)
    assert found.unweighted == pytest.approx(0.9)


def test_best_f1_without_any_theme_is_nought() -> None:
    assert measures.best_f1([frozenset({"x"})], np.zeros((1, 0), dtype=bool)).weighted == 0.0


def test_one_theme_matrix_has_an_empty_row_where_there_is_no_theme() -> None:
    assert measures.one_theme_matrix([3, -1, 1, 3]).tolist() == [
        [False, True],
        [False, False],
        [True, False],
        [False, True],
    ]


def test_subsamples_are_seeded_and_hold_four_fifths_without_repetition() -> None:
    first, again = measures.subsamples(100, seed=3), measures.subsamples(100, seed=3)
    assert [a.tolist() for a in first] == [b.tolist() for b in again]
    assert [len(set(rows.tolist())) for rows in first] == [80] * 5
    assert first[0].tolist() != first[1].tolist()


def test_a_method_that_ignores_the_sample_agrees_wholly_and_one_that_guesses_does_not() -> None:
    truth = np.arange(200) % 4
    rng = np.random.default_rng(0)
    assert measures.subsample_agreement(lambda rows: truth[rows], 200) == 1.0
    assert measures.subsample_agreement(lambda rows: rng.integers(0, 4, len(rows)), 200) == pytest.approx(
        0.0, abs=0.05
    )


def test_agreement_compares_the_same_texts_whatever_the_names_of_the_themes() -> None:
    rows = [np.array([0, 1, 2, 3]), np.array([1, 2, 3, 4])]
    assert measures.agreement(rows, [[9, 0, 0, 1], [5, 5, 7, 7]]) == 1.0


def test_a_child_process_is_measured_with_its_memory_and_its_exit_code() -> None:
    code = "import time; x = bytearray(200_000_000); time.sleep(0.2); raise SystemExit(3)"
    cost = measures.run_measured([sys.executable, "-c", code])
    assert cost.exit_code == 3
    assert 190 <= cost.peak_mb <= 300
    assert 0 < cost.cpu_s <= cost.wall_s * 64


def test_the_output_of_a_child_process_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "log"
    measures.run_measured([sys.executable, "-c", "print('seen')"], log=log)
    assert log.read_text() == "seen\n"


def test_a_child_process_is_kept_to_the_cores_it_is_given(tmp_path: Path) -> None:
    log = tmp_path / "log"
    code = "import os; print(len(os.sched_getaffinity(0)))"
    measures.run_measured([sys.executable, "-c", code], log=log, cores=1)
    assert log.read_text() == "1\n"
