"""A row that never seems to end is left out, the rows around it are read, and little of it is held."""

from __future__ import annotations

import csv
import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reflectory.intake import Limits, read
from reflectory.intake.overlong import _End, _n_lines, skip
from tests.intake.planting import plant, reasons, refusal

LIMITS = Limits(cell_chars=2_000, row_chars=8_000)
TOO_LONG = (
    "the row is too long: a cell may have 2,000 characters, a row 8,000; a quotation mark may be missing"
)


@pytest.mark.parametrize(
    "cell",
    [
        "word " * 60_000,
        '"' + 'he said ""yes"", and\n left ' * 12_000 + '"',
        '"' + '""' * 150_000 + '"',
        '"' + "\r\n" * 150_000 + '"',
        '"' + "a\r" * 150_000 + '"',
        '"quoted" and then not ' + "x" * 300_000,
        'five" pipe ' * 30_000,
    ],
    ids=[
        "plain",
        "quoted",
        "doubled quotes",
        "line breaks",
        "old line breaks",
        "after quotes",
        "stray quotes",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_huge_cell_fails_its_row_and_reading_goes_on(tmp_path, cell, end):
    lines = ["id,text", "1,the first answer", f"2,{cell}", '3,"the, third"', "4,the fourth answer", ""]
    reading = read(plant(tmp_path, "a.csv", end.join(lines)), text="text", limits=LIMITS)
    assert reading.records.texts == ["the first answer", "the, third", "the fourth answer"]
    assert reading.records.rows == [2, 4, 5]
    assert reasons(reading.failed) == {TOO_LONG: (3,)}


def test_a_quote_that_is_never_closed_fails_one_row(tmp_path):
    rows = [f"{n},the answer of number {n}" for n in range(2, 30_000)]
    content = "\n".join(["id,text", "1,the first answer", '2,"never closed', *rows])
    reading = read(plant(tmp_path, "a.csv", content), limits=LIMITS)
    assert reading.records.texts == ["the first answer"]
    assert reasons(reading.failed) == {TOO_LONG: (3,)}


def test_two_huge_rows_in_a_row_are_two_failures(tmp_path):
    huge = "word " * 100_000
    content = f"id,text\n1,{huge}\n2,{huge}\n3,the third answer\n"
    reading = read(plant(tmp_path, "a.csv", content), text="text", limits=LIMITS)
    assert sorted(row for reason in reading.failed for row in reason.rows) == [2, 3]
    assert reading.records.rows == [4]


def test_a_huge_header_is_refused(tmp_path):
    sentence = refusal(plant(tmp_path, "a.csv", "x" * 600_000 + "\n1\n"), limits=LIMITS)
    assert sentence == f"a.csv has no header: {TOO_LONG}. Put the names of the columns in the first row."


def test_a_huge_cell_in_a_tsv_without_quoting_ends_with_its_line(tmp_path):
    rows = [f'{n}\t"Well said the mayor of town {n}' for n in range(2, 60)]
    content = "\n".join(
        ["id\ttext", *rows, "1\t" + 'said "' * 100_000, *[row.replace("\t", "x\t") for row in rows]]
    )
    reading = read(plant(tmp_path, "a.tsv", content), limits=LIMITS)
    assert reading.used == 2 * 58
    assert reasons(reading.failed) == {TOO_LONG: (60,)}


@pytest.mark.parametrize("after", ["", "\n3,the last answer\r", "3,the last answer\r"])
def test_a_piece_that_ends_with_the_row_loses_nothing(after):
    unfinished = "1," + "x" * 100 + "\r"
    beyond = skip(unfinished, io.TextIOWrapper(io.BytesIO(after.encode()), newline=""), ",", quoted=True)
    assert beyond == ("3" if after.startswith("3") else "")


def test_memory_does_not_grow_with_the_cell(tmp_path):
    path = plant(
        tmp_path, "a.csv", "id,text\n1,the first answer\n2," + "word " * 6_000_000 + "\n3,the last answer\n"
    )
    read(path, limits=LIMITS)
    tracemalloc.start()
    reading = read(path, limits=LIMITS)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert reading.used == 2
    assert peak < 15_000_000


PIECES = st.lists(st.sampled_from(['"', '""', ",", "\n", "\r", "\r\n", "a", "bc", " "]), max_size=30).map(
    "".join
)


@given(PIECES, st.integers(1, 7))
def test_the_end_of_a_row_is_where_csv_finds_it(text, size):
    """Reference: the lines that `csv` takes for its first row."""
    lines = iter(io.StringIO(text, newline=""))
    reader = csv.reader(lines)
    if next(reader, None) is None:
        return
    expected = "".join(list(io.StringIO(text, newline=""))[: reader.line_num])
    if not expected.endswith(("\n", "\r")):
        return
    end = _End(",", quoted=True)
    seen = 0
    for start in range(0, len(text), size):
        at = end.find(text[start : start + size])
        if at is not None:
            seen = start + at
            break
    unended = seen == 0 and expected == text  # the row goes on to the end of the file, inside quotes
    assert unended or text[:seen] == expected or text[:seen] + "\n" == expected


@given(PIECES)
def test_lines_are_counted_as_csv_counts_them(text):
    assert _n_lines(text) == max(1, len(list(io.StringIO(text, newline=""))))


def test_a_doubled_quote_may_be_cut_in_two():
    end = _End(",", quoted=True)
    assert end.find('1,"a"') is None
    assert end.find('"b",c\nnext') == 6
