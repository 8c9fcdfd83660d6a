"""What holds for every table: all rows are accounted for, and every text is in the file as it was."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reflectory.intake import Reading, Records, Unusable, read
from reflectory.intake.accounting import Ledger, NumberedPlaces
from reflectory.intake.sampling import Sample
from tests.intake.planting import plant

CELLS = st.one_of(
    st.sampled_from(
        ["", "n/a", "...", "Nothing", "a good answer", "cafÃ©", "two\nlines", 'said "no"', " spaces ", "42"]
    ),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufeff"), max_size=12),
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=12)


def written(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([["id", "text", "city"], *rows])
    return out.getvalue()


@settings(deadline=None, max_examples=150)
@given(ROWS, st.sampled_from([",", ";"]))
def test_every_row_is_accounted_for_and_every_text_is_verbatim(rows, delimiter):
    with tempfile.TemporaryDirectory() as folder:
        path = plant(Path(folder), "a.csv", written(rows, delimiter))
        try:
            reading = read(path, text="2", groups=["3"])
        except Unusable:
            return
    assert reading.received == reading.used + reading.n_excluded + reading.n_failed
    seen = [
        *reading.records.rows,
        *(row for kind in (reading.excluded, reading.failed) for r in kind for row in r.rows),
    ]
    assert sorted(seen) == sorted(set(seen))
    assert len(seen) == reading.received
    if not reading.warnings:
        for row, text in zip(reading.records.rows, reading.records.texts, strict=True):
            assert rows[row - 2][1] == text


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.sampled_from(["a good answer", "Nothing", "the bus is late", "-"]), min_size=3, max_size=12),
    st.randoms(),
)
def test_the_order_of_rows_changes_nothing_but_their_numbers(answers, shuffler):
    rows = [[f"A{n}", text, f"City {n % 3}"] for n, text in enumerate(answers)]
    shuffled = [*rows]
    shuffler.shuffle(shuffled)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for number, these in enumerate((rows, shuffled)):
            try:
                reading = read(plant(Path(folder), f"{number}.csv", written(these)))
            except Unusable as error:
                found.append(str(error).replace("1.csv", "0.csv"))
                continue
            records = reading.records
            found.append(
                (reading.columns, sorted(zip(records.ids, records.texts, strict=True)), reading.n_excluded)
            )
    assert found[0] == found[1]


class Rows:
    """A table in memory."""

    word = "row"
    names = ("a", "b")

    def __init__(self, rows):
        self._rows = rows

    def rows(self, _told=None):
        yield from enumerate(self._rows, start=2)


@given(st.randoms(use_true_random=False))
def test_the_sample_does_not_depend_on_the_order_of_rows(shuffler):
    rows = [[str(n % 60), f"text {n % 70}"] for n in range(150)]
    whole = Sample(Rows(rows), size=20).columns
    shuffler.shuffle(rows)
    assert Sample(Rows(rows), size=20).columns == whole
    assert len(whole[0]) == 20


def test_a_sample_counts_all_rows_and_takes_whole_ones():
    sample = Sample(Rows([["a", "b"], [], "why", ["c", "d" * 5000]]))
    assert (sample.n_rows, sample.n_whole) == (4, 2)
    assert sorted(map(len, sample.columns[1])) == [1, 4000]


def test_a_reading_that_does_not_add_up_cannot_be_made():
    records = Records(["1"], [2], ["row 2"], ["words"])
    with pytest.raises(ValueError, match="3 rows were received, but 1 used, 0 excluded and 0 failed make 1"):
        Reading(records, "CSV", None, "", "", 0, (), received=3)
    with pytest.raises(ValueError, match="differ in length"):
        Records(["1"], [2], ["row 2"], [])


def test_places_are_made_when_asked_for():
    places = NumberedPlaces("row", [2, 5, 9])
    assert list(places) == ["row 2", "row 5", "row 9"]
    assert places == ["row 2", "row 5", "row 9"]
    assert places != 5
    assert places[-1] == "row 9"
    assert repr(places) == "NumberedPlaces('row', 3 rows)"
    assert hash(places) == hash(NumberedPlaces("row", (2, 5, 9)))


def test_a_ledger_counts_rows_by_reason():
    ledger = Ledger()
    ledger.add("one", 3)
    ledger.add_all("two", [4, 5])
    assert len(ledger) == 3
    assert [(reason.reason, reason.rows, list(reason.places)) for reason in ledger.reasons("line")] == [
        ("one", (3,), ["line 3"]),
        ("two", (4, 5), ["line 4", "line 5"]),
    ]
