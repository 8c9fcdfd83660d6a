import pytest

from reflectory.programmes.imports import sheet as sheets
from reflectory.programmes.imports.sheet import SheetRow, Unusable, read_sheet
from tests.intake.planting import plant, plant_bomb, plant_workbook


def refusal(path) -> str:
    with pytest.raises(Unusable) as caught:
        read_sheet(path, path.name)
    return str(caught.value)


def test_latin_1_bytes_are_read_rightly(tmp_path):
    text = "organisation,person\nBogotá,Peña\nMedellín,Muñoz\nPopayán,Ibáñez\n"
    found = read_sheet(plant(tmp_path, "teams.csv", text.encode("latin-1")), "teams.csv")
    assert [row.cells for row in found.rows] == [
        ("Bogotá", "Peña"),
        ("Medellín", "Muñoz"),
        ("Popayán", "Ibáñez"),
    ]


def test_a_formula_is_marked_in_a_workbook_and_in_a_csv_file(tmp_path):
    rows = [["organisation", "person"], ["Alder", '=HYPERLINK("http://x.example","Ana")'], ["Birch", "Bo"]]
    book = plant_workbook(
        tmp_path, "teams.xlsx", {"Notes": [], "Teams": rows, "Other": [["=1+1"], ["=2"], ["=3"]]}
    )
    found = read_sheet(book, "teams.xlsx")
    assert [(row.number, row.formulas) for row in found.rows] == [(2, frozenset({1})), (3, frozenset())]
    text = 'organisation,person\nAlder,"=HYPERLINK(""http://x.example"")"\nBirch,+Bo\nElm,-\n'
    marked = read_sheet(plant(tmp_path, "teams.csv", text), "teams.csv").rows
    assert [row.formulas for row in marked] == [frozenset({1}), frozenset({1}), frozenset()]


def test_the_apostrophe_of_an_export_is_taken_away_again(tmp_path):
    found = read_sheet(
        plant(tmp_path, "teams.csv", "organisation,focus\nAlder,'-4 °C\nBirch,'Quoted'\n"), "teams.csv"
    )
    assert found.rows == (SheetRow(2, ("Alder", "-4 °C")), SheetRow(3, ("Birch", "'Quoted'")))


def test_a_hundred_thousand_rows_are_refused_with_what_to_do(tmp_path):
    path = plant(tmp_path, "teams.csv", "organisation\n" + "Alder\n" * 100_000)
    assert refusal(path) == (
        "teams.csv has more than 5,000 rows, which is the most that is brought in at once. Split it into files of at "
        "most 5,000 rows, each with the names of the columns in its first row, and keep the rows of one team in one "
        "file."
    )


def test_as_many_rows_as_are_allowed_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    assert (
        len(read_sheet(plant(tmp_path, "teams.csv", "organisation\n" + "Alder\n" * 3), "teams.csv").rows) == 3
    )


def test_a_workbook_that_would_unpack_to_two_gigabytes_is_refused_unopened(tmp_path):
    assert refusal(plant_bomb(tmp_path, "teams.xlsx", "xl/workbook.xml", 500_000_000)) == (
        "teams.xlsx would unpack from 0.5 MB to 500 MB, more than is safe to open. Save the answers as CSV or plain "
        "text and give that file."
    )


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("teams.pdf", "x", "teams.pdf is of a kind that is not read here. Save it as .xlsx or .csv and send "
         "that file."),
        ("teams.csv", "", "teams.csv is empty. Send a file with the names of the columns in its first row."),
        (
            "teams.csv", "organisation,person\n",
            "teams.csv has the columns organisation, person and no rows beneath them. Put one team or person "
            "in each row.",
        ),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_with_what_to_do(tmp_path, name, content, sentence):
    assert refusal(plant(tmp_path, name, content)) == sentence


def test_empty_rows_keep_the_numbers_of_the_others(tmp_path):
    found = read_sheet(
        plant(tmp_path, "teams.csv", "organisation,person\nAlder,Ana\n,\nBirch,Bo\n"), "teams.csv"
    )
    assert [row.number for row in found.rows] == [2, 4]
