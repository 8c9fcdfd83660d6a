"""Encodings that can be read are read, and a row that cannot is listed while the rest is done."""

from importlib import import_module

import pytest
from docx import Document

from reflectory.intake import Limits, read
from reflectory.intake.assembling import UNREAD_DATE
from tests.cli.exploring import QUICK, explore, write_rows
from tests.intake.planting import claim_size, plant_bomb

RUN = import_module("reflectory.cli.explore.run")
GERMAN = [
    "Die Straßenbahn fährt zu spät und niemand erklärt, warum.",
    "Für die Ärztin müssen wir bis in die nächste Stadt fahren.",
    "Die Müllgebühren wurden schon wieder erhöht, ohne dass man uns fragte.",
    "Schöne Brücke, aber über Nacht ist sie gesperrt.",
]
DAYS = ["2024-03-01", "14/03/2024", "15 March 2024", "March 16, 2024", "17.03.2024", "2024-03-18T09:30:00Z"]
BUS = "The bus to the clinic was late again on day {}."


def complaints(n=12):
    return [[f"k{i}", BUS.format(i)] for i in range(n)]


@pytest.mark.parametrize(
    ("codec", "note"),
    [
        ("utf-8", "read as UTF-8"),
        ("utf-8-sig", "read as UTF-8, from its byte order mark"),
        ("utf-16", "read as UTF-16, from its byte order mark"),
        ("utf-16-le", "read as UTF-16 without a byte order mark, guessed"),
        ("latin-1", "read as Windows-1252, guessed"),
    ],
)
def test_a_file_in_another_encoding_is_read_and_the_encoding_said(tmp_path, codec, note):
    lines = [f"k{n};{text}" for n, text in enumerate(GERMAN)]
    (tmp_path / "german.csv").write_bytes("\r\n".join(["id;answer", *lines, ""]).encode(codec))
    run = explore(tmp_path / "german.csv", tmp_path / "out", *QUICK)
    assert run.status == 0
    assert [row["segment"] for row in sorted(run.excerpts, key=lambda row: row["id"])] == GERMAN
    assert run.record["input"]["encoding_note"] == note
    assert f"CSV; {note}; Cells are separated by semicolons." in run.said
    assert (
        f"german.csv, read as CSV (cells are separated by semicolons), in {note.removeprefix('read as ')}."
        in run.text
    )


def test_bad_rows_are_listed_with_their_reason_and_the_rest_is_done(tmp_path, monkeypatch):
    monkeypatch.setattr(
        RUN, "read", lambda *args, **options: read(*args, **options, limits=Limits(cell_chars=5_000))
    )
    rows = complaints()
    rows[2].append("a cell too many")
    rows[4] = ["k4"]
    rows[6][0] = "k1"
    rows[8][1] = "The bus\0 was late."
    rows[9][1] = "late " * 2_000
    rows[10][1] = ""
    run = explore(write_rows(tmp_path / "bad.csv", rows), tmp_path / "out", "--id", "id", *QUICK)
    assert run.status == 1
    failed = run.reasons("failed")
    assert {tuple(rows) for rows in failed.values()} == {(4,), (6,), (8,), (10,), (11,)}
    assert failed["the id k1 was already used in row 3"] == [8]
    assert failed["the text is longer than 5,000 characters; a quotation mark may be missing"] == [11]
    assert run.reasons("excluded") == {"the text is empty": [12]}
    sums = run.accounting
    assert [sums[name] for name in ("received", "used", "excluded", "failed")] == [12, 6, 1, 5]
    assert {row["id"] for row in run.excerpts} == {"k0", "k1", "k3", "k5", "k7", "k11"}
    for reason, numbers in failed.items():
        assert f"failed: {reason} (row {numbers[0]})" in run.said
        assert reason in run.text
    assert "12 rows received = 6 used + 1 excluded + 5 failed." in run.text


def test_days_in_six_formats_are_read_and_nonsense_is_listed(tmp_path):
    days = [*DAYS, "sometime in spring", "31/02/2024"]
    rows = [[BUS.format(n), day] for n, day in enumerate(days * 2)]
    source = write_rows(tmp_path / "days.csv", rows, ("answer", "said on"))
    run = explore(source, tmp_path / "out", "--text", "answer", "--date", "said on", *QUICK)
    assert run.status == 1
    assert run.accounting["used"] == 16
    assert run.reasons("used, with a doubt") == {UNREAD_DATE: [8, 9, 16, 17]}
    found = {int(row["row"]): row["date"] for row in run.excerpts}
    assert [found[row] for row in range(2, 10)] == [
        "2024-03-01", "2024-03-14", "2024-03-15", "2024-03-16", "2024-03-17", "2024-03-18", "", "",
    ]  # fmt: skip
    assert f"{UNREAD_DATE} (row 8, row 9, row 16, row 17)" in run.said


def test_a_doubt_or_an_assumption_is_told_and_counts_as_done(tmp_path):
    rows = [[BUS.format(n), f"0{n}/03/2024", "" if n == 3 else f"P{n}"] for n in range(1, 9)]
    rows[4][0] = "The cafÃ© by the bus station is shut."
    source = write_rows(tmp_path / "doubts.csv", rows, ("answer", "said on", "who"))
    columns = ["--text", "answer", "--date", "said on", "--respondent", "who"]
    run = explore(source, tmp_path / "out", *columns, *QUICK)
    assert run.status == 0
    assert sorted(run.reasons("used, with a doubt").values()) == [[2, 3, 5, 6, 7, 8, 9], [4], [6]]
    assert "day and month could be the other way round" in run.said


def test_a_document_that_would_unpack_to_two_gigabytes_fails_alone(tmp_path):
    (tmp_path / "notes").mkdir()
    for n in range(3):
        (tmp_path / "notes" / f"{n}.txt").write_text(BUS.format(n), encoding="utf-8")
    document = Document()
    document.add_paragraph("The bridge is closed.")
    document.save(tmp_path / "notes" / "good.docx")
    bomb = plant_bomb(tmp_path / "notes", "bomb.docx", "word/document.xml", 1_000_000)
    claim_size(bomb, "word/document.xml", 2_000_000_000)
    run = explore(tmp_path / "notes", tmp_path / "out", *QUICK)
    assert run.status == 1
    (reason,) = run.reasons("failed")
    assert reason.startswith("bomb.docx would unpack from 0.0 MB to 2,000 MB, more than is safe to open.")
    assert {row["id"] for row in run.excerpts} == {"0.txt", "1.txt", "2.txt", "good.docx"}
