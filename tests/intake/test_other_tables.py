"""XLSX, Parquet and JSONL."""

from __future__ import annotations

import datetime
import json

import duckdb
import pytest

from reflectory.intake import Limits, read
from tests.intake.planting import plant, plant_workbook, reasons, refusal, use, why

DAY = datetime.date(2021, 3, 4)


def test_a_workbook_is_read_by_the_rows_of_its_sheet(tmp_path):
    path = plant_workbook(
        tmp_path,
        "a.xlsx",
        {
            "Answers": [
                ["id", "comment", "when", "score"],
                [1, "a good\nanswer here", DAY, 3],
                [2, 3.0, datetime.datetime(2021, 3, 5, 10, 30), 4.5],
                [],
                [3, "  spaces stay  ", None, True],
                [4, None, DAY, None],
            ]
        },
    )
    reading = read(path, text="comment")
    assert reading.format == "XLSX"
    assert reading.records.texts == ["a good\nanswer here", "  spaces stay  "]
    assert reading.records.rows == [2, 5]
    assert list(reading.records.places) == ["row 2", "row 5"]
    assert reading.records.ids == ["1", "3"]
    assert reading.records.dates == [DAY, None]
    assert reasons(reading.excluded) == {
        "there are no words in the text": (3,),
        "the row is empty": (4,),
        "the text is empty": (6,),
    }
    assert reading.notes == ("The sheet “Answers” was read.",)
    assert (reading.encoding, reading.encoding_note) == (None, "")


def test_numbers_in_the_text_column_become_their_text(tmp_path):
    path = plant_workbook(
        tmp_path,
        "a.xlsx",
        {
            "A": [
                ["n", "comment"],
                *[[n, f"answer {n}"] for n in range(5)],
                [5, datetime.time(10, 30)],
                [6, datetime.timedelta(hours=30)],
            ]
        },
    )
    reading = read(path, text="comment", id="n")
    assert reading.records.texts == [f"answer {n}" for n in range(5)] + ["1 day, 6:00:00"]


def test_the_first_visible_sheet_with_rows_is_read_and_the_others_named(tmp_path):
    path = plant_workbook(
        tmp_path,
        "a.xlsx",
        {
            "Cover": [["About this file"]],
            "Hidden": [["id", "text"], [1, "secret answer here"]],
            "Data": [["id", "text"], [1, "open answer here"]],
            "Codes": [["code", "meaning"], [1, "yes"]],
        },
        hidden=("Hidden",),
    )
    reading = read(path)
    assert reading.records.texts == ["open answer here"]
    assert reading.notes == (
        "The sheet “Data” was read.",
        "Also in the file, and not read: “Cover”, “Codes” and “Hidden”.",
    )


def test_titles_above_the_header_are_passed_over(tmp_path):
    path = plant_workbook(
        tmp_path,
        "a.xlsx",
        {
            "S": [
                ["Survey of 2021"],
                [],
                ["id", "text", "city", None],
                [1, "a good answer", "Leeds", "x"],
                [2, "another answer", "York", None],
            ]
        },
    )
    reading = read(path, groups=["city", "column 4"])
    assert reading.records.rows == [4, 5]
    assert reading.records.groups["column 4"] == ["x", None]
    assert reading.notes[1] == "Row 3 was taken for the header; the rows above it were not read."


def test_formulas_are_not_computed(tmp_path):
    path = plant_workbook(
        tmp_path,
        "a.xlsx",
        {
            "S": [
                ["id", "text"],
                [1, "a good answer"],
                [2, '="made" & " by formula"'],
                [3, "=1/0"],
            ]
        },
    )
    reading = read(path)
    assert reading.records.texts == ["a good answer"]
    assert reasons(reading.excluded) == {"the text is empty": (3, 4)}


def test_a_workbook_without_rows_is_refused(tmp_path):
    assert refusal(plant_workbook(tmp_path, "a.xlsx", {"S": [["id", "text"]], "T": []})) == (
        "a.xlsx has no sheet with a header and rows beneath it. "
        "Put the column names in the first row of a sheet and one answer in each row below."
    )


def write_parquet(path, query):
    duckdb.connect().execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


def test_parquet_is_read_with_rows_from_1(tmp_path):
    path = write_parquet(
        tmp_path / "a.parquet",
        """
        SELECT i AS id, CASE i WHEN 3 THEN NULL ELSE 'answer number ' || i || ' is here' END AS text,
               DATE '2021-03-04' + i::INTEGER AS day, ['a', 'b'] AS tags, {'x': i} AS nested,
               1.50::DECIMAL(5, 2) AS money
        FROM range(1, 2001) AS t(i)""",
    )
    reading = read(path, groups=["tags", "nested", "money"])
    assert reading.format == "Parquet"
    assert reading.received == 2000
    assert reading.records.texts[:2] == ["answer number 1 is here", "answer number 2 is here"]
    assert reading.records.rows[:3] == [1, 2, 4]
    assert reading.records.dates[0] == datetime.date(2021, 3, 5)
    assert [values[0] for values in reading.records.groups.values()] == ["a; b", '{"x": 1}', "1.50"]
    assert reasons(reading.excluded) == {"the text is empty": (3,)}


