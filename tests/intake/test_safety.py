"""Hostile and broken files: refused with a sentence, within limits of memory and time."""

from __future__ import annotations

import io
import json
import runpy
import sys
import time
import zipfile
from pathlib import Path

import pytest

from reflectory.intake import Limits, Unusable, read
from reflectory.intake import child as child_module
from reflectory.intake.child import Child, answer, lines_of
from tests.intake.planting import claim_size, plant, plant_bomb, plant_docx, plant_workbook, reasons, refusal

TOO_LARGE = "more than is safe to open. Save the answers as CSV or plain text and give that file."


def test_an_archive_that_unpacks_to_far_too_much_is_refused_unopened(tmp_path):
    docx = plant_bomb(tmp_path, "a.docx", "word/document.xml", 1_000_000)
    claim_size(docx, "word/document.xml", 2_000_000_000)
    assert refusal(docx) == f"a.docx would unpack from 0.0 MB to 2,000 MB, {TOO_LARGE}"
    xlsx = plant_bomb(tmp_path, "a.xlsx", "xl/workbook.xml", 20_000_000)
    assert refusal(xlsx) == f"a.xlsx would unpack from 0.0 MB to 20 MB, {TOO_LARGE}"


def test_in_a_folder_only_that_file_fails(tmp_path):
    plant_bomb(tmp_path, "bomb.docx", "word/document.xml", 20_000_000)
    plant(tmp_path, "note.txt", "We learnt a lot from the residents.")
    reading = read(tmp_path)
    assert reading.records.texts == ["We learnt a lot from the residents."]
    assert reasons(reading.failed) == {f"bomb.docx would unpack from 0.0 MB to 20 MB, {TOO_LARGE}": (1,)}


