"""`reflectory import csv` as it is typed: what it tells, and what it refuses with a sentence."""

import pytest
from click.testing import CliRunner

from reflectory.cli.said import import_csv
from reflectory.evidence.models import Source
from reflectory.listening.models import Consent
from tests import portfolio

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder that looks like an installation; the database is that of the tests."""
    monkeypatch.setenv("REFLECTORY_DIR", str(tmp_path))
    (tmp_path / "reflectory.sqlite3").touch()
    (tmp_path / "contact-key").touch()
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(import_csv, [str(argument) for argument in arguments])


def written(place, text: str):
    file = place / "closing.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_texts_are_brought_in_with_the_basis_that_is_stated(place):
    of = portfolio.edition(portfolio.programme("Track"))
    file = written(place, "answer\nWe asked late.\n")
    result = run(file, "--edition", f"{of.programme.slug}/{of.slug}", "--may", "quote_without_name",
                 "--stated-by", "The interviewers", "--on", "2021-03-01")  # fmt: skip
    assert result.output == "Rows of closing.csv read: 1.\nUsed: 1. Excluded: 0. Failed: 0.\n"
    assert result.exit_code == 0
    assert (Source.objects.get().edition, Consent.objects.get().stated_by) == (of, "The interviewers")


def test_rows_that_cannot_be_used_are_listed(place):
    result = run(written(place, "answer,date\nWe asked late.,someday\nNobody told us.,2021-03-01\n"))
    assert result.exit_code == 1
    assert result.output.splitlines()[1:] == [
        "Used: 1. Excluded: 0. Failed: 1.",
        "  row 2: “someday” is no day. Write it as year, month and day, like 2021-03-31.",
    ]


USES = (
    "analyse, quote_without_name, quote_role_place, quote_name, share_government, share_funder, outside_model"
)


@pytest.mark.parametrize(
    ("text", "arguments", "sentence"),
    [
        (
            "a,b\n1,2\n", [],
            "No column of closing.csv looks like what people said. Its columns are: a, b. "
            "Name one with --column text=COLUMN.",
        ),
        (
            "answer\nYes we did.\n", ["--may", "sell", "--stated-by", "x"],
            f"--may sell cannot be used. Use one of: {USES}.",
        ),
        (
            "answer\nYes we did.\n", ["--may", "quote_name"],
            "--may and --on need --stated-by: somebody must answer for what these people agreed to.",
        ),
        (
            "answer\nYes we did.\n", ["--stated-by", "x", "--on", "soon"],
            "--on soon is no day. Write it as year, month and day, like 2021-03-31.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(place, text, arguments, sentence):
    result = run(written(place, text), *arguments)
    assert (result.exit_code, result.output) == (2, f"{sentence}\n")
    assert Source.objects.count() == 0
