"""CSV and TSV: separators, numbering, rows that fail and rows in which nothing is said."""

from __future__ import annotations

import hashlib
import os

import pytest

from reflectory.intake import Limits, read
from tests.intake.planting import plant, reasons, refusal

ANSWERS = ["The bus never comes on time", "I like the new library very much", "Nothing"]


@pytest.mark.parametrize(
    ("name", "separator", "note"),
    [
        ("a.csv", ",", "Cells are separated by commas."),
        ("a.csv", ";", "Cells are separated by semicolons."),
        ("a.csv", "\t", "Cells are separated by tabs."),
        ("a.csv", "|", "Cells are separated by upright bars."),
        ("a.tsv", "\t", "Cells are separated by tabs."),
    ],
)
def test_separators_are_recognised(tmp_path, name, separator, note):
    rows = [f"{n}{separator}{answer}" for n, answer in enumerate(ANSWERS)]
    reading = read(plant(tmp_path, name, "\n".join([f"id{separator}text", *rows])))
    assert reading.records.texts == ANSWERS
    assert reading.records.ids == ["0", "1", "2"]
    assert reading.notes == (note,)
    assert reading.format == name[2:].upper()


def test_semicolons_separate_although_the_answers_hold_more_commas(tmp_path):
    content = "id;text\n1;Yes, well, no, not here\n2;Slow, late, dear\n3;Fine, thanks to all\n"
    reading = read(plant(tmp_path, "a.csv", content))
    assert reading.records.texts == ["Yes, well, no, not here", "Slow, late, dear", "Fine, thanks to all"]


def test_a_single_column_with_commas_in_it_is_one_column(tmp_path):
    reading = read(plant(tmp_path, "a.csv", "answer\nYes, but late\nNo, never, not here\nFine\n"))
    assert reading.records.texts == ["Yes, but late", "No, never, not here", "Fine"]
    assert reading.notes == ("One column; nothing separates cells.",)


def test_quotes_and_line_breaks_stay_inside_cells_and_the_row_is_the_spreadsheets(tmp_path):
    content = 'id,text\r\n1,"They said ""no""\r\nand left, twice"\r\n2,  spaces stay  \r\n'
    reading = read(plant(tmp_path, "a.csv", content))
    assert reading.records.texts == ['They said "no"\r\nand left, twice', "  spaces stay  "]
    assert reading.records.rows == [2, 3]
    assert list(reading.records.places) == ["row 2", "row 3"]
    assert reading.records.places[1:] == ["row 3"]


def test_a_tsv_written_without_quoting_keeps_its_quotation_marks(tmp_path):
    rows = [f'{n}\t"Well said the mayor of town {n}' for n in range(9)]
    reading = read(plant(tmp_path, "a.tsv", "\n".join(["id\ttext", *rows])))
    assert reading.records.texts[0] == '"Well said the mayor of town 0'
    assert reading.used == 9
    assert reading.notes == ("Cells are separated by tabs, and quotation marks are part of the text.",)


def test_old_line_ends_are_read(tmp_path):
    reading = read(plant(tmp_path, "a.csv", "id,text\r1,first answer here\r2,second answer here\r"))
    assert reading.records.texts == ["first answer here", "second answer here"]
    assert reading.records.rows == [2, 3]


def test_rows_with_too_few_or_too_many_cells_fail_and_the_rest_is_read(tmp_path):
    content = (
        "id,text,city\n1,one answer here,Leeds\n2,too few\n3,too many,Leeds,York\n4,last answer here,York,,\n"
    )
    reading = read(plant(tmp_path, "a.csv", content))
    assert reading.records.ids == ["1", "4"]
    assert reasons(reading.failed) == {
        "the row has 2 cells where the header has 3": (3,),
        "the row has 4 cells where the header has 3": (4,),
    }
    assert (reading.received, reading.used, reading.n_excluded, reading.n_failed) == (4, 2, 0, 2)