def test_an_archive_of_very_many_parts_is_refused(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for n in range(30):
            archive.writestr(str(n), "")
    path = plant(tmp_path, "a.xlsx", packed.getvalue())
    assert refusal(path, limits=Limits(archive_entries=20)) == (
        "a.xlsx holds 30 parts, more than the 20 that are opened. Save the answers as "
        "CSV or plain text and give that file."
    )
    assert refusal(path) == "a.xlsx is an archive but no .xlsx file. Give the file with the answers itself."


@pytest.mark.parametrize("content", [b"no archive at all", b"PK\x03\x04 cut short"])
def test_a_broken_workbook_is_refused(tmp_path, content):
    assert refusal(plant(tmp_path, "a.xlsx", content)) == (
        "a.xlsx is broken: it is not a whole .xlsx file. "
        "Open it in the program that made it, save it again and give the new file."
    )


def test_a_workbook_with_broken_parts_is_refused(tmp_path):
    whole = plant_workbook(tmp_path, "whole.xlsx", {"S": [["id", "text"], [1, "an answer"]]})
    for part, junk in (
        ("xl/workbook.xml", "<workbook><sheets><sh"),
        ("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row"),
    ):
        packed = io.BytesIO()
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(packed, "w") as new:
            for name in old.namelist():
                new.writestr(name, junk if name == part else old.read(name))
        sentence = refusal(plant(tmp_path, "a.xlsx", packed.getvalue()))
        assert sentence.startswith("a.xlsx ")
        assert sentence.endswith(("give the new file.", "each row below."))


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def test_password_protected_and_old_office_files_are_told_apart(tmp_path):
    locked = OLD + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100
    assert refusal(plant(tmp_path, "a.xlsx", locked)) == (
        "a.xlsx is password-protected. Save it without a password and give that file."
    )
    assert refusal(plant(tmp_path, "a.docx", OLD)) == (
        "a.docx is in an old Office format. Open it, save it as .docx and give that file."
    )


def test_an_encrypted_archive_is_refused(tmp_path):
    path = plant_workbook(tmp_path, "a.xlsx", {"S": [["id", "text"], [1, "an answer"]]})
    content = bytearray(path.read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refusal(plant(tmp_path, "a.xlsx", bytes(content))) == (
        "a.xlsx is password-protected. Save it without a password and give that file."
    )


def test_memory_is_limited(tmp_path):
    rows = "".join(f'<row><c t="inlineStr"><is><t>{"word " * 100}</t></is></c></row>' for _ in range(160_000))
    whole = plant_workbook(tmp_path, "whole.xlsx", {"S": [["id", "text"], [1, "an answer"]]})
    packed = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            sheet = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    path = plant(tmp_path, "a.xlsx", packed.getvalue())
    sentence = refusal(path, limits=Limits(memory_bytes=80_000_000, archive_ratio=1e9))
    assert sentence == (
        "a.xlsx needs more than 0.1 GB of memory to read, or is broken. "
        "Save the answers as CSV or plain text and give that file."
    )


def test_time_is_limited(tmp_path):
    path = plant_workbook(tmp_path, "a.xlsx", {"S": [["id", "text"], [1, "an answer"]]})
    began = time.monotonic()
    sentence = refusal(path, limits=Limits(seconds=0.01))
    assert sentence == (
        "a.xlsx could not be read within 0 seconds. Save the answers as CSV or plain text and give that file."
    )
    assert time.monotonic() - began < 20


def test_after_a_refusal_the_child_goes_on_with_the_next_file(tmp_path):
    broken = plant(tmp_path, "a.parquet", b"PAR1")
    good = plant_docx(tmp_path, "b.docx", ["A good note."])
    with Child(Limits()) as child:
        with pytest.raises(Unusable):
            child.ask("parquet", broken, "a.parquet")
        assert list(lines_of(child.ask(".docx", good, "b.docx"))) == [["A good note.", "paragraph 1", None]]


def test_a_child_that_died_is_replaced(tmp_path):
    good = plant_docx(tmp_path, "b.docx", ["A good note."])
    with Child(Limits()) as child:
        child.ask(".docx", good, "b.docx")
        child._process.kill()
        child._process.wait()
        assert len(list(lines_of(child.ask(".docx", good, "b.docx")))) == 1


def ask(tmp_path, parser):
    request = {"what": "x", "path": "a", "name": "a.xlsx", "out": str(tmp_path / "out")}
    return answer(request, {"x": parser})


def test_whatever_a_parser_raises_becomes_an_answer(tmp_path):
    def breaks(_path, _name):
        yield [1]
        raise KeyError("part")

    def exhausts(_path, _name):
        yield [1]
        raise MemoryError

    def refuses(_path, _name):
        yield [1]
        raise Unusable("No.")

    assert ask(tmp_path, breaks)["sentence"] == (
        "a.xlsx is broken (KeyError). Open it in the program that made it, save it again "
        "and give the new file."
    )
    assert ask(tmp_path, exhausts) == {"outcome": "broken", "sentence": "", "memory": True}
    assert ask(tmp_path, refuses) == {"outcome": "refused", "sentence": "No.", "memory": False}
    assert ask(tmp_path, lambda _path, _name: iter([["ä", 1]]))["outcome"] == "done"
    assert (tmp_path / "out").read_text() == json.dumps(["ä", 1]) + "\n"


def test_a_parser_out_of_memory_is_told_as_such(tmp_path, monkeypatch):
    monkeypatch.setattr(Child, "_exchange", lambda *_: {"outcome": "broken", "sentence": "", "memory": True})
    with Child(Limits()) as child, pytest.raises(Unusable, match=r"a needs more than 2.0 GB of memory"):
        child.ask(".docx", tmp_path, "a")


def test_the_answering_end_serves_until_its_input_ends(tmp_path, monkeypatch, capsys):
    path = plant_docx(tmp_path, "b.docx", ["A good note."])
    request = json.dumps({"what": ".docx", "path": str(path), "name": "b.docx", "out": str(tmp_path / "out")})
    monkeypatch.setattr(sys, "stdin", io.StringIO(request + "\n"))
    monkeypatch.setattr(sys, "argv", ["child", "-1"])
    monkeypatch.delitem(sys.modules, "reflectory.intake.child")
    monkeypatch.setattr("resource.setrlimit", lambda *_: None)
    before = sys.stdout
    runpy.run_module("reflectory.intake.child", run_name="__main__")
    sys.stdout = before
    assert json.loads(capsys.readouterr().out)["outcome"] == "done"


def test_the_memory_limit_is_set_and_its_absence_is_no_error(monkeypatch):
    import resource

    limits = []
    monkeypatch.setattr(resource, "setrlimit", lambda *limit: limits.append(limit))
    child_module._limit_memory(3 * 1024**3)
    assert limits[0] == (resource.RLIMIT_AS, (3 * 1024**3, 3 * 1024**3))
    monkeypatch.setitem(sys.modules, "resource", None)
    child_module._limit_memory(1)
    assert len(limits) == 2


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    read(plant_workbook(tmp_path, "a.xlsx", {"S": [["id", "text"], [1, "an answer here"]]}))
    assert list(Path(tmp_path / "temporary").iterdir()) == []
