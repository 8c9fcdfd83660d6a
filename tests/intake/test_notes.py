"""Folders of notes and transcripts, and single documents."""

from __future__ import annotations

import datetime
import hashlib

import pytest

from reflectory.intake import Limits, read
from tests.intake.planting import plant, plant_docx, reasons, refusal, use, why

SPOKEN = """Interview with Maria
Date: 2024-03-01

Interviewer: How did it go?
Maria: Slowly at first.
We had no staff.

Interviewer: And then?
Maria: Then the city hired two people.
"""


def test_a_folder_gives_a_record_for_each_document_and_each_turn(tmp_path):
    root = tmp_path / "notes"
    plant(root, "Leeds/2024-03-01 maria.txt", SPOKEN)
    plant(root, "York/note.md", "# Visit\n\nThe team was *tired*.\n")
    plant(root, "York/deep/20240502.txt", "Second visit, better mood.")
    plant(root, "report.pdf", b"%PDF")
    plant(root, "answers.csv", "id,text\n1,x\n")
    plant(root, ".DS_Store", b"\0")
    plant(root, "README", "no ending")
    (root / "link.txt").symlink_to(root / "York" / "note.md")
    reading = read(root)
    assert reading.format == "folder of notes"
    assert reading.records.texts == [
        "Slowly at first.\nWe had no staff.",
        "Then the city hired two people.",
        "Second visit, better mood.",
        "# Visit\n\nThe team was *tired*.\n",
    ]
    maria = "Leeds/2024-03-01 maria.txt"
    assert reading.records.ids == [f"{maria}#2", f"{maria}#4", "York/deep/20240502.txt", "York/note.md"]
    assert list(reading.records.places) == [
        f"{maria}, line 5",
        f"{maria}, line 9",
        "York/deep/20240502.txt",
        "York/note.md",
    ]
    assert reading.records.respondents == [f"{maria}: Maria"] * 2 + ["York/deep/20240502.txt", "York/note.md"]
    assert reading.records.groups == {"folder": ["Leeds", "Leeds", "York", "York"]}
    assert reading.records.dates == [datetime.date(2024, 3, 1)] * 2 + [datetime.date(2024, 5, 2), None]
    assert reasons(reading.excluded) == {
        "a hidden file of a program is not read": (1,),
        "before anybody speaks (title, names, date)": (2,),
        "asked by the interviewer": (3, 5),
        "a file without an ending in its name is not read": (7,),
        "a table (.csv) in a folder of notes is not read; give it by itself": (10,),
        "a link to another file is not followed": (11,),
        "a .pdf file is not read": (12,),
    }
    assert (reading.received, reading.used, reading.n_failed) == (12, 4, 0)
    assert (reading.encoding, reading.encoding_note) == ("UTF-8", "read as UTF-8")
    assert [(c.role, c.column, c.guessed) for c in reading.columns] == [
        ("text", "document", True),
        ("respondent", "file", True),
        ("date", "file name", True),
        ("group", "folder", True),
    ]
    assert (
        why(reading, "text")
        == "2 documents without speakers, one record each; 1 transcript, one record for each turn."
    )


def test_the_folder_may_be_named_as_the_group(tmp_path):
    plant(tmp_path, "a/x.txt", "A good visit.")
    reading = read(tmp_path, groups=["folder"])
    assert why(reading, "group") == "Named with --group. It is the unit of independence."
    assert refusal(tmp_path, groups=["city"]) == (
        "Notes have no column “city” for --group; there is only “folder”, the first "
        "folder that a file is in. Leave it out."
    )
    assert refusal(tmp_path, text="x", id="y") == (
        "Notes and transcripts have no columns, so --text and --id cannot be used. Leave it out."
    )


def test_the_checksum_of_a_folder_is_of_names_and_bytes_in_order(tmp_path):
    plant(tmp_path, "b.txt", "Second note.")
    plant(tmp_path, "a.txt", "First note.")
    expected = hashlib.sha256()
    for name, content in ((b"a.txt", b"First note."), (b"b.txt", b"Second note.")):
        expected.update(len(name).to_bytes(8, "big") + name + len(content).to_bytes(8, "big") + content)
    reading = read(tmp_path)
    assert reading.sha256 == expected.hexdigest()
    assert reading.n_bytes == 23
    assert use(reading, "date") is None
    assert reading.records.dates is None


