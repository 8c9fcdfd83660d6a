"""The processes that embed."""

import io
import json
import os
import signal
import sys
import threading
from concurrent.futures import CancelledError

import numpy as np
import pytest

from reflectory.connections import encoder_start
from reflectory.connections.encoder_process import EncoderProcess, answer
from reflectory.engine.embedding import MultilingualEmbedder
from tests.connections.speaking import invented

TEXTS = [*invented(40), "\ud800 half a letter", "", "  ", "Straße 日本語 🙂"]


def test_a_process_gives_the_same_bits_as_this_one_and_is_replaced_when_it_dies():
    process = EncoderProcess()
    wanted = MultilingualEmbedder().embed(TEXTS)
    assert process.embed(TEXTS).tobytes() == wanted.tobytes()
    first = process._process
    os.kill(first.pid, signal.SIGSTOP)
    threading.Timer(0.1, first.kill).start()
    assert process.embed(TEXTS) is None  # it died over the request
    assert process.embed(TEXTS).tobytes() == wanted.tobytes()
    second = process._process
    process.stop()
    assert (first.returncode, second.returncode) == (-signal.SIGKILL, -signal.SIGKILL)
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


def test_it_ends_when_its_input_ends_and_imports_nothing_from_the_working_folder(tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise SystemExit('imported from the data folder')")
    monkeypatch.chdir(tmp_path)
    process = encoder_start.start_encoder()
    assert process.communicate(timeout=60) == (b"", None)
    assert process.returncode == 0


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
