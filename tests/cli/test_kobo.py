"""`reflectory import kobo` and `export kobo`: a form goes out as an XLSForm and comes back the same."""

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from pyxform.xls2xform import convert

from reflectory.cli.kobo import export_kobo, import_kobo
from reflectory.listening.models import Form, FormVersion
from tests import asking

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder that looks like an installation; the database is that of the tests."""
    monkeypatch.setenv("REFLECTORY_DIR", str(tmp_path))
    (tmp_path / "reflectory.sqlite3").touch()
    (tmp_path / "contact-key").touch()
    return tmp_path


def run(command, *arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def test_a_form_goes_out_and_comes_back_the_same(place):
    options = [{"key": key, "label": asking.words(key.title())} for key in ("yes", "no")]
    body = asking.a_body(
        asking.a_question("still", "choice", "Still?", options=options, required=True),
        asking.a_question("why", label="Why?", shown_if={"question": "still", "is": "no"}),
    )
    version = asking.a_form(body)
    file = place / "form.xlsx"
    out = run(export_kobo, version.form_id, "--out", file)
    assert (out.exit_code, out.output) == (0, f"{file} holds “After the session”, version 1.\n")
    assert convert(str(file)).xform.count("<bind") >= 2
    back = run(import_kobo, file, "--purpose", "session_feedback")
    brought = FormVersion.objects.exclude(pk=version.pk).get()
    assert (back.exit_code, back.output) == (
        0, f"“After the session” is form {brought.form_id}: 2 questions.\n",
    )  # fmt: skip
    assert brought.body == body


def test_what_has_no_counterpart_is_listed_with_its_row(place):
    ends = [asking.words("a"), asking.words("b")]
    version = asking.a_form(
        asking.a_body(asking.a_question(), asking.a_question("where", "dyad", "Where?", ends=ends))
    )
    result = run(export_kobo, version.form_id, "--out", place / "form.xlsx")
    assert result.exit_code == 1
    assert "Not everything has a counterpart:\n  row " in result.output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere.xlsx"], "There is no file"),
        (["form.xlsx"], "form.xlsx"),
        (["form.xlsx", "--purpose", "fun"], "--purpose fun cannot be used. Use one of: application, "),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_written(place, arguments, sentence):
    (place / "form.xlsx").write_bytes(b"no workbook")
    result = run(import_kobo, place / arguments[0], *arguments[1:])
    assert (result.exit_code, Form.objects.count()) == (2, 0)
    assert sentence in result.output


def test_a_workbook_without_questions_is_no_form(place):
    book = Workbook()
    book.active.title = "survey"
    book.active.append(["type", "name", "label"])
    book.save(place / "empty.xlsx")
    assert run(import_kobo, place / "empty.xlsx").exit_code == 2


@pytest.mark.usefixtures("place")
def test_a_form_that_is_not_there_is_said():
    said = "There is no form 77. Its number stands in the address of its page, /forms/NUMBER/.\n"
    assert run(export_kobo, 77).output == said
