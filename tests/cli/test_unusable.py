"""What cannot be used is refused with a sentence that says what to do, and nothing is written."""

import zipfile
from functools import partial
from importlib import import_module
from random import Random

import pytest
from distributed import LocalCluster

from reflectory.connections.cluster import on_cluster
from tests.cli.exploring import QUICK, explore, write_rows

# By its name: `reflectory.cli.explore` is also the command.
RUN = import_module("reflectory.cli.explore.run")


def refused(tmp_path, source, *options):
    """What was said of a source that cannot be used, once it is sure that nothing was written."""
    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    run = explore(source, tmp_path / "result", *options)
    assert (run.status, run.said) == (2, "")
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*")) == before
    return run.last_words


@pytest.fixture
def answers(tmp_path):
    return write_rows(tmp_path / "answers.csv", [(n, f"The bus was late {n} times.") for n in range(30)])


def test_a_missing_file(tmp_path):
    said = refused(tmp_path, tmp_path / "nowhere.csv")
    assert said == f"There is no file {tmp_path / 'nowhere.csv'}. Check the name and the folder."


def test_an_empty_file(tmp_path):
    (tmp_path / "empty.csv").touch()
    said = refused(tmp_path, tmp_path / "empty.csv")
    assert said == "empty.csv is empty. Give a file with what people said."


def test_a_header_without_rows(tmp_path):
    said = refused(tmp_path, write_rows(tmp_path / "header.csv", []))
    assert said == "header.csv has a header (id and answer) and no rows beneath it. Give a file with answers."


def test_a_column_that_is_not_there(tmp_path, answers):
    said = refused(tmp_path, answers, "--text", "comment")
    assert "“comment”" in said
    assert "--text" in said
    assert "id and answer" in said


def test_a_group_that_is_not_there(tmp_path, answers):
    said = refused(tmp_path, answers, "--group", "city")
    assert "“city”" in said
    assert "--group" in said


def test_a_file_without_any_column_of_words(tmp_path):
    source = write_rows(tmp_path / "numbers.csv", [(n, n * n) for n in range(40)], ("n", "square"))
    said = refused(tmp_path, source)
    assert "numbers.csv" in said
    assert "--text" in said


def test_rows_without_a_word(tmp_path):
    source = write_rows(tmp_path / "silent.csv", [(n, "") for n in range(9)])
    said = refused(tmp_path, source, "--text", "answer")
    assert said.startswith(
        "No row of silent.csv has words to use in the column “answer”: the text is empty (9 rows)."
    )


def test_a_picture_under_the_name_of_a_table(tmp_path):
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + Random(1).randbytes(4_000))
    said = refused(tmp_path, tmp_path / "picture.csv")
    assert "picture.csv" in said
    assert "picture" in said.replace("picture.csv", "")


def test_noise_under_the_name_of_a_table(tmp_path):
    (tmp_path / "noise.csv").write_bytes(Random(2).randbytes(50_000))
    assert "noise.csv" in refused(tmp_path, tmp_path / "noise.csv")


def test_a_broken_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / "broken.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    said = refused(tmp_path, tmp_path / "broken.xlsx")
    assert said.startswith("broken.xlsx")
    assert "save it again" in said


def test_a_workbook_cut_short(tmp_path):
    (tmp_path / "short.xlsx").write_bytes(b"PK\x03\x04" + bytes(200))
    assert "short.xlsx" in refused(tmp_path, tmp_path / "short.xlsx")


def test_a_workbook_under_a_password(tmp_path):
    (tmp_path / "locked.xlsx").write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")
    )
    said = refused(tmp_path, tmp_path / "locked.xlsx")
    assert "locked.xlsx" in said
    assert "password" in said


def test_a_format_that_is_not_read(tmp_path):
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7 ...")
    assert "Copy its text into a .txt or .docx file." in refused(tmp_path, tmp_path / "report.pdf")


def test_a_folder_without_notes(tmp_path):
    (tmp_path / "notes").mkdir()
    assert "The folder notes is empty." in refused(tmp_path, tmp_path / "notes")


def test_a_result_folder_that_holds_other_things(tmp_path, answers):
    (tmp_path / "result").mkdir()
    (tmp_path / "result" / "thesis.docx").write_text("years of work")
    said = refused(tmp_path, answers)
    assert said.startswith(f"The folder {tmp_path / 'result'} holds other things.")
    assert (tmp_path / "result" / "thesis.docx").read_text() == "years of work"


