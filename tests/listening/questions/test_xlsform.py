"""Forms go to Kobo and ODK and come back; what has no counterpart there or here is told with its row."""

import zipfile

import pytest
from hypothesis import given
from hypothesis import settings as tried
from openpyxl import Workbook
from pyxform.xls2xform import convert

from reflectory.intake import Limits, Unusable
from reflectory.intake.xlsform import SheetRow, read_xlsform
from reflectory.intake.xlsform import Workbook as Sheets
from reflectory.listening.questions.document import read, write
from reflectory.listening.questions.xlsform.expressions import read_relevant, write_relevant
from reflectory.listening.questions.xlsform.reading import read_book
from reflectory.listening.questions.xlsform.writing import lay_out, workbook
from tests.asking import a_body, a_question, words
from tests.listening.questions.documents import documents

YES_NO = [{"key": "yes", "label": words("Yes", es="Sí")}, {"key": "no", "label": words("No")}]
ENDS = [words("people"), words("rules"), words("money")]
EVERYTHING = a_body(
    a_question("name", "text", "Your name?", personal=True, required=True),
    a_question("why", "long_text", "Why, ${name}?", most_words=50),
    a_question("ok", "choice", "All right?", options=YES_NO, other=True, same_as="recommend"),
    a_question("which", "choices", "Which?", options=YES_NO, shown_if={"question": "ok", "is": "yes"}),
    a_question("rate", "scale", "How good?", least=1, most=5, ends=ENDS[:2], may_not_apply=True),
    a_question("age", "number", "How old?", least=0, most=120, whole=True, hint=words("In years")),
    a_question("when", "date", "When?", earliest="2021-01-01"),
    a_question("where", "place", "Where?"),
    a_question("paper", "file", "The plan?"),
    a_question("table", "matrix", "Who?", rows=[{"key": "plan", "label": words("Plans")}], options=YES_NO),
    a_question("order", "ranking", "In which order?", options=YES_NO),
    a_question("three", "triad", "Where between?", ends=ENDS, shown_if={"any": [
        {"question": "age", "at_least": 18}, {"question": "which", "includes": "yes"}]}),
    a_question("two", "dyad", "How far?", ends=ENDS[:2]),
    languages=("en", "es"), introduction=words("Welcome"),
)  # fmt: skip


def as_book(sheets) -> Sheets:
    found = {}
    for name in ("survey", "choices", "settings"):
        head, *rows = getattr(sheets, name)
        found[name] = tuple(
            SheetRow(n, {column: cell for column, cell in zip(head, row, strict=True) if cell})
            for n, row in enumerate(rows, start=2)
        )
    return Sheets(**found, warnings=())


def a_book(*survey, choices=(), settings=None) -> Sheets:
    return Sheets(
        tuple(SheetRow(n, row) for n, row in enumerate(survey, start=2)),
        tuple(SheetRow(n, row) for n, row in enumerate(choices, start=2)),
        (SheetRow(2, settings or {"form_title": "A form"}),), (),
    )  # fmt: skip


def asked(kind, name="it", label="What?", **more) -> dict:
    return {"type": kind, "name": name, "label": label, **more}


def told(brought) -> list[tuple[int, str]]:
    return [(one.row, one.what) for one in brought.told]


@given(documents())
@tried(deadline=None, max_examples=30)
def test_a_form_goes_there_and_comes_back_as_it_was(document):
    assert read_book(as_book(lay_out(document, form_id="x")), title="").body == write(document)


def test_a_form_of_everything_is_one_that_pyxform_takes(tmp_path):
    file = tmp_path / "form.xlsx"
    file.write_bytes(workbook(lay_out(read(EVERYTHING), form_id="x")))
    assert convert(str(file), validate=False).xform
    brought = read_book(read_xlsform(file, name="form.xlsx"), title="")
    assert brought.body == write(read(EVERYTHING))
    assert brought.told == []


def test_what_kobo_has_no_place_for_is_told_by_its_row():
    sheets = lay_out(read(EVERYTHING), form_id="x")
    names = [row[sheets.survey[0].index("name")] for row in sheets.survey]
    found = {one.what: one.row for one in sheets.told}
    assert {what: names[row - 1] for what, row in found.items() if what in names} == {
        key: key for key in ("name", "why", "rate", "where", "three", "two")
    }
    assert found["introduction"] == 2


def test_a_cell_that_looks_like_a_formula_is_text(tmp_path):
    body = a_body(a_question(label="=1+1"))
    file = tmp_path / "form.xlsx"
    file.write_bytes(workbook(lay_out(read(body), form_id="x")))
    with zipfile.ZipFile(file) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    assert read_book(read_xlsform(file, name="form.xlsx"), title="").body == write(read(body))


