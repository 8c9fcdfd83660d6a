"""The same answers in another order, on another number of threads, give the same result."""

import csv
import json
import random
import re

import pytest

from tests.cli.exploring import ANSWERS, COLUMNS, QUICK, explore, finish, rows_of, start

TABLES = ("themes.csv", "trends.csv")


@pytest.fixture(scope="module")
def in_order_and_shuffled(tmp_path_factory):
    """The demonstration's answers that can all be used, and the same in another order."""
    header, *rows = rows_of(ANSWERS.read_text(encoding="utf-8"))
    said = header.index("answer")
    rows = [row for row in rows if re.search(r"[a-z]{2}", row[said]) and row[said].casefold() != "n/a"]
    found = []
    for name in ("one", "two"):
        path = tmp_path_factory.mktemp(name) / "answers.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        found.append(path)
        random.Random(7).shuffle(rows)
    return found


@pytest.fixture(scope="module")
def pair(in_order_and_shuffled):
    """One run in order on one thread and one shuffled on two, with the embedding that people get."""
    begun = []
    for path, threads in zip(in_order_and_shuffled, "12", strict=True):
        out = path.parent / "out"
        numbers = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), threads)
        begun.append((start(path, out, *COLUMNS, **numbers), out))
    runs = [finish(*process) for process in begun]
    for run in runs:
        assert (run.status, run.accounting["excluded"]) == (0, 0), run.errors
    return runs


@pytest.mark.parametrize("name", TABLES)
def test_themes_and_trends_are_the_same_byte_for_byte(pair, name):
    one, two = pair
    assert (one.out / name).read_bytes() == (two.out / name).read_bytes()


def test_the_excerpts_differ_only_in_the_number_of_the_row(pair):
    assert sorted_excerpts(pair[0]) == sorted_excerpts(pair[1])
    assert [row["row"] for row in pair[0].excerpts] != [row["row"] for row in pair[1].excerpts]


def sorted_excerpts(run):
    rows = [{key: value for key, value in row.items() if key != "row"} for row in run.excerpts]
    return sorted(rows, key=lambda row: (row["id"], int(row["start"]), row["theme"]))


def test_the_record_differs_only_in_timings_and_the_hash_of_the_input(pair):
    one, two = (json.loads((run.out / "run.json").read_text(encoding="utf-8")) for run in pair)
    assert one["input"].pop("sha256") != two["input"].pop("sha256")
    del one["timings"], two["timings"]
    assert one == two


def test_the_report_differs_only_in_the_numbers_of_rows_and_the_hash(pair):
    assert without_rows(pair[0]) == without_rows(pair[1])


def without_rows(run):
    """The report without row numbers and the hash of the input."""
    page = run.page.replace(run.record["input"]["sha256"], "HASH")
    return re.sub(r"\b[Rr]ows? \d[\d,–\s]*", "ROWS ", page)


def test_the_static_embedding_keeps_the_promise_too(in_order_and_shuffled, tmp_path):
    one, two = (
        explore(path, tmp_path / str(n), *COLUMNS, *QUICK) for n, path in enumerate(in_order_and_shuffled)
    )
    assert [(one.out / name).read_bytes() for name in TABLES] == [
        (two.out / name).read_bytes() for name in TABLES
    ]
    assert sorted_excerpts(one) == sorted_excerpts(two)
