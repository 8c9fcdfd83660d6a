"""The files that runs are timed on, the growth exponent, and the comparison of two output folders."""

from __future__ import annotations

import csv
import json
from itertools import islice
from pathlib import Path

import pytest

from bench.explore import __main__ as command
from bench.explore import resampled, runs, sameness

SOURCE = tuple(tuple(f"w{i}x{j}" for j in range(6 + i % 20)) for i in range(200))
RESAMPLER = resampled.Resampler((SOURCE,))


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_short_series_is_the_beginning_of_a_long_one() -> None:
    assert list(RESAMPLER.texts(20, seed=1)) == list(islice(RESAMPLER.texts(50, seed=1), 20))
    assert list(RESAMPLER.texts(20, seed=1)) != list(RESAMPLER.texts(20, seed=2))


def test_texts_have_about_25_words_and_a_few_are_letters_word_for_word() -> None:
    texts = list(RESAMPLER.texts(2000, seed=0))
    assert sum(len(text.split()) for text in texts) / len(texts) == pytest.approx(25, abs=3)
    assert 2000 - len(set(texts)) == pytest.approx(2000 * resampled.CAMPAIGN_SHARE, abs=15)


def test_sentences_are_distinct_and_of_three_words_or_more() -> None:
    assert resampled.sentences(("It was late. Go now. It was late.\nNobody came here",)) == (
        ("It", "was", "late."),
        ("Nobody", "came", "here"),
    )


def test_each_respondent_belongs_to_one_government(tmp_path: Path) -> None:
    resampled.write(tmp_path / "t.csv", 1000, RESAMPLER)
    rows = rows_of(tmp_path / "t.csv")
    where: dict[str, set[str]] = {}
    for row in rows:
        where.setdefault(row["respondent"], set()).add(row["government"])
    assert {len(groups) for groups in where.values()} == {1}
    assert len({row["government"] for row in rows}) == 20
    assert len({row["id"] for row in rows}) == 1000


def test_shuffling_changes_the_order_and_nothing_else(tmp_path: Path) -> None:
    resampled.write(tmp_path / "a.csv", 50, RESAMPLER)
    resampled.shuffled(tmp_path / "a.csv", tmp_path / "b.csv")
    first, second = rows_of(tmp_path / "a.csv"), rows_of(tmp_path / "b.csv")
    assert first != second
    assert sorted(first, key=lambda row: row["id"]) == sorted(second, key=lambda row: row["id"])


def test_the_growth_exponent_looks_at_the_large_sizes_only() -> None:
    assert runs.growth_exponent([100, 20_000, 200_000], [9.0, 10.0, 100.0]) == pytest.approx(1.0)
    assert runs.growth_exponent([100, 20_000], [1.0, 2.0]) is None


def test_what_follows_two_dashes_is_handed_on() -> None:
    assert command.parse(["--sizes", "30", "--", "--seed", "3"]).more == ["--seed", "3"]
    assert command.parse(["--shuffle"]).more == []


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    for name, order in (("a", (0, 1, 2)), ("b", (2, 0, 1))):
        folder = tmp_path / name
        folder.mkdir()
        rows = [("t1", "7", "first"), ("t1", "7", "second"), ("t2", "8", "other")]
        body = [("id", "row", "segment"), *[(rows[i][0], str(order[i]), rows[i][2]) for i in order_of(order)]]
        (folder / "excerpts.csv").write_text(
            "".join(",".join(line) + "\n" for line in body), encoding="utf-8"
        )
        (folder / "themes.csv").write_text("theme,n\nbuses,3\n", encoding="utf-8")
        (folder / "trends.csv").write_text("theme,change\n", encoding="utf-8")
        record = {"parameters": {"seed": 0}, "timings": {"all": name}, "input": {"sha256": name}}
        (folder / "run.json").write_text(json.dumps(record), encoding="utf-8")
    return tmp_path / "a", tmp_path / "b"


def order_of(order: tuple[int, ...]) -> tuple[int, ...]:
    return (0, 1, 2) if order == (0, 1, 2) else (2, 0, 1)


def test_other_row_numbers_timings_and_input_hashes_are_the_same_result(pair: tuple[Path, Path]) -> None:
    assert (pair[0] / "excerpts.csv").read_text() != (pair[1] / "excerpts.csv").read_text()
    assert sameness.differences(*pair) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("excerpts.csv", "id,row,segment\nt1,1,second\nt1,1,first\nt2,0,other\n"),
        ("themes.csv", "theme,n\nbuses,4\n"),
        ("trends.csv", "theme,change\nbuses,up\n"),
        ("run.json", '{"parameters": {"seed": 1}, "timings": {}, "input": {}}'),
    ],
)
def test_any_other_difference_is_found(pair: tuple[Path, Path], file: str, text: str) -> None:
    (pair[1] / file).write_text(text, encoding="utf-8")
    assert [difference.file for difference in sameness.differences(*pair)] == [file]


def test_a_file_that_one_run_did_not_write_is_a_difference(pair: tuple[Path, Path]) -> None:
    (pair[1] / "trends.csv").unlink()
    assert sameness.differences(*pair)[0].what.startswith("not written: ")


def test_reports_are_compared_where_both_are_there(pair: tuple[Path, Path]) -> None:
    for folder in pair:
        (folder / "report.html").write_text(folder.name, encoding="utf-8")
    (pair[0] / "report.pdf").write_text("x", encoding="utf-8")
    assert sameness.reports_alike(*pair) == {"report.html": False}