def test_a_ragged_row_with_line_breaks_points_at_quotation_marks(tmp_path):
    content = 'id,text\n1,a good answer\n2,"two\nlines",x\n4,another answer\n'
    reading = read(plant(tmp_path, "a.csv", content))
    assert reasons(reading.failed) == {
        "the row has 3 cells where the header has 2; a quotation mark may be missing": (3,)
    }


MENDED = "a quotation mark in the row is not closed or not doubled; its text may be cut wrongly"


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_quotation_mark_that_is_never_closed_swallows_no_other_row(tmp_path, end):
    content = 'id,text\n1,a good answer\n2,"never closed\n3,"swallowed?"\n4,"nor this' + end
    reading = read(plant(tmp_path, "a.csv", content))
    assert reading.records.texts == ["a good answer", '"never closed', "swallowed?", '"nor this']
    assert reading.records.rows == [2, 3, 4, 5]
    assert reasons(reading.warnings) == {MENDED: (3, 5)}


def test_undoubled_quotation_marks_are_read_as_they_come_and_said(tmp_path):
    content = (
        'id,text,city\n1,"she said "no" twice",Leeds\n2,"first\nthen "yes" at '
        'last",York\n3,a good answer,York\n'
    )
    reading = read(plant(tmp_path, "a.csv", content))
    assert reading.records.texts == ['"she said "no" twice"', 'first\nthen yes" at last"', "a good answer"]
    assert reasons(reading.warnings) == {MENDED: (2, 3)}


def test_where_quotation_marks_follow_no_rule_all_is_read_as_it_comes(tmp_path):
    rows = [f'{n},"an "odd" answer of number {n}",x' for n in range(1100)]
    reading = read(plant(tmp_path, "a.csv", "\n".join(["id,text,city", *rows])))
    assert reading.used == 1100
    assert len(reading.warnings[0].rows) == 1000


def test_what_says_nothing_is_excluded_and_nothing_and_none_are_answers(tmp_path):
    said = ["", "   ", "-", "...", "42", "n/a", "N/A", "N.A.", "Nothing", "None", "na", "👍"]
    rows = [f'{n},"{text}"' for n, text in enumerate(said)]
    reading = read(plant(tmp_path, "a.csv", "\n".join(["id,text", *rows])), text="text")
    assert reading.records.texts == ["Nothing", "None"]
    assert reasons(reading.excluded) == {
        "the text is empty": (2, 3),
        "there are no words in the text": (4, 5, 6, 13),
        "the text only says that there is no answer (n/a)": (7, 8, 9, 12),
    }


def test_empty_rows_keep_their_number_and_those_at_the_end_are_no_rows(tmp_path):
    reading = read(plant(tmp_path, "a.csv", "\n\nid,text\n1,first answer\n\n\n2,second answer\n\n\n"))
    assert reading.records.rows == [4, 7]
    assert reasons(reading.excluded) == {"the row is empty": (5, 6)}
    assert reading.received == 4


def test_a_nul_fails_its_row_alone(tmp_path):
    content = "id,text,city\n1,one\0two three,Leeds\n2,a whole answer,York\n3,another answer,Le\0eds\n"
    reading = read(plant(tmp_path, "a.csv", content), groups=["city"])
    assert reading.records.ids == ["2"]
    assert reasons(reading.failed) == {
        "the text holds a NUL character, which is a sign of damage": (2,),
        "a cell holds a NUL character, which is a sign of damage": (4,),
    }


def test_later_rows_with_a_used_id_fail_and_name_the_earlier_row(tmp_path):
    rows = [f"A{n},answer number {n} is here,Leeds,p{n},2021-03-0{n % 9 + 1}" for n in range(10)]
    content = "\n".join(["id,text,city,respondent,date", *rows, "A3,once more this,York,p3,2021-04-01"])
    path = plant(tmp_path, "a.csv", content)
    for options in ({}, {"id": "id", "groups": ["city"], "respondent": "respondent", "date": "date"}):
        reading = read(path, **options)
        assert reasons(reading.failed) == {"the id A3 was already used in row 5": (12,)}
        assert reading.used == 10
        assert len(set(reading.records.ids)) == 10


