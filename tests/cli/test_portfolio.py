import zipfile

import pytest
from click.testing import CliRunner

from reflectory.cli.portfolio import export_portfolio, import_portfolio
from reflectory.programmes.models import Team
from tests import portfolio

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder that looks like an installation; the database is that of the tests."""
    monkeypatch.setenv("REFLECTORY_DIR", str(tmp_path))
    (tmp_path / "reflectory.sqlite3").touch()
    (tmp_path / "contact-key").touch()
    return tmp_path


@pytest.fixture
def of(place):
    assert place.is_dir()
    return portfolio.edition(portfolio.programme("Track"))


def run(command, *arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def address(of) -> str:
    return f"{of.programme.slug}/{of.slug}"


def test_a_file_is_brought_in_and_what_was_made_is_told(place, of):
    file = place / "teams.csv"
    file.write_text('organisation,person\n"Saint Paul, MN",Ana Reyes\n', encoding="utf-8")
    result = run(import_portfolio, file, "--edition", address(of), "--stage", "active", "--role", "mayor")
    assert result.output == (
        f"Rows of teams.csv read for {of}: 1. Read as UTF-8. Cells are separated by commas.\n"
        "Made: 1 team, 1 place or body, 1 person, 1 membership.\n"
        "Rows with nothing new: 0. Rows refused and left out: 0.\n"
    )
    assert result.exit_code == 0
    assert Team.objects.get().stage == "active"


def test_rows_that_are_refused_are_listed_and_the_others_brought_in(place, of):
    file = place / "teams.csv"
    file.write_text('organisation\n"Saint Paul, MN"\n"Saint Paul, Minnesota"\n', encoding="utf-8")
    result = run(import_portfolio, file, "--edition", address(of))
    assert result.exit_code == 1
    assert result.output.splitlines()[-1] == "  row 3: Rows 2 and 3 are the same team. Keep one of them."
    assert Team.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "arguments", "sentence"),
    [
        (
            "Wo\nAlder\n", [],
            "teams.csv has no column for organisation. Its columns are: Wo. Name one with "
            "--column organisation=COLUMN.\n",
        ),
        ("organisation\nAlder\n", ["--stage", "won"],
         "--stage won cannot be used. Use one of: invited, applied, selected, active.\n"),
        ("organisation\nAlder\n", ["--on", "soon"],
         "--on soon is no day. Write it as year, month and day, like 2021-03-31.\n"),
        ("organisation\n", [],
         "teams.csv has the columns organisation and no rows beneath them. Put one team or person in each row.\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_writes_nothing_and_says_what_to_do(place, of, text, arguments, sentence):
    file = place / "teams.csv"
    file.write_text(text, encoding="utf-8")
    result = run(import_portfolio, file, "--edition", address(of), *arguments)
    assert (result.exit_code, result.output, Team.objects.count()) == (2, sentence, 0)


def test_an_edition_that_is_not_there_is_told_with_those_that_are(place, of):
    result = run(import_portfolio, place / "x.csv", "--edition", "no/such")
    assert (result.exit_code, result.output) == (
        2,
        f"There is no edition no/such. There are: {address(of)}.\n",
    )


def test_a_folder_without_an_installation_is_refused(tmp_path):
    result = run(export_portfolio, tmp_path / "all.zip", "--dir", tmp_path)
    assert (result.exit_code, result.output) == (
        2,
        f"There is no installation in {tmp_path}. Name one with --dir.\n",
    )


def test_everything_is_written_to_a_zip_that_overwrites_nothing(place, of):
    assert of.pk
    file = place / "all.zip"
    assert run(export_portfolio, file).exit_code == 0
    with zipfile.ZipFile(file) as package:
        assert package.testzip() is None
    again = run(export_portfolio, file)
    assert (again.exit_code, again.output) == (
        2, f"{file} is there already. Give another name, so that nothing is overwritten.\n",
    )  # fmt: skip
