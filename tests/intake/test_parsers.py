"""What the child process writes is what its parsers yield, and they refuse in sentences."""

from __future__ import annotations

import datetime
import json

import duckdb
import pytest

from reflectory.intake import Limits, Unusable, child
from reflectory.intake.child import Child, lines_of
from tests.intake.planting import plant, plant_bomb, plant_docx, plant_workbook

VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>One <i>two</i>\n\n00:03.000 --> 00:04.000\nthree\n"
SRT = "1\n00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:03,000 --> 00:00:04,000\n<i> </i>\n"


def plant_all(folder):
    sheets = {
        "Cover": [["About"]],
        "Data": [
            ["Title"],
            ["id", "text", None],
            [1, "one", datetime.date(2021, 3, 4)],
            [],
            [2.5, datetime.datetime(2021, 3, 4, 5), datetime.timedelta(hours=30)],
            [True, None, datetime.time(1, 2)],
        ],
    }
    query = "SELECT 1.5::DECIMAL(3, 1) AS money, 'one' AS text UNION ALL SELECT NULL, NULL"
    duckdb.connect().execute(f"COPY ({query}) TO '{folder / 'a.parquet'}' (FORMAT parquet)")
    return {
        "workbook": plant_workbook(folder, "a.xlsx", sheets),
        "parquet": folder / "a.parquet",
        ".docx": plant_docx(folder, "a.docx", ["One", "", "Two"], [["a", "b"]]),
        ".vtt": plant(folder, "a.vtt", VTT),
        ".srt": plant(folder, "a.srt", SRT),
    }


def test_the_child_writes_what_the_parsers_yield(tmp_path):
    parsers = child._parsers()
    with Child(Limits()) as asked:
        for what, path in plant_all(tmp_path).items():
            yielded = json.loads(json.dumps(list(parsers[what](path, path.name))))
            assert list(lines_of(asked.ask(what, path, path.name))) == yielded
            assert len(yielded) >= 2


@pytest.mark.parametrize(
    ("what", "content", "sentence"),
    [
        ("workbook", b"no archive", "x is broken: its sheets cannot be read."),
        ("parquet", b"PAR1", "x is no whole Parquet file."),
        (
            ".vtt",
            b"no cues",
            "x is no WebVTT file: its first line must be WEBVTT and each cue needs its times.",
        ),
        (".srt", b"no cues", "x is no whole SubRip file: some of its cues have no times."),
    ],
)
def test_parsers_refuse_in_sentences(tmp_path, what, content, sentence):
    with pytest.raises(Unusable, match=sentence.replace("?", "[?]")):
        list(child._parsers()[what](plant(tmp_path, "x", content), "x"))


def test_a_workbook_of_empty_sheets_and_a_locked_one_are_refused(tmp_path, monkeypatch):
    path = plant_workbook(tmp_path, "a.xlsx", {"A": [], "B": [["id"]]})
    with pytest.raises(Unusable, match="has no sheet with a header and rows beneath it"):
        list(child._parsers()["workbook"](path, "x"))
    import python_calamine

    def locked(_path):
        raise python_calamine.PasswordError("locked")

    monkeypatch.setattr(
        python_calamine, "CalamineWorkbook", type("Book", (), {"from_path": staticmethod(locked)})
    )
    with pytest.raises(Unusable, match="password-protected"):
        list(child._parsers()["workbook"](path, "x"))


def test_a_bomb_that_reached_the_child_is_stopped_there(tmp_path):
    path = plant_bomb(tmp_path, "a.docx", "word/document.xml", 30_000_000)
    with Child(Limits(memory_bytes=400_000_000)) as asked, pytest.raises(Unusable, match="is broken"):
        asked.ask(".docx", path, "a.docx")


def test_rows_of_tables_are_read_whole_whatever_wraps_their_cells(tmp_path):
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t><w:tab/><w:t>end</w:t></w:r></w:p></w:tc>"
    wrapped = f"<w:sdt><w:sdtContent>{cell.format('two')}</w:sdtContent></w:sdt>"
    document.element.body.insert(
        0, parse_xml(f"<w:tbl {word}><w:tr>{cell.format('one')}{wrapped}</w:tr></w:tbl>")
    )
    document.save(tmp_path / "a.docx")
    assert list(child._parsers()[".docx"](tmp_path / "a.docx", "a")) == [
        ["one\tend\ttwo\tend", "paragraph 1", None]
    ]
