import csv
import io

from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from reflectory.core.exports import as_csv, as_xlsx, export, harmless, wants_export

COLUMNS = [("name", lambda row: row[0]), ("n", lambda row: row[1])]
ROWS = [('=HYPERLINK("x")', 3), ("Åre, north", None)]


def asked_for(format_):
    return RequestFactory().get("/x", {"format": format_})


def test_a_csv_file_holds_the_rows_and_no_formula():
    text = "".join(as_csv(COLUMNS, ROWS))
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [
        ["name", "n"], ["'=HYPERLINK(\"x\")", "3"], ["Åre, north", ""],
    ]  # fmt: skip


def test_a_workbook_holds_the_same_with_numbers_as_numbers():
    with as_xlsx(COLUMNS, ROWS) as file:
        sheet = load_workbook(file).active
    assert [[cell.value for cell in row] for row in sheet] == [
        ["name", "n"], ["'=HYPERLINK(\"x\")", 3], ["Åre, north", None],
    ]  # fmt: skip


@given(st.text())
def test_no_cell_begins_like_a_formula(text):
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert harmless(text).removeprefix("'") in (text, text.removeprefix("'"))


def test_a_file_has_a_name_that_is_safe_everywhere():
    answer = export(asked_for("csv"), name="Teams of São / 2021", columns=COLUMNS, rows=ROWS)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="teams-of-sao-2021.csv"'


def test_only_known_formats_are_files():
    assert [wants_export(asked_for(one)) for one in ("csv", "xlsx", "html", "")] == [True, True, False, False]


def test_text_that_no_workbook_can_hold_is_left_out_of_it():
    with as_xlsx(COLUMNS, [("a\x00b", 1)]) as file:
        sheet = load_workbook(file).active
    assert sheet["A2"].value == "ab"
