"""An interruption leaves no half result, and the same command goes on from there."""

import os
import signal
import time
from importlib import import_module

import pytest

from reflectory.engine.embedding import MultilingualEmbedder
from tests.cli.exploring import FILES, explore, finish, start, write_rows
from tests.connections.speaking import invented

RUN = import_module("reflectory.cli.explore.run")
WENT_ON = "Went on from where the last run was interrupted."
SAME = ("themes.csv", "excerpts.csv", "trends.csv", "report.html")


def unfinished(out):
    return out.with_name(f".{out.name}.unfinished")


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    rows = [(f"k{n}", text, f"Place {n % 8}") for n, text in enumerate(invented(4_000))]
    return write_rows(tmp_path_factory.mktemp("many") / "many.csv", rows, ("id", "answer", "place"))


def stop(source, out, number):
    """Starts the command, and sends the signal once some of the embedding is kept."""
    process = start(source, out, "--id", "id", "--group", "place")
    deadline = time.monotonic() + 120
    for line in process.stderr:
        if line.startswith("Finding themes"):
            break
    while not any(unfinished(out).glob("kept/*.npz")):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(process.pid, number) if number == signal.SIGINT else process.send_signal(number)
    return finish(process, out)


def test_stopped_three_times_the_same_command_finishes_with_the_same_result(source, tmp_path):
    out = tmp_path / "out"
    for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -9)):
        run = stop(source, out, number)
        assert run.status == status
        assert not out.exists()
        assert [path.name for path in tmp_path.iterdir()] == [unfinished(out).name]
        assert "Traceback" not in run.errors
        if status == 130:
            assert run.last_words == (
                "Interrupted. What was worked out is kept: give the same command again to go on."
            )
    run = explore(source, out, "--id", "id", "--group", "place")
    assert run.status == 0
    assert WENT_ON in run.said
    assert {path.name for path in out.iterdir()} == FILES
    assert not unfinished(out).exists()
    whole = explore(source, tmp_path / "whole", "--id", "id", "--group", "place")
    assert WENT_ON not in whole.said
    for name in SAME:
        assert (out / name).read_bytes() == (whole.out / name).read_bytes()
    assert {**run.record, "timings": None} == {**whole.record, "timings": None}


@pytest.fixture
def stopped_late(tmp_path, monkeypatch):
    """A run that could not write its last files: everything was worked out by then."""
    source = write_rows(tmp_path / "few.csv", list(enumerate(invented(40))))
    with monkeypatch.context() as context:
        context.setattr(RUN, "write_trends", full)
        assert explore(source, tmp_path / "out").status == 2
    assert any(unfinished(tmp_path / "out").glob("kept/*.npz"))
    return source


def full(*_):
    raise OSError(28, "No space left on device")


def test_what_was_worked_out_is_not_worked_out_again(stopped_late, tmp_path, monkeypatch):
    def again(*_):
        raise AssertionError("embedded again")

    monkeypatch.setattr(MultilingualEmbedder, "embed", again)
    run = explore(stopped_late, tmp_path / "out")
    assert run.status == 0
    assert WENT_ON in run.said
    assert {path.name for path in tmp_path.iterdir()} == {"few.csv", "out"}


@pytest.mark.parametrize("option", [["--themes", "3"], ["--seed", "9"], ["--invented"]])
def test_with_another_option_the_work_begins_anew(stopped_late, tmp_path, option):
    run = explore(stopped_late, tmp_path / "out", *option)
    assert run.status == 0
    assert WENT_ON not in run.said
    assert not unfinished(tmp_path / "out").exists()


def test_with_another_file_the_work_begins_anew(stopped_late, tmp_path):
    write_rows(stopped_late, list(enumerate(invented(41))))
    run = explore(stopped_late, tmp_path / "out")
    assert run.status == 0
    assert WENT_ON not in run.said
    assert len({row["id"] for row in run.excerpts}) == 41