def test_files_that_cannot_be_read_fail_alone(tmp_path):
    plant(tmp_path, "a.txt", b"bad \xff\xfe bytes")
    plant(tmp_path, "b.docx", "no archive")
    plant(tmp_path, "c.txt", "x" * 3000)
    plant(tmp_path, "d.txt", "a good note, with cafÃ©")
    plant(tmp_path, "e.srt", "no cues")
    plant(tmp_path, "f.vtt", "no cues")
    plant(tmp_path, "g.txt", "...")
    plant(tmp_path, "h.txt", "ein schöner Tag".encode("latin-1"))
    plant(tmp_path, "i.txt", "nul \0 here")
    told = []
    reading = read(tmp_path, limits=Limits(document_bytes=2000), progress=lambda n, of: told.append((n, of)))
    assert reading.records.texts == ["a good note, with cafÃ©", "ein schöner Tag"]
    assert [reason.rows for reason in reading.failed] == [(1,), (2,), (3,), (5,), (6,), (9,)]
    assert [reason.reason.split(".")[0] for reason in reading.failed][3:5] == ["e", "f"]
    assert reasons(reading.excluded) == {"there are no words in the text": (7,)}
    assert [reason.rows for reason in reading.warnings] == [(4,)]
    assert reading.encoding is None
    assert reading.encoding_note == (
        "3 files read as UTF-8; 1 file read as UTF-8; some bytes in it are not UTF-8; 1 "
        "file read as Windows-1252, guessed"
    )
    assert told[-1] == (9, 9)