def test_a_column_that_repeats_is_no_id(tmp_path):
    rows = [f"A{n % 3},answer number {n} is here" for n in range(10)]
    path = plant(tmp_path, "a.csv", "\n".join(["who,text", *rows]))
    assert refusal(path, id="who") == (
        "The column “who” repeats its values in 7 rows of 10, so it does not tell them apart. "
        "If it names people, use --respondent “who” instead of --id."
    )
    assert read(path).records.ids == [str(n) for n in range(2, 12)]


def test_a_guessed_id_that_turns_out_to_repeat_is_dropped(tmp_path):
    ids = [1, 2, 3, 4, 5, 6, 7, 8, 1, 2]
    rows = [f"{n},{'-' if n > 3 else 'a good answer here'}" for n in ids]
    reading = read(plant(tmp_path, "a.csv", "\n".join(["id,text", *rows])))
    assert [column.role for column in reading.columns] == ["text"]
    assert reading.records.ids == ["2", "3", "4", "10", "11"]
    assert reading.n_failed == 0


def test_many_repeated_ids_are_told_without_a_sentence_for_each(tmp_path):
    rows = [f"{n},answer number {n} is here" for n in range(1300)]
    again = [f"{n},answer number {n} once more" for n in range(210)]
    reading = read(plant(tmp_path, "a.csv", "\n".join(["id,text", *rows, *again])))
    assert reading.n_failed == 210
    assert reasons(reading.failed)["the id was already used in an earlier row"] == tuple(range(1502, 1512))


def test_a_missing_id_or_respondent_is_made_from_the_row_and_said(tmp_path):
    rows = [f"{n},{n // 2},answer number {n} is here" for n in range(40)]
    content = "\n".join(["id,respondent,text", *rows, ",,nobody said this"])
    reading = read(plant(tmp_path, "a.csv", content))
    assert reading.records.ids[-1] == "row 42"
    assert reading.records.respondents[-1] == "row 42"
    assert reasons(reading.warnings) == {
        "the respondent is not given; counted as one more": (42,),
        "the id is not given; the place in the file serves instead": (42,),
    }


def test_a_cell_over_the_limit_fails_its_row(tmp_path):
    limits = Limits(cell_chars=50, row_chars=1000)
    content = f'id,text\n1,short answer\n2,"{"long " * 30}"\n3,last answer\n'
    reading = read(plant(tmp_path, "a.csv", content), limits=limits)
    assert reading.records.ids == ["1", "3"]
    assert reasons(reading.failed) == {
        "the text is longer than 50 characters; a quotation mark may be missing": (3,)
    }


def test_the_file_is_identified_by_its_bytes(tmp_path):
    content = "id,text\n1,one answer here\n"
    reading = read(plant(tmp_path, "a.csv", content))
    assert reading.sha256 == hashlib.sha256(content.encode()).hexdigest()
    assert reading.n_bytes == len(content)