def test_a_form_from_elsewhere_is_read_with_its_languages_and_conditions():
    brought = read_book(
        a_book(
            {"type": "start", "name": "start"},
            {"type": "begin_group", "name": "About", "label::English (en)": "About", "label::French": "Sur"},
            {"type": "select_one yn", "name": "OK", "label::English (en)": "Ok?", "label::French": "Bon ?",
             "required": "yes"},
            {"type": "text", "name": "why", "label::English (en)": "Why ${OK}?", "relevant": "${OK} = 'y'"},
            {"type": "integer", "name": "age", "label::English (en)": "Age?", "constraint": ". >= 0 and . <= 120",
             "relevant": "${OK} > 3"},
            {"type": "end_group"},
            choices=[{"list_name": "yn", "name": "y", "label::English (en)": "Yes", "label::French": "Oui"},
                     {"list_name": "yn", "name": "n", "label::English (en)": "No"}],
            settings={"form_title": "T", "default_language": "French"},
        ), title="",
    )  # fmt: skip
    assert brought.body == {
        "languages": ["fr", "en"], "title": {"fr": "T"},
        "sections": [{"key": "about", "title": {"fr": "Sur", "en": "About"}, "questions": [
            {"key": "ok", "kind": "choice", "label": {"fr": "Bon ?", "en": "Ok?"}, "required": True, "options": [
                {"key": "y", "label": {"fr": "Oui", "en": "Yes"}}, {"key": "n", "label": {"en": "No"}}]},
            {"key": "why", "kind": "text", "label": {"en": "Why ${ok}?"}, "shown_if": {"question": "ok", "is": "y"}},
            {"key": "age", "kind": "number", "label": {"en": "Age?"}, "least": 0, "most": 120, "whole": True},
        ]}],
    }  # fmt: skip
    assert told(brought) == [(2, "start"), (4, "OK"), (6, "age")]


def test_every_row_that_has_no_counterpart_is_told():
    brought = read_book(
        a_book(
            asked("text", "kept"), asked("note", "n"), asked("calculate", "c"), asked("geopoint", "g"),
            asked("time", "t"), asked("range", "r"), asked("range", "long", parameters="start=0 end=100"),
            asked("acknowledge", "a"), asked("integer", "i", constraint="pulldata('x')"),
            asked("text", "d", default="x"), asked("select_one one", "s"), asked("text", "q", required="${kept} = 'x'"),
            choices=[{"list_name": "one", "name": "yes", "label": "Yes"}],
        ), title="",
    )  # fmt: skip
    assert told(brought) == [
        (3, "n"), (4, "c"), (5, "g"), (6, "t"), (7, "r"), (8, "long"), (9, "a"), (10, "i"), (11, "d"), (12, "s"),
        (13, "q"),
    ]  # fmt: skip
    kinds = [one["kind"] for one in brought.body["sections"][0]["questions"]]
    assert kinds == ["text", "place", "text", "scale", "number", "number", "text", "choice", "text"]


def test_repeats_and_groups_within_groups():
    brought = read_book(
        a_book(
            asked("text", "first"),
            {"type": "begin_repeat", "name": "kids", "label": "Children"},
            asked("text", "kid"), {"type": "end_repeat"},
            {"type": "begin_group", "name": "outer", "label": "Outer"},
            {"type": "begin_group", "name": "inner", "relevant": "${first} = 'x'"},
            asked("text", "deep", relevant="${kid} = 'y'"), {"type": "end_group"}, {"type": "end_group"},
        ), title="",
    )  # fmt: skip
    shape = [
        (one["key"], one.get("most_repeats"), [q["key"] for q in one["questions"]])
        for one in brought.body["sections"]
    ]
    assert shape == [("section", None, ["first"]), ("kids", 20, ["kid"]), ("outer", None, ["deep"])]
    assert "shown_if" not in brought.body["sections"][2]["questions"][0]
    assert told(brought) == [(3, "kids"), (7, "inner"), (8, "deep")]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("${a} = 'x'", {"question": "a", "is": "x"}),
        ("${a} != 3", {"question": "a", "is_not": 3}),
        ("${a} >= 1.5 and selected(${b}, 'y')",
         {"all": [{"question": "a", "at_least": 1.5}, {"question": "b", "includes": "y"}]}),
        ("(${a} = 1 or ${a} = 2) and ${b} != ''",
         {"all": [{"any": [{"question": "a", "is": 1}, {"question": "a", "is": 2}]},
                  {"question": "b", "answered": True}]}),
        ("${a} = ''", {"question": "a", "answered": False}),
    ],
)  # fmt: skip
def test_conditions_are_read_and_written(said, meant):
    keys = {"a": "a", "b": "b"}
    assert read_relevant(said, key_of=keys.get) == meant
    assert read_relevant(write_relevant(meant), key_of=keys.get) == meant


BEYOND = [
    "${a} > 3", "count(${a}) = 2", "${gone} = 1", "${a} =", "not(${a} = 1)", "${a} = ${b}", "((", "'",
]  # fmt: skip


@pytest.mark.parametrize("said", BEYOND)
def test_conditions_that_a_form_here_cannot_say_are_none(said):
    assert read_relevant(said, key_of={"a": "a", "b": "b"}.get) is None


def test_a_workbook_that_is_no_form_says_why(tmp_path):
    book = Workbook()
    book.active.append(["name", "age"])
    book.save(tmp_path / "people.xlsx")
    with pytest.raises(Unusable, match=r"people\.xlsx is no form that Kobo or ODK would take"):
        read_xlsform(tmp_path / "people.xlsx", name="people.xlsx")


def test_a_file_that_is_no_workbook_or_unpacks_to_too_much_is_not_opened(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK no")
    with pytest.raises(Unusable, match="broken"):
        read_xlsform(tmp_path / "a.xlsx", name="a.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 20_000_000)
    with pytest.raises(Unusable, match="would unpack"):
        read_xlsform(tmp_path / "b.xlsx", name="b.xlsx", limits=Limits(archive_bytes=1_000_000))
