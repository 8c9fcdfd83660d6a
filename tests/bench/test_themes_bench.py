"""How a job is handed over, and how results become rows, means, flags and tables."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bench.corpora import Labelled
from bench.themes import job, scoring, tables

SINGLE = Labelled("letters", ("a text", "b text", "c text", "d text"), 2, labels=("x", "x", "y", "y"))
MULTI = Labelled("sets", SINGLE.texts, 2, label_sets=(*[frozenset({"x"})] * 2, *[frozenset({"x", "y"})] * 2))


def level(*labels: int, says: object = None) -> job.Level:
    return job.Level(np.array(labels), (), None if says is None else np.array(says, dtype=bool))


@pytest.fixture
def prepared(tmp_path: Path) -> job.Job:
    return job.prepare(tmp_path / "letters", (SINGLE, MULTI), n_subsamples=2)


def row(method: str, *, p1: float, ours: bool = False) -> scoring.Row:
    return scoring.Row("letters", method, 2, 2, 0.0, p1=p1, ari=0.5, nmi=0.5, is_ours=ours, is_rival=not ours)


def test_a_result_is_read_as_it_was_written(tmp_path: Path) -> None:
    arrays = {"medium/full": [0, 1], "medium/says": [[True], [False]], "medium/10": [2], "medium/9": [1]}
    np.savez(tmp_path / "r.npz", **arrays, cpu_s=2.5, embed_cpu_s=0.5, peak_mb=100.0)
    found = job.read_result(tmp_path / "r.npz")
    assert (found.cpu_s, found.embed_cpu_s, found.peak_mb) == (2.5, 0.5, 100.0)
    assert list(found.levels) == ["medium"]
    assert found.levels["medium"].labels.tolist() == [0, 1]
    assert found.levels["medium"].says.tolist() == [[True], [False]]
    assert [given.tolist() for given in found.levels["medium"].subsampled] == [[1], [2]]


def test_a_job_has_the_rows_of_its_subsamples_in_order(prepared: job.Job) -> None:
    with np.load(prepared.folder / "subsamples.npz") as held:
        assert [held[name].tolist() for name in held.files] == [rows.tolist() for rows in prepared.rows]


def test_a_fingerprint_changes_with_the_settings_and_with_embeddings_where_they_are_used(
    prepared: job.Job,
) -> None:
    np.save(prepared.embeddings_path, np.zeros((4, 2)))
    first = prepared.fingerprint("evoc", 3, embeddings=True)
    of_words = prepared.fingerprint("nmf", 3, embeddings=False)
    assert prepared.fingerprint("evoc", 3, embeddings=True) == first
    assert prepared.fingerprint("evoc", 4, embeddings=True) != first
    np.save(prepared.embeddings_path, np.ones((4, 2)))
    assert prepared.fingerprint("evoc", 3, embeddings=True) != first
    assert prepared.fingerprint("nmf", 3, embeddings=False) == of_words


def test_one_label_per_text_gives_p1_ari_and_nmi(prepared: job.Job) -> None:
    found = scoring.score(prepared, SINGLE, "m", level(0, 0, 1, -1))
    assert (found.n_themes, found.unassigned, found.f1_weighted) == (2, 0.25, None)
    assert found.p1 == pytest.approx((1 + 2 / 3) / 2)


def test_several_labels_per_text_use_all_the_themes_of_a_text(prepared: job.Job) -> None:
    every = scoring.score(prepared, MULTI, "m", level(0, 0, 1, 1, says=[[1, 0], [1, 0], [1, 1], [1, 1]]))
    main = scoring.score(prepared, MULTI, "m", level(0, 0, 1, 1))
    assert (every.f1_weighted, every.p1) == (1.0, None)
    assert main.f1_weighted == pytest.approx((4 * 2 / 3 + 2 * 1) / 6)


def test_one_theme_for_all_is_what_a_score_is_worth_for_nothing(prepared: job.Job) -> None:
    found = scoring.one_theme_for_all(prepared, SINGLE)
    assert (found.n_themes, found.ari, found.is_rival) == (1, 0.0, False)
    assert found.p1 == pytest.approx(2 / 3)


def test_ours_is_flagged_where_the_best_rival_is_ahead_by_more_than_the_gap() -> None:
    rows = [row("ours, fine", p1=0.47, ours=True), row("ours, medium", p1=0.49, ours=True), row("r", p1=0.5)]
    flagged = [
        (flag.measure, flag.method, flag.best_rival) for flag in scoring.flags([*rows, row("worse", p1=0.1)])
    ]
    assert flagged == [("P1", "ours, fine", "r")]


def test_without_rivals_nothing_is_flagged() -> None:
    assert scoring.flags([row("ours, fine", p1=0.1, ours=True)]) == []


def test_a_mean_leaves_out_what_was_not_measured() -> None:
    rows = [row("m", p1=0.2), row("m", p1=0.4)]
    assert scoring.means(rows) == [scoring.Mean("m", 2, p1=pytest.approx(0.3), ari=0.5, nmi=0.5)]


def test_figures_have_no_leading_nought_and_a_dash_where_there_is_none() -> None:
    assert [tables.number(v) for v in (0.25, -0.02, 0.0, 1.0, 10.5, None)] == [
        ".250",
        "-.020",
        ".000",
        "1.000",
        "10.500",
        "–",
    ]


def test_columns_of_figures_are_right_aligned() -> None:
    assert tables.table(("who", "n"), [("a", ".3"), ("b", "–")]).splitlines()[1] == "| --- | ---: |"


def test_a_corpus_table_has_one_line_per_method_and_marks_ours() -> None:
    text = tables.corpus_table([row("ours, fine", p1=0.47, ours=True), row("r", p1=0.5)], is_single=True)
    assert text.splitlines()[2:] == [
        "| **ours, fine** | 2 | .470 | .500 | .500 | 0 % | – | – | – |",
        "| r | 2 | .500 | .500 | .500 | 0 % | – | – | – |",
    ]


def test_no_flags_are_said_in_a_sentence() -> None:
    assert tables.flags_table([]) == "Ours is nowhere below the best rival by more than .02."