def test_progress_only_grows_and_reaches_its_end(tmp_path):
    told = []
    rows = [f"{n},answer number {n} is here" for n in range(20_000)]
    read(plant(tmp_path, "a.csv", "\n".join(["id,text", *rows])), progress=lambda n, of: told.append((n, of)))
    assert [n for n, _ in told] == sorted(n for n, _ in told)
    assert told[-1][0] == told[-1][1]
    assert len(told) > 5


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "a.csv is empty. Give a file with what people said."),
        ("id,text\n", "a.csv has a header (id and text) and no rows beneath it. Give a file with answers."),
        ("\n\n\n", "a.csv has no header: every row is empty. Put the names of the columns in the first row."),
        (
            "id,score\n1,2\n3,4\n",
            "No column of a.csv looks like what people said. Name one with --text: id and score.",
        ),
        (
            "id,text\n1\n2\n",
            "No row of a.csv has the cells that its header names: id and text. "
            "Check how the cells are separated, and export the file again.",
        ),
        (
            "id,text\n1,\n2,-\n3,-\n",
            "No row of a.csv has words to use in the column “text”: there are no words in the text "
            "(2 rows) and the text is empty (1 row). Name another column with --text, or give another file.",
        ),
    ],
)
def test_an_unusable_table_is_refused_with_what_to_do(tmp_path, content, sentence):
    path = plant(tmp_path, "a.csv", content)
    assert refusal(path, **({"text": "text"} if "-" in content else {})) == sentence


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"PK\x03\x04rest of it", "a zip archive (XLSX and DOCX files are such archives)"),
        (b"%PDF-1.7 and so on", "a PDF"),
        (b"PAR1 and so on", "a Parquet file"),
    ],
)
def test_a_known_binary_under_a_csv_name_is_named(tmp_path, content, what):
    assert refusal(plant(tmp_path, "a.csv", content)) == (
        f"a.csv is {what} under another name. Give the file its own ending, or export the "
        f"answers as CSV or XLSX."
    )


@pytest.mark.parametrize("content", [bytes(range(256)) * 40, bytes([0, 1, 2, 3, 65]) * 30])
def test_binary_noise_under_a_csv_name_is_refused(tmp_path, content):
    assert refusal(plant(tmp_path, "a.csv", content)) == (
        "a.csv holds binary data, not text. Export the answers as CSV or XLSX and give that file."
    )


def test_what_is_not_there_or_not_read_is_refused_with_what_to_do(tmp_path):
    assert (
        refusal(tmp_path / "b.csv")
        == f"There is no file {tmp_path / 'b.csv'}. Check the name and the folder."
    )
    assert refusal(plant(tmp_path, "a.xls", "x")).startswith(
        "a.xls is of a kind that is not read. Open it and save it as .xlsx."
    )
    assert refusal(plant(tmp_path, "a.foo", "x")).startswith(
        "a.foo is of a kind that is not read. Export the answers"
    )


def test_what_is_neither_file_nor_folder_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    assert (
        refusal(tmp_path / "pipe.csv")
        == f"{tmp_path / 'pipe.csv'} is neither a file nor a folder. Give one of them."
    )


def test_long_lists_of_columns_are_cut(tmp_path):
    header = ",".join(f"c{n}" for n in range(40))
    sentence = refusal(plant(tmp_path, "a.csv", f"{header}\n{header}\n"), text="x")
    assert sentence.endswith("c28, c29 and 10 more.")


def test_a_file_that_may_not_be_opened_is_refused(tmp_path, monkeypatch):
    path = plant(tmp_path, "a.csv", "id,text\n1,one answer\n")

    def forbidden(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("reflectory.intake.reading._survey", forbidden)
    assert refusal(path) == "a.csv cannot be read (Permission denied). Check its name and your rights to it."


def test_cells_that_stand_for_no_answer_are_excluded_and_short_answers_are_not(tmp_path):
    said = [
        "Did not answer",
        "Not answered.",
        "No response",
        "(left blank)",
        "No comment",
        "No",
        "I did not answer it",
    ]
    source = tmp_path / "answers.csv"
    source.write_text(
        "key,answer\n" + "".join(f"k{n},{text}\n" for n, text in enumerate(said)), encoding="utf-8"
    )
    reading = read(source, text="answer", id="key")
    assert reading.records.texts == ["No comment", "No", "I did not answer it"]
    assert [(reason.reason, reason.rows) for reason in reading.excluded] == [
        ("the text only says that there is no answer (n/a)", (2, 3, 4, 5))
    ]