def test_a_file_that_may_not_be_opened_fails_alone(tmp_path, monkeypatch):
    plant(tmp_path, "a.txt", "A note.")
    plant(tmp_path, "b.txt", "Another note.")

    def forbidden(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("reflectory.intake.folder._plain_talk", forbidden)
    assert refusal(tmp_path).startswith("None of the 2 files in ")


def test_folders_with_nothing_to_read_are_refused(tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    assert refusal(empty) == (
        "The folder empty is empty. Give a folder with .txt, .md, .docx, .vtt and .srt files, or one table."
    )
    plant(tmp_path, "tables/a.csv", "id,text\n")
    assert (
        refusal(tmp_path / "tables")
        == "The folder tables has no notes, but tables. Give one by itself: a.csv."
    )
    plant(tmp_path, "other/a.pdf", "x")
    assert refusal(tmp_path / "other") == (
        "The folder other has no file that is read; it has a.pdf. Give a folder with "
        ".txt, .md, .docx, .vtt and .srt files."
    )
    plant(tmp_path, "silent/a.txt", "...")
    assert refusal(tmp_path / "silent") == (
        "None of the 1 file in silent holds words that could be used: there are no words in the text. "
        "Give the folder with what people said."
    )
    plant(tmp_path, "silent/b.txt", "...")
    assert refusal(tmp_path / "silent", limits=Limits(folder_files=1)) == (
        "silent holds more than 1 files. Give the folder with the notes alone."
    )


def test_one_document_is_read_by_itself(tmp_path):
    told = []
    path = plant_docx(
        tmp_path,
        "visit 2024-03-01.docx",
        ["A good visit.", "", "The team was tired."],
        [["Who", "Said"], ["Maria", "Too late"]],
    )
    reading = read(path, progress=lambda n, of: told.append((n, of)))
    assert reading.records.texts == ["A good visit.\nThe team was tired.\nWho\tSaid\nMaria\tToo late"]
    assert (
        reading.records.ids
        == reading.records.respondents
        == list(reading.records.places)
        == ["visit 2024-03-01.docx"]
    )
    assert reading.records.dates == [datetime.date(2024, 3, 1)]
    assert reading.format == "note (.docx)"
    assert reading.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert told == [(1, 1)]


def test_a_document_that_cannot_be_used_is_refused(tmp_path):
    assert refusal(plant(tmp_path, "a.txt", "...")) == (
        "a.txt cannot be used: there are no words in the text. Give a file with what people said."
    )
    assert refusal(plant(tmp_path, "a.docx", "x")).startswith(
        "a.docx is broken: it is not a whole .docx file."
    )
    assert refusal(plant(tmp_path, "a.txt", "x"), groups=["folder"]) == (
        "Notes have no column “folder” for --group; there is nothing to group by. Leave it out."
    )


def test_line_ends_and_spaces_of_notes_stay(tmp_path):
    reading = read(plant(tmp_path, "a.txt", "\ufeff  First line.\r\n\r\nSecond line.  \r\n".encode()))
    assert reading.records.texts == ["  First line.\r\n\r\nSecond line.  \r\n"]


def test_a_docx_is_read_with_insertions_and_without_deletions(tmp_path):
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = document.element.body
    body.insert(
        0,
        parse_xml(
            f"<w:p {word}><w:r><w:t>We "
            f"</w:t></w:r><w:del><w:r><w:delText>never</w:delText><w:t>gone</w:t></w:r></w:del>"
            "<w:ins><w:r><w:t>always</w:t><w:tab/><w:t>met</w:t><w:br/><w:t>twice</w:t></w:r></w:ins></w:p>"
        ),
    )
    body.insert(
        1,
        parse_xml(
            f"<w:sdt {word}><w:sdtContent><w:p><w:r><w:t>In a "
            f"control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    nested = document.add_table(1, 2)
    nested.rows[0].cells[0].text = "outer"
    nested.rows[0].cells[1].add_table(1, 1).rows[0].cells[0].text = "inner"
    document.save(tmp_path / "a.docx")
    reading = read(tmp_path / "a.docx")
    assert reading.records.texts[0].split("\n")[:3] == ["We always\tmet", "twice", "In a control."]
    assert reading.records.texts[0].count("inner") == reading.records.texts[0].count("outer") == 1


VTT = """WEBVTT

00:00:01.000 --> 00:00:02.000
<v Interviewer>How did <i>it</i> go?</v>

1
00:00:03.000 --> 00:00:04.000
<v Maria &amp; Bo>Slowly &amp; badly

00:12:31.000 --> 00:12:33.000
<v Maria &amp; Bo>at first.</v>

01:00:00.000 --> 01:00:02.000
<v Ann>Yes.</v> <v Bo>No.</v>
"""


def test_voices_of_webvtt_are_turns(tmp_path):
    reading = read(plant(tmp_path, "call.vtt", VTT))
    assert reading.format == "transcript (.vtt)"
    assert reading.records.texts == ["Slowly & badly at first.", "Yes.", "No."]
    assert reading.records.respondents == ["call.vtt: Maria & Bo", "call.vtt: Ann", "call.vtt: Bo"]
    assert list(reading.records.places) == ["call.vtt, 00:00:03", "call.vtt, 01:00:00", "call.vtt, 01:00:00"]
    assert reasons(reading.excluded) == {"asked by the interviewer": (1,)}


@pytest.mark.parametrize(
    ("name", "head", "arrow"),
    [
        ("a.vtt", "WEBVTT\n\n", "00:00:0{}.000 --> 00:00:0{}.500"),
        ("a.srt", "", "00:00:0{},000 --> 00:00:0{},500"),
    ],
)
def test_names_in_cues_are_speakers(tmp_path, name, head, arrow):
    said = [
        "Moderator: What helped?",
        "Ann: The library",
        "in our street.",
        "Moderator: And you?",
        "Bo: My sister.",
    ]
    cues = [f"{n}\n{arrow.format(n, n)}\n{text}\n" for n, text in enumerate(said, start=1)]
    reading = read(plant(tmp_path, name, head + "\n".join(cues)))
    assert reading.records.texts == ["The library in our street.", "My sister."]
    assert list(reading.records.places) == [f"{name}, 00:00:02", f"{name}, 00:00:05"]
    assert reasons(reading.excluded) == {"asked by the interviewer": (1, 3)}


def test_subtitles_without_speakers_are_one_record(tmp_path):
    cues = (
        "1\r\n00:00:01,000 --> 00:00:02,000\r\n<i>It was</i>\r\n\r\n2\r\n00:00:03,000 "
        "--> 00:00:04,000\r\ngood.\r\n"
    )
    reading = read(plant(tmp_path, "a.srt", cues))
    assert reading.records.texts == ["It was good."]
    assert list(reading.records.places) == ["a.srt"]
