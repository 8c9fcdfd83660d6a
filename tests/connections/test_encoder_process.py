"""The processes that embed."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError

import numpy as np
import pytest

from reflectory.connections import encoder_process
from reflectory.connections.encoder_process import EncoderProcess, answer
from reflectory.engine.embedding import MultilingualEmbedder
from tests.connections.speaking import invented

TEXTS = [*invented(40), "\ud800 half a letter", "", "  ", "Straße 日本語 🙂"]


@pytest.fixture
def process():
    made = EncoderProcess()
    yield made
    made.stop()


def test_a_process_gives_the_same_bits_as_this_one(process):
    assert process.embed(TEXTS).tobytes() == MultilingualEmbedder().embed(TEXTS).tobytes()


def test_a_process_that_was_killed_is_replaced(process):
    wanted = process.embed(["one", "two"])
    process._process.kill()
    process._process.wait()
    assert np.array_equal(process.embed(["one", "two"]), wanted)


def test_a_process_that_dies_over_a_request_says_so(process):
    process.embed(["one"])
    os.kill(process._process.pid, signal.SIGSTOP)
    started = process._process
    import threading

    threading.Timer(0.2, started.kill).start()
    assert process.embed(["two"]) is None
    assert process.embed(["three"]) is not None


def test_nothing_is_asked_after_it_was_stopped(process):
    process.embed(["one"])
    pid = process._process.pid
    process.stop()
    assert not os.path.exists(f"/proc/{pid}") or sys.platform != "linux"
    with pytest.raises(CancelledError):
        process.embed(["two"])


def test_where_no_process_can_be_started_it_says_so(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert EncoderProcess().embed(["one"]) is None


def test_a_process_that_never_answers_is_started_only_once(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    process = EncoderProcess()
    assert process.embed(["one"]) is None
    first = process._process
    assert process.embed(["one"]) is None
    assert process._process is first


def test_it_ends_when_its_input_ends():
    command = [sys.executable, "-P", "-m", "reflectory.connections.encoder_process"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_request_cut_short_has_no_answer():
    answers = io.BytesIO()
    answer(io.BytesIO((100).to_bytes(8, "little") + b"[]"), answers)
    assert answers.getvalue() == b""


def test_the_answering_end_answers_in_this_process_as_well():
    request = json.dumps(["one", "two"]).encode()
    answers = io.BytesIO()
    answer(io.BytesIO(len(request).to_bytes(8, "little") + request), answers)
    found = np.load(io.BytesIO(answers.getvalue()[8:]))
    assert np.array_equal(found, MultilingualEmbedder().embed(["one", "two"]))


def test_what_lies_in_the_working_folder_is_not_imported(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit('imported from the data folder')")
    monkeypatch.chdir(tmp_path)
    process = EncoderProcess()
    try:
        assert process.embed(["one"]) is not None
    finally:
        process.stop()