def test_a_result_folder_whose_record_is_of_something_else(tmp_path, answers):
    (tmp_path / "result").mkdir()
    (tmp_path / "result" / "run.json").write_text('{"speed": 12}')
    assert "holds other things" in refused(tmp_path, answers)


def test_a_result_that_is_the_name_of_a_file(tmp_path, answers):
    (tmp_path / "result").write_text("mine")
    assert (
        refused(tmp_path, answers)
        == f"{tmp_path / 'result'} is a file. Give another name for the folder with --out."
    )


def test_a_result_in_a_folder_that_is_not_there(tmp_path, answers):
    run = explore(answers, tmp_path / "no" / "such" / "folder")
    assert (run.status, run.last_words) == (
        2, f"There is no folder {tmp_path / 'no' / 'such'}. Make it, or give another folder with --out.",
    )  # fmt: skip
    assert not (tmp_path / "no").exists()


def test_a_result_inside_the_folder_that_is_read(tmp_path):
    (tmp_path / "one.txt").write_text("The bus was late.", encoding="utf-8")
    said = refused(tmp_path, tmp_path)
    assert said.endswith(
        "inside the folder that is read, and be read the next time. Give a folder elsewhere with --out."
    )


def test_a_mask_file_that_is_not_there(tmp_path, answers):
    said = refused(tmp_path, answers, "--mask-file", str(tmp_path / "names.txt"))
    assert said.startswith(
        f"The mask file {tmp_path / 'names.txt'} cannot be read (No such file or directory)."
    )
    assert said.endswith("Give a plain text file in UTF-8, one name a line.")


def test_a_mask_file_that_is_a_folder_or_no_text(tmp_path, answers):
    (tmp_path / "names").mkdir()
    assert "cannot be read (Is a directory)" in refused(
        tmp_path, answers, "--mask-file", str(tmp_path / "names")
    )
    (tmp_path / "names.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + Random(1).randbytes(400))
    assert "names.txt" in refused(tmp_path, answers, "--mask-file", str(tmp_path / "names.txt"))
    (tmp_path / "mixed.txt").write_bytes("Fjällgård Ånghammar öst\n".encode() * 3 + b"Alder \x90\x81")
    said = refused(tmp_path, answers, "--mask-file", str(tmp_path / "mixed.txt"))
    assert said.endswith("holds bytes that are no letters. Give a plain text file in UTF-8, one name a line.")


def test_a_cluster_that_does_not_answer(tmp_path, answers):
    said = refused(tmp_path, answers, "--cluster", "not an address")
    assert said.startswith("No Dask scheduler answered at not an address")
    assert said.endswith("or leave out --cluster.")


def test_a_cluster_without_workers(tmp_path, answers, monkeypatch):
    monkeypatch.setattr(RUN, "on_cluster", partial(on_cluster, patience=0.5))
    with LocalCluster(n_workers=0, processes=False, dashboard_address=":0", protocol="tcp") as cluster:
        said = refused(tmp_path, answers, "--cluster", cluster.scheduler_address)
    assert said.startswith(f"The scheduler at {cluster.scheduler_address} has no workers.")


def test_an_embedding_that_needs_a_package_that_is_not_here(tmp_path, answers):
    said = refused(tmp_path, answers, "--embedder", "sentence-transformers:some-model")
    assert said.endswith("needs one more package on this computer: pip install sentence-transformers.")


def test_an_embedding_that_nobody_knows(tmp_path, answers):
    said = refused(tmp_path, answers, "--embedder", "magic")
    assert said == (
        "'magic' names no embedding. Give multilingual, static, sentence-transformers:NAME or openai:BASE_URL#MODEL."
    )


def test_a_service_that_does_not_answer_leaves_nothing_behind(tmp_path, answers):
    said = refused(tmp_path, answers, "--embedder", "openai:http://127.0.0.1:9/v1#model")
    assert "http://127.0.0.1:9/v1" in said


@pytest.mark.parametrize(
    ("options", "about"),
    [(["--themes", "0"], "--themes"), (["--seed", "x"], "--seed"), (["--colour"], "--colour")],
)
def test_options_that_make_no_sense(tmp_path, answers, options, about):
    run = explore(answers, tmp_path / "result", *options)
    assert run.status == 2
    assert about in run.errors
    assert not (tmp_path / "result").exists()


def test_a_disk_that_is_full_is_told_and_nothing_half_written_is_left(tmp_path, answers, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(RUN, "write_trends", full)
    run = explore(answers, tmp_path / "result", *QUICK)
    assert run.status == 2
    assert run.last_words.startswith("The result cannot be written (No space left on device).")
    assert not (tmp_path / "result").exists()