def test_empty_rows_of_parquet_are_received(tmp_path):
    path = write_parquet(
        tmp_path / "a.parquet",
        "SELECT * FROM (VALUES ('one answer here'), (NULL), ('two answers here')) AS t(text)",
    )
    assert reasons(read(path).excluded) == {"the row is empty": (2,)}


def test_broken_parquet_is_refused(tmp_path):
    assert refusal(plant(tmp_path, "a.parquet", b"PAR1 and so on")) == (
        "a.parquet is no whole Parquet file. Write it again from the program that made "
        "it, or export the answers as CSV."
    )


def test_jsonl_is_read_by_line(tmp_path):
    lines = [
        {"id": 1, "text": "a good answer", "when": "2021-03-04", "tags": ["x", 2]},
        "",
        {"id": 2, "text": "another\nanswer", "more": {"a": None}, "when": None},
        {"id": 3, "text": None},
        {"id": 4.0, "text": "last answer", "when": float("nan"), "tags": True},
    ]
    content = "\n".join(json.dumps(line) if line else "" for line in lines) + "\n"
    reading = read(plant(tmp_path, "a.jsonl", content), groups=["tags", "more"])
    assert reading.format == "JSONL"
    assert reading.records.texts == ["a good answer", "another\nanswer", "last answer"]
    assert reading.records.ids == ["1", "2", "4"]
    assert list(reading.records.places) == ["line 1", "line 3", "line 5"]
    assert reading.records.groups == {"tags": ["x; 2", None, "true"], "more": [None, '{"a": null}', None]}
    assert reading.records.dates == [DAY, None, None]
    assert reasons(reading.excluded) == {"the text is empty": (4,)}


def test_lines_that_are_no_objects_fail_alone(tmp_path):
    lines = [
        b'{"id": 1, "text": "a good answer"}',
        b'{"id": 2, "text": "cut',
        b"[1, 2]",
        b'{"id": 3, "text": "bad \xff byte"}',
        b'{"id": 4, "text": "nul \\u0000 here"}',
        b'{"id": 5, "text": "half \\ud800 letter"}',
        b"[" * 100_000,
        b'{"id": 6, \xff}',
        b'{"id": 7, "text": "last answer"}',
    ]
    reading = read(plant(tmp_path, "a.jsonl", b"\n".join(lines)))
    assert reading.records.ids == ["1", "7"]
    assert reasons(reading.failed) == {
        "the line is no JSON (unterminated string starting at)": (2,),
        "the line is no JSON object with named values": (3,),
        "the row holds bytes that cannot be decoded": (4,),
        "the text holds a NUL character, which is a sign of damage": (5,),
        "the text holds half a character (a surrogate without its pair)": (6,),
        "the line is no JSON (a value too deep or too long)": (7,),
        "the line holds bytes that cannot be decoded": (8,),
    }


def test_an_over_long_line_fails_alone(tmp_path):
    content = (
        '{"id": 1, "text": "a good answer"}\n{"id": 2, "text": "'
        + "x" * 5000
        + '"}\n{"id": 3, "text": "last answer"}\n'
    )
    reading = read(plant(tmp_path, "a.jsonl", content), limits=Limits(row_chars=1000))
    assert reading.records.ids == ["1", "3"]
    assert reasons(reading.failed) == {"the line is longer than 1,000 characters": (2,)}


def test_long_jsonl_tells_its_progress(tmp_path):
    told = []
    content = "\n".join(json.dumps({"id": n, "text": f"answer number {n}"}) for n in range(9000))
    read(plant(tmp_path, "a.jsonl", content), progress=lambda n, of: told.append((n, of)))
    assert [n for n, _ in told] == sorted(n for n, _ in told)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            "[1]\n",
            'a.jsonl has no line that is a JSON object such as {"id": 1, "text": "…"}. '
            "Write one object per line, or export the answers as CSV.",
        ),
        ("\n\n", "a.jsonl is empty. Give a file with one JSON object per line."),
    ],
)
def test_jsonl_without_objects_is_refused(tmp_path, content, sentence):
    assert refusal(plant(tmp_path, "a.jsonl", content)) == sentence


def test_json_in_another_shape_is_refused_with_what_to_do(tmp_path):
    assert refusal(plant(tmp_path, "a.json", "[]")).startswith(
        "a.json is of a kind that is not read. Write it as .jsonl, one JSON object per line."
    )


def test_guesses_work_on_workbooks(tmp_path):
    rows = [
        [f"R{n}", f"City {n % 4}", f"a good answer with number {n} in it", DAY + datetime.timedelta(n)]
        for n in range(20)
    ]
    told = []
    path = plant_workbook(tmp_path, "a.xlsx", {"S": [["ref", "city", "reply", "sent"], *rows]})
    reading = read(path, progress=lambda n, of: told.append((n, of)))
    assert told[-1][0] == told[-1][1]
    assert [use(reading, role) for role in ("text", "id", "group", "date")] == [
        "reply",
        "ref",
        "city",
        "sent",
    ]
    assert why(reading, "date") == "All its filled cells are dates."
